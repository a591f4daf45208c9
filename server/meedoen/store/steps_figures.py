# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables of `schema_figures`. Frozen once released: it uses none of them.

They follow from the others, so `upgrade` fills them once every step was taken.
"""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)


def figures(operations: Operations) -> None:
    """What is searched, and the figures by month."""
    operations.create_table(
        "searched",
        Column("id", Integer, nullable=False),
        _widget("searched"),
        *(Column(name, Integer, nullable=False) for name in ("number", "thread")),
        *(Column(name, Text, nullable=False) for name in ("scope", "text")),
        PrimaryKeyConstraint("id", name="pk_searched"),
        UniqueConstraint("widget", "number", "thread", name="uq_searched_widget_number_thread"),
    )
    operations.create_table(
        "month_count",
        _widget("month_count"),
        Column("month", String(7), nullable=False),
        Column("what", String(15), nullable=False),
        Column("count", Integer, nullable=False),
        PrimaryKeyConstraint("widget", "month", "what", name="pk_month_count"),
        sqlite_with_rowid=False,
    )
    operations.create_table(
        "first_answer",
        *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
        Column("at", BigInteger, nullable=False),
        Column("took_s", Integer, nullable=False),
        PrimaryKeyConstraint("widget", "number", name="pk_first_answer"),
        ForeignKeyConstraint(
            ["widget", "number"],
            ["contribution.widget", "contribution.number"],
            name="fk_first_answer_widget_number",
        ),
        sqlite_with_rowid=False,
    )
    operations.create_index("ix_first_answer_widget_at_took_s", "first_answer", ["widget", "at", "took_s"])


def _widget(table: str) -> Column[int]:
    return Column("widget", Integer, ForeignKey("widget.id", name=f"fk_{table}_widget"), nullable=False)
