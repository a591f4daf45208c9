# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log: one line for each thing that happened, in the transaction in which it happened. Reactions have none.

What changed is read from its own table; a line says who (in which role), what, when and which, and no personal text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, insert, select

from meedoen.records_log import LoggedEvent
from meedoen.store import following, roles
from meedoen.store.schema import event

PARTICIPANT = roles.PARTICIPANT
STAFF = roles.STAFF
SERVER = roles.SERVER
_BY = "done by"

_ADD = insert(event)
_NEWEST = select(event).order_by(event.c.id.desc()).limit(bindparam("most"))
_OF_WIDGET = _NEWEST.where(event.c.widget == bindparam("of"))
_OF_KIND = _OF_WIDGET.where(event.c.kind == bindparam("of_kind"), event.c.data["change"].as_string().is_(None))
"""Without what is part of a change, which has a line of its own."""
_OF_ORGANISATION = _NEWEST.where(event.c.organisation == bindparam("of"))


@contextmanager
def done_by(conn: Connection, member: str) -> Iterator[None]:
    """What is logged within this names the member of staff who did it, by his `uid`."""
    before, conn.info[_BY] = conn.info.get(_BY), member
    try:
        yield
    finally:
        conn.info[_BY] = before


def append(
    conn: Connection,
    kind: str,
    *,
    organisation: int,
    widget: int | None,
    role: str,
    at: datetime,
    number: int | None = None,
    data: Mapping[str, Any] | None = None,
) -> str:
    """Add a line, once what it tells is done: what follows from it is read from there. Answers its uid."""
    uid = uuid4().hex
    conn.execute(
        _ADD,
        {
            "uid": uid,
            "organisation": organisation,
            "widget": widget,
            "kind": kind,
            "role": role,
            "at": at,
            "number": number,
            "data": dict(data or {}) | ({"by": by} if (by := conn.info.get(_BY)) else {}),
        },
    )
    following.follow(conn, kind, data or {}, widget=widget, number=number, role=role, at=at)
    return uid


def of_widget(conn: Connection, widget_id: int, most: int, kind: str | None = None) -> list[LoggedEvent]:
    """A widget's lines, newest first; of one kind, where one is given."""
    if kind is None:
        return [_record(row) for row in conn.execute(_OF_WIDGET, {"of": widget_id, "most": most})]
    return [_record(row) for row in conn.execute(_OF_KIND, {"of": widget_id, "of_kind": kind, "most": most})]


def of_organisation(conn: Connection, organisation_id: int, most: int) -> list[LoggedEvent]:
    """An organisation's lines and those of its widgets, newest first."""
    return [_record(row) for row in conn.execute(_OF_ORGANISATION, {"of": organisation_id, "most": most})]


def _record(row: Row[Any]) -> LoggedEvent:
    return LoggedEvent(
        id=row.id,
        uid=row.uid,
        widget=row.widget,
        kind=row.kind,
        role=row.role,
        at=row.at,
        number=row.number,
        data=row.data,
    )
