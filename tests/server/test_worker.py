# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the clock brings: weekly standings, keys that are forgotten, jobs that fail and are tried again."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from meedoen import placing, registry
from meedoen.outward.jobs import FORGET_KEYS, PEOPLE_FORGOTTEN, worker
from meedoen.outward.worker import Unit, Worker
from meedoen.participation.schedule import FORGET_PEOPLE, STANDING, unpack_standing
from meedoen.participation.views import Placed
from meedoen.records import Mark, Phase, Scene
from meedoen.records_log import Job, LoggedEvent
from meedoen.store import Orders, events, jobs, network_keys, open_store, organisations
from meedoen.store.recount import recount
from meedoen.values import EVERY, WHOLE, Assurance, Tally, say
from meedoen.widget import Entry, Event, Happened
from tests.house import ON_BOTH, START, TEXTS, Clock

DAY = timedelta(days=1)

pytestmark = ON_BOTH


class Bench:
    """A store, a clock and a worker, with one organisation; `run` waits for what the store does."""

    def __init__(self, database_url: str, clock: Clock, run: Callable[[Coroutine[Any, Any, Any]], Any]) -> None:
        self.clock, self.run = clock, run
        self.types = registry.load()
        self.store = open_store(database_url, clock=clock, ranks=lambda _name: Orders())
        self.worker = worker(self.store, self.types, clock)
        self.gouda = self.write(partial(organisations.add, name="gouda", title="Gouda", at=clock(), **TEXTS))

    def write(self, unit: Callable[[Any], Any]) -> Any:
        return self.run(self.store.write(unit))

    def read(self, unit: Callable[[Any], Any]) -> Any:
        return self.run(self.store.read(unit))

    def place(self, name: str = "fiets", phase: Phase = Phase(), **settings: object) -> Placed:  # noqa: B008
        raw = {"question": "Wat vindt u?", **settings}
        at = self.clock()
        return self.write(
            lambda conn: placing.add(
                conn, self.gouda, name, self.types["rating"], title=name, raw=raw, at=at, phase=phase
            )
        )

    def change(self, placed: Placed, **fields: Any) -> Placed:
        return self.write(lambda conn: placing.change(conn, placed, at=self.clock(), **fields))

    def vote(self, placed: Placed, value: int = 3, on: str = WHOLE, part: str | None = None) -> None:
        scene = Scene(
            widget=placed.widget.id,
            target=on,
            participant=secrets.token_bytes(16),
            assurance=Assurance.STORED,
            key=secrets.token_hex(16),
            at=self.clock(),
            day=self.clock().date().isoformat(),
            part=part,
            parts_most=9,
        )
        self.run(self.store.react(Mark(scene, "score", value)))

    def after(self, **by: float) -> None:
        """Move the clock, and do what is due then."""
        self.clock.move(**by)
        self.run(self.worker.run_due())

    def standings(self, placed: Placed) -> list[LoggedEvent]:
        """Oldest first."""
        return self.read(lambda conn: events.of_widget(conn, placed.widget.id, 100, STANDING))[::-1]

    def network_keys(self) -> int:
        """How many there still are."""
        return self.read(lambda conn: len(conn.exec_driver_sql("SELECT * FROM network_key").all()))

    def keys(self) -> int:
        return self.read(lambda conn: len(conn.exec_driver_sql("SELECT * FROM act").all()))


@pytest.fixture
def bench(database_url: str, clock: Clock) -> Iterator[Bench]:
    with asyncio.Runner() as runner:
        one = Bench(database_url, clock, runner.run)
        yield one
        runner.run(one.store.close())


# --- standings -------------------------------------------------------------------------------------------------------


def test_the_log_tells_weekly_how_it_stands(bench: Bench) -> None:
    placed = bench.place()
    bench.vote(placed, 3)
    bench.after(days=6, hours=23, minutes=59)
    assert bench.standings(placed) == []
    bench.after(minutes=1)
    bench.vote(placed, 1)
    bench.after(days=7)
    first, second = bench.standings(placed)
    assert [one.at for one in (first, second)] == [START + 7 * DAY, START + 14 * DAY]
    assert unpack_standing(first.data)[WHOLE, "score"].counts == {3: 1}
    assert unpack_standing(second.data)[WHOLE, "score"].counts == {1: 1, 3: 1}


