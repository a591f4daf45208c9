# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses: each has one spelling, what was renamed keeps working for ever, and no foreign host is repeated."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from meedoen import addresses
from meedoen.errors import Conflict, Invalid
from meedoen.records import Organisation, Widget
from meedoen.store import organisations, widgets
from meedoen.testing.pages import Page
from tests.house import Clock, House, running
from tests.server.people import WIDGET, Person, counts


def raw(house: House, line: str, host: str = "", body: bytes = b"") -> tuple[int, bytes]:
    """What comes back to a request line that no client would write: the status, and all of it."""
    host = host or f"127.0.0.1:{house.settings.port}"
    lines = [f"{line} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}", "Connection: close", "", ""]
    with socket.create_connection(("127.0.0.1", house.settings.port), timeout=10) as wire:
        wire.sendall("\r\n".join(lines).encode("latin-1") + body)
        answer = b""
        while part := wire.recv(65536):
            answer += part
    return int(answer.split(b" ", 2)[1]), answer


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (WIDGET, 200),
        ("/voorbeeldstad%2ffietspad", 200),
        ("//", 404),
        ("//voorbeeldstad", 404),
        ("//elders.example/fietspad", 404),
        ("/voorbeeldstad//fietspad", 404),
        ("/voorbeeldstad/./fietspad", 404),
        ("/voorbeeldstad/../voorbeeldstad/fietspad", 404),
        ("/voorbeeldstad/%2e%2e/fietspad", 404),
        ("/Voorbeeldstad/fietspad", 404),
        ("/voorbeeldstad/Fietspad", 404),
        ("/voorbeeldstad/fietspad.", 404),
        ("/voorbeeldstad/fietspad.RSS", 404),
        ("/voorbeeldstad/fietspad;a=b", 404),
        ("/voorbeeldstad/fietspad%00", 404),
        ("/voorbeeldstad/fietspad%0d%0aSet-Cookie:%20a=b", 404),
        ("/voorbeeldstad/fiets_pad", 404),
        ("/voorbeeldstad/-fietspad", 404),
        ("/voorbeeldstad/fietspad/0", 404),
        ("/voorbeeldstad/fietspad/007", 404),
        ("/voorbeeldstad/fietspad/-1", 404),
        (f"/voorbeeldstad/fietspad/{'9' * 5000}", 404),
        ("/static/../signing-key", 404),
        ("/static/..%2fsigning-key", 404),
        ("/static/%2e%2e/meedoen.sqlite3", 404),
        ("/embed/../signing-key", 404),
        ("/embed//etc/passwd", 404),
        ("/%ff%fe", 404),
        (f"/{'x' * 10_000}", 404),
        ("*", 404),
    ],
)
def test_a_path_has_one_spelling(standing: House, path: str, status: int) -> None:
    found, answer = raw(standing, f"GET {path}")
    assert found == status
    assert b"\r\nset-cookie:" not in answer.lower()


@pytest.mark.parametrize(
    "path", [f"{WIDGET}/", "/voorbeeldstad/", f"{WIDGET}/embed/", "/voorbeeldstad/-/privacy/", "/oembed/"]
)
def test_a_slash_at_the_end_leads_to_the_address_without_it(standing: House, path: str) -> None:
    for host in ("", "elders.example"):
        status, answer = raw(standing, f"GET {path}?lang=en&x=1", host)
        assert status == 301
        assert f"location: {path.rstrip('/')}?lang=en&x=1\r\n".encode() in answer.lower()
    assert raw(standing, f"POST {path}")[0] == 308


@pytest.mark.parametrize("path", ["/voorbeeldstad/-/", f"{WIDGET}/nergens/niets/", "/api/v1/widgets/"])
def test_a_slash_behind_what_is_no_address_is_refused_at_once(standing: House, path: str) -> None:
    assert raw(standing, f"GET {path}")[0] == 404


@pytest.mark.parametrize(
    "path", ["/\\elders.example/", "/%5celders.example/", "//elders.example/", "///elders.example//"]
)
def test_no_slash_leads_to_another_site(standing: House, path: str) -> None:
    _status, answer = raw(standing, f"GET {path}")
    assert b"location: //" not in answer.lower()
    assert b"location: /\\" not in answer.lower()
    assert b"location: http" not in answer.lower()


@pytest.mark.parametrize(
    "host", ["elders.example", "elders.example:80", "127.0.0.1:1", '"><script>', "[", "zq zq", "elders.example/x?y#z"]
)
def test_another_host_is_never_repeated(standing: House, host: str) -> None:
    for line in (
        f"GET {WIDGET}",
        f"GET {WIDGET}/embed",
        "GET /",
        f"GET {WIDGET}.atom",
        "GET /x/y",
        f"GET {WIDGET}/do/rate",
    ):
        status, answer = raw(standing, line, host)
        assert status < 500
        assert host.encode() not in answer


