# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of the desk: until when an answer holds, ready answers, notes between colleagues, where something went."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, Text

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata

_CONTRIBUTION = (["widget", "number"], ["contribution.widget", "contribution.number"])

answer_terms = Table(
    "answer_terms",
    metadata,
    Column("answer", Integer, ForeignKey("answer.id"), primary_key=True, autoincrement=False),
    Column("widget", Integer, ForeignKey("widget.id"), nullable=False),
    Column("until", String(10), nullable=False),
    *(Column(name, Text, nullable=False) for name in ("source", "recipient")),
    Index(None, "widget", "until", "answer"),
    sqlite_with_rowid=False,
)
"""Of a line of `answer`: its last day (ISO 8601, or empty), the address of its source, and to whom it was passed on.
There is no row where all three are empty."""

ready_answer = Table(
    "ready_answer",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organisation", Integer, ForeignKey("organisation.id"), nullable=False),
    *(Column(name, Text, nullable=False) for name in ("title", "text", "source")),
    Column("archived", Boolean, nullable=False),
    Column("looked", Moment, nullable=False),
    Index(None, "organisation"),
)
"""An answer that staff gives often, as it now is, and when somebody looked last whether it still holds."""

note = Table(
    "note",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
    Column("membership", Integer, ForeignKey("membership.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(*_CONTRIBUTION),
    Index(None, "widget", "number", "id"),
)
"""What staff tells one another about a contribution. It is in nothing that others see."""

passed_outside = Table(
    "passed_outside",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("widget", "number")),
    Column("organisation", Integer, ForeignKey("organisation.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("address", String(254), nullable=False),
    Column("by", Integer, ForeignKey("membership.id"), nullable=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(*_CONTRIBUTION),
    Index(None, "organisation", "at"),
    Index(None, "widget", "number", "id"),
)
"""To whom elsewhere a contribution was mailed, by which organisation here."""