def told(bench: Bench, placed: Placed) -> tuple[Mapping[tuple[str, str], Tally], Entry | None]:
    """What its only standing counts, and what the type says of it."""
    [line] = bench.standings(placed)
    tallies = unpack_standing(line.data)
    return tallies, placed.installed.type.entry(Event(Happened.STANDING, line.at, tallies=tallies), placed.settings)


def test_of_all_pages_together_ratings_are_told(bench: Bench) -> None:
    placed = bench.place(subjects=["/"])
    bench.vote(placed, on="/a", part="/a")
    bench.vote(placed, 1, on="/b", part="/b")
    bench.after(days=7)
    tallies, entry = told(bench, placed)
    assert tallies == {(EVERY, "score"): Tally({1: 1, 3: 1})}
    assert entry is not None
    assert entry.title == say("The standing: %(n)s ratings", n=2)


def test_of_a_list_each_thing_is_told(bench: Bench) -> None:
    placed = bench.place(things=[{"key": key, "label": key.title()} for key in ("balie", "site", "nieuw")])
    for on in ("balie", "balie", "site"):
        bench.vote(placed, on=on)
    bench.after(days=7)
    tallies, entry = told(bench, placed)
    assert tallies == {("balie", "score"): Tally({3: 2}), ("site", "score"): Tally({3: 1})}
    assert entry == Entry(
        say("The standing: %(n)s ratings", n=3),
        [say("%(label)s: %(count)s", label=label, count=n) for label, n in (("Balie", 2), ("Site", 1))],
    )


def test_a_standing_moves_the_faces_that_tell_it(bench: Bench) -> None:
    placed = bench.place()
    bench.vote(placed)
    before = bench.store.pulse.words(placed.widget.id)
    bench.after(days=7)
    assert bench.store.pulse.words(placed.widget.id) != before


def test_weeks_that_were_missed_are_told_once(bench: Bench) -> None:
    placed = bench.place()
    bench.vote(placed)
    bench.after(days=30)
    bench.after(days=4, hours=23)
    assert len(bench.standings(placed)) == 1
    bench.after(hours=1)
    assert [one.at for one in bench.standings(placed)] == [START + 30 * DAY, START + 35 * DAY]


def test_weeks_count_from_the_opening(bench: Bench) -> None:
    placed = bench.place(phase=Phase(opens_at=START + 2 * DAY))
    bench.after(days=2)
    bench.vote(placed)
    bench.after(days=6)
    assert bench.standings(placed) == []
    bench.after(days=1)
    assert len(bench.standings(placed)) == 1


def test_people_are_forgotten_months_after_closing_and_not_before(bench: Bench) -> None:
    placed = bench.place(phase=Phase(closes_at=datetime(2026, 8, 31, 12, tzinfo=START.tzinfo)))
    for _ in range(3):
        bench.vote(placed)
    rules: dict[str, Any] = {"framers": "*", "keep_months": 6, "at": bench.clock()}
    bench.write(lambda conn: placing.rule(conn, bench.types, bench.gouda, **rules))
    bench.after(days=(datetime(2027, 2, 28, 11, tzinfo=START.tzinfo) - START).days)
    assert of_kind(bench, placed, PEOPLE_FORGOTTEN) == [], "six months after the 31st of August is the 28th"
    kept = bench.change(placed, keep_months=12)
    bench.after(days=1)
    assert of_kind(bench, placed, PEOPLE_FORGOTTEN) == [], "another time was chosen"
    bench.write(partial(jobs.put, kind=FORGET_PEOPLE, due=bench.clock(), widget=placed.widget.id))
    bench.after(days=1)
    bench.change(kept, keep_months=0)
    bench.write(partial(jobs.put, kind=FORGET_PEOPLE, due=bench.clock(), widget=placed.widget.id))
    bench.after(days=1)
    assert of_kind(bench, placed, PEOPLE_FORGOTTEN) == [], "a job that was left behind looks at the widget as it is"
    bench.change(kept, keep_months=None)
    for _ in range(3):  # its sets, and that there is none left
        bench.after(seconds=1)
    [line] = of_kind(bench, placed, PEOPLE_FORGOTTEN)
    assert (line.role, line.data) == ("server", {"n": 3})
    assert bench.read(recount) == []
    bench.change(kept, keep_months=3)
    bench.after(days=1)
    assert of_kind(bench, placed, PEOPLE_FORGOTTEN) == [line], "once"


