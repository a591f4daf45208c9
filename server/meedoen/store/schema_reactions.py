# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of reactions, and of how many there are."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, SmallInteger, String, Table

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata

reaction = Table(
    "reaction",
    metadata,
    Column("widget", Integer, ForeignKey("widget.id"), primary_key=True),
    Column("participant", LargeBinary, primary_key=True),
    Column("target", String(500), primary_key=True),
    Column("kind", String(63), primary_key=True),
    Column("value", Integer, nullable=False),
    Column("assurance", SmallInteger, nullable=False),
    Column("day", String(10), nullable=False),
    Column("at", Moment, nullable=False),
    Column("tag", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""At most one for each (target, kind, participant), by the key. `day` is of the first act, the rest of the latest."""


def _counts(name: str, *by: Column[Any]) -> Table:
    """Kept counts of reactions, by these too. The target `*` is all subjects of the widget together."""
    return Table(
        name,
        metadata,
        Column("widget", Integer, ForeignKey("widget.id"), primary_key=True),
        Column("target", String(500), primary_key=True),
        Column("kind", String(63), primary_key=True),
        *by,
        Column("value", Integer, primary_key=True, autoincrement=False),
        Column("assurance", SmallInteger, primary_key=True, autoincrement=False),
        Column("count", Integer, nullable=False),
        sqlite_with_rowid=False,
    )


tally = _counts("tally")
tally_day = _counts("tally_day", Column("day", String(10), primary_key=True))
