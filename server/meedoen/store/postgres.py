# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""All that is particular to PostgreSQL, which any number of server processes on any number of machines may share.

Each process has one connection that writes, and a few that read. Acts on one widget are done by one process at a time:
its row is locked first, the lowest id first, so that uniqueness, counts and order are as with one process.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, Text, bindparam, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError

from meedoen import limits
from meedoen.errors import Conflict, InUse, SetUpError
from meedoen.store.database import READERS, Look
from meedoen.store.pulse import Touched
from meedoen.store.schema import metadata, widget
from meedoen.store.sets import ArraySets, Sets, SetStatement
from meedoen.values import say

OPTIONS = "-c synchronous_commit=on -c idle_in_transaction_session_timeout=60s"
"""A commit is on disk before it returns, whatever the server's default; a process that stands still lets go of rows."""
SERVER = "meedoen"
"""The name (`application_name`) of connections of servers and commands."""
CONNECT_S = 5
_LOOK_S = 0.05
NOTICE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
"""A server that went away without a word is noticed within a minute (libpq, connection parameters)."""

_STATEMENT_AT_FAULT = ("22", "23", "42")
"""Classes of SQLSTATE (PostgreSQL manual, appendix A) that say nothing against the connection: data, keys, syntax."""
_UNDONE = ("40001", "40P01")
"""serialization_failure, deadlock_detected: the database undid the transaction so that another could go on."""
_LOCK_OF_TABLES = "SELECT pg_advisory_xact_lock(hashtext('meedoen tables'))"
_HELD = SetStatement(
    [widget.c.id],
    lambda given: (
        select(widget.c.id)
        .where(widget.c.id.in_(select(given.c.id)))
        .order_by(widget.c.id)
        .with_for_update(key_share=True)
    ),
)
_NUMBER_ON = [
    select(
        func.setval(
            func.pg_get_serial_sequence(ids.table.name, ids.name),
            func.coalesce(func.max(ids), 1),
            func.max(ids).is_not(None),
        )
    )
    for ids in (table.autoincrement_column for table in metadata.sorted_tables)
    if ids is not None
]
_ANALYZE = f"ANALYZE {', '.join(table.name for table in metadata.sorted_tables)}"
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :server"
)
"""Of any role: the name is shown to all (PostgreSQL manual, 27.2.3)."""
_MOVED = text(
    "SELECT widget.id, widget.revision, widget.counted, house.revision AS house,"
    " pg_snapshot_xmin(pg_current_snapshot())::text AS since"
    " FROM house LEFT JOIN widget ON :since IS NULL OR age(widget.xmin) <= age(CAST(:since AS xid))"
).bindparams(bindparam("since", type_=Text))
"""The widgets written by a transaction that was not over when this was asked last: `since` was the oldest of those."""
_XIDS = 2**32


def fault_of(error: BaseException) -> psycopg.Error | None:
    """The driver's own error, when this is one, as it is or in Core's clothes."""
    inner = error.orig if isinstance(error, DBAPIError) else error
    return inner if isinstance(inner, psycopg.Error) else None


def broken(error: BaseException) -> bool:
    """Whether the connection that raised this may no longer be used."""
    fault = fault_of(error)
    if fault is None:
        return False
    if fault.sqlstate is None:
        return isinstance(fault, psycopg.OperationalError | psycopg.InterfaceError)
    return not fault.sqlstate.startswith(_STATEMENT_AT_FAULT)


