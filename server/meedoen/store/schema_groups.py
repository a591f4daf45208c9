# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The table of how organisations write their case numbers."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from meedoen.store.schema_house import metadata

case_masks = Table(
    "case_masks",
    metadata,
    Column("organisation", Integer, ForeignKey("organisation.id"), primary_key=True),
    Column("masks", Text, nullable=False),
)
"""One a line, `Z-####-######`: what looks like one is warned of before it is sent. Without a row: none."""