def test_each_own_origin_speaks_of_itself(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, also_at="http://doemee.example:{port}") as house:
        house.widget(house.organisation())
        for host in (f"doemee.example:{house.settings.port}", f"127.0.0.1:{house.settings.port}"):
            page = house.client.get(WIDGET, headers={"host": host}).text
            assert f'<link rel="canonical" href="http://{host}{WIDGET}">' in page


@pytest.mark.parametrize(
    "query", ["lang=xx", "lang=", "lang=../nl", "lang=nl%00", "colour=red", "&&&=", "lang=nl&lang=en"]
)
def test_a_query_it_does_not_know_is_dropped(standing: House, query: str) -> None:
    assert standing.client.get(f"{WIDGET}?{query}").status_code == 200


def test_a_ground_can_be_left_out_of_frames_alone(standing: House) -> None:
    for path in (f"{WIDGET}/embed", "/voorbeeldstad/embed"):
        clear = standing.client.get(f"{path}?background=none&lang=en").text
        assert '<body class="md-framed md-clear">' in clear
        assert "background=none" not in clear, "it goes along to no other address"
        assert standing.client.get(f"{path}?background=red").text == standing.client.get(path).text
    assert addresses.read_query(b"background=none", ["nl"]) == addresses.Query()


@pytest.mark.parametrize("query", ["x" * 3000, "lang=%ff", "&".join("a=b" for _ in range(500)), "over=" + "x" * 1990])
def test_a_query_that_cannot_be_read_is_not_found(standing: House, query: str) -> None:
    for path in (WIDGET, f"{WIDGET}/embed", f"{WIDGET}.json"):
        page = standing.client.get(f"{path}?{query}")
        assert page.status_code == 404
        assert "<h1" in page.text


OURS = "https://www.voorbeeldstad.example"


@pytest.mark.parametrize(
    ("prefix", "key", "status"),
    [
        (f"{OURS}/", f"{OURS}/paspoort", 200),
        (OURS, OURS, 200),
        (f"{OURS.upper()}/Diensten/", f"{OURS}/Diensten/paspoort", 200),
        (OURS.upper(), f"{OURS}/paspoort", 200),
        (OURS, f"{OURS}/paspoort?a=b#c", 200),
        (f"{OURS}/diensten/", f"{OURS}/diensten/paspoort", 200),
        ("menu-", "menu-soep", 200),
        (OURS, f"{OURS}.elders.example/", 404),
        (OURS, f"{OURS}@elders.example/", 404),
        (OURS, f"{OURS}:8443/", 404),
        (f"{OURS}/diensten/", f"{OURS}/nieuws/", 404),
        (f"{OURS}/", "https://elders.example/", 404),
        (f"{OURS}/", f"http{OURS.removeprefix('https')}/paspoort", 404),
        ("", f"{OURS}/paspoort", 404),
    ],
)
def test_a_subject_is_taken_when_it_begins_as_the_settings_say(
    house: House, prefix: str, key: str, status: int
) -> None:
    placed = house.widget(house.organisation(), subjects=(prefix,))
    assert house.client.get(WIDGET, params={"over": key}).status_code == status
    assert Person(house).act(_target=key).status_code == status
    assert counts(house, placed, addresses.subject_key(key)) == ({3: 1} if status == 200 else {})


def test_a_part_that_is_not_there_is_not_found_and_the_way_back_is(house: House) -> None:
    house.widget(house.organisation())
    assert house.client.get(f"{WIDGET}?part=nee").status_code == 404
    page = house.client.post(f"{WIDGET}/do/rate", data={"score": "3", "_target": "nee"})
    assert page.status_code == 404
    links = [link for link in Page(page.text).values("href", "a") if WIDGET in link]
    assert links
    assert {house.client.get(link).status_code for link in links} == {200}


# --- the language of what is not there --------------------------------------------------------------------------------


def test_what_is_not_there_is_told_in_the_language_asked_for_or_the_organisations(house: House) -> None:
    house.widget(house.organisation(language="en"), "path", language="nl")
    check = [
        ("/voorbeeldstad/niets", "en"),
        ("/voorbeeldstad/niets?lang=nl", "nl"),
        ("/voorbeeldstad/niets/x/y/z", "en"),
        ("/voorbeeldstad/path/99", "nl"),
        ("/voorbeeldstad/path/99?lang=en", "en"),
        ("/nergens", "nl"),
        ("/nergens?lang=en", "en"),
        ("/nergens?lang=xx", "nl"),
    ]
    for path, language in check:
        page = house.client.get(path)
        assert page.status_code == 404
        assert f'<html lang="{language}"' in page.text, path


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def org(house: House) -> Organisation:
    return house.organisation()


@pytest.fixture
def placed(house: House, org: Organisation) -> Widget:
    return house.widget(org)


BEHIND = ["", "/embed", ".rss", ".atom", ".json", "/do/rate", "?lang=en", "/embed?lang=en&over=x", "/1", "/1/embed"]


