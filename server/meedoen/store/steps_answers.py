# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables about answers. Whatever stands without an answer waits for one from then on."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)


def answers(operations: Operations) -> None:
    """All tables are new."""
    operations.create_table(
        "answer",
        Column("id", Integer, nullable=False),
        *(Column(name, Integer, nullable=False) for name in ("widget", "number", "thread", "version")),
        Column("state", String(63), nullable=False),
        Column("text", Text, nullable=False),
        Column("links", JSON, nullable=False),
        Column("membership", Integer, ForeignKey("membership.id", name="fk_answer_membership"), nullable=False),
        *(Column(name, Text, nullable=False) for name in ("function", "department")),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_answer"),
        _about("answer"),
        UniqueConstraint("widget", "number", "thread", "version", name="uq_answer_widget_number_thread_version"),
    )
    operations.create_table(
        "confirmation",
        *(Column(name, Integer, nullable=False) for name in ("widget", "number", "version")),
        Column("agrees", Boolean, nullable=False),
        Column("text", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", "number", "version", name="pk_confirmation"),
        _about("confirmation"),
    )
    operations.create_table(
        "covered",
        Column("widget", Integer, ForeignKey("widget.id", name="fk_covered_widget"), nullable=False),
        Column("kind", String(63), nullable=False),
        Column("count", Integer, nullable=False),
        PrimaryKeyConstraint("widget", "kind", name="pk_covered"),
        sqlite_with_rowid=False,
    )
    operations.create_index("ix_answer_membership_id", "answer", ["membership", "id"])
    _waiting(operations)


def _waiting(operations: Operations) -> None:
    operations.create_table(
        "waiting",
        *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
        Column("what", String(63), nullable=False),
        Column("organisation", Integer, ForeignKey("organisation.id", name="fk_waiting_organisation"), nullable=False),
        Column("since", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", "number", "what", name="pk_waiting"),
        _about("waiting"),
        sqlite_with_rowid=False,
    )
    for columns in (["organisation", "what", "since", "widget", "number"], ["widget", "what", "since", "number"]):
        operations.create_index(f"ix_waiting_{'_'.join(columns)}", "waiting", columns)
    operations.execute(
        "INSERT INTO waiting (widget, number, what, organisation, since)"
        " SELECT contribution.widget, contribution.number, 'answer', widget.organisation, contribution.created"
        " FROM contribution JOIN widget ON widget.id = contribution.widget WHERE contribution.removed IS NULL"
    )


def _about(table: str) -> ForeignKeyConstraint:
    to = ["contribution.widget", "contribution.number"]
    return ForeignKeyConstraint(["widget", "number"], to, name=f"fk_{table}_widget_number")
