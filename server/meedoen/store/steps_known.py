# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step to browsers that know their user for some hours only. Frozen once released."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, PrimaryKeyConstraint


def known(operations: Operations) -> None:
    """Whom browsers knew without an end is asked once more."""
    operations.create_table(
        "known_here",
        Column("widget", Integer, ForeignKey("widget.id", name="fk_known_here_widget"), nullable=False),
        *(Column(name, LargeBinary, nullable=False) for name in ("participant", "person")),
        Column("until", BigInteger, nullable=False),
        PrimaryKeyConstraint("widget", "participant", name="pk_known_here"),
        sqlite_with_rowid=False,
    )
    operations.create_index("ix_known_here_until", "known_here", ["until"])
    operations.drop_table("known_as")
