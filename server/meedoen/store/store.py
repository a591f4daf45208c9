# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The store's one face: units of work in, answers out, after COMMIT."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

from meedoen.errors import Conflict, SetUpError, unavailable
from meedoen.records import Deed, Mark, Stored, Withdrawal
from meedoen.store import house
from meedoen.store.lock import Lock
from meedoen.store.pulse import Pulse, present
from meedoen.store.sqlite import READERS, Connect, SqliteFile, connect, create, fault_of
from meedoen.store.upgrade import upgrade
from meedoen.store.work import Ranks
from meedoen.store.writer import Writer
from meedoen.values import say

log = logging.getLogger(__name__)

T = TypeVar("T")


class Store:
    """An open database. Made by `open_store`, used from one event loop."""

    def __init__(self, database: SqliteFile, lock: Lock, ranks: Ranks) -> None:
        self.pulse = Pulse()
        self._database = database
        self._lock = lock
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

    async def close(self) -> None:
        """Finish what waits, bring everything into the file, and let another process have it."""
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()
        await self._writer.close()  # last, since the last connection to close empties the write-ahead log
        self._lock.release()

    def _read(self, fn: Callable[[Connection], T]) -> T:
        with self._engine.connect() as conn:
            try:
                with conn.begin():
                    return fn(conn)
            except Exception as error:
                if not self._database.broken(error):
                    raise
                log.exception("The database could not be read; the connection is dropped.")
                conn.invalidate()
                raise unavailable() from error


def open_store(url: str, *, clock: Callable[[], datetime], ranks: Ranks, connect_to: Connect = connect) -> Store:
    """Open the database at `url` (`sqlite:///path/meedoen.sqlite3`), make it or bring it up to date.

    `ranks` gives the orders of a widget type by its name. Raises `InUse` when another server has it, `SetUpError` when
    it is of another kind, is no database at all, or was made by a newer version of this program.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SetUpError(
            f"MEEDOEN_DATABASE: “{url}” is not the address of a database, such as sqlite:///path/meedoen.sqlite3."
        ) from None
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise SetUpError(f"MEEDOEN_DATABASE: {parsed.render_as_string()} is not sqlite:///… with the path of a file.")
    path = Path(parsed.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create(path)
    except OSError as error:
        raise SetUpError(
            f"MEEDOEN_DATA: {path} cannot be written ({error.strerror}). Choose another folder."
        ) from error
    lock = Lock(path)
    try:
        database = SqliteFile(path, connect_to)
        upgrade(database, clock())
        return Store(database, lock, ranks)
    except BaseException as error:
        lock.release()
        if fault := fault_of(error):
            told = f"{path} cannot be used as a database ({fault}). Name another file, or restore a backup."
            raise SetUpError(told) from error
        raise
