# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What others could try with somebody who is signed in: forged posts, frames, redirects, host names, cookies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from meedoen.store import organisations
from tests.house import Clock, House, running
from tests.server.console.desk import PASSWORD, Desk, hidden_of, hire, set_up_code, signed_in

OVERVIEW = "/console/at/voorbeeldstad"
ME = f"{OVERVIEW}/me"
FATIMA = "fatima@voorbeeldstad.example"
HTTPS = "https://doemee.example"
CONSOLE = "https://console.example"
EVIL = {"origin": "https://elders.example", "sec-fetch-site": "cross-site"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A town with somebody in it, also on https."""
    with running(tmp_path_factory.mktemp("town"), Clock(), also_at=HTTPS) as house:
        hire(house, house.organisation(), "fatima")
        yield house


@pytest.fixture
def desk(town: House) -> Desk:
    at = Desk(town)
    assert at.sign_in(FATIMA).status_code == 303
    return at


def profile(desk: Desk) -> dict[str, str]:
    return {**hidden_of(desk.get(ME).text, ME), "name": "Gewijzigd", "function": "X"}


def name_of(desk: Desk) -> str:
    return desk.get(ME).text.split('name="name" value="')[1].split('"')[0]


# --- forged posts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        EVIL,
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elders.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
    ],
)
def test_a_post_from_another_site_does_nothing(desk: Desk, headers: dict[str, str]) -> None:
    """Not even one that knows the form's token."""
    fields, before = profile(desk), name_of(desk)
    sent = desk.client.post(ME, data=fields, headers=headers)
    assert sent.status_code == 403
    assert "andere website" in sent.text
    assert name_of(desk) == before


def test_a_post_that_does_not_say_where_it_comes_from_does_nothing(desk: Desk) -> None:
    before = name_of(desk)
    assert desk.client.post(ME, data=profile(desk)).status_code == 403
    assert name_of(desk) == before


@pytest.mark.parametrize("token", ["", "x", "another's"])
def test_a_post_without_the_forms_token_does_nothing_and_loses_nothing(desk: Desk, token: str) -> None:
    other = Desk(desk.house)
    other.sign_in(FATIMA)
    before, wrong = name_of(desk), hidden_of(other.get(ME).text, ME)["_form"] if token == "another's" else token
    sent = desk.send(ME, {"name": "Gewijzigd", "function": "Y", "_form": wrong})
    assert sent.status_code == 403
    assert name_of(desk) == before
    assert hidden_of(sent.text, ME)["name"] == "Gewijzigd"


def test_nobody_is_signed_in_or_out_by_another_site(desk: Desk) -> None:
    """Or he would write what he thinks is his in somebody else's account."""
    fields = {"address": FATIMA, "password": PASSWORD}
    stranger = Desk(desk.house)
    for headers in (EVIL, {}):
        answer = stranger.client.post("/console/sign-in", data=fields, headers=headers)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    desk.client.post("/console/sign-out", data=hidden_of(desk.get(ME).text, "/console/sign-out"), headers=EVIL)
    assert desk.get(OVERVIEW).status_code == 200


def test_setting_up_and_accepting_are_for_who_is_here(house: House) -> None:
    fields = {"_code": set_up_code(house), "title": "X", "organisation": "x"}
    assert Desk(house).client.post("/console/set-up", data=fields, headers=EVIL).status_code == 403
    assert house.read(organisations.every) == []


# --- frames, redirects, hosts, cookies --------------------------------------------------------------------------------


def test_no_page_is_framed_kept_or_held_by_an_opener(desk: Desk) -> None:
    for path in ("/console/sign-in", OVERVIEW, ME, "/console/account", f"{OVERVIEW}/people", "/console/set-up"):
        headers = desk.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"


AWAY = [
    "https://elders.example/",
    "//elders.example",
    "/console//elders.example",
    "/console/../elders",
    r"/console/\elders.example",
    "/consoles",
    "/voorbeeldstad",
    "/console/%2f%2felders.example/../..",
    "javascript:alert(1)",
    "/console/\nset-cookie: a=b",
    "",
]


@pytest.mark.parametrize("where", AWAY)
def test_signing_in_leads_to_the_console_alone(town: House, where: str) -> None:
    desk = Desk(town)
    page = desk.get("/console/sign-in", params={"next": where})
    assert hidden_of(page.text, "/console/sign-in")["_next"] == "/console"
    answer = desk.send("/console/sign-in", {"address": FATIMA, "password": PASSWORD, "_next": where})
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")
    assert desk.get("/console/sign-in", params={"next": where}).headers["location"] == "/console"


def test_what_was_kept_goes_to_the_console_alone(town: House) -> None:
    kept = '{"path": "https://elders.example/", "fields": {"a": "b"}}'
    for value in (kept, "x", "[]", '{"path": "/console/account"}', '{"path": "/console/account", "fields": []}'):
        answer = Desk(town).send("/console/sign-in", {"address": FATIMA, "password": PASSWORD, "_kept": value})
        assert (answer.status_code, answer.headers["location"]) == (303, "/console"), value


@pytest.mark.parametrize("host", ["elders.example", "127.0.0.1", "doemee.example:444"])
def test_at_a_host_name_that_is_not_ours_there_is_no_console(desk: Desk, host: str) -> None:
    for path in ("/console", "/console/sign-in", OVERVIEW):
        answer = desk.get(path, headers={"host": host})
        assert answer.status_code == 404
        assert host not in answer.text.replace("127.0.0.1", "" if host == "127.0.0.1" else "127.0.0.1")


def test_on_https_no_other_host_can_set_its_cookies(town: House) -> None:
    there = {"host": "doemee.example", "origin": HTTPS}
    answer = Desk(town).sign_in(FATIMA, **there)
    session, device = answer.headers.get_list("set-cookie")
    for name, cookie in (("__Host-meedoen", session), ("__Host-meedoen-device", device)):
        value, *attributes = cookie.split("; ")
        assert value.startswith(f"{name}=")
        assert {one.lower() for one in attributes} >= {"httponly", "path=/", "samesite=lax", "secure"}
        assert "domain" not in cookie.lower()
    assert "max-age" not in session.lower(), "it goes when the browser is closed"
    plain = session.partition("=")[2].partition(";")[0]
    answers = [
        Desk(town).get(OVERVIEW, headers={"host": "doemee.example", "cookie": f"{name}={plain}"})
        for name in ("__Host-meedoen", "meedoen")
    ]
    assert [one.status_code for one in answers] == [200, 303], "on https a cookie of another name is nobody's"


def test_on_plain_http_there_is_no_console_but_on_this_machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("plain"), Clock(), also_at="http://doemee.example") as house:
        answer = house.client.get("/console/sign-in", headers={"host": "doemee.example"})
        assert answer.status_code == 403
        assert "https" in answer.text


