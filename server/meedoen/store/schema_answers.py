# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables about what an organisation says of contributions, and what still waits for it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata

_CONTRIBUTION = (["widget", "number"], ["contribution.widget", "contribution.number"])

answer = Table(
    "answer",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("widget", "number", "thread", "version")),
    Column("state", String(63), nullable=False),
    Column("text", Text, nullable=False),
    Column("links", JSON, nullable=False),
    Column("membership", Integer, ForeignKey("membership.id"), nullable=False),
    *(Column(name, Text, nullable=False) for name in ("function", "department")),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(*_CONTRIBUTION),
    UniqueConstraint("widget", "number", "thread", "version"),
    Index(None, "membership", "id"),
)
"""All that was ever said; rows are only added. Thread 0 is the outcome, those from 1 on are replies, whose `state` is
empty; of each the highest version holds. Function and department are as they were; the name is that of the
membership, so that it is gone everywhere once somebody may no longer be named."""

confirmation = Table(
    "confirmation",
    metadata,
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in ("widget", "number", "version")),
    Column("agrees", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(*_CONTRIBUTION),
)
"""What an author says of that version of the outcome."""

waiting = Table(
    "waiting",
    metadata,
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in ("widget", "number")),
    Column("what", String(63), primary_key=True),
    Column("organisation", Integer, ForeignKey("organisation.id"), nullable=False),
    Column("since", Moment, nullable=False),
    ForeignKeyConstraint(*_CONTRIBUTION),
    Index(None, "organisation", "what", "since", "widget", "number"),
    Index(None, "widget", "what", "since", "number"),
    sqlite_with_rowid=False,
)
"""What staff still has to do, so that the queue costs the same however much was done."""

covered = Table(
    "covered",
    metadata,
    Column("widget", Integer, ForeignKey("widget.id"), primary_key=True),
    Column("kind", String(63), primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many contributions stand that have an outcome."""
