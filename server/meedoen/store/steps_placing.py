# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables about how widgets are placed. All there are, are open for everybody, as they were."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
)


def placing(operations: Operations) -> None:
    """All tables are new."""
    operations.create_table(
        "placement",
        _widget("placement"),
        Column("stage", String(15), nullable=False),
        Column("framers", Text, nullable=False),
        Column("keep_months", Integer),
        PrimaryKeyConstraint("widget", name="pk_placement"),
    )
    operations.execute("INSERT INTO placement (widget, stage, framers) SELECT id, 'live', '' FROM widget")
    operations.create_table(
        "house_rules",
        Column(
            "organisation", Integer, ForeignKey("organisation.id", name="fk_house_rules_organisation"), nullable=False
        ),
        Column("framers", Text, nullable=False),
        Column("keep_months", Integer, nullable=False),
        PrimaryKeyConstraint("organisation", name="pk_house_rules"),
    )
    operations.create_table(
        "refused_frame",
        _widget("refused_frame"),
        Column("day", String(10), nullable=False),
        Column("origin", String(300), nullable=False),
        Column("count", Integer, nullable=False),
        PrimaryKeyConstraint("widget", "day", "origin", name="pk_refused_frame"),
        sqlite_with_rowid=False,
    )
    _taking_part(operations)
    _by_mail(operations)


def _taking_part(operations: Operations) -> None:
    operations.create_table(
        "entry_code",
        _widget("entry_code"),
        *(Column(name, LargeBinary, nullable=False) for name in ("digest", "person")),
        Column("made", BigInteger, nullable=False),
        Column("used", BigInteger),
        PrimaryKeyConstraint("widget", "digest", name="pk_entry_code"),
        sqlite_with_rowid=False,
    )
    operations.create_table(
        "known_as",
        _widget("known_as"),
        *(Column(name, LargeBinary, nullable=False) for name in ("participant", "person")),
        PrimaryKeyConstraint("widget", "participant", name="pk_known_as"),
        sqlite_with_rowid=False,
    )


def _by_mail(operations: Operations) -> None:
    operations.create_table(
        "person_key",
        _widget("person_key"),
        Column("key", LargeBinary, nullable=False),
        PrimaryKeyConstraint("widget", name="pk_person_key"),
    )
    operations.create_table(
        "pending_act",
        Column("digest", LargeBinary, nullable=False),
        _widget("pending_act"),
        Column("action", String(63), nullable=False),
        Column("target", String(500), nullable=False),
        Column("fields", JSON, nullable=False),
        *(Column(name, LargeBinary, nullable=False) for name in ("person", "participant")),
        Column("key", String(64), nullable=False),
        Column("language", String(35), nullable=False),
        Column("created", BigInteger, nullable=False),
        PrimaryKeyConstraint("digest", name="pk_pending_act"),
    )
    for column in ("widget", "created"):
        operations.create_index(f"ix_pending_act_{column}", "pending_act", [column])


def _widget(table: str) -> Column[int]:
    return Column("widget", Integer, ForeignKey("widget.id", name=f"fk_{table}_widget"), nullable=False)
