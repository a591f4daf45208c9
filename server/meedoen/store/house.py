# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one row about the database itself: whose ids these are, and which schema it has."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, insert, inspect, select, update

from meedoen.store.schema import VERSION, house

_FOUND = insert(house)
_UID = select(house.c.uid)
_VERSION = select(house.c.version)
_SET_VERSION = update(house)
_THERE = update(house).values(revision=house.c.revision + 1)
_AND_BACK = update(house).values(revision=house.c.revision - 1)


def found(conn: Connection, at: datetime) -> None:
    """Write the row, once, when the tables are made."""
    conn.execute(_FOUND, {"id": 1, "uid": uuid4().hex, "version": VERSION, "created": at, "revision": 1})


def uid(conn: Connection) -> str:
    """The random id that stands in all ids made here."""
    return str(conn.execute(_UID).scalar_one())


def touch(conn: Connection) -> None:
    """Write something that changes nothing. There and back: SQLite does not write a value that is the same."""
    conn.execute(_THERE)
    conn.execute(_AND_BACK)


def version(conn: Connection) -> int:
    """The schema's version; 0 when there are no tables yet."""
    return conn.execute(_VERSION).scalar_one() if inspect(conn).has_table(house.name) else 0


def set_version(conn: Connection, number: int) -> None:
    """Say which schema the tables now have."""
    conn.execute(_SET_VERSION, {"version": number})
