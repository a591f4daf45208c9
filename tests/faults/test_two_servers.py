# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two servers on one PostgreSQL, killed in turn while people vote through both: no vote is lost or counted twice.

Whoever gets no answer sends the same key again, to either of the two, as behind a proxy.
"""

from __future__ import annotations

import asyncio
import random
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from shutil import copytree

import httpx2 as httpx
import psycopg
import pytest

from meedoen import cli
from meedoen.store import Orders, open_store
from meedoen.store.recount import recount
from tests.faults.voting import NOW
from tests.house import TEXT_OPTIONS, free_port
from tests.postgres import Cluster
from tests.server.process import Running, environment
from tests.tools import LONG

WIDGET = "voorbeeldstad/fietspad"
VOTERS = 20
SHOWN_WITHIN_S = 2 if LONG else 20
"""In both; `make test` may share its machine."""


class Server:
    """One that can be killed, and begun again."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.environ = environment(data, free_port(), **settings)
        self.url = self.environ["MEEDOEN_BASE_URL"]
        self._data = data
        self._running = self.started()

    def started(self) -> Running:
        return Running(["serve"], self.environ, self._data / "output", [f"{self.url}/healthz"])

    def kill_and_start(self) -> None:
        assert self._running.stop(signal.SIGKILL) == -signal.SIGKILL
        self._running = self.started()

    def stop(self) -> int:
        return self._running.stop()


@pytest.fixture
def servers(tmp_path: Path, postgres: Cluster) -> Iterator[list[Server]]:
    """Two, with one widget."""
    shared = {"database": postgres.database(), "secret_keys": token_hex(32)}
    shared |= {"acts_per_minute_per_network": "1000000", "acts_per_minute_per_participant": "1000000"}
    one = Server(tmp_path / "one", **shared)
    copytree(tmp_path / "one" / "static", tmp_path / "other" / "static")  # they take longer to make than all else
    both = [one, Server(tmp_path / "other", **shared)]
    environ = one.environ
    assert cli.main(["organisation", "add", "voorbeeldstad", "--title", "Voorbeeldstad", *TEXT_OPTIONS], environ) == 0
    settings = ["--set", "question=Wat vindt u?", "--set", "figures=always"]
    assert cli.main(["widget", "add", WIDGET, "--type", "rating", "--title", "Fietspad", *settings], environ) == 0
    yield both
    assert [server.stop() for server in both] == [0, 0]


@dataclass
class Load:
    """People who vote, each once, until it is enough."""

    urls: list[str]
    http: httpx.AsyncClient
    sent: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    enough: bool = False

    async def vote_on(self) -> None:
        while not self.enough:
            token = await self.answered("token", _mode="stored")
            key = token_hex(16)
            self.sent.add(key)
            await self.answered("rate", _token=token, _key=key, score=str(random.randint(1, 3)))
            self.acknowledged.add(key)

    async def answered(self, action: str, **fields: str) -> str:
        """Ask until somebody answers; the token there is in it."""
        for _try in iter(int, 1):
            try:
                url = f"{random.choice(self.urls)}/{WIDGET}/do/{action}"
                answer = await self.http.post(url, data=fields, headers={"accept": "application/json"})
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            if answer.status_code == 200:
                return str(answer.json().get("token"))
            assert answer.status_code == 503, answer.text
        raise AssertionError

    async def until(self, many: int) -> None:
        """So many more are acknowledged."""
        most = len(self.acknowledged) + many
        async with asyncio.timeout(120):
            for _look in iter(int, 1):
                if len(self.acknowledged) >= most:
                    return
                await asyncio.sleep(0.01)


async def killed_while_voting(servers: list[Server], times: int) -> Load:
    """Each server so often."""
    async with httpx.AsyncClient(timeout=60) as http:
        load = Load([one.url for one in servers], http)
        async with asyncio.TaskGroup() as voting:
            for _ in range(VOTERS):
                voting.create_task(load.vote_on())
            for _ in range(times):
                for one in servers:
                    await load.until(random.randrange(1, 200))
                    await asyncio.to_thread(one.kill_and_start)
            await load.until(1)
            load.enough = True
        return load


def votes_shown(url: str) -> int:
    page = httpx.get(f"{url}/{WIDGET}/embed?lang=en").text
    found = re.search(r"([\d,]+) (?:people|person)", page)
    assert found, page
    return int(found[1].replace(",", ""))


def shown_after(servers: list[Server], votes: int) -> float:
    """The seconds until both show so many."""
    began = time.monotonic()
    while {votes_shown(one.url) for one in servers} != {votes}:
        assert time.monotonic() - began < 20
        time.sleep(0.01)
    return time.monotonic() - began


async def differences(url: str) -> object:
    store = open_store(url, clock=lambda: NOW, ranks=lambda _type_name: Orders())
    try:
        return await store.read(recount)
    finally:
        await store.close()


@pytest.mark.scale(test=1, long=20)
def test_no_acknowledged_vote_is_missing_or_doubled(servers: list[Server], count: int) -> None:
    load = asyncio.run(killed_while_voting(servers, count))
    assert shown_after(servers, len(load.acknowledged)) < SHOWN_WITHIN_S
    url = servers[0].environ["MEEDOEN_DATABASE"]
    with psycopg.connect(url) as conn:
        stored = {key for (key,) in conn.execute("SELECT key FROM act")}
        reactions = conn.execute("SELECT count(*), count(DISTINCT participant) FROM reaction").fetchall()
        counted = conn.execute("SELECT sum(count) FROM tally").fetchall()
    assert load.acknowledged == stored == load.sent
    assert reactions == [(len(stored), len(stored))]
    assert counted == [(len(stored),)]
    assert asyncio.run(differences(url)) == []
    with httpx.Client(headers={"accept": "application/json"}) as http:
        for number in range(1, 4):
            one = servers[number % 2]
            token = http.post(f"{one.url}/{WIDGET}/do/token", data={"_mode": "stored"}).json()["token"]
            fields = {"_token": token, "_key": token_hex(16), "score": "3"}
            assert http.post(f"{one.url}/{WIDGET}/do/rate", data=fields).status_code == 200
            assert shown_after(servers, len(stored) + number) < SHOWN_WITHIN_S
