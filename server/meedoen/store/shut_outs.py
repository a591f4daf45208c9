# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may not write in an organisation until a moment. A row goes on telling who was, once that moment has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, insert, select, update

from meedoen.errors import Conflict, Forbidden, NotFound
from meedoen.records import Organisation, Widget
from meedoen.records_moderation import ShutOut
from meedoen.records_staff import Member, Profile
from meedoen.store import authors, events
from meedoen.store.schema import membership, organisation, widget
from meedoen.store.schema_moderation import shut_out
from meedoen.values import say

_REFUSED = (
    select(func.max(shut_out.c.until).label("until"), organisation.c.time_zone)
    .join(widget, widget.c.organisation == shut_out.c.organisation)
    .join(organisation, organisation.c.id == shut_out.c.organisation)
    .where(
        widget.c.id == bindparam("of"), shut_out.c.participant == bindparam("who"), shut_out.c.until > bindparam("now")
    )
    .group_by(organisation.c.time_zone)
)
_UNTIL = select(func.max(shut_out.c.until)).where(
    shut_out.c.organisation == bindparam("within"),
    shut_out.c.participant == bindparam("who"),
    shut_out.c.until > bindparam("now"),
)
_ADD = insert(shut_out)
_LISTED = (
    select(shut_out, membership.c.name, membership.c.function, membership.c.department, membership.c.show_name)
    .join(membership, membership.c.id == shut_out.c.membership)
    .where(shut_out.c.organisation == bindparam("within"), shut_out.c.until > bindparam("now"))
    .order_by(shut_out.c.until, shut_out.c.id)
    .limit(bindparam("most"))
)
_END = (
    update(shut_out)
    .where(
        shut_out.c.id == bindparam("one"),
        shut_out.c.organisation == bindparam("within"),
        shut_out.c.until > bindparam("now"),
    )
    .values(until=bindparam("now"))
    .returning(shut_out.c.widget, shut_out.c.number)
)


def refusal(conn: Connection, widget_id: int, participant: bytes, now: datetime) -> Forbidden | None:
    """Why this participant may not write here now."""
    row = conn.execute(_REFUSED, {"of": widget_id, "who": participant, "now": now}).one_or_none()
    if row is None:
        return None
    day = row.until.astimezone(ZoneInfo(row.time_zone)).date()
    return Forbidden(
        say(
            "The organisation does not take what you write or report until %(day)s, since what you sent before broke"
            " the rules of play. Do you disagree? Tell it by the telephone number or the address at “Help”.",
            day=day,
        )
    )


def until(conn: Connection, organisation_id: int, participant: bytes, now: datetime) -> datetime | None:
    """Until when somebody is shut out, if he is."""
    asked = {"within": organisation_id, "who": participant, "now": now}
    found: datetime | None = conn.execute(_UNTIL, asked).scalar_one()
    return found


def add(conn: Connection, of: Widget, number: int, reason: str, by: Member, *, until: datetime, at: datetime) -> None:
    """Shut out who wrote this. Raises `NotFound`; `Conflict` when it is too late for that."""
    who = authors.person(conn, of.id, number)
    if who is None:
        raise NotFound(say("There is nobody here to shut out: staff wrote or entered it, or it was erased who did."))
    if until <= at:
        raise Conflict(say("Choose a day that is still to come."))
    values: dict[str, Any] = {"organisation": of.organisation.id, "participant": who, "widget": of.id, "number": number}
    conn.execute(_ADD, values | {"until": until, "reason": reason, "membership": by.id, "at": at})
    _log(conn, of.organisation.id, of.id, number, "shut out", at)


def end(conn: Connection, of: Organisation, key: int, *, at: datetime) -> None:
    """He may write again. Raises `NotFound` when he may already."""
    row = conn.execute(_END, {"one": key, "within": of.id, "now": at}).one_or_none()
    if row is None:
        raise NotFound(say("This has ended already."))
    _log(conn, of.id, row.widget, row.number, "let in", at)


def standing(conn: Connection, organisation_id: int, now: datetime, most: int) -> list[ShutOut]:
    """Who is shut out, who comes back first at the top."""
    rows = conn.execute(_LISTED, {"within": organisation_id, "now": now, "most": most})
    return [
        ShutOut(
            row.id,
            row.widget,
            row.number,
            row.until,
            row.reason,
            row.at,
            Profile(row.name, row.function, row.department, row.show_name).public,
        )
        for row in rows
    ]


def _log(conn: Connection, organisation_id: int, widget_id: int, number: int, kind: str, at: datetime) -> None:
    events.append(conn, kind, organisation=organisation_id, widget=widget_id, role=events.STAFF, at=at, number=number)
