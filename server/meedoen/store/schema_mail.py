# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of mail that waits, and of who asked for it. Both hold personal data: a row loses it, or goes, at once
when it is needed no more."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text, UniqueConstraint

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata

subscription = Table(
    "subscription",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("organisation", Integer, ForeignKey("organisation.id"), nullable=False),
    Column("widget", Integer, ForeignKey("widget.id")),
    Column("number", Integer),
    Column("place", String(40), nullable=False),
    Column("address", Text, nullable=False),
    Column("pace", String(15), nullable=False),
    Column("language", String(35), nullable=False),
    Column("created", Moment, nullable=False),
    Column("confirmed", Moment),
    Column("told", Moment, nullable=False),
    Column("due", Moment, nullable=False, index=True),
    UniqueConstraint("organisation", "place", "address"),
)
"""`place` is widget and number in one, for the key. What happened until `told` was told; nothing is before `due`."""

mail = Table(
    "mail",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(32), nullable=False, unique=True),
    Column("state", String(15), nullable=False),
    Column("about", String(63), nullable=False),
    Column("organisation", Integer, ForeignKey("organisation.id")),
    Column("subscription", Integer, ForeignKey("subscription.id"), index=True),
    *(Column(name, Text, nullable=False) for name in ("address", "sender", "subject", "text", "unsubscribe")),
    Column("language", String(35), nullable=False),
    Column("created", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("leased_until", Moment),
    Column("settled", Moment),
    Column("answer", SmallInteger),
    Index(None, "state", "due"),
)
"""What waits, and for a while, without address and words, what was sent or given up: `answer` is what the mail server
said to it (RFC 5321, 4.2)."""
