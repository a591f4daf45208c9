# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables of `schema_merge`. Frozen once released: it uses none of them."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
)


def merge(operations: Operations) -> None:
    """All of it is new."""
    operations.create_table(
        "contribution_merged",
        *(Column(name, Integer, nullable=False) for name in ("widget", "number", "merged_with", "last")),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", "number", name="pk_contribution_merged"),
        _about_a_contribution("contribution_merged"),
        sqlite_with_rowid=False,
    )
    operations.create_index("ix_contribution_merged_widget_last", "contribution_merged", ["widget", "last"])
    operations.create_table(
        "merged_mark",
        *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
        Column("participant", LargeBinary, nullable=False),
        Column("kind", String(63), nullable=False),
        Column("value", Integer),
        Column("assurance", SmallInteger, nullable=False),
        Column("day", String(10), nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("tag", LargeBinary, nullable=False),
        PrimaryKeyConstraint("widget", "number", "participant", "kind", name="pk_merged_mark"),
        _about_a_contribution("merged_mark"),
        sqlite_with_rowid=False,
    )


def _about_a_contribution(table: str) -> ForeignKeyConstraint:
    of = ["widget", "number"]
    return ForeignKeyConstraint(of, [f"contribution.{name}" for name in of], name=f"fk_{table}_widget_number")
