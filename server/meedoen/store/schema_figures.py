# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables that follow from the others: what is searched, and the figures by month. All can be made anew."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, Text, UniqueConstraint

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata

searched = Table(
    "searched",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("widget", Integer, ForeignKey("widget.id"), nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("number", "thread")),
    Column("scope", Text, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("widget", "number", "thread"),
)
"""Words as they now are: of a widget itself (number 0), of a contribution (thread -1), and of each thread of answers to
it as in `answer`. `scope` is what a search narrows by, as words. Each database has its own index of this table, made by
`search`; a row that changes is another row, so that the newest words have the highest id."""

month_count = Table(
    "month_count",
    metadata,
    Column("widget", Integer, ForeignKey("widget.id"), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("what", String(15), primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How often it happened in a month (`YYYY-MM`, in the organisation's time zone): what came in, what was answered.
What is withdrawn or removed later was there then, and stays counted."""

first_answer = Table(
    "first_answer",
    metadata,
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in ("widget", "number")),
    Column("at", Moment, nullable=False),
    Column("took_s", Integer, nullable=False),
    ForeignKeyConstraint(["widget", "number"], ["contribution.widget", "contribution.number"]),
    Index(None, "widget", "at", "took_s"),
    sqlite_with_rowid=False,
)
"""When a contribution was first answered or settled, and how long it had waited by then."""
