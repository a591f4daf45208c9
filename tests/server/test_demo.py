# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo: what it is filled with, the two sites beside it, and that a second start keeps what was done."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

import httpx2 as httpx
import pytest

from meedoen import cli
from meedoen.demo.fill import fill
from meedoen.demo.pages import Pages
from meedoen.demo.run import SITES, configured
from meedoen.demo.seed import read
from meedoen.errors import SetUpError
from tests.house import free_port
from tests.server.process import Running, environment, meedoen
from tests.tools import nothing

MOMENT = datetime(2026, 11, 25, 13, 30, tzinfo=UTC)
ADDRESS_OF_THE_PAGE = "<?php echo rawurlencode( get_permalink() ); ?>"
PLACEHOLDER = re.compile(r"\{\{\w+\}\}")
SNIPPET = re.compile(
    r'<p><a href="[^"]+">[^<]+</a></p>\s*<iframe src="http://[^/]+/(?P<widget>[^"]+)/embed(?P<clear>\?background=none)?(?:\?group=(?P<group>[^"]+))?(?:\?over=(?P<over>[^"]+))?"[^>]*></iframe>'
    r"(?P<loader>\s*<script[^>]*></script>)?"
)


def filled(folder: Path, moment: datetime = MOMENT) -> Path:
    database = folder / "meedoen.sqlite3"
    asyncio.run(fill(configured(8000, 8001, folder, {}), database, read(SITES / "seed.toml"), moment))
    return database


