# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The store's one face: units of work in, answers out, after COMMIT."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Connection

from meedoen.errors import Conflict, Unavailable, unavailable
from meedoen.limits import WATCH_INTERVAL_S
from meedoen.records import Deed, Mark, Stored, Withdrawal
from meedoen.store import house, sqlite
from meedoen.store.database import READERS, Database, Look
from meedoen.store.databases import opening
from meedoen.store.pulse import Pulse, present
from meedoen.store.upgrade import upgrade
from meedoen.store.work import Ranks
from meedoen.store.writer import Settle, Writer
from meedoen.values import say

log = logging.getLogger(__name__)

T = TypeVar("T")

READ_TRIES = 2
"""A connection that was lost while nobody used it is found out at the first try."""


class Store:
    """An open database. Made by `open_store`, used from one event loop."""

    def __init__(self, database: Database, ranks: Ranks) -> None:
        self.pulse = Pulse()
        self._database = database
        self._engine = database.engine(reads_only=True)
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="meedoen-reader")
        self._writer = Writer(database, self.pulse, ranks)
        with self._engine.connect() as conn, conn.begin():
            self.uid = house.uid(conn)
            """The random id of this house; it stands in every id, and survives another host name."""
            self.pulse.move(present(conn))

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` in a transaction that only reads, and sees one moment."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, fn)

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` in a transaction of its own as far as it can tell. What it raises is raised here, and undoes it."""
        return cast(T, await self._writer.submit(fn))

    async def react(self, mark: Mark) -> Stored:
        """Store one reaction. Raises `Closed`, `Gone`, `NotFound`, `Conflict`; `Unavailable` when the store cannot."""
        return cast(Stored, await self._writer.submit(mark))

    async def act(self, deed: Deed) -> Stored:
        """Store an act with words or several effects: all of it, or nothing. Raises as `react` does."""
        return cast(Stored, await self._writer.submit(deed))

    async def withdraw(self, back: Withdrawal) -> Stored:
        """Take back marks, while the widget is open, and words, always. Raises `Closed` when nothing can be."""
        return cast(Stored, await self._writer.submit(back))

    async def settle(self) -> bool:
        """Have nothing that was written over stand anywhere beside the database; False while somebody reads that."""
        return cast(bool, await self._writer.submit(Settle()))

    async def probe(self) -> None:
        """Read and write, as people need it. Raises `Unavailable`, or what the database says of it."""
        await self.read(house.uid)
        await self.write(house.touch)

    @property
    def waiting(self) -> int:
        """How many writes wait."""
        return self._writer.waiting

    @property
    def since_commit_s(self) -> float:
        """How long ago something was stored last by this process."""
        return self._writer.since_commit_s

    async def backup(self, to: Path) -> None:
        """Copy the database, as it is at one moment, to a file that is not there yet. Raises `Conflict`."""
        try:
            await asyncio.to_thread(self._database.backup, to)
        except FileExistsError:
            raise Conflict(say("%(file)s is there already. Name another file.", file=str(to))) from None
        except FileNotFoundError:
            raise Conflict(
                say("There is no folder %(folder)s. Make it, or name another.", folder=str(to.parent))
            ) from None

    @asynccontextmanager
    async def watching(self, every_s: float = WATCH_INTERVAL_S) -> AsyncIterator[None]:
        """Learn, for as long as this lasts, what other processes on this database change."""
        look = self._database.looking()
        if look is None:
            yield
            return
        task = asyncio.create_task(self._watch(look, every_s), name="meedoen-watch")
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def close(self) -> None:
        """Finish what waits, bring everything into the file, and let another process have it."""
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()
        await self._writer.close()  # last, since the last connection to close empties the write-ahead log
        self._database.release()

    async def _watch(self, look: Look, every_s: float) -> None:
        while True:
            with suppress(Unavailable):  # it was logged, and the next look tells what this one missed
                self.pulse.move(await self.read(look))
            await asyncio.sleep(every_s)

    def _read(self, fn: Callable[[Connection], T]) -> T:
        for left in reversed(range(READ_TRIES)):
            try:
                return self._read_once(fn)
            except Exception as error:
                if not self._database.broken(error):
                    raise
                if left and self._database.again(error, committing=False):
                    continue
                log.exception("The database could not be read; the connection is dropped.")
                raise unavailable() from error
        raise AssertionError("the last try answers or raises")

    def _read_once(self, fn: Callable[[Connection], T]) -> T:
        with self._engine.connect() as conn:
            try:
                with conn.begin():
                    return fn(conn)
            except Exception as error:
                if self._database.broken(error):
                    conn.invalidate()
                raise


def open_store(
    url: str, *, clock: Callable[[], datetime], ranks: Ranks, connect_to: sqlite.Connect = sqlite.connect
) -> Store:
    """Open the database at `url`, make its tables or bring them up to date.

    `ranks` gives the orders of a widget type by its name. Raises `InUse` when another server has it, `SetUpError` when
    it is of another kind, is no database at all, or was made by a newer version of this program.
    """
    with opening(url, connect_to) as database:
        upgrade(database, clock())
        return Store(database, ranks)
