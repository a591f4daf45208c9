# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables by which what is alike is found. They follow from the contributions, and can be made anew."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, String, Table, Text, UniqueConstraint

from meedoen.store.schema_house import metadata

alike = Table(
    "alike",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
    Column("kind", String(63), nullable=False),
    Column("terms", Text, nullable=False),
    UniqueConstraint("widget", "number"),
    ForeignKeyConstraint(["widget", "number"], ["contribution.widget", "contribution.number"]),
)
"""The words and trigrams of a contribution that stands, between blanks. Each database has its own index of this table,
made by `alike_index`."""

alike_count = Table(
    "alike_count",
    metadata,
    Column("widget", Integer, ForeignKey("widget.id"), primary_key=True),
    Column("kind", String(63), primary_key=True),
    Column("term", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""In how many of a widget's contributions of a kind a term stands; how many there are stands under the empty term."""
