# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Moving a house from one database to another: every row with its ids, in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Table, delete, func, insert, select

from meedoen.errors import SetUpError
from meedoen.store import house
from meedoen.store.database import Database
from meedoen.store.databases import opening
from meedoen.store.recount import recount
from meedoen.store.schema import metadata, organisation
from meedoen.store.upgrade import upgrade

AT_A_TIME = 1_000
"""Rows in memory."""

_US = "meedoen copy"
"""How PostgreSQL knows this, beside servers that it looks for."""
_TABLES = metadata.sorted_tables
"""Each behind those it refers to."""
_EMPTY = [delete(table) for table in reversed(_TABLES)]
_ALL = {table: select(table) for table in _TABLES}
_PUT = {table: insert(table) for table in _TABLES}
_HOW_MANY = {table: select(func.count()).select_from(table) for table in _TABLES}


def copy(source: str, target: str, at: datetime) -> Mapping[str, int]:
    """Copy the house at the address `source` to the empty one at `target`; answers how many rows of each table.

    Raises `InUse` when a server has one of them, `SetUpError` when `source` holds no house, `target` holds one already,
    or what arrived is not what was sent.
    """
    with opening(source, there=True, named="--from", as_who=_US) as origin, _goal(origin, target) as goal:
        upgrade(origin, at)
        upgrade(goal, at)
        with goal.changing_tables() as receiving:
            if _rows(receiving, organisation):
                raise SetUpError(f"{goal.name} holds a house already. Name an empty database.")
            for emptying in _EMPTY:  # of what an empty house has: its own row, its daily job
                receiving.execute(emptying)
            with _reading(origin) as sending:
                moved = {table.name: _move(table, sending, receiving, goal) for table in _TABLES}
            goal.number_on(receiving)
            _check(receiving, moved)
        origin.release()
        goal.release()
    return moved


@contextmanager
def _goal(origin: Database, target: str) -> Iterator[Database]:
    """The database to copy to, opened once `origin` is known to hold a house; nothing stays of it when that fails."""
    origin.alone()
    with _reading(origin) as conn:
        if house.version(conn) == 0:
            raise SetUpError(f"{origin.name} holds no house. Name the database of one.")
    with opening(target, named="--to", as_who=_US) as goal:
        goal.alone()
        try:
            yield goal
        except BaseException:
            goal.discard()
            raise


@contextmanager
def _reading(database: Database) -> Iterator[Connection]:
    """One moment of it. What the driver says of it is a `SetUpError` that names it."""
    engine = database.engine(reads_only=True)
    try:
        with engine.begin() as conn:
            yield conn
    except Exception as error:
        if fault := database.fault(error):
            raise SetUpError(f"{database.name} cannot be read ({fault}). Restore a backup, or name another.") from error
        raise
    finally:
        engine.dispose()


def _move(table: Table, sending: Connection, receiving: Connection, goal: Database) -> int:
    moved = 0
    found = sending.execute(_ALL[table], execution_options={"yield_per": AT_A_TIME})
    for rows in found.mappings().partitions():
        try:
            receiving.execute(_PUT[table], [dict(row) for row in rows])
        except Exception as error:
            if fault := goal.fault(error):
                why = str(fault).partition("\n")[0]  # what follows may be the row itself
                raise SetUpError(f"{goal.name} does not take what is in {table.name} ({why}).") from error
            raise
        moved += len(rows)
    return moved


def _check(conn: Connection, moved: Mapping[str, int]) -> None:
    """What is there now is what was sent, and its kept counts are those of a recount."""
    arrived = {table.name: _rows(conn, table) for table in _TABLES}
    if lost := [name for name, many in moved.items() if arrived[name] != many]:
        raise SetUpError(f"Not every row of {', '.join(lost)} arrived. Nothing was copied; try again.")
    if recount(conn):
        raise SetUpError("The kept counts are not what there is. Repair them first: meedoen recount --repair.")


def _rows(conn: Connection, table: Table) -> int:
    return int(conn.execute(_HOW_MANY[table]).scalar_one())
