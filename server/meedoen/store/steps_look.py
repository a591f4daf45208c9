# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the tables about how an organisation looks. Before the style that it has there was none to go back to."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, PrimaryKeyConstraint, String, Text


def look(operations: Operations) -> None:
    """All tables are new."""
    operations.create_table(
        "theme_before",
        _of("theme_before"),
        Column("upload", Text, nullable=False),
        Column("style", Text, nullable=False),
        PrimaryKeyConstraint("organisation", name="pk_theme_before"),
    )
    operations.create_table(
        "logo",
        _of("logo"),
        Column("name", String(63), nullable=False),
        Column("media", String(63), nullable=False),
        Column("content", LargeBinary, nullable=False),
        PrimaryKeyConstraint("organisation", name="pk_logo"),
    )


def _of(table: str) -> Column[int]:
    reference = ForeignKey("organisation.id", name=f"fk_{table}_organisation")
    return Column("organisation", Integer, reference, nullable=False)
