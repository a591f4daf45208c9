# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""All that is particular to SQLite: how it is opened, when a connection is no longer to be trusted, how it is copied.

One connection writes and checkpoints; the others only read. Every commit is on disk before it returns.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from meedoen.errors import SetUpError
from meedoen.store.database import READERS
from meedoen.store.lock import Lock
from meedoen.store.sets import Sets, ValuesSets

Connect = Callable[[Path, bool], sqlite3.Connection]
"""(file, whether it only reads) → an open connection. Tests pass one whose disk fails."""

_PRAGMAS = ("foreign_keys = ON", "cache_size = -16000", "temp_store = MEMORY")
_READER = (*_PRAGMAS, "query_only = ON", "busy_timeout = 1000", "wal_autocheckpoint = 0")
_WRITER = (
    *_PRAGMAS,
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "busy_timeout = 5000",
    "wal_autocheckpoint = 4000",
    "journal_size_limit = 67108864",
)
_BEGINNING = b"SQLite format 3\0"
_TRUSTED_AFTER = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG}
"""Errors that are about the statement alone. After any other, of the disk or the file, the connection is dropped."""


def connect(path: Path, reads_only: bool, factory: type[sqlite3.Connection] = sqlite3.Connection) -> sqlite3.Connection:
    """Open the file. Transactions are begun and ended by us alone."""
    conn = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'ro' if reads_only else 'rw'}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
        factory=factory,
    )
    for pragma in _READER if reads_only else _WRITER:
        conn.execute(f"PRAGMA {pragma}").fetchall()
    return conn


def create(path: Path) -> None:
    """Make an empty file that only its owner can read (what SQLite puts beside it follows), where there is none."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    _to_disk(path.parent)


def look(path: Path) -> None:
    """Raises `SetUpError` when there is no such file, or it does not begin as those of SQLite do (file format, 1.3)."""
    if not path.is_file():
        raise SetUpError(f"There is no database at {path}. Name the file of one.")
    try:
        with path.open("rb") as file:
            is_database = file.read(len(_BEGINNING)) == _BEGINNING
    except OSError as error:
        raise SetUpError(f"{path} cannot be read ({error.strerror}). Name the file of a database.") from error
    if not is_database:
        raise SetUpError(f"{path} is no database of SQLite. Name the file of one.")


def fault_of(error: BaseException) -> sqlite3.Error | None:
    """The driver's own error, when this is one, as it is or in Core's clothes."""
    inner = error.orig if isinstance(error, DBAPIError) else error
    return inner if isinstance(inner, sqlite3.Error) else None


def broken(error: BaseException) -> bool:
    """Whether the connection that raised this may no longer be used: what it holds is not what the disk holds."""
    fault = fault_of(error)
    if fault is None:
        return False
    code = getattr(fault, "sqlite_errorcode", None)
    if code is None:
        return isinstance(fault, sqlite3.OperationalError)
    return (code & 0xFF) not in _TRUSTED_AFTER


class SqliteFile:
    """A database in one file: what the store needs of any database."""

    def __init__(
        self, path: Path, connect_to: Connect = connect, lock: Lock | None = None, *, made: bool = False
    ) -> None:
        self.path = path
        self.name = str(path)
        self._connect = connect_to
        self._lock = lock
        self._made = made

    @classmethod
    def locked(cls, path: Path, connect_to: Connect = connect, named: str = "MEEDOEN_DATA") -> SqliteFile:
        """The file, made where there is none, for this process alone.

        Raises `InUse`, or `SetUpError` that says what `named` it.
        """
        made = not path.exists()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            create(path)
        except OSError as error:
            raise SetUpError(f"{named}: {path} cannot be written ({error.strerror}). Choose another folder.") from error
        return cls(path, connect_to, Lock(path), made=made)

    def engine(self, *, reads_only: bool) -> Engine:
        """An engine whose transactions see one moment of the database, whatever is written meanwhile."""
        made = create_engine(
            "sqlite+pysqlite://",
            creator=partial(self._connect, self.path, reads_only),
            hide_parameters=True,
            json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
            **(
                {"poolclass": QueuePool, "pool_size": READERS, "max_overflow": 0}
                if reads_only
                else {"poolclass": NullPool}
            ),
        )
        begin = "BEGIN" if reads_only else "BEGIN IMMEDIATE"
        event.listen(made, "begin", lambda conn: conn.connection.cursor().execute(begin))
        return made

    def sets(self, conn: Connection) -> Sets:
        """What runs set statements on this connection."""
        return ValuesSets(conn)

    @contextmanager
    def changing_tables(self) -> Iterator[Connection]:
        """One transaction in which tables may be made over: references are looked at as a whole at its end."""
        engine = self.engine(reads_only=False)
        with engine.connect() as conn:
            conn.connection.cursor().execute("PRAGMA foreign_keys = OFF")
            with conn.begin():
                yield conn
                if faults := conn.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise sqlite3.IntegrityError(f"References to nothing after changing the tables: {faults[:3]}")

    def hold(self, sets: Sets, widgets: set[int]) -> None:
        """Nobody else writes."""

    def fault(self, error: BaseException) -> Exception | None:
        """The driver's own error, when this is one."""
        return fault_of(error)

    def broken(self, error: BaseException) -> bool:
        """Whether the connection that raised this may no longer be used."""
        return broken(error)

    def again(self, error: BaseException, *, committing: bool) -> bool:  # noqa: ARG002  (as of any database)
        """Never: what the disk refused is not tried again behind the client's back."""
        return False

    def check(self, conn: Connection) -> None:
        """Look whether the file is sound, after something went wrong. Raises `sqlite3.DatabaseError` when it is not."""
        said = conn.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if said != "ok":
            raise sqlite3.DatabaseError(said)

    def looking(self) -> None:
        """No other process writes."""

    def number_on(self, conn: Connection) -> None:
        """It always does."""

    def settle(self, conn: Connection) -> bool:
        """Bring all that is in the write-ahead log into the file, and empty it; False where a reader still needs it."""
        busy, _pages, _moved = conn.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def backup(self, to: Path) -> None:
        """Copy the database as it is at one moment, while it is in use, to a file that is not there yet.

        Raises `FileExistsError`, and `FileNotFoundError` of its folder. The copy has its name only when it is whole and
        on disk.
        """
        unfinished = to.with_name(f"{to.name}.{os.getpid()}.unfinished")
        create(unfinished)
        try:
            with closing(self._connect(self.path, True)) as source, closing(sqlite3.connect(unfinished)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE").fetchall()
            _to_disk(unfinished)
            os.link(unfinished, to)
            _to_disk(to.parent)
        finally:
            unfinished.unlink(missing_ok=True)

    def alone(self) -> None:
        """The lock sees to it."""

    def discard(self) -> None:
        """The file is removed, with what stands beside it, where this made it."""
        if self._made:
            for behind in ("", "-wal", "-shm", ".lock"):
                self.path.with_name(self.path.name + behind).unlink(missing_ok=True)

    def release(self) -> None:
        """Let another process have it."""
        if self._lock is not None:
            self._lock.release()


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
