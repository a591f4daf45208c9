# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mail that waits: rows written in the transaction of what they tell of, claimed under a lease, one sender at a time.

A mail that was sent, or given up, keeps no address and no words. Between its being sent and that being written lies the
one moment in which a death of the process has it sent again: at least once is what is promised.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, delete, func, insert, or_, select, update

from meedoen import limits
from meedoen.mailing import SEND_MAIL, Mail, address
from meedoen.store import jobs
from meedoen.store.jobs import BACKOFF_MAX_S, BACKOFF_S
from meedoen.store.schema import mail

WAITING, SENT, GIVEN_UP = "waiting", "sent", "given-up"

_PERSONAL = ("address", "sender", "subject", "text", "unsubscribe")
_ADD = insert(mail)
_FREE = or_(mail.c.leased_until.is_(None), mail.c.leased_until <= bindparam("now"))
_DUE = (
    select(mail.c.id)
    .where(mail.c.state == WAITING, mail.c.due <= bindparam("now"), _FREE)
    .order_by(mail.c.due, mail.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
"""Looked for once, as jobs are: within the limit, whatever PostgreSQL plans."""
_CLAIM = (
    update(mail)
    .where(mail.c.id.in_(select(_DUE.c.id)))
    .values(leased_until=bindparam("until"), tries=mail.c.tries + 1)
    .returning(*mail.c)
)
_CLAIMED = and_(mail.c.id == bindparam("of"), mail.c.state == WAITING, mail.c.tries == bindparam("was_tries"))
_SETTLE = (
    update(mail)
    .where(_CLAIMED)
    .values(
        state=bindparam("now_is"),
        settled=bindparam("at"),
        answer=bindparam("code"),
        leased_until=None,
        **dict.fromkeys(_PERSONAL, ""),
    )
)
_LATER = update(mail).where(_CLAIMED).values(due=bindparam("again"), leased_until=None)
_FREE_AT = case((mail.c.leased_until > mail.c.due, mail.c.leased_until), else_=mail.c.due)
_NEXT = select(func.min(_FREE_AT)).where(mail.c.state == WAITING)
_WAITING = select(mail).where(mail.c.state == WAITING).order_by(mail.c.id.desc()).limit(bindparam("most"))
_ONE = select(mail).where(mail.c.state == WAITING, mail.c.id == bindparam("of"))
_HOW_MANY = select(
    func.count().filter(mail.c.state == WAITING),
    func.count().filter(mail.c.state == WAITING, mail.c.tries > 0),
    func.count().filter(mail.c.state == GIVEN_UP),
)
_FORGET = delete(mail).where(mail.c.state != WAITING, mail.c.settled <= bindparam("before"))


def put(conn: Connection, of: Mail) -> None:
    """Have this sent, once the transaction is committed. Raises `ValueError` when it is to nobody."""
    conn.execute(
        _ADD,
        {
            "uid": secrets.token_hex(16),
            "state": WAITING,
            "about": of.about,
            "organisation": of.organisation,
            "subscription": of.subscription,
            "address": address(of.to),
            "sender": of.sender,
            "subject": of.subject,
            "text": of.text,
            "unsubscribe": of.unsubscribe,
            "language": of.language,
            "created": of.created,
            "due": of.created,
            "tries": 0,
        },
    )
    jobs.put(conn, SEND_MAIL, due=of.created)


def claim(conn: Connection, now: datetime, most: int = limits.MAILS_CLAIMED_MAX) -> Sequence[Mail]:
    """Take mails that are due, the longest due first; nobody else gets them until the lease ends."""
    until = now + timedelta(seconds=limits.MAIL_LEASE_S)
    rows = conn.execute(_CLAIM, {"now": now, "until": until, "most": most}).all()
    return [_record(row) for row in sorted(rows, key=lambda row: (row.due, row.id))]


def sent(conn: Connection, of: Mail, at: datetime) -> None:
    """It was taken by the mail server."""
    _settle(conn, of, SENT, at, None)


def give_up(conn: Connection, of: Mail, at: datetime, code: int | None) -> None:
    """It is not tried again. `code` is what the mail server said to it, if it said anything."""
    _settle(conn, of, GIVEN_UP, at, code)


def later(conn: Connection, of: Mail, now: datetime) -> datetime:
    """Try again later, each time twice as much later; answers when."""
    again = now + timedelta(seconds=min(BACKOFF_S * 2 ** min(of.tries - 1, 20), BACKOFF_MAX_S))
    conn.execute(_LATER, {"of": of.id, "was_tries": of.tries, "again": again})
    return again


def next_due(conn: Connection) -> datetime | None:
    """When the first of those that wait is due, or is somebody else's no longer."""
    due: datetime | None = conn.execute(_NEXT).scalar_one()
    return due


def waiting(conn: Connection, most: int) -> Sequence[Mail]:
    """Those that wait, the newest first."""
    return [_record(row) for row in conn.execute(_WAITING, {"most": most})]


def one(conn: Connection, mail_id: int) -> Mail | None:
    """One of those that wait."""
    row = conn.execute(_ONE, {"of": mail_id}).one_or_none()
    return None if row is None else _record(row)


def how_many(conn: Connection) -> tuple[int, int, int]:
    """How many wait; how many of those were tried; how many were given up lately."""
    waits, tried, given_up = conn.execute(_HOW_MANY).one()
    return waits, tried, given_up


def forget(conn: Connection, before: datetime) -> None:
    """Drop what is left of those that were sent or given up by then."""
    conn.execute(_FORGET, {"before": before})


def _settle(conn: Connection, of: Mail, state: str, at: datetime, code: int | None) -> None:
    conn.execute(_SETTLE, {"of": of.id, "was_tries": of.tries, "now_is": state, "at": at, "code": code})


def _record(row: Row[Any]) -> Mail:
    return Mail(
        to=row.address,
        subject=row.subject,
        text=row.text,
        language=row.language,
        created=row.created,
        sender=row.sender,
        about=row.about,
        organisation=row.organisation,
        subscription=row.subscription,
        unsubscribe=row.unsubscribe,
        uid=row.uid,
        id=row.id,
        tries=row.tries,
    )
