# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house with one organisation and one widget on a temporary file, and acts to send to it: what tests here use."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from sqlalchemy import Connection, make_url

from meedoen.effects import Contribute, React
from meedoen.records import Deed, Mark, Organisation, Phase, Scene, Stored, Widget, Withdrawal
from meedoen.store import Orders, Store, open_store, organisations, search_index, views, widgets
from meedoen.store.recount import recount
from meedoen.store.sets import ArraySets, Sets, ValuesSets
from meedoen.store.sqlite import Connect, connect
from meedoen.values import WHOLE, Assurance, Item, Items, Reads, Tally

T = TypeVar("T")

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = "2026-05-01"
SCORE = "score"
REASON = "reason"


def somebody() -> bytes:
    return secrets.token_bytes(16)


def most_liked(tallies: Mapping[str, Tally], _created: datetime) -> float:
    return tallies.get("like", Tally()).n


def most_scored(tallies: Mapping[str, Tally]) -> float:
    return tallies.get(SCORE, Tally()).n


def told(item: Item) -> str:
    return str(item.data.get("text", ""))


def first_word(item: Item) -> str:
    return str(item.data.get("text", "")).partition(" ")[0]


def answered(item: Item) -> str:
    return "yes" if item.replies or item.state == "done" else "no"


FACETS = {"word": first_word, "answered": answered}


def ranks(_type_name: str) -> Orders:
    return Orders({"liked": most_liked}, {"most": most_scored}, told, FACETS, {REASON: "like"})


def cost(conn: Connection, do: Callable[[], object]) -> int:
    """What it costs, the same on every machine: instructions of SQLite's, or rows that PostgreSQL reads."""
    return steps(conn, do) if conn.dialect.name == "sqlite" else rows_read(conn, do)


ROWS_READ = "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"


def rows_read(conn: Connection, do: Callable[[], object]) -> int:
    before = conn.exec_driver_sql(ROWS_READ).scalar_one()
    do()
    return int(conn.exec_driver_sql(ROWS_READ).scalar_one() - before)


def steps(conn: Connection, do: Callable[[], object]) -> int:
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    driver: Any = conn.connection.driver_connection
    driver.set_progress_handler(step, 1)
    do()
    driver.set_progress_handler(None, 1)
    return taken


def sets_on(conn: Connection) -> Sets:
    return ValuesSets(conn) if conn.dialect.name == "sqlite" else ArraySets(conn)


