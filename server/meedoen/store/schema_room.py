# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables about what a type says of a contribution: its facets, by which lists are narrowed, and its state."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, Text

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata

_CONTRIBUTION = (["widget", "number"], ["contribution.widget", "contribution.number"])

contribution_facet = Table(
    "contribution_facet",
    metadata,
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in ("widget", "number")),
    Column("name", String(63), primary_key=True),
    Column("value", String(200), nullable=False),
    Column("kind", String(63), nullable=False),
    ForeignKeyConstraint(*_CONTRIBUTION),
    Index(None, "widget", "kind", "name", "value", "number"),
    sqlite_with_rowid=False,
)
"""The values of a contribution that stands, as the functions of its type gave them when it changed last; of an empty
one there is no row. A narrowed list is an index scan from the top."""

facet_count = Table(
    "facet_count",
    metadata,
    Column("widget", Integer, ForeignKey("widget.id"), primary_key=True),
    Column("kind", String(63), primary_key=True),
    Column("name", String(63), primary_key=True),
    Column("value", String(200), primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many contributions have each value."""

contribution_state = Table(
    "contribution_state",
    metadata,
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in ("widget", "number")),
    Column("state", String(63), nullable=False),
    Column("reason", Text, nullable=False),
    Column("role", String(63), nullable=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(*_CONTRIBUTION),
    sqlite_with_rowid=False,
)
"""The state as it now is, of those its type declares; its history stands in the log."""
