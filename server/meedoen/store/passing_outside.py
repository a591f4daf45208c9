# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Passing a contribution on by mail, to an organisation that is not on this server."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, insert, select

from meedoen import limits
from meedoen.errors import Conflict
from meedoen.records import Widget
from meedoen.records_answers import Decision, Outside
from meedoen.records_staff import Member
from meedoen.store import answers, events
from meedoen.store.schema import membership
from meedoen.store.schema_desk import passed_outside
from meedoen.values import say

_DAY_S = 24 * 60 * 60
_ADD = insert(passed_outside)
_ABOUT = (
    select(passed_outside.c.name, passed_outside.c.address, passed_outside.c.at, membership.c.name.label("by"))
    .join(membership, membership.c.id == passed_outside.c.by)
    .where(passed_outside.c.widget == bindparam("of"), passed_outside.c.number == bindparam("one"))
    .order_by(passed_outside.c.id)
)
_SINCE = (
    select(func.count())
    .select_from(passed_outside)
    .where(passed_outside.c.organisation == bindparam("of"), passed_outside.c.at > bindparam("since"))
)


def on(
    conn: Connection, of: Widget, number: int, decision: Decision, address: str, by: Member, *, at: datetime
) -> bool:
    """The outcome says where it went; answers whether a mail is to go there, which it does once to each address.

    Raises `NotFound` when it stands no longer, `Conflict` where the organisation passed on as much as it may in a day.
    """
    answers.decide(conn, of, [number], decision, by, at=at)
    if any(one.address == address for one in about(conn, of.id, number)):
        return False
    since = at - timedelta(seconds=_DAY_S)
    of_day = conn.execute(_SINCE, {"of": of.organisation.id, "since": since}).scalar_one()
    if of_day >= limits.PASSED_OUTSIDE_PER_DAY_MAX:
        raise Conflict(say("Your organisation passed on as much by mail as it may in a day. Try again tomorrow."))
    where = {"widget": of.id, "number": number, "organisation": of.organisation.id}
    conn.execute(_ADD, where | {"name": decision.recipient, "address": address, "by": by.id, "at": at})
    events.append(
        conn,
        "passed outside",
        organisation=of.organisation.id,
        widget=of.id,
        role=events.STAFF,
        at=at,
        number=number,
    )
    return True


def about(conn: Connection, widget_id: int, number: int) -> Sequence[Outside]:
    """To whom it was mailed, the longest ago first."""
    rows = conn.execute(_ABOUT, {"of": widget_id, "one": number})
    return [Outside(row.name, row.address, row.by, row.at) for row in rows]
