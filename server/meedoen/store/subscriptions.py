# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who asked for mail about what. The address is here for as long as it is wanted, and not an hour longer.

What is due is found without reading what happened: by the newest line of the log and the schedule of where it is about.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    type_coerce,
    update,
)

from meedoen import limits
from meedoen.mailing import OWN, Pace, Subscription
from meedoen.store.moments import Moment
from meedoen.store.schema import event, mail, narrowed_subscription, phase, subscription, widget
from meedoen.store.upsert import excluded
from meedoen.store.upsert import put as put_row

_S = subscription.c
_NOT_LATE = or_(_S.confirmed.is_not(None), _S.created > bindparam("since"))
_ASK = put_row(subscription, keys=["organisation", "place", "address"], change=excluded(subscription, "created"))
_READ = select(subscription, narrowed_subscription.c.query).outerjoin(
    narrowed_subscription, narrowed_subscription.c.subscription == _S.id
)
_NARROW = put_row(narrowed_subscription)
_ASKED = _READ.where(
    _S.organisation == bindparam("of"), _S.place == bindparam("at_place"), _S.address == bindparam("whose")
)
_BY_CODE = _READ.where(_S.code == bindparam("by"), _S.organisation == bindparam("of"), _NOT_LATE)
_AT = bindparam("at", type_=Moment)
_CONFIRM = (
    update(subscription)
    .where(_S.id == bindparam("of"))
    .values(
        pace=bindparam("new_pace"),
        language=bindparam("new_language"),
        due=bindparam("new_due"),
        told=case((_S.confirmed.is_(None), _AT), else_=_S.told),
        confirmed=func.coalesce(_S.confirmed, _AT),
    )
)
_MAILS_OF = delete(mail).where(mail.c.subscription == bindparam("of"))
_END = delete(subscription).where(_S.id == bindparam("of"))
_OVER = or_(
    and_(_S.confirmed.is_(None), _S.created <= bindparam("before")),
    _S.widget.in_(select(widget.c.id).where(widget.c.withdrawn.is_not(None))),
)
_MAILS_OVER = delete(mail).where(mail.c.subscription.in_(select(_S.id).where(_OVER)))
_FORGET = delete(subscription).where(_OVER)
_AUTHORS = _S.place == bindparam("at_place")
_NUMBERED = and_(_S.widget == bindparam("of"), _S.number.is_not(None))
_OF_AUTHOR = _READ.where(_AUTHORS, _S.confirmed.is_not(None)).order_by(_S.id)
_LEAVE_AUTHOR = (
    delete(mail).where(mail.c.subscription.in_(select(_S.id).where(_AUTHORS))),
    delete(subscription).where(_AUTHORS),
)
_LEAVE_NUMBERED = (
    delete(mail).where(mail.c.subscription.in_(select(_S.id).where(_NUMBERED))),
    delete(subscription).where(_NUMBERED),
)


def _newest(of: Column[Any], whose: Column[Any]) -> Any:
    """When the log got its newest line about it."""
    line = select(event.c.at).where(of == whose).order_by(event.c.id.desc()).limit(1)
    return type_coerce(line.correlate(subscription).scalar_subquery(), BigInteger)


def _turns(at: Column[Any]) -> Any:
    """The clock opened or closed it since."""
    return and_(at > _S.told, at <= bindparam("until"))


_TURNS = or_(_turns(phase.c.opens_at), _turns(phase.c.closes_at))
_WIDGET_TURNS = exists().where(phase.c.widget == _S.widget, _TURNS).correlate(subscription)
_ONE_TURNS = (
    select(phase.c.widget)
    .join(widget, widget.c.id == phase.c.widget)
    .where(_S.widget.is_(None), widget.c.organisation == _S.organisation, _TURNS)
    .correlate(subscription)
    .exists()
)
_HEARD = type_coerce(_S.told, BigInteger) - limits.TELL_SETTLED_S * 1_000_000
_SOMETHING = or_(
    and_(_S.widget.is_(None), _newest(event.c.organisation, _S.organisation) > _HEARD),
    _newest(event.c.widget, _S.widget) > _HEARD,
    _WIDGET_TURNS,
    _ONE_TURNS,
)
_DUE = (
    _READ.where(_S.confirmed.is_not(None), _S.due <= bindparam("now"), _S.told < bindparam("until"))
    .where(or_(_S.pace == Pace.DAILY.value, _SOMETHING))
    .order_by(_S.place, _S.organisation, _S.language, _S.id)
    .limit(bindparam("most"))
)
_TOLD = (
    update(subscription)
    .where(_S.id == bindparam("of"), _S.told == bindparam("was_told"))
    .values(told=bindparam("until"), due=bindparam("new_due"))
)