class Trial:
    """An open store with the organisation `gouda` and its widget `fietsen`."""

    def __init__(self, url: str, run: Callable[[Coroutine[Any, Any, Any]], Any], connect_to: Connect = connect) -> None:
        self.url = url
        self.run = run
        self.connect_to = connect_to
        self.store = self.open()
        self.organisation = self.write(lambda conn: organisations.add(conn, "gouda", "Gemeente Gouda", at=NOW))
        self.widget = self.place("fietsen")

    def open(self) -> Store:
        """Open the database, as a server does when it starts."""
        return open_store(self.url, clock=lambda: NOW, ranks=ranks, connect_to=self.connect_to)

    @property
    def path(self) -> Path:
        """Of SQLite's file."""
        return Path(make_url(self.url).database or "")

    @path.setter
    def path(self, path: Path) -> None:
        self.url = f"sqlite:///{path}"

    def reopen(self) -> None:
        self.close()
        self.store = self.open()

    def close(self) -> None:
        self.run(self.store.close())

    def read(self, fn: Callable[[Connection], T]) -> T:
        return self.run(self.store.read(fn))

    def write(self, fn: Callable[[Connection], T]) -> T:
        return self.run(self.store.write(fn))

    def place(self, name: str, of: Organisation | None = None, kind: str = "rating", **fields: Any) -> Widget:
        owner = of or self.organisation
        return self.write(lambda conn: widgets.add(conn, owner, name, kind, name.title(), {}, at=NOW, **fields))

    def schedule(self, phase: Phase) -> None:
        self.write(lambda conn: widgets.reschedule(conn, self.widget, phase, at=NOW))

    def mark(
        self,
        value: int | None = 1,
        who: bytes | None = None,
        *,
        target: str = WHOLE,
        kind: str = SCORE,
        key: str | None = None,
        at: datetime = NOW,
        day: str = DAY,
        assurance: Assurance = Assurance.STORED,
        widget: Widget | None = None,
        **more: Any,
    ) -> Mark:
        """A reaction by `who`; without one, by somebody not seen before."""
        scene = Scene(
            widget=(widget or self.widget).id,
            target=target,
            participant=who or somebody(),
            assurance=assurance,
            key=key or secrets.token_hex(16),
            at=at,
            day=day,
            **more,
        )
        return Mark(scene, kind, value)

    def deed(
        self,
        who: bytes,
        text: str | None,
        value: int | None = None,
        *,
        once: bool = True,
        code_hash: bytes | None = None,
        **more: Any,
    ) -> Deed:
        """A score, words, or both; `text` "" is an act whose words were left empty."""
        effects: list[React | Contribute] = [] if value is None else [React(SCORE, value)]
        if text is not None:
            effects.append(Contribute(REASON, {"text": text} if text else {}, once=once))
        scene = self.mark(None, who, **more).scene
        return Deed(scene, "rate", effects, code_hash, scene.at - timedelta(minutes=15))

    def back(self, who: bytes, target: str | None = WHOLE, *, key: str | None = None, at: datetime = NOW) -> Withdrawal:
        return Withdrawal(self.widget.id, who, target, key or secrets.token_hex(16), at)

    def react(self, *marks: Mark) -> list[Any]:
        """Send marks so that they wait together, and are one set; answers or exceptions, in their order."""
        busy, done = Event(), Event()

        def hold(_conn: Connection) -> None:
            busy.set()
            assert done.wait(60)

        async def together() -> Sequence[Any]:
            holding = []
            if len(marks) > 1:
                holding = [asyncio.ensure_future(self.store.write(hold))]
                await asyncio.to_thread(busy.wait, 60)
            waiting = [asyncio.ensure_future(self.store.react(mark)) for mark in marks]
            await asyncio.sleep(0)
            done.set()
            answers = await asyncio.gather(*waiting, *holding, return_exceptions=True)
            return answers[: len(marks)]

        return list(self.run(together()))

    def act(self, deed: Deed) -> Stored:
        return self.run(self.store.act(deed))

    def withdraw(self, back: Withdrawal) -> Stored:
        return self.run(self.store.withdraw(back))

    def counts(self, target: str = WHOLE, kind: str = SCORE, widget: Widget | None = None) -> dict[int, int]:
        """What a view shows."""
        of = widget or self.widget
        found = self.read(lambda conn: views.read(conn, of, Reads(tallies=[(target, kind)])))
        return dict(found.tallies[target, kind].counts)

    def days(self, target: str = WHOLE, kind: str = SCORE) -> dict[str, dict[int, int]]:
        found = self.read(lambda conn: views.read(conn, self.widget, Reads(days=[(target, kind)])))
        return {day: dict(tally.counts) for day, tally in found.days[target, kind].items()}

    def numbers(self, **wanted: Any) -> list[int]:
        """The numbers of the contributions that a view lists."""
        found = self.read(lambda conn: views.read(conn, self.widget, Reads(items=Items(REASON, **wanted))))
        return [item.number for item in found.items]

    def analyse(self) -> None:
        """Have PostgreSQL learn how much there is, as its autovacuum does in time; SQLite never asks."""
        if self.url.startswith("postgresql"):
            self.write(lambda conn: conn.exec_driver_sql("ANALYZE"))

    def forget_words(self) -> None:
        """As the worker's job does, soon after words are gone."""
        goes_on = self.write(lambda conn: search_index.forget(conn, begin=True))
        while goes_on:
            goes_on = self.write(lambda conn: search_index.forget(conn, begin=False))

    def differences(self) -> list[Any]:
        return self.read(partial(recount, facets_of={"rating": FACETS}))
