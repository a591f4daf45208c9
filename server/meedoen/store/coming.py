# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff wrote for a later moment: it can be changed or dropped until then, and nobody is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from meedoen.effects import Contribute
from meedoen.errors import Conflict
from meedoen.records import Widget
from meedoen.records_posts import PICTURE, Coming, Signer
from meedoen.records_staff import Profile
from meedoen.store import events, jobs, pictures
from meedoen.store.schema import coming, membership
from meedoen.store.upsert import put
from meedoen.values import say

PUBLISH = "publish"
"""The job of a widget, due when the first of these is."""

_ADD = put(coming)
_PROFILE = ("name", "function", "department", "show_name")
_OF_WIDGET = (
    select(coming, membership.c.uid.label("who"), *(membership.c[name] for name in _PROFILE))
    .join(membership, membership.c.id == coming.c.membership)
    .where(coming.c.widget == bindparam("of"))
    .order_by(coming.c.due, coming.c.id)
)
_ONE = (coming.c.widget == bindparam("of"), coming.c.uid == bindparam("one"))
_CHANGE = (
    update(coming)
    .where(*_ONE)
    .values(data=bindparam("words"), due=bindparam("at"), membership=bindparam("by"))
    .returning(coming.c.uid)
)
_FIND = select(coming.c.data).where(*_ONE).with_for_update()
_TAKE = delete(coming).where(*_ONE).returning(coming.c.kind, coming.c.data)
_NEXT = select(func.min(coming.c.due)).where(coming.c.widget == bindparam("of"), coming.c.due > bindparam("behind"))


def add(
    conn: Connection,
    of: Widget,
    action: str,
    kind: str,
    data: Mapping[str, Any],
    by: Signer,
    due: datetime,
    *,
    at: datetime,
    key: str,
) -> None:
    """It will be said at `due`. `key` is its `uid`: a second press of the button plans nothing more."""
    row = {"uid": key, "widget": of.id, "action": action, "kind": kind, "data": dict(data)}
    conn.execute(_ADD, {**row, "membership": by.member, "due": due})
    _kept(conn, of, data)
    _wake(conn, of, due, at)
    _log(conn, of, "planned", at)


def change(
    conn: Connection, of: Widget, uid: str, data: Mapping[str, Any], by: Signer, due: datetime, *, at: datetime
) -> None:
    """Other words or another moment. Raises `Conflict` when it has been said since, or dropped."""
    was = _there(conn, of, uid)
    conn.execute(_CHANGE, {"of": of.id, "one": uid, "words": dict(data), "at": due, "by": by.member})
    _left(conn, of, was)
    _kept(conn, of, data)
    _wake(conn, of, due, at)
    _log(conn, of, "planned", at)


def drop(conn: Connection, of: Widget, uid: str, *, at: datetime) -> None:
    """It will not be said. Raises `Conflict` when it has been, or was dropped before."""
    was = _there(conn, of, uid)
    conn.execute(_TAKE, {"of": of.id, "one": uid})
    _left(conn, of, was)
    _log(conn, of, "plan dropped", at)


def take(conn: Connection, widget_id: int, uid: str) -> Contribute | None:
    """What it comes to, which is no longer to come; None when it is not, or no longer."""
    row = conn.execute(_TAKE, {"of": widget_id, "one": uid}).one_or_none()
    return Contribute(row.kind, row.data) if row else None


def of_widget(conn: Connection, widget_id: int) -> list[Coming]:
    """What is to come, the first first, and what could not be said at its time."""
    return [_record(row) for row in conn.execute(_OF_WIDGET, {"of": widget_id})]


def wake(conn: Connection, widget_id: int, behind: datetime) -> None:
    """Have the next one that is due after this moment said in time."""
    due = conn.execute(_NEXT, {"of": widget_id, "behind": behind}).scalar_one_or_none()
    if due is not None:
        jobs.put(conn, PUBLISH, due=due, widget=widget_id)


def _wake(conn: Connection, of: Widget, due: datetime, at: datetime) -> None:
    """At its time, or for another that comes before."""
    first = conn.execute(_NEXT, {"of": of.id, "behind": at}).scalar_one_or_none()
    jobs.put(conn, PUBLISH, due=min(due, first or due), widget=of.id)


def _there(conn: Connection, of: Widget, uid: str) -> Mapping[str, Any]:
    data: Mapping[str, Any] | None = conn.execute(_FIND, {"of": of.id, "one": uid}).scalar_one_or_none()
    if data is None:
        raise Conflict(say("This has been placed since, or was dropped. Go back to the updates."))
    return data


def _kept(conn: Connection, of: Widget, data: Mapping[str, Any]) -> None:
    if shown := data.get(PICTURE):
        pictures.keep(conn, of.id, shown["name"])


def _left(conn: Connection, of: Widget, data: Mapping[str, Any]) -> None:
    if shown := data.get(PICTURE):
        pictures.leave(conn, of.id, shown["name"])


def _log(conn: Connection, of: Widget, kind: str, at: datetime) -> None:
    events.append(conn, kind, organisation=of.organisation.id, widget=of.id, role=events.STAFF, at=at)


def _record(row: Row[Any]) -> Coming:
    by = Signer(row.membership, row.who, row.function, row.department)
    known = Profile(*(getattr(row, name) for name in _PROFILE)).public
    return Coming(row.uid, row.widget, row.action, row.kind, row.data, by, known, row.due)
