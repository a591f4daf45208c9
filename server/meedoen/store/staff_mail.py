# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What members of staff chose to be mailed, and what there is to tell them. Their address is that of their account."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, bindparam, delete, or_, select, type_coerce, update

from meedoen import limits
from meedoen.records_moderation import HELD
from meedoen.records_staff import Came, Choice, Member
from meedoen.store.roles import PARTICIPANT
from meedoen.store.schema import contribution, event, membership, staff_mail
from meedoen.store.upsert import excluded, put

ALL, PASSED, WEEK = "", "passed", "week"
"""Places that are no widget: all of the organisation, what other organisations pass on to it, and what people got stuck
on, each Monday."""

_C = staff_mail.c
_OF_MEMBER = select(staff_mail).where(_C.membership == bindparam("whose"))
_ONE = _OF_MEMBER.where(_C.place == bindparam("at_place"))
_ADD = put(staff_mail)
_CHOOSE = put(staff_mail, keys=("membership", "place"), change=excluded(staff_mail, "wanted", "told", "due"))
_BY_CODE = (
    select(staff_mail)
    .join(membership, membership.c.id == _C.membership)
    .where(_C.code == bindparam("by"), membership.c.organisation == bindparam("of"), membership.c.ended.is_(None))
)
_END = update(staff_mail).where(_C.membership == bindparam("whose")).values(wanted=False)
_OTHERS = (PASSED, WEEK)
_END_ONE, _END_NEW = _END.where(_C.place == bindparam("at_place")), _END.where(_C.place.not_in(_OTHERS))
_FORGET = delete(staff_mail).where(_C.membership == bindparam("whose"))
_NEWEST = (
    select(event.c.at)
    .where(event.c.organisation == membership.c.organisation)
    .order_by(event.c.id.desc())
    .limit(1)
    .correlate(membership)
    .scalar_subquery()
)
_HEARD = type_coerce(_C.told, BigInteger) - limits.TELL_SETTLED_S * 1_000_000
_DUE = (
    select(staff_mail)
    .join(membership, membership.c.id == _C.membership)
    .where(_C.wanted, _C.place.not_in(_OTHERS), _C.due <= bindparam("now"), _C.told < bindparam("until"))
    .where(membership.c.ended.is_(None), type_coerce(_NEWEST, BigInteger) > _HEARD)
    .order_by(_C.membership, _C.id)
)
_DUE_WEEKLY = (
    select(staff_mail)
    .join(membership, membership.c.id == _C.membership)
    .where(_C.wanted, _C.place == WEEK, _C.due <= bindparam("now"), membership.c.ended.is_(None))
    .order_by(_C.id)
)
_LINES = (
    select(event.c.id, event.c.widget, event.c.number, event.c.kind, event.c.role, event.c.at)
    .where(event.c.organisation == bindparam("within"))
    .order_by(event.c.id.desc())
    .limit(limits.STAFF_MAIL_LINES_READ_MAX)
    .subquery()
)
_CAME = (
    select(_LINES.c.widget, _LINES.c.number, _LINES.c.at, contribution.c.removed)
    .join(contribution, (contribution.c.widget == _LINES.c.widget) & (contribution.c.number == _LINES.c.number))
    .where(_LINES.c.kind == "contributed", _LINES.c.role == PARTICIPANT)
    .where(_LINES.c.at > bindparam("after", type_=_C.told.type), _LINES.c.at <= bindparam("until", type_=_C.told.type))
    .where(or_(contribution.c.removed.is_(None), contribution.c.removed == HELD))
    .order_by(_LINES.c.id)
)
_TOLD = (
    update(staff_mail)
    .where(_C.id == bindparam("of"), _C.told == bindparam("was_told"))
    .values(told=bindparam("until"), due=bindparam("new_due"))
)


def chosen(conn: Connection, member_id: int) -> Mapping[str, bool]:
    """By place, what he chose; of what is not there he chose nothing."""
    return {row.place: row.wanted for row in conn.execute(_OF_MEMBER, {"whose": member_id})}


def choose(conn: Connection, of: Member, wants: Mapping[str, bool], *, at: datetime) -> None:
    """What he wants from `at` on, by place; a widget's place is its id. What he chose before stays as it is."""
    before = chosen(conn, of.id)
    for place, wanted in wants.items():
        if before.get(place) is not wanted:
            conn.execute(_CHOOSE, _row(of, place, wanted=wanted, at=at))


def passed(conn: Connection, of: Member, *, at: datetime) -> Choice:
    """Whether he wants mail about what others pass on: he does, until he says otherwise."""
    conn.execute(_ADD, _row(of, PASSED, wanted=True, at=at))
    return _record(conn.execute(_ONE, {"whose": of.id, "at_place": PASSED}).one())


def by_code(conn: Connection, organisation_id: int, code: str) -> Choice | None:
    """The choice that this code ends, in this organisation."""
    row = conn.execute(_BY_CODE, {"by": code, "of": organisation_id}).one_or_none()
    return None if row is None else _record(row)


def end(conn: Connection, of: Choice) -> None:
    """He wants no more of the mail that this is in: what comes in is told in one, wherever it comes in."""
    conn.execute(_END_ONE if of.place in _OTHERS else _END_NEW, {"whose": of.membership, "at_place": of.place})


def forget(conn: Connection, member_id: int) -> None:
    """He left: what he chose is gone."""
    conn.execute(_FORGET, {"whose": member_id})


def due(conn: Connection, now: datetime, until: datetime) -> Sequence[Choice]:
    """Those of whose organisation something happened until then that they were not told, each member's together."""
    return [_record(row) for row in conn.execute(_DUE, {"now": now, "until": until})]


def due_weekly(conn: Connection, now: datetime) -> Sequence[Choice]:
    """Those who chose to hear of the week, and may be due for it."""
    return [_record(row) for row in conn.execute(_DUE_WEEKLY, {"now": now})]


def came(conn: Connection, organisation_id: int, after: datetime, until: datetime) -> Sequence[Came]:
    """What was contributed in between and stands or is held, the oldest first; of the latest lines of the log alone."""
    rows = conn.execute(_CAME, {"within": organisation_id, "after": after, "until": until})
    return [Came(row.widget, row.number, row.at, row.removed == HELD) for row in rows]


def told(conn: Connection, of: Choice, until: datetime, due: datetime) -> bool:
    """He was told until then, and is told nothing before `due`. False: somebody else did meanwhile."""
    given = {"of": of.id, "was_told": of.told, "until": until, "new_due": due}
    return conn.execute(_TOLD, given).rowcount == 1


def _row(of: Member, place: str, *, wanted: bool, at: datetime) -> dict[str, Any]:
    return {
        "code": secrets.token_hex(16),
        "membership": of.id,
        "place": place,
        "widget": int(place) if place.isdecimal() else None,
        "wanted": wanted,
        "told": at,
        "due": at,
    }


def _record(row: Row[Any]) -> Choice:
    return Choice(row.id, row.code, row.membership, row.place, row.widget, row.wanted, row.told)
