# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invitations, under the hash of their token. One without an organisation is for who sets the server up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from meedoen.records_staff import Grant, Invitation, Role
from meedoen.store import events, organisations
from meedoen.store.schema import invitation

_ADD = insert(invitation)
_VALID = select(invitation).where(invitation.c.used.is_(None), invitation.c.expires > bindparam("now"))
_BY_DIGEST = _VALID.where(invitation.c.digest == bindparam("of"))
_OF_ORGANISATION = _VALID.where(invitation.c.organisation == bindparam("of")).order_by(invitation.c.created)
_USE = update(invitation).where(invitation.c.digest == bindparam("of"), invitation.c.used.is_(None))
_DROP = delete(invitation).where(invitation.c.digest == bindparam("of"))
_DROP_SET_UP = delete(invitation).where(invitation.c.organisation.is_(None), invitation.c.used.is_(None))
_FORGET = delete(invitation).where(invitation.c.expires < bindparam("before"))


def add(conn: Connection, made: Invitation, *, at: datetime) -> None:
    """Keep a place for somebody."""
    of = made.organisation
    if of is None:
        conn.execute(_DROP_SET_UP)
    grants = sorted(([one.role.value, one.widget] for one in made.grants), key=str)
    values = {"digest": made.digest, "organisation": of.id if of else None, "address": made.address}
    conn.execute(_ADD, values | {"grants": grants, "created": at, "expires": made.expires, "used": None})
    if of is not None:
        events.append(conn, "invited", organisation=of.id, widget=None, role=events.STAFF, at=at)


def by_digest(conn: Connection, digest: bytes, now: datetime) -> Invitation | None:
    """The one whose token has this hash, while it can be used."""
    row = conn.execute(_BY_DIGEST, {"of": digest, "now": now}).one_or_none()
    return _record(conn, row) if row is not None else None


def of_organisation(conn: Connection, organisation_id: int, now: datetime) -> list[Invitation]:
    """Those that nobody used yet."""
    return [_record(conn, row) for row in conn.execute(_OF_ORGANISATION, {"of": organisation_id, "now": now})]


def use(conn: Connection, of: Invitation, at: datetime) -> bool:
    """It is used, once; whether this was that time."""
    return conn.execute(_USE, {"of": of.digest, "used": at}).rowcount == 1


def take_back(conn: Connection, of: Invitation, at: datetime) -> None:
    """It leads nowhere any more."""
    conn.execute(_DROP, {"of": of.digest})
    if of.organisation is not None:
        events.append(
            conn, "invitation taken back", organisation=of.organisation.id, widget=None, role=events.STAFF, at=at
        )


def forget(conn: Connection, before: datetime) -> None:
    """Drop those that expired before this moment: they hold an address."""
    conn.execute(_FORGET, {"before": before})


def _record(conn: Connection, row: Row[Any]) -> Invitation:
    of = organisations.by_id(conn, row.organisation) if row.organisation is not None else None
    grants = frozenset(Grant(Role(role), widget) for role, widget in row.grants)
    return Invitation(row.digest, of, row.address, grants, row.expires)
