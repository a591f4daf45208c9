# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables about changes: one outcome for a set of contributions, and who was told it."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, Text

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata


def _numbers(*names: str, primary_key: bool = False) -> list[Column[int]]:
    return [Column(name, Integer, autoincrement=False, nullable=False, primary_key=primary_key) for name in names]


change = Table(
    "change",
    metadata,
    Column("widget", Integer, ForeignKey("widget.id"), primary_key=True),
    *_numbers("key", "version", primary_key=True),
    Column("state", String(63), nullable=False),
    Column("text", Text, nullable=False),
    Column("links", JSON, nullable=False),
    Column("day", String(10), nullable=False),
    Column("membership", Integer, ForeignKey("membership.id"), nullable=False),
    *(Column(name, Text, nullable=False) for name in ("function", "department")),
    Column("at", Moment, nullable=False),
)
"""What was ever said of a change, as `answer` holds it; the highest version holds. `key` numbers the changes of a
widget; `day`, as `YYYY-MM-DD`, is since when it is so, or empty."""

change_contribution = Table(
    "change_contribution",
    metadata,
    *_numbers("widget", "number", "version", primary_key=True),
    *_numbers("key"),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(["widget", "number"], ["contribution.widget", "contribution.number"]),
    Index(None, "widget", "key", "number"),
    sqlite_with_rowid=False,
)
"""Which versions of a contribution's outcome a change gave it."""

change_told = Table(
    "change_told",
    metadata,
    Column("subscription", Integer, ForeignKey("subscription.id", ondelete="CASCADE"), primary_key=True),
    Column("widget", Integer, ForeignKey("widget.id"), primary_key=True),
    *_numbers("key", "version", primary_key=True),
    Column("at", Moment, nullable=False),
    Index(None, "at"),
    sqlite_with_rowid=False,
)
"""Whose mail told it: who follows many of its contributions gets it once."""

narrowed_subscription = Table(
    "narrowed_subscription",
    metadata,
    Column("subscription", Integer, ForeignKey("subscription.id", ondelete="CASCADE"), primary_key=True),
    Column("query", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""The canonical query to which a subscription to a widget is narrowed."""
