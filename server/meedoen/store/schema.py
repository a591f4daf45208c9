# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables. Nothing else declares a column; `migrations` leads older databases here.

A change needs a new `VERSION` and a step in `migrations`: a test compares with the kept schema of each earlier one.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from meedoen.store import schema_desk, schema_known, schema_moderation
from meedoen.store.moments import Moment
from meedoen.store.schema_alike import alike, alike_count
from meedoen.store.schema_answers import answer, confirmation, covered, waiting
from meedoen.store.schema_change import change, change_contribution, change_told, narrowed_subscription
from meedoen.store.schema_contract import entered, laid_before, notice, passed, task
from meedoen.store.schema_figures import first_answer, month_count, searched
from meedoen.store.schema_follow import queue_feed, staff_mail
from meedoen.store.schema_groups import case_masks
from meedoen.store.schema_house import VERSION, house, metadata, organisation, organisation_name, theme
from meedoen.store.schema_look import logo, theme_before
from meedoen.store.schema_mail import mail, subscription
from meedoen.store.schema_merge import contribution_merged, merged_mark
from meedoen.store.schema_placing import placement
from meedoen.store.schema_reactions import reaction, tally, tally_day
from meedoen.store.schema_room import contribution_facet, contribution_state, facet_count
from meedoen.store.schema_staff import account, granted, invitation, membership, session, sign_in_attempt
from meedoen.store.schema_status import coming, picture, written
from meedoen.store.why_removed import WhyRemoved

__all__ = [
    "VERSION",
    "account",
    "act",
    "alike",
    "alike_count",
    "answer",
    "case_masks",
    "change",
    "change_contribution",
    "change_told",
    "coming",
    "confirmation",
    "contribution",
    "contribution_count",
    "contribution_facet",
    "contribution_merged",
    "contribution_order",
    "contribution_state",
    "covered",
    "entered",
    "event",
    "facet_count",
    "first_answer",
    "granted",
    "house",
    "invitation",
    "job",
    "laid_before",
    "logo",
    "mail",
    "membership",
    "merged_mark",
    "metadata",
    "month_count",
    "narrowed_subscription",
    "network_key",
    "notice",
    "organisation",
    "organisation_name",
    "part",
    "part_order",
    "passed",
    "phase",
    "picture",
    "placement",
    "queue_feed",
    "reaction",
    "receipt",
    "schema_desk",
    "schema_known",
    "schema_moderation",
    "searched",
    "session",
    "sign_in_attempt",
    "staff_mail",
    "subscription",
    "tally",
    "tally_day",
    "task",
    "theme",
    "theme_before",
    "waiting",
    "widget",
    "widget_name",
    "written",
]


def _widget(**more: Any) -> Column[int]:
    return Column("widget", Integer, ForeignKey("widget.id"), nullable=False, **more)


widget = Table(
    "widget",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(32), nullable=False, unique=True),
    Column("organisation", Integer, ForeignKey("organisation.id"), nullable=False, index=True),
    Column("name", String(63), nullable=False),
    Column("type", String(63), nullable=False),
    Column("title", Text, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("language", String(35), nullable=False),
    Column("expectation", Text, nullable=False),
    Column("least", SmallInteger, nullable=False),
    Column("created", Moment, nullable=False),
    Column("withdrawn", Moment),
    Column("successor", Text, nullable=False),
    *(Column(name, BigInteger, nullable=False) for name in ("revision", "counted")),
    *(Column(name, Integer, nullable=False) for name in ("last_number", "parts_made")),
)
"""`revision` moves with words, settings, phase; `counted` once per set of reactions; no number is used twice."""

widget_name = Table(
    "widget_name",
    metadata,
    Column("organisation", Integer, ForeignKey("organisation.id"), primary_key=True),
    Column("name", String(63), primary_key=True),
    Column("widget", Integer, ForeignKey("widget.id"), nullable=False),
)
"""Every name a widget has or had in its organisation."""

phase = Table(
    "phase",
    metadata,
    _widget(primary_key=True),
    Column("opens_at", Moment),
    Column("closes_at", Moment),
    Column("closing_text", Text, nullable=False),
)

