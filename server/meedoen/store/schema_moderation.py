# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables about moderation: what is held and why, reports, decisions, objections, who is shut out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)
from sqlalchemy.schema import SchemaItem

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata


def _contribution(*, key: bool = True) -> list[SchemaItem]:
    columns = [
        Column(name, Integer, primary_key=key, autoincrement=False, nullable=False) for name in ("widget", "number")
    ]
    return [*columns, ForeignKeyConstraint(["widget", "number"], ["contribution.widget", "contribution.number"])]


def _organisation(**more: Any) -> Column[int]:
    return Column("organisation", Integer, ForeignKey("organisation.id"), nullable=False, **more)


review = Table(
    "review",
    metadata,
    Column("widget", Integer, ForeignKey("widget.id"), primary_key=True),
    Column("since", Moment, nullable=False),
)
"""The widgets of which staff looks at everything first."""

held = Table(
    "held",
    metadata,
    *_contribution(),
    Column("reasons", JSON, nullable=False),
    sqlite_with_rowid=False,
)
"""Why a contribution was held last: a list of sentences and what stands in them. That it still is, it says itself."""

words_digest = Table(
    "words_digest",
    metadata,
    *_contribution(),
    _organisation(),
    Column("digest", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Index(None, "organisation", "digest", "at"),
    sqlite_with_rowid=False,
)
"""By which the same words are known again, for some hours."""

report = Table(
    "report",
    metadata,
    *_contribution(),
    Column("participant", LargeBinary, primary_key=True),
    Column("ground", String(63), nullable=False),
    *(Column(name, Text, nullable=False) for name in ("words", "address", "language")),
    Column("at", Moment, nullable=False),
)
"""One of each participant on a contribution. The address is gone once its holder was told."""

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    *_contribution(key=False),
    _organisation(),
    Column("event", String(32), ForeignKey("event.uid"), nullable=False),
    *(Column(name, String(63), nullable=False) for name in ("verdict", "ground")),
    *(Column(name, Text, nullable=False) for name in ("facts", "rule")),
    Column("membership", Integer, ForeignKey("membership.id"), nullable=False),
    Column("single", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "widget", "number", "id"),
    Index(None, "organisation", "id"),
)
"""All that was ever decided; rows are only added. `single`: its author could have one of these alone on its target."""

appeal = Table(
    "appeal",
    metadata,
    Column("decision", Integer, ForeignKey("decision.id"), primary_key=True),
    *_contribution(key=False),
    *(Column(name, Text, nullable=False) for name in ("words", "address", "language")),
    Column("at", Moment, nullable=False),
    Index(None, "widget", "number"),
)
"""What an author says against a decision. The address is gone once he was told of the next one."""

shut_out = Table(
    "shut_out",
    metadata,
    Column("id", Integer, primary_key=True),
    _organisation(),
    Column("participant", LargeBinary, nullable=False),
    *_contribution(key=False),
    Column("until", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("membership", Integer, ForeignKey("membership.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "organisation", "participant", "until"),
    Index(None, "organisation", "until"),
)

moderators_told = Table(
    "moderators_told",
    metadata,
    _organisation(primary_key=True),
    Column("at", Moment, nullable=False),
)
"""Until when an organisation's moderators were told what came."""
