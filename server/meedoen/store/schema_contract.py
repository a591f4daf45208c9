# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables about what acts bring about besides words and marks: tasks, notices, and what staff entered for others."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata

task = Table(
    "task",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
    Column("msgid", Text, nullable=False),
    Column("given", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(["widget", "number"], ["contribution.widget", "contribution.number"]),
    UniqueConstraint("widget", "number", "msgid"),
)
"""What a type asks of staff, as a message and what is given to it. It stays when it is done: it comes only once."""

notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("widget", Integer, ForeignKey("widget.id"), nullable=False),
    Column("number", Integer),
    Column("msgid", Text, nullable=False),
    Column("given", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "widget", "id"),
    Index(None, "widget", "number", "id"),
)
"""What a type tells who follows, about a contribution where there is a number."""

entered = Table(
    "entered",
    metadata,
    Column("widget", Integer, ForeignKey("widget.id"), primary_key=True),
    Column("participant", LargeBinary, primary_key=True),
    Column("via", String(63), nullable=False),
    Column("day", String(10), nullable=False),
    Column("membership", Integer, ForeignKey("membership.id"), nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
"""Which way the acts of a participant came, where staff entered them: each entry is a participant of its own. That
there is a row is what the assurance of his acts says."""

laid_before = Table(
    "laid_before",
    metadata,
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in ("widget", "number")),
    Column("membership", Integer, ForeignKey("membership.id"), primary_key=True),
    Column("by", Integer, ForeignKey("membership.id"), nullable=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(["widget", "number"], ["contribution.widget", "contribution.number"]),
    Index(None, "membership", "at"),
    sqlite_with_rowid=False,
)
"""Which colleague was asked to answer a contribution, by whom. Gone once somebody did."""

passed = Table(
    "passed",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
    Column("organisation", Integer, ForeignKey("organisation.id"), nullable=False),
    Column("by", Integer, ForeignKey("membership.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("answered", Moment),
    ForeignKeyConstraint(["widget", "number"], ["contribution.widget", "contribution.number"]),
    UniqueConstraint("widget", "number", "organisation"),
    Index(None, "organisation", "answered", "id"),
)
"""To which other organisation here a contribution was passed on, and when that answered."""
