# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables of `schema_status`. Frozen once released: it uses none of them."""

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
from sqlalchemy import UniqueConstraint as Unique


def status(operations: Operations) -> None:
    """All tables are new."""
    operations.create_table(
        "written",
        *(Column(name, Integer, nullable=False) for name in ("widget", "number", "version")),
        _refers("written", "membership"),
        *(Column(name, Text, nullable=False) for name in ("function", "department")),
        Column("data", JSON, nullable=False),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", "number", "version", name="pk_written"),
        ForeignKeyConstraint(
            ["widget", "number"], ["contribution.widget", "contribution.number"], name="fk_written_widget_number"
        ),
    )
    operations.create_table(
        "coming",
        Column("id", Integer, nullable=False),
        Column("uid", String(32), nullable=False),
        _refers("coming", "widget"),
        *(Column(name, String(63), nullable=False) for name in ("action", "kind")),
        Column("data", JSON, nullable=False),
        _refers("coming", "membership"),
        Column("due", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_coming"),
        Unique("uid", name="uq_coming_uid"),
    )
    operations.create_table(
        "picture",
        Column("name", String(40), nullable=False),
        _refers("picture", "widget"),
        Column("number", Integer),
        Column("kept", Boolean, nullable=False),
        *(Column(name, Integer, nullable=False) for name in ("width", "height")),
        Column("body", LargeBinary, nullable=False),
        Column("created", BigInteger, nullable=False),
        PrimaryKeyConstraint("name", name="pk_picture"),
    )
    for table, columns in (("written", ["membership"]), ("coming", ["widget", "due"]), ("picture", ["kept"])):
        operations.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def _refers(table: str, to: str) -> Column[int]:
    return Column(to, Integer, ForeignKey(f"{to}.id", name=f"fk_{table}_{to}"), nullable=False)
