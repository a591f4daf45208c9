# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What widgets ask of staff about a contribution: one line in the queue however much is asked, gone once it is done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from meedoen.errors import NotFound
from meedoen.records import Widget
from meedoen.records_answers import Asked, What
from meedoen.store import events, waiting
from meedoen.store.schema import task
from meedoen.store.upsert import put
from meedoen.values import Message, say

_ADD = put(task).returning(task.c.id)
_OF = (
    select(task.c.msgid, task.c.given, task.c.at)
    .where(task.c.widget == bindparam("of"), task.c.number == bindparam("one"))
    .order_by(task.c.id)
)


def add(conn: Connection, of: Widget, number: int, text: Message, *, role: str, at: datetime) -> None:
    """Something more to do. What was asked in the same words before is not asked again."""
    given = {"widget": of.id, "number": number, "msgid": text.msgid, "given": dict(text.values), "at": at}
    if conn.execute(_ADD, given).one_or_none() is not None:
        waiting.add(conn, of.id, number, What.TASK, organisation=of.organisation.id, since=at)
        events.append(conn, "task", organisation=of.organisation.id, widget=of.id, role=role, at=at, number=number)


def of_contribution(conn: Connection, widget_id: int, number: int) -> list[Asked]:
    """All that was ever asked about it, oldest first."""
    rows = conn.execute(_OF, {"of": widget_id, "one": number})
    return [Asked(Message(row.msgid, row.given), row.at) for row in rows]


def done(conn: Connection, of: Widget, number: int, *, at: datetime) -> None:
    """Somebody did what was asked. Raises `NotFound` where nothing is."""
    if not waiting.leave(conn, of.id, number, What.TASK):
        raise NotFound(say("There is nothing left to do here. Go back to what waits."))
    events.append(
        conn,
        "task done",
        organisation=of.organisation.id,
        widget=of.id,
        role=events.STAFF,
        at=at,
        number=number,
    )