@pytest.mark.parametrize("behind", BEHIND)
def test_an_old_name_of_a_widget_leads_to_the_new(house: House, clock: Clock, placed: Widget, behind: str) -> None:
    house.client.get(WIDGET)
    house.write(widgets.rename, placed, "fietsroute", at=clock())
    answer = house.client.get(f"{WIDGET}{behind}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/voorbeeldstad/fietsroute{behind}")


@pytest.mark.parametrize(
    "behind", [*(f"/fietspad{one}" for one in BEHIND), "", "/embed", ".rss", ".opml", "/-/privacy"]
)
def test_an_old_name_of_an_organisation_leads_to_the_new(
    house: House, clock: Clock, org: Organisation, placed: Widget, behind: str
) -> None:
    house.client.get(WIDGET)
    house.write(organisations.rename, org, "nieuwstad", at=clock())
    answer = house.client.get(f"/voorbeeldstad{behind}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/nieuwstad{behind}")


def test_renames_lead_on_from_the_first_name_to_the_last(
    house: House, clock: Clock, org: Organisation, placed: Widget
) -> None:
    for name in ("b", "c", "d"):
        placed = house.write(widgets.rename, placed, name, at=clock())
        org = house.write(organisations.rename, org, f"stad-{name}", at=clock())
    answer = house.client.get(f"{WIDGET}/embed", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.url.path == "/stad-d/d/embed"
    assert len(answer.history) == 1


def test_an_act_at_an_old_name_is_sent_on_with_all_that_it_holds(house: House, clock: Clock, placed: Widget) -> None:
    person = Person(house)
    renamed = house.write(widgets.rename, placed, "fietsroute", at=clock())
    answer = person.act()
    assert (answer.status_code, answer.headers["location"]) == (308, "/voorbeeldstad/fietsroute/do/rate")
    fields = {"_token": person.token, "_key": "a-key-of-16-signs", "score": "2"}
    followed = house.client.post(
        f"{WIDGET}/do/rate", data=fields, headers={"accept": "application/json"}, follow_redirects=True
    )
    assert followed.json()["counts"] == {"score": {"2": 1}}
    assert counts(house, renamed) == {2: 1}


def test_a_name_that_was_used_is_never_anothers(house: House, clock: Clock, org: Organisation, placed: Widget) -> None:
    house.write(widgets.rename, placed, "fietsroute", at=clock())
    house.write(organisations.rename, org, "nieuwstad", at=clock())
    with pytest.raises(Conflict):
        house.widget(org, "fietspad")
    with pytest.raises(Conflict):
        house.organisation("voorbeeldstad")
    other = house.organisation("elders")
    house.widget(other, "fietspad")
    with pytest.raises(Conflict):
        house.write(organisations.rename, other, "voorbeeldstad", at=clock())


# The list itself, and not the server's: a name that was free once may be an organisation's by now.
RESERVED = (
    "oembed embed api catalogue gallery volg console static files healthz readyz metrics robots.txt sitemap.xml"
    " favicon.ico .well-known open311 zoek over help privacy toegankelijkheid"
)


@pytest.mark.parametrize("name", RESERVED.split())
def test_a_first_segment_of_the_server_is_no_organisation(standing: House, name: str) -> None:
    with pytest.raises(Invalid):
        addresses.check_name(name)
    answer = standing.client.get(f"/{name}/fietspad")
    assert answer.status_code == 404
    assert "organisatie" not in answer.text
    assert standing.client.post(f"/{name}/fietspad/do/rate").status_code in (404, 405)


def test_nothing_else_is_kept_from_organisations() -> None:
    assert set(RESERVED.split()) == addresses.RESERVED
    assert {"embed", "do", "done"} == addresses.RESERVED_WIDGETS


@pytest.mark.parametrize("name", ["embed", "do", "done"])
def test_a_segment_of_the_server_is_no_widget(standing: House, name: str) -> None:
    with pytest.raises(Invalid):
        addresses.check_name(name, addresses.RESERVED_WIDGETS)
    assert standing.client.get(f"/voorbeeldstad/{name}/embed").status_code == 404


@pytest.mark.parametrize("name", ["", "A", "é", "a_b", "-a", "a-", "a--b", "a b", "a.b", "a/b", "a\n", "x" * 64, "a\0"])
def test_a_name_that_fits_no_address_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        addresses.check_name(name)


@pytest.mark.parametrize("name", ["a", "0", "a-b", "2026-begroting", "x" * 63, "embedded", "done-deal", "static-stad"])
def test_a_name_that_fits_is_taken(standing: House, name: str) -> None:
    assert addresses.check_name(name) == name
    org = standing.organisation(name)
    assert standing.client.get(f"/{org.name}").status_code == 200
    standing.widget(org, name)
    for behind in ("", "/embed", ".atom", "/do/rate"):
        assert standing.client.get(f"/{name}/{name}{behind}").status_code == 200
