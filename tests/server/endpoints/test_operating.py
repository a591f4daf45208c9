# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What programs ask that look after a server: whether it lives, whether people can be sent to it, and a few numbers.

The numbers are read by Prometheus' own library.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from secrets import token_hex

import httpx2 as httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from meedoen.errors import unavailable
from meedoen.participation.schedule import STANDING
from meedoen.readiness import NO_DATABASE, READY, STOPPING, Readiness
from meedoen.render import headers
from meedoen.render.metrics import FAMILIES
from meedoen.store import jobs
from tests.house import Clock, House, running
from tests.server.people import WIDGET, Person
from tests.server.process import Running, serving
from tests.server.test_serve import client, place, vote
from tests.tools import nothing, text

Numbers = dict[tuple[str, ...], float]


def numbers(page: str) -> Numbers:
    """Each by its name and the values of its labels."""
    return {
        (one.name, *one.labels.values()): one.value
        for family in text_string_to_metric_families(page)
        for one in family.samples
    }


@pytest.fixture
def watched(tmp_path: Path, clock: Clock) -> Iterator[House]:
    with running(tmp_path, clock, metrics="127.0.0.0/8") as house:
        house.widget(house.organisation())
        yield house


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, dict[str, str]]]:
    data = tmp_path_factory.mktemp("served")
    with serving(data, metrics="127.0.0.1", trusted_proxies="127.0.0.1") as (process, environ):
        place(environ)
        yield process, environ


# --- ready -----------------------------------------------------------------------------------------------------------


def test_who_is_ready_reads_and_writes(watched: House, tmp_path: Path) -> None:
    log = tmp_path / "meedoen.sqlite3-wal"
    before = log.stat().st_size
    answer = watched.client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ready\n")
    assert log.stat().st_size > before
    assert watched.read(lambda conn: jobs.how_many(conn, watched.clock())) == (0, 0)


def test_without_a_database_it_lives_and_is_not_ready(watched: House, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "meedoen.sqlite3", isolation_level=None)) as other:
        other.execute("ALTER TABLE house RENAME TO elsewhere")
        answer = watched.client.get("/readyz")
        assert (answer.status_code, answer.text) == (503, "no database\n")
        assert watched.client.get("/healthz").status_code == 200
        told = numbers(watched.client.get("/metrics").text)
        assert told["meedoen_ready",] == 0
        assert ("meedoen_jobs", "due") not in told
        other.execute("ALTER TABLE elsewhere RENAME TO house")
    until = time.monotonic() + 20
    while watched.client.get("/readyz").status_code != 200:
        assert time.monotonic() < until
        time.sleep(0.05)


class Database:
    """Which answers when it is told to, or breaks."""

    def __init__(self) -> None:
        self.tried = 0
        self.there, self.answers = True, asyncio.Event()
        self.answers.set()

    async def probe(self) -> None:
        self.tried += 1
        await self.answers.wait()
        if not self.there:
            raise unavailable()


def test_however_many_ask_it_is_tried_once_at_a_time() -> None:
    async def crowd() -> None:
        database = Database()
        ready = Readiness(database.probe, kept_s=60)
        assert await asyncio.gather(*[ready.word() for _ in range(50)]) == [READY] * 50
        assert database.tried == 1
        ready = Readiness(database.probe, kept_s=0)
        assert [await ready.word(), await ready.word()] == [READY, READY]
        assert database.tried == 3

    asyncio.run(crowd())


def test_a_database_that_hangs_is_none_and_is_left_in_peace() -> None:
    async def hanging() -> None:
        database = Database()
        database.answers.clear()
        ready = Readiness(database.probe, wait_s=0.01, kept_s=0)
        assert [await ready.word() for _ in range(3)] == [NO_DATABASE] * 3
        assert database.tried == 1
        database.there = False
        database.answers.set()
        assert [await ready.word(), await ready.word()] == [NO_DATABASE] * 2
        database.there = True
        assert await ready.word() == READY
        ready.stopping = True
        assert await ready.word() == STOPPING

    asyncio.run(hanging())


# --- numbers ---------------------------------------------------------------------------------------------------------


def test_nobody_reads_the_numbers_unless_named(house: House) -> None:
    answer = house.client.get("/metrics")
    assert answer.status_code == 404
    assert "meedoen_" not in answer.text


@pytest.mark.parametrize("name", ["x-forwarded-for", "forwarded", "via", "x-real-ip"])
def test_what_came_through_a_proxy_that_nobody_named_is_not_from_here(watched: House, name: str) -> None:
    assert watched.client.get("/metrics").status_code == 200
    assert watched.client.get("/metrics", headers={name: "127.0.0.1"}).status_code == 404


