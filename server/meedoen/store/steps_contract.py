# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables about tasks, notices and entries."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)


def contract(operations: Operations) -> None:
    """All tables are new."""
    operations.create_table(
        "task",
        Column("id", Integer, nullable=False),
        *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
        *_told(),
        PrimaryKeyConstraint("id", name="pk_task"),
        ForeignKeyConstraint(
            ["widget", "number"], ["contribution.widget", "contribution.number"], name="fk_task_widget_number"
        ),
        UniqueConstraint("widget", "number", "msgid", name="uq_task_widget_number_msgid"),
    )
    operations.create_table(
        "notice",
        Column("id", Integer, nullable=False),
        Column("widget", Integer, ForeignKey("widget.id", name="fk_notice_widget"), nullable=False),
        Column("number", Integer),
        *_told(),
        PrimaryKeyConstraint("id", name="pk_notice"),
    )
    operations.create_index("ix_notice_widget_id", "notice", ["widget", "id"])
    operations.create_index("ix_notice_widget_number_id", "notice", ["widget", "number", "id"])
    _by_staff(operations)


def _by_staff(operations: Operations) -> None:
    operations.create_table(
        "entered",
        Column("widget", Integer, ForeignKey("widget.id", name="fk_entered_widget"), nullable=False),
        Column("participant", LargeBinary, nullable=False),
        Column("via", String(63), nullable=False),
        Column("day", String(10), nullable=False),
        Column("membership", Integer, ForeignKey("membership.id", name="fk_entered_membership"), nullable=False),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", "participant", name="pk_entered"),
        sqlite_with_rowid=False,
    )
    operations.create_table(
        "laid_before",
        *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
        *(
            Column(name, Integer, ForeignKey("membership.id", name=f"fk_laid_before_{name}"), nullable=False)
            for name in ("membership", "by")
        ),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", "number", "membership", name="pk_laid_before"),
        ForeignKeyConstraint(
            ["widget", "number"], ["contribution.widget", "contribution.number"], name="fk_laid_before_widget_number"
        ),
        sqlite_with_rowid=False,
    )
    operations.create_index("ix_laid_before_membership_at", "laid_before", ["membership", "at"])
    operations.create_table(
        "passed",
        Column("id", Integer, nullable=False),
        *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
        Column("organisation", Integer, ForeignKey("organisation.id", name="fk_passed_organisation"), nullable=False),
        Column("by", Integer, ForeignKey("membership.id", name="fk_passed_by"), nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("answered", BigInteger),
        PrimaryKeyConstraint("id", name="pk_passed"),
        ForeignKeyConstraint(
            ["widget", "number"], ["contribution.widget", "contribution.number"], name="fk_passed_widget_number"
        ),
        UniqueConstraint("widget", "number", "organisation", name="uq_passed_widget_number_organisation"),
    )
    operations.create_index("ix_passed_organisation_answered_id", "passed", ["organisation", "answered", "id"])


def _told() -> list[Column[object]]:
    return [
        Column("msgid", Text, nullable=False),
        Column("given", JSON, nullable=False),
        Column("at", BigInteger, nullable=False),
    ]
