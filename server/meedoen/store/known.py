# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""As whom a browser is known in a widget, since somebody proved there who he is: for some hours, or till he ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select

from meedoen import limits
from meedoen.store.schema_known import known_here
from meedoen.store.upsert import excluded, put

_OF_ONE = known_here.c.widget == bindparam("of"), known_here.c.participant == bindparam("by")
_REMEMBER = put(known_here, keys=["widget", "participant"], change=excluded(known_here, "person", "until"))
_PERSON = select(known_here.c.person).where(*_OF_ONE, known_here.c.until > bindparam("moment"))
_FORGET_ONE = delete(known_here).where(*_OF_ONE)
_FORGET_ALL = delete(known_here).where(known_here.c.widget == bindparam("of"))
_FORGET_PAST = delete(known_here).where(known_here.c.until <= bindparam("moment"))


def remember(conn: Connection, widget_id: int, participant: bytes, person: bytes, *, at: datetime) -> None:
    """He acts as this person from now on, for `PERSON_KNOWN_S`."""
    until = at + timedelta(seconds=limits.PERSON_KNOWN_S)
    row = {"widget": widget_id, "participant": participant, "person": person, "until": until}
    conn.execute(_REMEMBER, row)


def person(conn: Connection, widget_id: int, participant: bytes, *, at: datetime) -> bytes | None:
    """As whom this participant is known in the widget now, if he is."""
    where = {"of": widget_id, "by": participant, "moment": at}
    found: bytes | None = conn.execute(_PERSON, where).scalar_one_or_none()
    return found


def forget_one(conn: Connection, widget_id: int, participant: bytes) -> None:
    """He is asked anew who he is."""
    conn.execute(_FORGET_ONE, {"of": widget_id, "by": participant})


def forget_all(conn: Connection, widget_id: int) -> None:
    """Everybody is."""
    conn.execute(_FORGET_ALL, {"of": widget_id})


def forget(conn: Connection, now: datetime) -> None:
    """Drop what has ended."""
    conn.execute(_FORGET_PAST, {"moment": now})
