# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What colleagues tell one another about a contribution: read by the console and the organisation's export alone.

It goes with the words of the contribution (`hanging`), for it may repeat these.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from meedoen import limits
from meedoen.errors import Conflict, NotFound
from meedoen.records import Widget
from meedoen.records_answers import Note
from meedoen.records_staff import Member
from meedoen.store import events
from meedoen.store.schema import contribution, membership
from meedoen.store.schema_desk import note
from meedoen.values import say

_ADD = insert(note)
_OF = (note.c.widget == bindparam("of"), note.c.number == bindparam("one"))
_ALL = (
    select(note.c.text, note.c.at, note.c.membership, membership.c.name)
    .join(membership, membership.c.id == note.c.membership)
    .where(*_OF)
    .order_by(note.c.id)
)
_HOW_MANY = select(func.count()).select_from(note).where(*_OF)
_THERE = (
    select(contribution.c.number)
    .where(contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one"))
    .with_for_update()
)


def add(conn: Connection, of: Widget, number: int, text: str, by: Member, *, at: datetime) -> None:
    """A note more; the same once more, by a second press of a button, is none.

    Raises `NotFound` where there is no such contribution, `Conflict` where there are as many as can be kept.
    """
    where = {"of": of.id, "one": number}
    if conn.execute(_THERE, where).one_or_none() is None:
        raise NotFound(say("There is no contribution with this number, or it was removed before."))
    last = conn.execute(_ALL, where).all()[-1:]
    if [(row.text, row.membership) for row in last] == [(text, by.id)]:
        return
    if conn.execute(_HOW_MANY, where).scalar_one() >= limits.NOTES_MAX:
        raise Conflict(say("There are as many notes as can be kept. Speak to one another about it in another way."))
    conn.execute(_ADD, {"widget": of.id, "number": number, "membership": by.id, "text": text, "at": at})
    organisation = of.organisation.id
    events.append(conn, "noted", organisation=organisation, widget=of.id, role=events.STAFF, at=at, number=number)


def about(conn: Connection, widget_id: int, number: int) -> Sequence[Note]:
    """All there are of a contribution, the oldest first."""
    rows = conn.execute(_ALL, {"of": widget_id, "one": number})
    return [Note(row.text, row.name, row.at) for row in rows]
