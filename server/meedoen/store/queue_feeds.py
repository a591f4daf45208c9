# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Private feeds of what waits for a member of staff: one of each, known by the hash of the secret in its address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from meedoen.records_staff import Member
from meedoen.store.schema import membership, queue_feed
from meedoen.store.upsert import excluded, put

_RENEW = put(queue_feed, keys=("membership",), change=excluded(queue_feed, "digest", "created"))
_WHOSE = select(queue_feed.c.membership).where(queue_feed.c.digest == bindparam("of"))
_SINCE = select(queue_feed.c.created).where(queue_feed.c.membership == bindparam("whose"))
_END = delete(queue_feed).where(queue_feed.c.membership == bindparam("whose"))
_OF_ACCOUNT = select(membership.c.id).where(membership.c.account == bindparam("of"))
_END_ALL = delete(queue_feed).where(queue_feed.c.membership.in_(_OF_ACCOUNT))


def renew(conn: Connection, of: Member, digest: bytes, *, at: datetime) -> None:
    """From now on it has this secret; the one before opens nothing any more."""
    conn.execute(_RENEW, {"membership": of.id, "digest": digest, "created": at})


def whose(conn: Connection, digest: bytes) -> int | None:
    """The membership whose feed this secret opens."""
    found: int | None = conn.execute(_WHOSE, {"of": digest}).scalar_one_or_none()
    return found


def since(conn: Connection, member_id: int) -> datetime | None:
    """When he had its address made, if he has one."""
    found: datetime | None = conn.execute(_SINCE, {"whose": member_id}).scalar_one_or_none()
    return found


def end(conn: Connection, member_id: int) -> None:
    """There is none any more."""
    conn.execute(_END, {"whose": member_id})


def end_all(conn: Connection, account_id: int) -> None:
    """The same, in each of somebody's organisations."""
    conn.execute(_END_ALL, {"of": account_id})
