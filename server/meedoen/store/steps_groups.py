# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to the table of `schema_groups`. Frozen once released: it uses none of it."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, Text


def groups(operations: Operations) -> None:
    """It is new."""
    of = ForeignKey("organisation.id", name="fk_case_masks_organisation")
    operations.create_table(
        "case_masks",
        Column("organisation", Integer, of, nullable=False),
        Column("masks", Text, nullable=False),
        PrimaryKeyConstraint("organisation", name="pk_case_masks"),
    )