def ask(conn: Connection, of: Subscription) -> Subscription:
    """Keep that somebody asked; what was there already stays as it is. Answers what is kept, with its code."""
    conn.execute(
        _ASK,
        {
            "code": secrets.token_hex(16),
            "organisation": of.organisation,
            "widget": of.widget,
            "number": of.number,
            "place": of.place,
            "address": of.address,
            "pace": of.pace.value,
            "language": of.language,
            "created": of.created,
            "told": of.created,
            "due": of.created,
        },
    )
    found = conn.execute(_ASKED, {"of": of.organisation, "at_place": of.place, "whose": of.address}).one()
    if of.query:
        conn.execute(_NARROW, {"subscription": found.id, "query": of.query})
    return replace(_record(found), query=of.query)


def by_code(conn: Connection, organisation: int, code: str, now: datetime) -> Subscription | None:
    """The one with this code in this organisation, unless it was to be confirmed and is too late."""
    since = now - timedelta(seconds=limits.MAIL_CONFIRM_S)
    row = conn.execute(_BY_CODE, {"by": code, "of": organisation, "since": since}).one_or_none()
    return None if row is None else _record(row)


def confirm(conn: Connection, of: Subscription, pace: Pace, language: str, *, at: datetime, due: datetime) -> None:
    """From `at` on it gets mail, the first not before `due`; one that did already gets it at this pace from now on."""
    given = {"new_pace": pace.value, "new_language": language, "new_due": due}
    conn.execute(_CONFIRM, {"of": of.id, "at": at, **given})


def end(conn: Connection, of: Subscription) -> None:
    """Nothing of it stays, nor any mail for it that waits."""
    conn.execute(_MAILS_OF, {"of": of.id})
    conn.execute(_END, {"of": of.id})


def due(conn: Connection, now: datetime, until: datetime, most: int) -> Sequence[Subscription]:
    """Those that may be told something that happened until then, those about the same together."""
    return [_record(row) for row in conn.execute(_DUE, {"now": now, "until": until, "most": most})]


def told(conn: Connection, of: Subscription, until: datetime, due: datetime) -> bool:
    """It was told what happened until then, and is told nothing before `due`. False: somebody else did meanwhile."""
    given = {"of": of.id, "was_told": of.told, "until": until, "new_due": due}
    return conn.execute(_TOLD, given).rowcount == 1


def forget(conn: Connection, now: datetime) -> None:
    """Those that were not confirmed in time, and those about what was withdrawn."""
    before = now - timedelta(seconds=limits.MAIL_CONFIRM_S)
    conn.execute(_MAILS_OVER, {"before": before})
    conn.execute(_FORGET, {"before": before})


def of_author(conn: Connection, widget_id: int, number: int) -> Sequence[Subscription]:
    """Where the author of a contribution is mailed about it."""
    return [_record(row) for row in conn.execute(_OF_AUTHOR, {"at_place": f"{widget_id}/{number}/{OWN}"})]


def leave_author(conn: Connection, widget_id: int, number: int) -> None:
    """The words of a contribution are gone for good: so is the address that its author left to hear about them."""
    for statement in _LEAVE_AUTHOR:
        conn.execute(statement, {"at_place": f"{widget_id}/{number}/{OWN}"})


def leave_numbered(conn: Connection, widget_id: int) -> None:
    """The numbers of a widget begin anew: nobody follows another's contribution for one that was wiped."""
    for statement in _LEAVE_NUMBERED:
        conn.execute(statement, {"of": widget_id})


def _record(row: Row[Any]) -> Subscription:
    return Subscription(
        organisation=row.organisation,
        address=row.address,
        pace=Pace(row.pace),
        language=row.language,
        created=row.created,
        widget=row.widget,
        number=row.number,
        code=row.code,
        told=row.told,
        id=row.id,
        query=row.query or "",
        own=row.place.endswith(f"/{OWN}"),
    )
