# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables of `schema_alike`. Frozen once released: it uses none of them.

They are empty: no type from before says what is searched in it.
"""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)


def alike(operations: Operations) -> None:
    """What is alike."""
    operations.create_table(
        "alike",
        *(Column(name, Integer, nullable=False) for name in ("id", "widget", "number")),
        Column("kind", String(63), nullable=False),
        Column("terms", Text, nullable=False),
        PrimaryKeyConstraint("id", name="pk_alike"),
        UniqueConstraint("widget", "number", name="uq_alike_widget_number"),
        ForeignKeyConstraint(
            ["widget", "number"],
            ["contribution.widget", "contribution.number"],
            name="fk_alike_widget_number",
        ),
    )
    operations.create_table(
        "alike_count",
        Column("widget", Integer, ForeignKey("widget.id", name="fk_alike_count_widget"), nullable=False),
        Column("kind", String(63), nullable=False),
        Column("term", Text, nullable=False),
        Column("count", Integer, nullable=False),
        PrimaryKeyConstraint("widget", "kind", "term", name="pk_alike_count"),
        sqlite_with_rowid=False,
    )
