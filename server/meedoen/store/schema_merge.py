# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of doubles that were merged, and of where each participant was before."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, LargeBinary, SmallInteger, String, Table

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata

_KEYS = ("widget", "number")
_CONTRIBUTION = (list(_KEYS), ["contribution.widget", "contribution.number"])

contribution_merged = Table(
    "contribution_merged",
    metadata,
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in _KEYS),
    *(Column(name, Integer, nullable=False) for name in ("merged_with", "last")),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(*_CONTRIBUTION),
    Index(None, "widget", "last"),
    sqlite_with_rowid=False,
)
"""A double, the number it was `merged_with`, and where that leads in the end: `last` is no double itself."""

merged_mark = Table(
    "merged_mark",
    metadata,
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in _KEYS),
    Column("participant", LargeBinary, primary_key=True),
    Column("kind", String(63), primary_key=True),
    Column("value", Integer),
    Column("assurance", SmallInteger, nullable=False),
    Column("day", String(10), nullable=False),
    Column("at", Moment, nullable=False),
    Column("tag", LargeBinary, nullable=False),
    ForeignKeyConstraint(*_CONTRIBUTION),
    sqlite_with_rowid=False,
)
"""The marks on a double as they were when it was merged, so that they can go back; without a value it is its author,
who counts as one who has it too. Of one with doubles, those of its own people who had a mark on a double as well."""
