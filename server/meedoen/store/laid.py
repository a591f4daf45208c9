# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was laid before a colleague, who is asked to answer it: his own list, until somebody answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from meedoen.errors import NotFound
from meedoen.mailing import Mail
from meedoen.records import Widget
from meedoen.records_answers import Waiting
from meedoen.records_staff import Member
from meedoen.store import events, mails
from meedoen.store.schema import contribution, laid_before, membership
from meedoen.store.upsert import put
from meedoen.values import say

_ADD = put(laid_before).returning(laid_before.c.at)
_JOINED = (contribution.c.widget == laid_before.c.widget) & (contribution.c.number == laid_before.c.number)
_OF_MEMBER = (
    select(laid_before, contribution.c.kind, contribution.c.target, contribution.c.data)
    .join(contribution, _JOINED)
    .where(laid_before.c.membership == bindparam("whose"), contribution.c.removed.is_(None))
    .order_by(laid_before.c.at, laid_before.c.widget, laid_before.c.number)
    .limit(bindparam("most"))
)
_SOME_OF_MEMBER = _OF_MEMBER.where(laid_before.c.widget.in_(bindparam("within", expanding=True)))
_ABOUT = select(laid_before.c.membership).where(
    laid_before.c.widget == bindparam("of"), laid_before.c.number == bindparam("one")
)
_ROWS = select(laid_before).where(laid_before.c.widget == bindparam("of"), laid_before.c.number == bindparam("one"))
_HOLDERS = (
    select(laid_before.c.number, membership.c.name)
    .join(membership, membership.c.id == laid_before.c.membership)
    .where(laid_before.c.widget == bindparam("of"), laid_before.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(laid_before.c.number, laid_before.c.at, membership.c.name)
)
_LEAVE = delete(laid_before).where(laid_before.c.widget == bindparam("of"), laid_before.c.number == bindparam("one"))
_GIVE_BACK = _LEAVE.where(laid_before.c.membership == bindparam("by"))


def before(
    conn: Connection, of: Widget, number: int, to: Member, by: Member, letter: Mail | None, *, at: datetime
) -> None:
    """Ask a colleague, with a mail where there is one. Asked again while it is in his list, he hears no more."""
    given = {"widget": of.id, "number": number, "membership": to.id, "by": by.id, "at": at}
    if conn.execute(_ADD, given).one_or_none() is None:
        return
    organisation = of.organisation.id
    data = {"member": to.uid}
    events.append(
        conn, "laid before", organisation=organisation, widget=of.id, role=events.STAFF, at=at, number=number, data=data
    )
    if letter is not None:
        mails.put(conn, letter)


def of_member(conn: Connection, member_id: int, most: int, within: Sequence[int] | None) -> Sequence[Waiting]:
    """What was laid before him, the longest ago first; in these widgets, or None: in all of the organisation."""
    statement = _OF_MEMBER if within is None else _SOME_OF_MEMBER
    rows = conn.execute(statement, {"whose": member_id, "most": most, "within": list(within or ())})
    return [Waiting(row.widget, row.number, row.at, row.kind, row.target, row.data) for row in rows]


def holders(conn: Connection, widget_id: int, number: int) -> Sequence[str]:
    """The names of those before whom a contribution lies."""
    return [name for _number, name in conn.execute(_HOLDERS, {"of": widget_id, "numbers": [number]})]


def holders_of(conn: Connection, widget_id: int, numbers: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """The same of several, by number."""
    found: dict[int, list[str]] = {}
    for number, name in conn.execute(_HOLDERS, {"of": widget_id, "numbers": list(numbers)}):
        found.setdefault(number, []).append(name)
    return found


def take(conn: Connection, of: Widget, number: int, by: Member, *, at: datetime) -> None:
    """He answers it, and nobody else is asked any more."""
    leave(conn, of.id, number)
    conn.execute(_ADD, {"widget": of.id, "number": number, "membership": by.id, "by": by.id, "at": at})
    _log(conn, of, "taken over", number, at)


def give_back(conn: Connection, of: Widget, number: int, by: Member, *, at: datetime) -> None:
    """It lies before him no longer. Raises `NotFound` where it did not."""
    if not conn.execute(_GIVE_BACK, {"of": of.id, "one": number, "by": by.id}).rowcount:
        raise NotFound(say("It does not lie before you. Go back to the contribution."))
    _log(conn, of, "given back", number, at)


def about(conn: Connection, widget_id: int, number: int) -> Sequence[int]:
    """The memberships of those before whom a contribution lies."""
    return conn.execute(_ABOUT, {"of": widget_id, "one": number}).scalars().all()


def lead_on(conn: Connection, widget_id: int, number: int, to: int) -> None:
    """Whoever was asked about a double is asked about the one that remains."""
    for row in conn.execute(_ROWS, {"of": widget_id, "one": number}).mappings().all():
        conn.execute(_ADD, {**row, "number": to})
    leave(conn, widget_id, number)


def leave(conn: Connection, widget_id: int, number: int) -> None:
    """Somebody answered, or there is nothing any more to answer."""
    conn.execute(_LEAVE, {"of": widget_id, "one": number})


def _log(conn: Connection, of: Widget, kind: str, number: int, at: datetime) -> None:
    organisation = of.organisation.id
    events.append(conn, kind, organisation=organisation, widget=of.id, role=events.STAFF, at=at, number=number)
