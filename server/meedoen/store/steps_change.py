# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables of `schema_change`. Frozen once released: it uses none of them."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
)


def change(operations: Operations) -> None:
    """All tables are new."""
    operations.create_table(
        "change",
        _reference("change", "widget"),
        *_numbers("key", "version"),
        Column("state", String(63), nullable=False),
        Column("text", Text, nullable=False),
        Column("links", JSON, nullable=False),
        Column("day", String(10), nullable=False),
        _reference("change", "membership"),
        *(Column(name, Text, nullable=False) for name in ("function", "department")),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", "key", "version", name="pk_change"),
    )
    operations.create_table(
        "change_contribution",
        *_numbers("widget", "number", "version", "key"),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", "number", "version", name="pk_change_contribution"),
        ForeignKeyConstraint(
            ["widget", "number"],
            ["contribution.widget", "contribution.number"],
            name="fk_change_contribution_widget_number",
        ),
        sqlite_with_rowid=False,
    )
    by = ["widget", "key", "number"]
    operations.create_index("ix_change_contribution_widget_key_number", "change_contribution", by)
    operations.create_table(
        "change_told",
        _of_subscription("change_told"),
        _reference("change_told", "widget"),
        *_numbers("key", "version"),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("subscription", "widget", "key", "version", name="pk_change_told"),
        sqlite_with_rowid=False,
    )
    operations.create_index("ix_change_told_at", "change_told", ["at"])
    operations.create_table(
        "narrowed_subscription",
        _of_subscription("narrowed_subscription"),
        Column("query", Text, nullable=False),
        PrimaryKeyConstraint("subscription", name="pk_narrowed_subscription"),
        sqlite_with_rowid=False,
    )


def _numbers(*names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in names]


def _reference(table: str, to: str) -> Column[int]:
    return Column(to, Integer, ForeignKey(f"{to}.id", name=f"fk_{table}_{to}"), nullable=False)


def _of_subscription(table: str) -> Column[int]:
    to = ForeignKey("subscription.id", name=f"fk_{table}_subscription", ondelete="CASCADE")
    return Column("subscription", Integer, to, nullable=False)
