# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The steps from older tables to those of `schema`. Imported only when one is due; run in the caller's transaction.

A step is frozen once released: it names its own tables, and uses none of `schema`, which will have moved on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import (
    Column,
    Connection,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
)

from meedoen.store import house
from meedoen.store.steps_mail import mail

Step = Callable[[Operations], None]


def _themes(operations: Operations) -> None:
    operations.create_table(
        "theme",
        Column("organisation", Integer, ForeignKey("organisation.id", name="fk_theme_organisation"), nullable=False),
        Column("upload", Text, nullable=False),
        Column("style", Text, nullable=False),
        PrimaryKeyConstraint("organisation", name="pk_theme"),
    )


def _subject_orders(operations: Operations) -> None:
    """Subjects get their place in the lists with the next act on each; what counts on all of them is counted here."""
    operations.create_table(
        "part_order",
        Column("widget", Integer, ForeignKey("widget.id", name="fk_part_order_widget"), nullable=False),
        Column("key", String(500), nullable=False),
        Column("name", String(63), nullable=False),
        Column("score", Float, nullable=False),
        PrimaryKeyConstraint("widget", "key", "name", name="pk_part_order"),
        ForeignKeyConstraint(["widget", "key"], ["part.widget", "part.key"], name="fk_part_order_widget_key"),
        sqlite_with_rowid=False,
    )
    operations.create_index("ix_part_order_widget_name_score_key", "part_order", ["widget", "name", "score", "key"])
    for table, keys in (("tally", "kind, value, assurance"), ("tally_day", "kind, day, value, assurance")):
        operations.execute(  # each of these names stands two lines above
            f"INSERT INTO {table} (widget, target, {keys}, count)"  # noqa: S608
            f" SELECT {table}.widget, '*', {keys}, sum(count) FROM {table}"
            f" JOIN part ON part.widget = {table}.widget AND part.key = {table}.target GROUP BY {table}.widget, {keys}"
        )


STEPS: Mapping[int, Step] = {2: _themes, 3: _subject_orders, 4: mail}
"""By the version that a step leads to."""


def migrate(conn: Connection, found: int, steps: Mapping[int, Step] = STEPS) -> None:
    """Take every step after version `found`, in order, and say which version it now is."""
    operations = Operations(MigrationContext.configure(conn))
    for version in sorted(version for version in steps if version > found):
        steps[version](operations)
        house.set_version(conn, version)
