# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables of `schema_desk`. Frozen once released: it uses none of them. All of it is new."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
)


def desk(operations: Operations) -> None:
    """What an answer has besides its words, and what the desk keeps for itself."""
    operations.create_table(
        "answer_terms",
        _reference("answer_terms", "answer"),
        _reference("answer_terms", "widget"),
        Column("until", String(10), nullable=False),
        *(Column(name, Text, nullable=False) for name in ("source", "recipient")),
        PrimaryKeyConstraint("answer", name="pk_answer_terms"),
        sqlite_with_rowid=False,
    )
    operations.create_table(
        "ready_answer",
        Column("id", Integer, nullable=False),
        _reference("ready_answer", "organisation"),
        *(Column(name, Text, nullable=False) for name in ("title", "text", "source")),
        Column("archived", Boolean, nullable=False),
        Column("looked", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_ready_answer"),
    )
    operations.create_table(
        "note",
        *(Column(name, Integer, nullable=False) for name in ("id", "widget", "number")),
        _reference("note", "membership"),
        Column("text", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_note"),
        _contribution("note"),
    )
    operations.create_table(
        "passed_outside",
        *(Column(name, Integer, nullable=False) for name in ("id", "widget", "number")),
        _reference("passed_outside", "organisation"),
        Column("name", Text, nullable=False),
        Column("address", String(254), nullable=False),
        _reference("passed_outside", "membership", column="by"),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_passed_outside"),
        _contribution("passed_outside"),
    )
    for table, columns in (
        ("answer_terms", ["widget", "until", "answer"]),
        ("ready_answer", ["organisation"]),
        ("note", ["widget", "number", "id"]),
        ("passed_outside", ["organisation", "at"]),
        ("passed_outside", ["widget", "number", "id"]),
    ):
        operations.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def _reference(table: str, to: str, *, column: str = "") -> Column[int]:
    name = column or to
    return Column(name, Integer, ForeignKey(f"{to}.id", name=f"fk_{table}_{name}"), nullable=False)


def _contribution(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["widget", "number"], ["contribution.widget", "contribution.number"], name=f"fk_{table}_widget_number"
    )