def test_a_named_proxy_says_for_whom_it_asks(served: tuple[Running, dict[str, str]]) -> None:
    with client(served[1]) as http:
        assert http.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
        assert http.get("/metrics", headers={"x-forwarded-for": ""}).status_code == 404
        assert http.get("/metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 200


def test_a_hit_and_a_miss_are_counted(watched: House) -> None:
    def asked() -> tuple[float, float]:
        told = numbers(watched.client.get("/metrics").text)
        return told["meedoen_faces_total", "hit"], told["meedoen_faces_total", "miss"]

    hits, misses = asked()
    watched.client.get(WIDGET)
    assert asked() == (hits, misses + 1)
    watched.client.get(WIDGET)
    watched.client.get(f"{WIDGET}?unknown=1")
    assert asked() == (hits + 2, misses + 1)


def test_what_came_of_an_act_is_counted(watched: House) -> None:
    person = Person(watched)
    assert person.act(key="k" * 20).status_code == 200
    assert person.act(key="k" * 20).status_code == 200
    assert person.act(score="9").status_code == 400
    assert person.post("withdraw", {"_token": person.token, "_key": "w" * 20}).status_code == 200
    assert person.post("rate", {"_token": "x"}).status_code == 401
    told = numbers(watched.client.get("/metrics").text)
    outcomes = {name[-1]: n for name, n in told.items() if name[0] == "meedoen_acts_total"}
    assert outcomes == {"accepted": 2, "repeated": 1, "invalid": 1, "unidentified": 1}
    assert told["meedoen_writes_waiting",] == 0
    assert 0 <= told["meedoen_seconds_since_commit",] < 20


def test_jobs_that_are_due_or_fail_are_counted(watched: House, clock: Clock) -> None:
    def counted() -> tuple[float, float]:
        told = numbers(watched.client.get("/metrics").text)
        return told["meedoen_jobs", "due"], told["meedoen_jobs", "failing"]

    assert counted() == (0, 0)
    watched.write(jobs.put, STANDING, due=clock.now - timedelta(seconds=1))
    watched.write(jobs.put, "later", due=clock.now + timedelta(days=1))
    assert counted() == (1, 0)
    [job] = watched.write(jobs.claim, clock.now)
    assert counted() == (0, 0)
    watched.write(jobs.fail, job, clock.now)
    assert counted() == (0, 1)
    clock.move(hours=1)
    assert counted() == (1, 1)


def test_requests_are_counted_by_kind_and_status(served: tuple[Running, dict[str, str]]) -> None:
    with client(served[1]) as http:
        before = numbers(http.get("/metrics").text)
        assert vote(http, token_hex(16)).status_code == 200
        for path in (WIDGET, WIDGET, f"{WIDGET}/embed", "/nergens", "/x/y/z", "/metrics"):
            http.get(path)
        after = numbers(http.get("/metrics").text)
    grown = {key[1:]: n - before.get(key, 0) for key, n in after.items() if key[0] == "meedoen_requests_total"}
    assert {key: n for key, n in grown.items() if n} == {
        ("act", "2xx"): 2,
        ("page", "2xx"): 2,
        ("page", "4xx"): 1,
        ("frame", "2xx"): 1,
        ("nowhere", "4xx"): 1,
        ("status", "2xx"): 2,
    }


def test_no_number_names_anybody(served: tuple[Running, dict[str, str]], watched: House) -> None:
    with client(served[1]) as http:
        vote(http, token_hex(16))
        page: httpx.Response = http.get("/metrics")
    assert page.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    for told in ("127.0.0.1", "voorbeeldstad", "fietspad", "rating"):
        assert told not in page.text
    assert {one.name for one in FAMILIES} == set(re.findall(r"^# TYPE (\w+)", page.text, re.MULTILINE))


def test_the_page_for_operators_tells_of_each_number_and_its_labels() -> None:
    rows = re.findall(r"^\| `(meedoen_\w+)(?:\{([\w, ]+)\})?` \|", text(Path("server/docs/operating.md")), re.MULTILINE)
    assert [(name, tuple(labels.split(", ")) if labels else ()) for name, labels in rows] == [
        (one.name, one.labels) for one in FAMILIES
    ]


def test_the_page_for_operators_tells_of_each_kind_of_address() -> None:
    page = text(Path("server/docs/operating.md"))
    nothing(one for one in vars(headers).values() if isinstance(one, headers.Policy) and f"`{one.name}`" not in page)