def of_kind(bench: Bench, placed: Placed, kind: str) -> list[LoggedEvent]:
    return bench.read(partial(events.of_widget, widget_id=placed.widget.id, most=99, kind=kind))


def test_where_nobody_took_part_nothing_is_told(bench: Bench) -> None:
    placed = bench.place()
    bench.after(days=7)
    assert bench.standings(placed) == []
    bench.vote(placed)
    bench.after(days=7)
    assert len(bench.standings(placed)) == 1


def test_a_secret_until_closing_is_kept(bench: Bench) -> None:
    placed = bench.place(figures="after-closing")
    bench.vote(placed)
    bench.after(days=7)
    assert bench.standings(placed) == []


def test_only_what_counts_is_told(bench: Bench) -> None:
    placed = bench.place()
    bench.vote(placed)
    bench.change(placed, least=Assurance.MAIL)
    bench.after(days=7)
    assert bench.standings(placed) == []


def test_what_has_closed_stands_still(bench: Bench) -> None:
    placed = bench.place(phase=Phase(closes_at=START + 7 * DAY))
    bench.vote(placed)
    bench.after(days=7)
    bench.after(days=30)
    assert bench.standings(placed) == []


def test_what_opens_again_is_told_of_again(bench: Bench) -> None:
    placed = bench.place(phase=Phase(closes_at=START + 3 * DAY))
    bench.vote(placed)
    bench.after(days=20)
    bench.change(placed, phase=Phase())
    bench.after(days=1)
    assert [one.at for one in bench.standings(placed)] == [START + 21 * DAY]


def test_what_is_withdrawn_is_told_of_no_more(bench: Bench) -> None:
    placed = bench.place()
    bench.vote(placed)
    bench.write(lambda conn: placing.withdraw(conn, placed, at=bench.clock()))
    bench.after(days=7)
    assert bench.standings(placed) == []


def test_two_workers_tell_it_once(bench: Bench) -> None:
    placed = bench.place()
    bench.vote(placed)
    bench.clock.move(days=7)
    other = worker(bench.store, bench.types, bench.clock)

    async def both() -> tuple[int, int]:
        return await asyncio.gather(bench.worker.run_due(), other.run_due())

    assert sum(bench.run(both())) == 1
    assert len(bench.standings(placed)) == 1


# --- forgetting ------------------------------------------------------------------------------------------------------


def network_key(bench: Bench, placed: Placed) -> None:
    bench.write(partial(network_keys.key, widget_id=placed.widget.id, day="2026-05-01"))


def test_network_keys_are_destroyed_7_days_after_closing(bench: Bench) -> None:
    closes, stays = bench.place("closes", Phase(closes_at=START + DAY)), bench.place("stays")
    network_key(bench, closes)
    network_key(bench, stays)
    bench.write(partial(jobs.put, kind=FORGET_KEYS, due=bench.clock()))
    bench.after(days=6)
    assert bench.network_keys() == 2, "the daily job leaves those that are not due"
    bench.after(days=1, hours=23)
    assert bench.network_keys() == 2
    bench.after(hours=1)
    assert bench.network_keys() == 1


def test_a_later_closing_keeps_them_longer(bench: Bench) -> None:
    placed = bench.place(phase=Phase(closes_at=START + DAY))
    network_key(bench, placed)
    bench.change(placed, phase=Phase(closes_at=START + 10 * DAY))
    bench.after(days=16)
    assert bench.network_keys() == 1
    bench.after(days=1)
    assert bench.network_keys() == 0