part = Table(
    "part",
    metadata,
    _widget(primary_key=True),
    Column("key", String(500), primary_key=True),
    Column("label", Text, nullable=False),
    Column("created", Moment, nullable=False),
    sqlite_with_rowid=False,
)
"""Subjects, made on first use. Parts that stand in the settings have no row."""

part_order = Table(
    "part_order",
    metadata,
    _widget(primary_key=True),
    Column("key", String(500), primary_key=True),
    Column("name", String(63), primary_key=True),
    Column("score", Float, nullable=False),
    ForeignKeyConstraint(["widget", "key"], ["part.widget", "part.key"]),
    Index(None, "widget", "name", "score", "key"),
    sqlite_with_rowid=False,
)
"""The score of a subject in each order its type names: the worst of ten thousand are an index scan from the top."""

contribution = Table(
    "contribution",
    metadata,
    _widget(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(63), nullable=False),
    Column("target", String(500), nullable=False),
    Column("participant", LargeBinary, nullable=False),
    Column("once", LargeBinary),
    Column("data", JSON, nullable=False),
    Column("assurance", SmallInteger, nullable=False),
    Column("tag", LargeBinary, nullable=False),
    Column("created", Moment, nullable=False),
    Column("edited", Moment),
    Column("removed", WhyRemoved),
    Column("removed_at", Moment),
    UniqueConstraint("widget", "kind", "target", "once"),
    Index(None, "widget", "kind", "number"),
    Index(None, "widget", "kind", "target", "number"),
    Index(None, "widget", "participant"),
)
"""`once` holds the participant while a contribution that he can have only one of stands, and is null otherwise."""

contribution_count = Table(
    "contribution_count",
    metadata,
    _widget(primary_key=True),
    Column("kind", String(63), primary_key=True),
    Column("everywhere", Boolean, primary_key=True),
    Column("target", String(500), primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many contributions stand (removed ones aside), by target; and `everywhere`, with an empty target, in all."""

contribution_order = Table(
    "contribution_order",
    metadata,
    _widget(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(63), primary_key=True),
    Column("kind", String(63), nullable=False),
    Column("target", String(500), nullable=False),
    Column("score", Float, nullable=False),
    ForeignKeyConstraint(["widget", "number"], ["contribution.widget", "contribution.number"]),
    Index(None, "widget", "kind", "name", "score", "number"),
    Index(None, "widget", "kind", "target", "name", "score", "number"),
)
"""The score of a contribution in each order its type names: a list of a million is an index scan from the top."""

act = Table(
    "act",
    metadata,
    _widget(primary_key=True),
    Column("participant", LargeBinary, primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("action", String(63), nullable=False),
    Column("number", Integer),
    Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
"""The idempotency keys that were seen, bound to who used them. Forgotten after some days."""

receipt = Table(
    "receipt",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    _widget(),
    Column("number", Integer, nullable=False),
    ForeignKeyConstraint(["widget", "number"], ["contribution.widget", "contribution.number"]),
)
"""The code itself is nowhere."""

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(32), nullable=False, unique=True),
    Column("organisation", Integer, ForeignKey("organisation.id"), nullable=False),
    Column("widget", Integer, ForeignKey("widget.id")),
    Column("kind", String(63), nullable=False),
    Column("role", String(63), nullable=False),
    Column("at", Moment, nullable=False),
    Column("number", Integer),
    Column("data", JSON, nullable=False),
    Index(None, "organisation", "id"),
    Index(None, "widget", "id"),
    Index(None, "widget", "kind", "id"),
)
"""The append-only log."""

job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slot", String(80), nullable=False, unique=True),
    Column("kind", String(63), nullable=False),
    Column("widget", Integer, ForeignKey("widget.id")),
    Column("due", Moment, nullable=False, index=True),
    Column("data", JSON, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("leased_until", Moment),
)
"""`slot` is kind and widget in one: at most one job of a kind waits for a widget, or for the house."""

network_key = Table(
    "network_key",
    metadata,
    _widget(primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("key", LargeBinary, nullable=False),
)
