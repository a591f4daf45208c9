# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables of `schema_room`. Frozen once released: it uses none of them."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, ForeignKey, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, String, Text


def room(operations: Operations) -> None:
    """All tables are new."""
    operations.create_table(
        "contribution_facet",
        *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
        Column("name", String(63), nullable=False),
        Column("value", String(200), nullable=False),
        Column("kind", String(63), nullable=False),
        PrimaryKeyConstraint("widget", "number", "name", name="pk_contribution_facet"),
        _about_a_contribution("contribution_facet"),
        sqlite_with_rowid=False,
    )
    columns = ["widget", "kind", "name", "value", "number"]
    operations.create_index(f"ix_contribution_facet_{'_'.join(columns)}", "contribution_facet", columns)
    operations.create_table(
        "facet_count",
        Column("widget", Integer, ForeignKey("widget.id", name="fk_facet_count_widget"), nullable=False),
        *(Column(name, String(63), nullable=False) for name in ("kind", "name")),
        Column("value", String(200), nullable=False),
        Column("count", Integer, nullable=False),
        PrimaryKeyConstraint("widget", "kind", "name", "value", name="pk_facet_count"),
        sqlite_with_rowid=False,
    )
    operations.create_table(
        "contribution_state",
        *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
        Column("state", String(63), nullable=False),
        Column("reason", Text, nullable=False),
        Column("role", String(63), nullable=False),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", "number", name="pk_contribution_state"),
        _about_a_contribution("contribution_state"),
        sqlite_with_rowid=False,
    )


def _about_a_contribution(table: str) -> ForeignKeyConstraint:
    of = ["widget", "number"]
    return ForeignKeyConstraint(of, [f"contribution.{name}" for name in of], name=f"fk_{table}_widget_number")
