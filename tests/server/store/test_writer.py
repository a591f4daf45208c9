# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The writer: what waits is committed together, one that fails harms no other, nothing that may be lost is answered."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, insert

from meedoen import limits
from meedoen.errors import SetUpError, Unavailable
from meedoen.records import Stored
from meedoen.store import organisations
from meedoen.store.schema import network_key
from meedoen.store.sqlite import connect
from tests.server.store.trial import NOW, Trial, somebody


def found(name: str) -> Callable[[Connection], Any]:
    return lambda conn: organisations.add(conn, name, name.title(), at=NOW)


async def together(*waiting: Any) -> list[Any]:
    return list(await asyncio.gather(*waiting, return_exceptions=True))


class Mistake(Exception):
    """What a unit of work may raise."""


def test_a_unit_that_fails_is_undone_and_harms_no_other(trial: Trial) -> None:
    def fails(conn: Connection) -> None:
        found("half")(conn)
        raise Mistake

    store = trial.store
    units = [
        store.write(found("voor")),
        store.write(fails),
        store.react(trial.mark(4)),
        store.act(trial.deed(somebody(), "a", 2)),
        store.write(found("na")),
    ]
    before, bad, voted, acted, after = trial.run(together(*units))
    assert isinstance(bad, Mistake)
    assert (before.name, voted.repeated, acted.number, after.name) == ("voor", False, 1, "na")
    names = [one.name for one in trial.read(organisations.every)]
    assert sorted(names) == ["gouda", "na", "voor"]
    assert trial.counts() == {2: 1, 4: 1}


def test_a_unit_that_breaks_a_constraint_harms_no_other(trial: Trial) -> None:
    def orphan(conn: Connection) -> None:
        conn.execute(insert(network_key), {"widget": 999, "day": "2026-05-01", "key": b""})

    bad, good = trial.run(together(trial.store.write(orphan), trial.store.react(trial.mark(4))))
    assert "foreign key" in str(bad).lower()
    assert isinstance(good, Stored)


def test_a_mark_that_the_database_refuses_fails_alone(trial: Trial) -> None:
    """The set is redone one by one."""
    good, bad, also_good = trial.react(trial.mark(1), trial.mark(2**70), trial.mark(2))
    assert isinstance(bad, OverflowError | psycopg.DataError)
    assert trial.counts() == {1: 1, 2: 1}
    assert not good.repeated
    assert not also_good.repeated


def test_what_was_not_committed_does_not_move_the_pulse(trial: Trial) -> None:
    def fails(conn: Connection) -> None:
        found("half")(conn)
        raise Mistake

    house = trial.store.pulse.house
    with pytest.raises(Mistake):
        trial.write(fails)
    assert trial.store.pulse.house == house


def test_a_caller_that_gave_up_harms_no_other(trial: Trial) -> None:
    async def impatient() -> Stored:
        first = asyncio.ensure_future(trial.store.react(trial.mark(1)))
        second = asyncio.ensure_future(trial.store.react(trial.mark(2)))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert dict(trial.run(impatient()).tallies["score"].counts) == {1: 1, 2: 1}


def test_too_many_waiting_are_refused_at_once(trial: Trial) -> None:
    started, held = Event(), Event()

    def wait(_conn: Connection) -> None:
        started.set()
        assert held.wait(30)

    async def crowd() -> list[Any]:
        first = asyncio.ensure_future(trial.store.write(wait))
        await asyncio.to_thread(started.wait, 30)
        marks = [trial.mark(1) for _ in range(limits.WRITES_WAITING_MAX + 2)]
        rest = [asyncio.ensure_future(trial.store.react(mark)) for mark in marks]
        await asyncio.sleep(0)
        held.set()
        return await together(*rest, first)

    *answers, _first = trial.run(crowd())
    assert [type(answer) for answer in answers[-3:]] == [Stored, Unavailable, Unavailable]
    assert trial.counts() == {1: limits.WRITES_WAITING_MAX}


def test_closing_finishes_what_waits_and_takes_no_more(trial: Trial) -> None:
    async def closing() -> list[Any]:
        waiting = [asyncio.ensure_future(trial.store.react(trial.mark(1))) for _ in range(2 * limits.WRITE_SET_MAX)]
        await asyncio.sleep(0)
        await trial.store.close()
        with pytest.raises(Unavailable):
            await trial.store.react(trial.mark(1))
        return await together(*waiting)

    assert {type(answer) for answer in trial.run(closing())} == {Stored}
    trial.store = trial.open()
    assert trial.counts() == {1: 2 * limits.WRITE_SET_MAX}


