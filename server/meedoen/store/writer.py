# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one thread that writes: what waits is stored together, and answered only after COMMIT has returned.

Each unit of work has a savepoint, so that one that fails harms no other; marks that follow each other are one unit, and
only when that fails are they redone one by one. When the database itself fails, nothing of the set is acknowledged, the
connection is dropped, and the next set begins with a new one and a look at the file: a failed commit is never retried,
since the disk may have forgotten what it was given. The client sends the same key again. A set that a shared database
undid before its commit, to let another process go on, is begun again here.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from sqlalchemy import Connection

from meedoen.errors import unavailable
from meedoen.limits import WRITE_SET_MAX, WRITES_WAITING_MAX
from meedoen.records import Deed, Mark, Withdrawal
from meedoen.store import alike, facets
from meedoen.store.acts import perform
from meedoen.store.database import Database
from meedoen.store.newcomers import Newcomers
from meedoen.store.pulse import Pulse, Touched, begin, present
from meedoen.store.reactions import react
from meedoen.store.withdrawals import withdraw
from meedoen.store.work import Ranks, Work

log = logging.getLogger(__name__)


class Settle:
    """Asks that what was written over stands nowhere beside the database any more."""


Task = Mark | Deed | Withdrawal | Settle | Callable[[Connection], Any]


TRIES = 5
"""How often a set is begun that a database undid, to let another process go on."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    task: Task
    future: asyncio.Future[Any]


class Writer:
    """Takes tasks from one event loop, and stores them in a thread of its own."""

    def __init__(self, database: Database, pulse: Pulse, ranks: Ranks) -> None:
        self._database = database
        self._engine = database.engine(reads_only=False)
        self._pulse = pulse
        self._ranks = ranks
        self._newcomers = Newcomers()
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._closing = False
        self._committed = time.monotonic()
        self._work: Work | None = self._open()
        self._thread = Thread(target=self._run, name="meedoen-writer", daemon=True)
        self._thread.start()

    def submit(self, task: Task) -> asyncio.Future[Any]:
        """Have it stored; the future holds the answer after COMMIT. Raises `Unavailable` when too many wait."""
        if self._closing or self._queue.qsize() >= WRITES_WAITING_MAX:
            raise unavailable()
        future = asyncio.get_running_loop().create_future()
        self._queue.put(_Waiting(task, future))
        return future

    @property
    def waiting(self) -> int:
        """How many tasks wait."""
        return self._queue.qsize()

    @property
    def since_commit_s(self) -> float:
        """How long ago something was stored last; of a new writer, since it began."""
        return time.monotonic() - self._committed

    async def close(self) -> None:
        """Store what waits, then stop."""
        if not self._closing:
            self._closing = True
            self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    # --- in the thread -------------------------------------------------------------------------------------------

    def _run(self) -> None:
        more = True
        while more:
            waiting, more = self._take()
            if waiting:
                _answer(waiting, self._store([one.task for one in waiting]))
        if self._work is not None:
            self._database.settle(self._work.conn)
        self._drop()

    def _take(self) -> tuple[list[_Waiting], bool]:
        """Those that wait, at most a set, and whether more may come."""
        taken: list[_Waiting] = []
        one = self._queue.get()
        while one is not None:
            taken.append(one)
            if len(taken) == WRITE_SET_MAX:
                return taken, True
            try:
                one = self._queue.get_nowait()
            except Empty:
                return taken, True
        return taken, False

    def _store(self, tasks: Sequence[Task]) -> list[Any]:
        """One transaction. Answers a result or an exception for each task."""
        for left in reversed(range(TRIES)):
            touched, committing = Touched(), False
            try:
                work = self._work or self._reopen()
                with work.conn.begin():
                    self._database.hold(work.sets, _widgets(tasks))
                    answers = self._apply(work, tasks, touched)
                    committing = True
            except Exception as error:
                self._drop()
                if left and self._database.again(error, committing=committing):
                    continue
                log.exception("A set of %d writes was not stored; the connection is dropped.", len(tasks))
                break
            self._committed = time.monotonic()
            self._pulse.move(touched)
            return self._settled(work, tasks, answers)
        return [unavailable() for _ in tasks]

    def _settled(self, work: Work, tasks: Sequence[Task], answers: list[Any]) -> list[Any]:
        """All of these are stored. What a `Settle` asks for is done behind that, outside a transaction."""
        if not any(isinstance(task, Settle) for task in tasks):
            return answers
        try:
            done = self._database.settle(work.conn)
        except Exception:
            log.exception("What was written over still stands beside the database; the connection is dropped.")
            self._drop()
            done = False
        return [done if isinstance(task, Settle) else answer for task, answer in zip(tasks, answers, strict=True)]

    def _apply(self, work: Work, tasks: Sequence[Task], touched: Touched) -> list[Any]:
        answers: list[Any] = []
        for are_marks, group in groupby(tasks, key=lambda task: isinstance(task, Mark)):
            units = list(group)
            together = self._unit(work, react, units, touched) if are_marks else None
            if isinstance(together, list):
                answers += together
            else:
                answers += [self._unit(work, _do, task, touched) for task in units]
        return answers

    def _unit(self, work: Work, do: Callable[[Work, Any], Any], what: Any, touched: Touched) -> Any:
        """Do it in a savepoint; an exception that is not the database's is the answer, and undoes this unit alone."""
        noted = begin(work.conn)
        work.sets.command("SAVEPOINT unit")
        try:
            answer = do(work, what)
            facets.keep_all(work.conn, work.ranks, noted.items)
        except Exception as error:
            if self._database.broken(error):
                raise
            work.sets.command("ROLLBACK TO SAVEPOINT unit")
            return error
        work.sets.command("RELEASE SAVEPOINT unit")
        touched.add(noted)
        return answer

    def _open(self) -> Work:
        conn = self._engine.connect()
        alike.learn(conn, self._ranks)
        return Work(conn, self._database.sets(conn), self._ranks, self._newcomers)

    def _reopen(self) -> Work:
        """After something failed. What was committed and not acknowledged then moves the pulse now."""
        self._work = work = self._open()
        with work.conn.begin() as looking:
            self._database.check(work.conn)
            self._pulse.move(present(work.conn))
            looking.rollback()
        return work

    def _drop(self) -> None:
        if self._work is not None:
            self._work.conn.invalidate()
            self._work.conn.close()
            self._work = None


def _widgets(tasks: Sequence[Task]) -> set[int]:
    """Those acted on; what else a unit of work does with one is its own."""
    scenes = (task.scene for task in tasks if isinstance(task, Mark | Deed))
    return {scene.widget for scene in scenes} | {task.widget for task in tasks if isinstance(task, Withdrawal)}


def _do(work: Work, task: Task) -> Any:
    if isinstance(task, Mark):
        return react(work, [task])[0]
    if isinstance(task, Settle):
        return None
    if isinstance(task, Deed):
        return perform(work, task)
    if isinstance(task, Withdrawal):
        return withdraw(work, task)
    return task(work.conn)


def _answer(waiting: Sequence[_Waiting], answers: Sequence[Any]) -> None:
    """Wake the event loop once for the whole set."""
    with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
        waiting[0].future.get_loop().call_soon_threadsafe(_resolve, waiting, answers)


def _resolve(waiting: Sequence[_Waiting], answers: Sequence[Any]) -> None:
    for one, answer in zip(waiting, answers, strict=True):
        if one.future.done():
            continue
        if isinstance(answer, Exception):
            one.future.set_exception(answer)
        else:
            one.future.set_result(answer)
