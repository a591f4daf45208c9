# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of what staff chose to be told: by mail of what comes in, and by a private feed of what waits."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table, UniqueConstraint

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata

staff_mail = Table(
    "staff_mail",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("membership", Integer, ForeignKey("membership.id"), nullable=False),
    Column("place", String(40), nullable=False),
    Column("widget", Integer, ForeignKey("widget.id")),
    Column("wanted", Boolean, nullable=False),
    Column("told", Moment, nullable=False),
    Column("due", Moment, nullable=False, index=True),
    UniqueConstraint("membership", "place"),
)
"""`place` is all of the organisation, a widget of it, or what others pass on. What came until `told` was told; nothing
is before `due`. The code is in each of its mails, and ends it."""

queue_feed = Table(
    "queue_feed",
    metadata,
    Column("membership", Integer, ForeignKey("membership.id"), primary_key=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("created", Moment, nullable=False),
)
"""One of each member. The secret in its address is with him alone."""