class PostgresDatabase:
    """A database on a PostgreSQL server: what the store needs of any database."""

    def __init__(self, url: URL, named: str = "MEEDOEN_DATABASE", as_who: str = SERVER) -> None:
        """`named` is what gave the address, `as_who` how the server knows our connections.

        Raises `SetUpError` when the server cannot be reached, or keeps texts in another encoding than UTF-8.
        """
        self._as_who = as_who
        self._url = url.set(drivername="postgresql+psycopg")
        self.name = url.render_as_string()
        self._writing = self._engine(poolclass=NullPool)
        try:
            with self._writing.connect() as conn:
                encoding = conn.exec_driver_sql("SHOW server_encoding").scalar_one()
        except DBAPIError as error:
            raise SetUpError(f"{named}: {self.name} cannot be used ({_first_line(error)}).") from error
        if encoding != "UTF8":
            raise SetUpError(f"{named}: {self.name} keeps texts as {encoding}; make one with ENCODING 'UTF8'.")

    def engine(self, *, reads_only: bool) -> Engine:
        """An engine whose reading transactions see one moment, whatever is written meanwhile."""
        if not reads_only:
            return self._writing
        one_moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return self._engine(poolclass=QueuePool, pool_size=READERS, max_overflow=0, execution_options=one_moment)

    def _engine(self, **pool: Any) -> Engine:
        return create_engine(
            self._url,
            hide_parameters=True,
            json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
            connect_args={
                "options": OPTIONS,
                "connect_timeout": CONNECT_S,
                "application_name": self._as_who,
                **NOTICE,
            },
            **pool,
        )

    def sets(self, conn: Connection) -> Sets:
        """What runs set statements on this connection."""
        return ArraySets(conn)

    @contextmanager
    def changing_tables(self) -> Iterator[Connection]:
        """One transaction in which tables may be made and changed. Processes that start at once wait for each other."""
        with self._writing.begin() as conn:
            conn.exec_driver_sql(_LOCK_OF_TABLES)
            yield conn

    def hold(self, sets: Sets, widgets: set[int]) -> None:
        """From here to the end of the transaction nobody else acts on these widgets."""
        sets.run(_HELD, [(one,) for one in widgets])

    def fault(self, error: BaseException) -> Exception | None:
        """The driver's own error, when this is one."""
        return fault_of(error)

    def broken(self, error: BaseException) -> bool:
        """Whether the connection that raised this may no longer be used."""
        return broken(error)

    def again(self, error: BaseException, *, committing: bool) -> bool:
        """Whether it was surely undone: a connection that is lost while committing leaves it open."""
        fault = fault_of(error)
        return fault is not None and (fault.sqlstate in _UNDONE or (broken(fault) and not committing))

    def check(self, conn: Connection) -> None:
        """The server looks after its files."""

    def looking(self) -> Look:
        """How to learn, by one small query, what other processes change."""
        since: str | None = None

        def look(conn: Connection) -> Touched:
            nonlocal since
            rows = conn.execute(_MOVED, {"since": since}).all()
            since = str(int(rows[0].since) % _XIDS)
            moved = [row for row in rows if row.id is not None]
            return Touched(
                {row.id: row.revision for row in moved}, {row.id: row.counted for row in moved}, rows[0].house
            )

        return look

    def number_on(self, conn: Connection) -> None:
        """Rows were put in with their ids: new ones are numbered on from there, and it learns how many there are.

        Else every list were read from end to end until its autovacuum comes by.
        """
        for numbering in _NUMBER_ON:
            conn.execute(numbering)
        conn.exec_driver_sql(_ANALYZE)

    def settle(self, conn: Connection) -> bool:  # noqa: ARG002  (as of any database)
        """Nothing: what was committed is on disk, and its own log is its own matter."""
        return True

    def backup(self, to: Path) -> None:  # noqa: ARG002  (as of any database)
        """Raises `Conflict`: PostgreSQL brings its own."""
        raise Conflict(say("This house stands on PostgreSQL. Copy it with pg_dump; restore that with pg_restore."))

    def alone(self) -> None:
        """Raises `InUse` when a server, or a command, stays connected; what just stopped is given time to be gone."""
        until = time.monotonic() + limits.GONE_WAIT_S
        while self._others():
            if time.monotonic() > until:
                raise InUse(f"A server uses {self.name}. Stop every process that does, and try again.")
            time.sleep(_LOOK_S)

    def _others(self) -> int:
        with self._writing.begin() as conn:  # one transaction sees one list, however often it looks
            return int(conn.execute(_OTHERS, {"server": SERVER}).scalar_one())

    def discard(self) -> None:
        """Nothing: what was not committed is not there."""

    def release(self) -> None:
        """Nothing was locked."""


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]