def rows(database: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Filled at a moment that stands still."""
    return filled(tmp_path_factory.mktemp("filled"))


# --- what it is filled with ------------------------------------------------------------------------------------------


def test_the_counts_are_those_of_the_seed(database: Path) -> None:
    counted = {
        (organisation, widget, target, value): count
        for organisation, widget, target, value, count in rows(
            database,
            "SELECT organisation.name, widget.name, target, value, sum(count)"
            " FROM tally JOIN widget ON widget.id = tally.widget"
            " JOIN organisation ON organisation.id = widget.organisation WHERE target <> '*' GROUP BY 1, 2, 3, 4",
        )
    }
    assert (
        counted
        == {
            (organisation.name, widget.name, seed.target, int(value)): count
            for organisation in read(SITES / "seed.toml").organisation
            for widget in organisation.widget
            for seed in widget.seed
            for value, count in seed.crowd["score"].items()
        }
        | useful()
        | had_too()
    )
    assert sum(counted.values()) > 500


def useful() -> dict[tuple[str, str, str, int], int]:
    """By update, which are all of one widget."""
    told = sorted((one for one in read(SITES / "seed.toml").update if one.days_ago > 0), key=lambda one: -one.days_ago)
    return {(one.organisation, one.widget, f"#{number}", 1): one.useful for number, one in enumerate(told, 1)}


def had_too() -> dict[tuple[str, str, str, int], int]:
    """By topic: topics and answers are numbered as they came, all in one widget. Who has a double has the other too."""
    sown = read(SITES / "seed.toml")
    topics = sown.topic
    came = [one.days_ago for one in topics] + [said.days_ago for one in topics for said in one.answers]
    came.sort(reverse=True)
    people = {(one.organisation, one.widget, came.index(one.days_ago) + 1): one.me_too for one in topics}
    for one in sown.double:
        people[one.organisation, one.widget, one.into] += 1 + people[one.organisation, one.widget, one.number]
        people[one.organisation, one.widget, one.number] = 0
    return {(organisation, widget, f"#{number}", 1): n for (organisation, widget, number), n in people.items()}


def test_staff_wrote_corrected_and_planned_updates(database: Path) -> None:
    query = "SELECT name, kept FROM picture JOIN contribution USING (widget, number) WHERE number = 2"
    assert [kept for _name, kept in rows(database, query)] == [1]
    assert rows(database, "SELECT max(version) FROM written WHERE number = 3") == [(2,)]
    [(due,)] = rows(database, "SELECT due FROM coming")
    assert due > MOMENT.timestamp() * 1e6
    assert rows(database, "SELECT count(*) FROM job WHERE kind = 'publish'") == [(1,)]


def test_what_was_kept_is_what_a_recount_gives(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["recount"], environment(database.parent, 8000)) == 0


def test_everything_happened_in_order_and_in_the_past(database: Path) -> None:
    for query in ("SELECT at FROM event WHERE kind <> 'placed' AND kind <> 'founded' ORDER BY id",
                  "SELECT created FROM contribution ORDER BY widget, number"):  # fmt: skip
        moments = [at for (at,) in rows(database, query)]
        assert moments
        assert max(moments) <= MOMENT.timestamp() * 1e6
    assert [at for (at,) in rows(database, "SELECT at FROM event WHERE kind = 'contributed' ORDER BY id")] == [
        at for (at,) in rows(database, "SELECT at FROM event WHERE kind = 'contributed' ORDER BY at")
    ]


def test_people_took_part_while_it_was_open_and_by_day(database: Path) -> None:
    outside = (
        "SELECT widget.name FROM reaction JOIN widget ON widget.id = reaction.widget"
        " JOIN phase ON phase.widget = widget.id WHERE at < opens_at OR at >= closes_at"
    )
    nothing(rows(database, outside))
    hours = Counter(datetime.fromtimestamp(at / 1e6, UTC).hour for (at,) in rows(database, "SELECT at FROM reaction"))
    assert not set(hours) & {0, 1, 2, 3, 4}
    assert len(rows(database, "SELECT DISTINCT day FROM tally_day")) > 30


def test_the_feeds_tell_of_past_weeks(database: Path) -> None:
    standings = rows(
        database, "SELECT widget.name FROM event JOIN widget ON widget.id = widget WHERE kind = 'standing'"
    )
    assert Counter(name for (name,) in standings)["fietspad-vliet"] == 3
    assert "speeltuin-oosterpark" not in {name for (name,) in standings}, "its counts were secret while it was open"


def test_what_people_wrote_has_a_receipt(database: Path) -> None:
    """What staff wrote aside."""
    ((written,),) = rows(
        database, "SELECT count(*) FROM contribution LEFT JOIN written USING (widget, number) WHERE version IS NULL"
    )
    ((receipts,),) = rows(database, "SELECT count(*) FROM receipt")
    assert written == receipts > 30


def test_what_staff_answered_is_about_what_was_written(database: Path) -> None:
    found = rows(
        database,
        "SELECT contribution.data, answer.text FROM answer JOIN widget ON widget.id = answer.widget"
        " JOIN contribution ON contribution.widget = answer.widget AND contribution.number = answer.number"
        " WHERE widget.type = 'rating' ORDER BY widget.name, answer.number",
    )
    told = (
        "bakfietsen",
        "kabelbaan",
        "Parkstraat",
        "ontein",
        "rolstoel",
        "kinderen",
        "zandbak",
        "jongeren",
        "glijbaan",
    )
    assert len(found) == len(told)
    assert all(word in written and word in answer for word, (written, answer) in zip(told, found, strict=True))
    assert [one[0] for one in rows(database, "SELECT count FROM covered")] == [8, 2]


def test_the_same_day_gives_the_same_demo(database: Path, tmp_path: Path) -> None:
    what = "SELECT widget, participant, value, at FROM reaction ORDER BY 1, 2"
    again = filled(tmp_path)
    assert rows(again, what) == rows(database, what)


@pytest.mark.parametrize("moment", [datetime(2027, 3, 28, 0, 5, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, tzinfo=UTC)])
def test_any_day_will_do(tmp_path: Path, moment: datetime) -> None:
    """In the night that the clocks go forward, on a leap day, just before and after midnight."""
    assert rows(filled(tmp_path, moment), "SELECT count(*) FROM reaction") == [(2388,)]


def test_a_filling_that_was_broken_off_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "being-filled").mkdir()
    (tmp_path / "being-filled" / "meedoen.sqlite3").write_text("half")
    filled(tmp_path)
    assert not (tmp_path / "being-filled").exists()


def test_a_slip_in_the_seed_is_named(tmp_path: Path) -> None:
    (tmp_path / "seed.toml").write_text((SITES / "seed.toml").read_text().replace("opens_days", "opens_dais"))
    with pytest.raises(SetUpError, match="opens_dais"):
        read(tmp_path / "seed.toml")


# --- the two sites ---------------------------------------------------------------------------------------------------


def get(path: str, host: str = "127.0.0.1:8001", method: str = "GET") -> tuple[int, dict[str, str], str]:
    """What the sites answer."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [(b"host", host.encode())]}
    asyncio.run(Pages(SITES, 8000, 8001)(scope, None, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, sent[1]["body"].decode()


@pytest.mark.parametrize(
    ("path", "host", "server"),
    [
        ("/gemeente/fietspad-vliet.html", "127.0.0.1:8001", "http://127.0.0.1:8000"),
        ("/fietspad-vliet.html", "gemeente.localhost:8001", "http://meedoen.localhost:8000"),
        ("/fietspad.html", "blog.localhost:8001", "http://meedoen.localhost:8000"),
        ("/blog/fietspad.html", "localhost:8001", "http://127.0.0.1:8000"),
    ],
)
def test_a_page_speaks_of_the_server_as_it_is_reached_from_there(path: str, host: str, server: str) -> None:
    status, headers, body = get(path, host)
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert f'src="{server}/voorbeeldstad/fietspad-vliet/embed' in body


def test_every_page_is_filled_in_wherever_it_is_asked_for() -> None:
    for page in SITES.rglob("*.html"):
        status, _headers, body = get(f"/{page.relative_to(SITES).as_posix()}")
        assert status == 200
        assert not PLACEHOLDER.search(body), page


def test_what_is_pasted_in_a_page_is_what_the_server_says_to_paste(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environ, pasted = environment(database.parent, 8000), 0
    for page in SITES.rglob("*.html"):
        body = get(f"/{page.relative_to(SITES).as_posix()}")[2]
        for found in SNIPPET.finditer(body):
            where = "html-loader-clear" if found["clear"] else "html-loader" if found["loader"] else "html-iframe"
            where = "template-wordpress" if found["over"] else where
            assert (
                cli.main(
                    ["widget", "snippet", found["widget"], "--place", where, "--group", found["group"] or ""], environ
                )
                == 0
            )
            wanted = capsys.readouterr().out.replace(ADDRESS_OF_THE_PAGE, found["over"] or "")
            assert found[0].split() == wanted.split(), page
        pasted += len(SNIPPET.findall(body))
        assert len(SNIPPET.findall(body)) == body.count("<iframe"), page
    assert pasted == 11


def test_a_site_of_its_own_name_has_its_folder_as_its_root() -> None:
    assert "Voorbeeldstad" in get("/", "gemeente.localhost:8001")[2]
    assert "Langs de Vliet" in get("/", "blog.localhost:8001")[2]
    assert "Meedoen op andere websites" in get("/")[2]
    assert get("/gemeente/index.html", "gemeente.localhost:8001")[0] == 404


def test_a_folder_without_its_slash_is_sent_there() -> None:
    status, headers, _body = get("/gemeente")
    assert (status, headers["location"]) == (308, "/gemeente/")
    assert get("/images", "gemeente.localhost:8001")[0] == 404


@pytest.mark.parametrize(
    "path",
    ["/seed.toml", "/../Makefile", "/gemeente/../seed.toml", "/gemeente//etc/passwd", "//etc/passwd", "/none", "/\0"],
)
def test_nothing_else_is_served(path: str) -> None:
    assert get(path)[0] == 404


def test_other_methods_are_refused_and_head_has_no_body() -> None:
    status, headers, _body = get("/", method="POST")
    assert (status, headers["allow"]) == (405, "GET, HEAD")
    status, headers, body = get("/", method="HEAD")
    assert (status, body) == (200, "")
    assert int(headers["content-length"]) > 0


# --- the whole ------------------------------------------------------------------------------------------------------


@contextmanager
def shown(data: Path) -> Iterator[tuple[Running, str, str]]:
    """`meedoen demo` there, with the origins of the server and of the sites."""
    port, demo_port = free_port(), free_port()
    environ = {name: value for name, value in environment(data, port).items() if not name.startswith("MEEDOEN_")}
    server, sites = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{demo_port}"
    args = ["demo", "--port", str(port), "--demo-port", str(demo_port), "--data", str(data)]
    process = Running(args, environ, data.with_name("output"), [f"{server}/healthz", f"{sites}/"])
    try:
        yield process, server, sites
    finally:
        process.stop()


def test_a_second_start_keeps_what_was_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = token_hex(16)
    with shown(tmp_path / "data") as (process, server, sites):
        process.wait_for(lambda: "Ctrl-C" in process.out)
        for address in (server, sites, f"http://gemeente.localhost:{sites.rpartition(':')[2]}/"):
            assert address in process.out
        assert f"{server}/console   with the password  welkom bij de demo" in process.out
        for address in ("fatima.dewit", "joris.vandam", "samira.elamrani", "pieter.hoekstra"):
            fields = {"address": f"{address}@voorbeeldstad.example", "password": "welkom bij de demo"}
            door = httpx.post(f"{server}/console/sign-in", data=fields, headers={"origin": server})
            assert (door.status_code, fields["address"] in process.out) == (303, True)
        widget = f"{server}/voorbeeldstad/fietspad-vliet"
        assert "Nieuw fietspad langs de Vliet" in httpx.get(widget).text
        page = httpx.get(f"{sites}/gemeente/fietspad-vliet.html").text
        assert f'src="{widget}/embed"' in page
        town = sites.replace("127.0.0.1", "gemeente.localhost")
        assert checked(tmp_path / "data", server, f"{town}/fietspad-vliet.html") == 0
        assert "ok    The widget stands on the page." in capsys.readouterr().out
        assert checked(tmp_path / "data", server, f"{sites}/blog/over.html") == 1
        assert capsys.readouterr().err.startswith("meedoen: bad   The widget is not on the page")
        accept = {"accept": "application/json"}
        token = httpx.post(f"{widget}/do/token", data={"_mode": "stored"}, headers=accept).json()["token"]
        fields = {"_token": token, "_key": key, "score": "3"}
        assert httpx.post(f"{widget}/do/rate", data=fields, headers=accept).json()["counts"]["score"]["3"] == 191
        assert process.stop(signal.SIGINT) == 0
        assert process.out.endswith("Stopped.\n")
        assert process.err == ""
    with shown(tmp_path / "data") as (process, server, _sites):
        process.wait_for(lambda: "Ctrl-C" in process.out)
        assert "Filling" not in process.out
        assert process.stop() == 0
    assert (key,) in rows(tmp_path / "data" / "meedoen.sqlite3", "SELECT key FROM act")


def checked(data: Path, server: str, url: str) -> int:
    """`meedoen widget check-page`, carried out by the demo that runs."""
    environ = environment(data, int(server.rpartition(":")[2]))
    return cli.main(["widget", "check-page", "voorbeeldstad/fietspad-vliet", url], environ)


@pytest.mark.parametrize("taken", ["--port", "--demo-port"])
def test_a_port_that_is_taken_is_named(tmp_path: Path, taken: str) -> None:
    environ = {"PATH": environment(tmp_path, 1)["PATH"]}
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        free = {"--port": str(free_port()), "--demo-port": str(free_port())} | {taken: port}
        args = [word for pair in free.items() for word in pair]
        ended = meedoen("demo", *args, "--data", str(tmp_path / "data"), environ=environ)
    assert ended.returncode == 2
    assert port in ended.stderr
    assert "Traceback" not in ended.stderr
