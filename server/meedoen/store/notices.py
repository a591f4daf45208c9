# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What widgets tell who follows: read by feeds, and so by the mail that is made of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, or_, select

from meedoen.records import Widget
from meedoen.records_answers import Notice
from meedoen.store import events
from meedoen.store.pulse import words_moved
from meedoen.store.schema import contribution, notice
from meedoen.values import Message

_ADD = insert(notice)
_NEWEST = (
    select(notice, contribution.c.kind, contribution.c.target)
    .outerjoin(contribution, (contribution.c.widget == notice.c.widget) & (contribution.c.number == notice.c.number))
    .where(
        notice.c.widget == bindparam("of"),
        or_(notice.c.number.is_(None), contribution.c.removed.is_(None)),
    )
    .order_by(notice.c.id.desc())
    .limit(bindparam("most"))
)
_ABOUT = _NEWEST.where(notice.c.number == bindparam("one"))
_FORGET = delete(notice).where(notice.c.widget == bindparam("of"), notice.c.number == bindparam("one"))


def add(conn: Connection, of: Widget, number: int | None, text: Message, *, role: str, at: datetime) -> None:
    """One more. The line of the log says that something was told, so that mail looks; what, stands here alone."""
    conn.execute(_ADD, {"widget": of.id, "number": number, "msgid": text.msgid, "given": dict(text.values), "at": at})
    events.append(conn, "notified", organisation=of.organisation.id, widget=of.id, role=role, at=at, number=number)
    words_moved(conn, of.id)


def newest(conn: Connection, widget_id: int, most: int, number: int | None = None) -> list[Notice]:
    """The newest first; about one contribution, where a number is given. None about what was removed."""
    given = {"of": widget_id, "most": most, "one": number}
    rows = conn.execute(_NEWEST if number is None else _ABOUT, given)
    return [
        Notice(row.id, Message(row.msgid, row.given), row.at, row.number or 0, row.kind or "", row.target or "")
        for row in rows
    ]


def forget(conn: Connection, widget_id: int, number: int) -> None:
    """What was told about a contribution whose words are erased, since it may repeat them."""
    conn.execute(_FORGET, {"of": widget_id, "one": number})
