# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables about staff: who can sign in, who is what where, and what is remembered of signing in."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(32), nullable=False, unique=True),
    Column("address", String(254), nullable=False, unique=True),
    Column("password", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("created", Moment, nullable=False),
    Column("disabled", Moment),
)
"""The address is in small letters. A password is a hash, and empty where somebody has none."""

membership = Table(
    "membership",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(32), nullable=False, unique=True),
    Column("account", Integer, ForeignKey("account.id"), nullable=False),
    Column("organisation", Integer, ForeignKey("organisation.id"), nullable=False, index=True),
    *(Column(name, Text, nullable=False) for name in ("name", "function", "department")),
    Column("show_name", Boolean, nullable=False),
    Column("created", Moment, nullable=False),
    Column("ended", Moment),
    UniqueConstraint("account", "organisation"),
)
"""Kept when it has ended: the log names its `uid`."""

granted = Table(
    "granted",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("membership", Integer, ForeignKey("membership.id"), nullable=False, index=True),
    Column("role", String(63), nullable=False),
    Column("widget", Integer, ForeignKey("widget.id")),
)
"""A role, in the whole organisation where no widget is named."""

session = Table(
    "session",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("account", Integer, ForeignKey("account.id"), nullable=False, index=True),
    Column("created", Moment, nullable=False),
    Column("seen", Moment, nullable=False, index=True),
    *(Column(name, String(64), nullable=False) for name in ("device", "form")),
    Column("stale", Boolean, nullable=False),
)

invitation = Table(
    "invitation",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("organisation", Integer, ForeignKey("organisation.id")),
    Column("address", String(254), nullable=False),
    Column("grants", JSON, nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("used", Moment),
    Index(None, "organisation", "expires"),
)
"""Without an organisation it sets up the server. The token itself is nowhere."""

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("who", LargeBinary, primary_key=True),
    Column("device", String(64), primary_key=True),
    Column("recent", JSON, nullable=False),
    Column("latest", Moment, nullable=False, index=True),
)
"""When passwords were tried of an address (its hash, whether there is an account or not): from one device that is known
by an earlier sign-in, and from all others, whose `device` is empty."""