def test_it_can_have_a_host_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("apart"), Clock(), console_url=CONSOLE) as house:
        house.widget(house.organisation())
        hire(house, house.read(organisations.every)[0], "fatima")
        there, files = {"host": "console.example"}, house.client.get("/voorbeeldstad").text
        style = files.split('rel="stylesheet" href="')[1].split('"')[0]
        assert house.client.get("/console/sign-in", headers=there).status_code == 200
        assert house.client.get("/console/sign-in").status_code == 404
        for path in (
            "/voorbeeldstad",
            "/voorbeeldstad/fietspad",
            "/voorbeeldstad/fietspad/embed",
            "/oembed",
            "/gallery",
        ):
            assert house.client.get(path).status_code != 404, path
            assert house.client.get(path, headers=there).status_code == 404, path
        assert house.client.get("/", headers=there).headers["location"] == "/console"
        for path in (style, "/favicon.ico", "/healthz"):
            assert house.client.get(path, headers=there).status_code == 200, path
        desk = Desk(house, there)
        assert desk.sign_in(FATIMA, origin=CONSOLE).status_code == 303
        assert Desk(house, there).sign_in(FATIMA).status_code == 403, "from where everybody is"
        assert house.write(lambda _conn: house.settings.console) == f"{CONSOLE}/console"


def test_secrets_are_nowhere_as_they_are(house: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Who reads the database has nobody's session, invitation or password."""
    desk = signed_in(house, hire(house, house.organisation(), "fatima"))
    fields = {"address": "joris@x.example", "editor": "true", "where": "all"}
    answer = desk.fill(f"{OVERVIEW}/people/invite", **fields)
    token = answer.text.split("/console/invitation/")[1].split("<")[0].strip()
    session = desk.client.cookies["meedoen"]
    kept = b"".join(path.read_bytes() for path in house.settings.data.glob("meedoen.sqlite3*"))
    assert b"joris@x.example" in kept
    for secret in (token, session, PASSWORD):
        assert len(secret) > 12
        assert secret.encode() not in kept
