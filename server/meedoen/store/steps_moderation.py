# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables about moderation. Whatever stands then goes on standing; all tables are new."""

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
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
)


def moderation(operations: Operations) -> None:
    """What is held, and what is reported; then what is decided."""
    operations.create_table(
        "review",
        _reference("review", "widget"),
        Column("since", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", name="pk_review"),
    )
    operations.create_table(
        "held",
        *_contribution("held"),
        Column("reasons", JSON, nullable=False),
        PrimaryKeyConstraint("widget", "number", name="pk_held"),
        sqlite_with_rowid=False,
    )
    operations.create_table(
        "words_digest",
        *_contribution("words_digest"),
        _reference("words_digest", "organisation"),
        Column("digest", LargeBinary, nullable=False),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", "number", name="pk_words_digest"),
        sqlite_with_rowid=False,
    )
    operations.create_table(
        "report",
        *_contribution("report"),
        Column("participant", LargeBinary, nullable=False),
        Column("ground", String(63), nullable=False),
        *_texts("words", "address", "language"),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", "number", "participant", name="pk_report"),
    )
    _decisions(operations)
    _shutting_out(operations)
    for table, columns in (
        ("words_digest", ["at"]),
        ("words_digest", ["organisation", "digest", "at"]),
        ("decision", ["widget", "number", "id"]),
        ("decision", ["organisation", "id"]),
        ("appeal", ["widget", "number"]),
        ("shut_out", ["organisation", "participant", "until"]),
        ("shut_out", ["organisation", "until"]),
    ):
        operations.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def _decisions(operations: Operations) -> None:
    operations.create_table(
        "decision",
        Column("id", Integer, nullable=False),
        *_contribution("decision"),
        _reference("decision", "organisation"),
        Column("event", String(32), ForeignKey("event.uid", name="fk_decision_event"), nullable=False),
        *(Column(name, String(63), nullable=False) for name in ("verdict", "ground")),
        *_texts("facts", "rule"),
        _reference("decision", "membership"),
        Column("single", Boolean, nullable=False),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_decision"),
    )
    operations.create_table(
        "appeal",
        _reference("appeal", "decision"),
        *_contribution("appeal"),
        *_texts("words", "address", "language"),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("decision", name="pk_appeal"),
    )


def _shutting_out(operations: Operations) -> None:
    operations.create_table(
        "shut_out",
        Column("id", Integer, nullable=False),
        _reference("shut_out", "organisation"),
        Column("participant", LargeBinary, nullable=False),
        *_contribution("shut_out"),
        Column("until", BigInteger, nullable=False),
        *_texts("reason"),
        _reference("shut_out", "membership"),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_shut_out"),
    )
    operations.create_table(
        "moderators_told",
        _reference("moderators_told", "organisation"),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("organisation", name="pk_moderators_told"),
    )


def _contribution(table: str) -> tuple[Column[int], Column[int], ForeignKeyConstraint]:
    to = ["contribution.widget", "contribution.number"]
    about = ForeignKeyConstraint(["widget", "number"], to, name=f"fk_{table}_widget_number")
    return Column("widget", Integer, nullable=False), Column("number", Integer, nullable=False), about


def _reference(table: str, to: str) -> Column[int]:
    return Column(to, Integer, ForeignKey(f"{to}.id", name=f"fk_{table}_{to}"), nullable=False)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]
