# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is signed in. A session is kept under the hash of its secret; the secret is in one browser alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from meedoen.records_staff import Session
from meedoen.store import accounts
from meedoen.store.schema import account, session

_ADD = insert(session)
_BY_DIGEST = (
    select(session.c.created, session.c.seen, session.c.device, session.c.form, session.c.stale, *accounts.COLUMNS)
    .join(account, account.c.id == session.c.account)
    .where(session.c.digest == bindparam("of"), account.c.disabled.is_(None))
)
_RENEW = update(session).where(session.c.digest == bindparam("of"))
_END = delete(session).where(session.c.digest == bindparam("of"))
_OF_ACCOUNT = session.c.account == bindparam("of")
_END_ALL = delete(session).where(_OF_ACCOUNT)
_END_OTHERS = delete(session).where(_OF_ACCOUNT, session.c.digest != bindparam("but"))
_OUTDATE = update(session).where(_OF_ACCOUNT).values(stale=True)
_FORGET = delete(session).where(session.c.seen < bindparam("before"))


def begin(conn: Connection, made: Session) -> None:
    """Somebody signed in."""
    values = {"digest": made.digest, "account": made.account.id, "created": made.created, "seen": made.seen}
    conn.execute(_ADD, values | {"device": made.device, "form": made.form, "stale": made.stale})


def by_digest(conn: Connection, digest: bytes) -> Session | None:
    """The session whose secret has this hash, of an account that is not closed."""
    row = conn.execute(_BY_DIGEST, {"of": digest}).one_or_none()
    if row is None:
        return None
    return Session(digest, accounts.record(row), row.created, row.seen, row.device, row.form, row.stale)


def renew(conn: Connection, digest: bytes, *, to: bytes, seen: datetime) -> None:
    """It goes on under another secret: the old one is nobody's."""
    conn.execute(_RENEW, {"of": digest, "digest": to, "seen": seen, "stale": False})


def see(conn: Connection, digest: bytes, at: datetime) -> None:
    """It is being used."""
    conn.execute(_RENEW, {"of": digest, "seen": at})


def end(conn: Connection, digest: bytes) -> None:
    """Signed out."""
    conn.execute(_END, {"of": digest})


def end_all(conn: Connection, account_id: int, *, but: bytes = b"") -> None:
    """Signed out everywhere, or everywhere but here."""
    if but:
        conn.execute(_END_OTHERS, {"of": account_id, "but": but})
    else:
        conn.execute(_END_ALL, {"of": account_id})


def outdate(conn: Connection, account_id: int) -> None:
    """What somebody may has changed: each of his sessions goes on under another secret."""
    conn.execute(_OUTDATE, {"of": account_id})


def forget(conn: Connection, before: datetime) -> None:
    """Drop those that were not used since."""
    conn.execute(_FORGET, {"before": before})