def test_an_earlier_closing_destroys_them_earlier(bench: Bench) -> None:
    placed = bench.place(phase=Phase(closes_at=START + 100 * DAY))
    network_key(bench, placed)
    bench.write(lambda conn: placing.close(conn, placed, at=bench.clock()))
    bench.after(days=7)
    assert bench.network_keys() == 0


def test_withdrawing_is_an_end_too(bench: Bench) -> None:
    placed = bench.place()
    network_key(bench, placed)
    bench.write(lambda conn: placing.withdraw(conn, placed, at=bench.clock()))
    bench.after(days=7)
    assert bench.network_keys() == 0


def test_a_key_made_after_that_goes_within_a_day(bench: Bench) -> None:
    placed = bench.place(phase=Phase(closes_at=START + DAY))
    bench.write(partial(jobs.put, kind=FORGET_KEYS, due=bench.clock()))
    bench.after(days=9)
    network_key(bench, placed)
    bench.after(days=1)
    assert bench.network_keys() == 0


def test_idempotency_keys_are_dropped_after_7_days(bench: Bench) -> None:
    placed = bench.place()
    bench.vote(placed)
    bench.write(partial(jobs.put, kind=FORGET_KEYS, due=bench.clock()))
    bench.after(days=7)
    assert bench.keys() == 1
    bench.after(days=1)
    assert bench.keys() == 0


# --- the worker itself -----------------------------------------------------------------------------------------------


def failing(times: int, done: list[int]) -> Callable[[Job, datetime], Coroutine[Any, Any, Unit]]:
    """A kind of job that fails so often, then is done."""

    async def kind(job: Job, _now: datetime) -> Unit:
        if job.tries <= times:
            raise RuntimeError("not now")
        return lambda _conn: done.append(job.tries)

    return kind


def test_a_job_that_fails_is_tried_later_and_later(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []
    bench.worker = Worker(bench.store, {"mail": failing(2, done)}, bench.clock)
    bench.write(partial(jobs.put, kind="mail", due=bench.clock()))
    bench.after()
    bench.after(seconds=29)
    assert done == []
    assert len(caplog.records) == 1
    bench.after(seconds=1)
    bench.after(seconds=59)
    assert done == []
    bench.after(seconds=1)
    assert done == [3]
    assert [record.getMessage() for record in caplog.records] == ["job failed", "job failed"]


def test_a_job_that_fails_changes_nothing(bench: Bench) -> None:
    async def half(_job: Job, _now: datetime) -> Unit:
        def unit(conn: Any) -> None:
            organisations.add(conn, "delft", "Delft", at=bench.clock())
            raise RuntimeError("half-way")

        return unit

    bench.worker = Worker(bench.store, {"half": half}, bench.clock)
    bench.write(partial(jobs.put, kind="half", due=bench.clock()))
    bench.after()
    assert [one.name for one in bench.read(organisations.every)] == ["gouda"]


def test_a_job_of_an_unknown_kind_holds_up_no_other(bench: Bench) -> None:
    placed = bench.place()
    bench.vote(placed)
    bench.write(partial(jobs.put, kind="from-a-newer-version", due=bench.clock()))
    bench.after(days=7)
    assert len(bench.standings(placed)) == 1


async def until(holds: Callable[[], Coroutine[Any, Any, bool]]) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(10):
        for _look in iter(int, 1):
            if await holds():
                return
            await asyncio.sleep(0.001)


def test_while_it_runs_it_does_what_the_clock_brings(bench: Bench) -> None:
    placed = bench.place()
    bench.vote(placed)

    async def week() -> None:
        async with bench.worker.running(poll_s=0.001):
            bench.clock.move(days=7)
            await until(
                lambda: bench.store.read(lambda conn: bool(events.of_widget(conn, placed.widget.id, 1, STANDING)))
            )

    bench.run(week())
    assert len(bench.standings(placed)) == 1


def test_it_begins_with_what_is_to_be_forgotten(bench: Bench) -> None:
    bench.vote(bench.place())
    bench.clock.move(days=8)

    async def begin() -> None:
        async with bench.worker.running(poll_s=0.001):
            await until(lambda: bench.store.read(lambda conn: not conn.exec_driver_sql("SELECT 1 FROM act").all()))

    bench.run(begin())
    assert bench.keys() == 0