def test_closing_leaves_one_file(sqlite: Trial) -> None:
    sqlite.react(sqlite.mark(1))
    sqlite.close()
    left = {path.name for path in sqlite.path.parent.iterdir()}
    sqlite.store = sqlite.open()
    assert left == {"meedoen.sqlite3", "meedoen.sqlite3.lock"}


# --- a disk that fails ------------------------------------------------------------------------------------------------


class Disk:
    """Connections whose COMMIT fails while `fails` says how: before the disk has it, or after."""

    def __init__(self) -> None:
        self.fails = ""
        self.opened = 0

    def connect(self, path: Path, reads_only: bool) -> sqlite3.Connection:
        self.opened += not reads_only
        disk = self

        class Failing(sqlite3.Connection):
            def commit(self) -> None:
                if disk.fails == "after":
                    super().commit()
                if disk.fails:
                    raise sqlite3.OperationalError("disk I/O error")
                super().commit()

        conn = connect(path, reads_only, factory=Failing)
        conn.execute("PRAGMA busy_timeout = 50")
        return conn


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def failing(tmp_path: Path, disk: Disk) -> Iterator[Trial]:
    with asyncio.Runner() as runner:
        made = Trial(f"sqlite:///{tmp_path / 'meedoen.sqlite3'}", runner.run, disk.connect)
        yield made
        assert made.differences() == []
        made.close()


def test_a_failed_commit_acknowledges_nothing_and_the_next_set_has_a_new_connection(failing: Trial, disk: Disk) -> None:
    opened = disk.opened
    mark, deed = failing.mark(4), failing.deed(somebody(), "a")
    disk.fails = "before"
    store = failing.store
    answers = failing.run(together(store.react(mark), store.act(deed), store.write(found("half"))))
    assert [type(answer) for answer in answers] == [Unavailable] * 3
    assert disk.opened == opened
    disk.fails = ""
    [again] = failing.react(mark)
    assert not again.repeated
    assert disk.opened == opened + 1
    assert failing.counts() == {4: 1}
    assert [one.name for one in failing.read(organisations.every)] == ["gouda"]


def test_what_reached_the_disk_unacknowledged_is_answered_by_its_key(failing: Trial, disk: Disk) -> None:
    mark = failing.mark(4)
    disk.fails = "after"
    assert isinstance(failing.react(mark)[0], Unavailable)
    disk.fails = ""
    assert failing.react(mark)[0].repeated
    assert failing.counts() == {4: 1}
    assert failing.store.pulse.counts(failing.widget.id) == 1


def test_a_disk_that_keeps_failing_keeps_being_said_so(failing: Trial, disk: Disk) -> None:
    disk.fails = "before"
    for _ in range(3):
        assert isinstance(failing.react(failing.mark(4))[0], Unavailable)
    disk.fails = ""
    assert isinstance(failing.react(failing.mark(4))[0], Stored)


def test_after_a_failure_a_damaged_file_is_not_written_to(failing: Trial, disk: Disk) -> None:
    """The look at the file finds the damage: nothing is acknowledged until somebody has seen to it."""
    for _ in range(5):
        failing.react(*(failing.mark(4) for _ in range(1000)))
    failing.reopen()
    whole = failing.path.read_bytes()
    disk.fails = "before"
    assert isinstance(failing.react(failing.mark(4))[0], Unavailable)
    disk.fails = ""
    middle = len(whole) // 2 // 4096 * 4096
    failing.path.write_bytes(whole[:middle] + b"\xff" * 4096 + whole[middle + 4096 :])
    for _ in range(2):
        assert isinstance(failing.react(failing.mark(4))[0], Unavailable)
    failing.path.write_bytes(whole)
    assert isinstance(failing.react(failing.mark(4))[0], Stored)
    assert failing.counts() == {4: 5001}


def test_a_log_of_failures_holds_no_words(trial: Trial, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Unavailable):
        trial.read(found("herkenbaar"))
    assert "could not be read" in caplog.text
    assert "INSERT INTO organisation" in caplog.text
    assert "herkenbaar" not in caplog.text


def test_a_start_while_another_program_has_it_locked_says_so(failing: Trial) -> None:
    failing.close()
    other = sqlite3.connect(failing.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(SetUpError, match="database is locked"):
        failing.open()
    other.execute("COMMIT")
    other.close()
    failing.store = failing.open()


def test_a_database_that_another_program_has_locked_is_unavailable(failing: Trial) -> None:
    other = sqlite3.connect(failing.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    [locked] = failing.react(failing.mark(1))
    other.execute("COMMIT")
    other.close()
    assert isinstance(locked, Unavailable)
    assert isinstance(failing.react(failing.mark(1))[0], Stored)
