# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The steps from older tables to those of `schema`. Imported only when one is due; run in the caller's transaction.

A step is frozen once released: it names its own tables, and uses none of `schema`, which will have moved on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Connection, ForeignKey, Integer, PrimaryKeyConstraint, Text

from meedoen.store import house

Step = Callable[[Operations], None]


def _themes(operations: Operations) -> None:
    operations.create_table(
        "theme",
        Column("organisation", Integer, ForeignKey("organisation.id", name="fk_theme_organisation"), nullable=False),
        Column("upload", Text, nullable=False),
        Column("style", Text, nullable=False),
        PrimaryKeyConstraint("organisation", name="pk_theme"),
    )


STEPS: Mapping[int, Step] = {2: _themes}
"""By the version that a step leads to."""


def migrate(conn: Connection, found: int, steps: Mapping[int, Step] = STEPS) -> None:
    """Take every step after version `found`, in order, and say which version it now is."""
    operations = Operations(MigrationContext.configure(conn))
    for version in sorted(version for version in steps if version > found):
        steps[version](operations)
        house.set_version(conn, version)
