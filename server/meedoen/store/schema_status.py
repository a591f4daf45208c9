# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables about what staff write in widgets: who wrote it, what is to come, and the images with it."""

from __future__ import annotations

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

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata

written = Table(
    "written",
    metadata,
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in ("widget", "number", "version")),
    Column("membership", Integer, ForeignKey("membership.id"), nullable=False, index=True),
    *(Column(name, Text, nullable=False) for name in ("function", "department")),
    Column("data", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(["widget", "number"], ["contribution.widget", "contribution.number"]),
)
"""All that staff ever wrote in a contribution; rows are only added. The highest version holds, and its words are those
of the contribution. Function and department are as they were; the name is that of the membership."""

coming = Table(
    "coming",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(32), nullable=False, unique=True),
    Column("widget", Integer, ForeignKey("widget.id"), nullable=False),
    Column("action", String(63), nullable=False),
    Column("kind", String(63), nullable=False),
    Column("data", JSON, nullable=False),
    Column("membership", Integer, ForeignKey("membership.id"), nullable=False),
    Column("due", Moment, nullable=False),
    Index(None, "widget", "due"),
)
"""What staff wrote for a later moment. It is a contribution from then on, and until then nothing."""

picture = Table(
    "picture",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("widget", Integer, ForeignKey("widget.id"), nullable=False),
    Column("number", Integer),
    Column("kept", Boolean, nullable=False, index=True),
    *(Column(name, Integer, nullable=False) for name in ("width", "height")),
    Column("body", LargeBinary, nullable=False),
    Column("created", Moment, nullable=False),
)
"""Images, under the name that stands in their address. `kept`: words go with it, else it is dropped after some time;
`number` is the contribution, once it is one."""
