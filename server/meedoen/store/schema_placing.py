# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables about how a widget is placed: who sees it yet, who may hold it in a frame, who may take part, and how long
what people said is kept."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata


def _widget() -> Column[int]:
    return Column("widget", Integer, ForeignKey("widget.id"), primary_key=True)


placement = Table(
    "placement",
    metadata,
    _widget(),
    Column("stage", String(15), nullable=False),
    Column("framers", Text, nullable=False),
    Column("keep_months", Integer),
)
"""One row for each widget. Empty `framers` and no `keep_months` are those of the organisation."""

house_rules = Table(
    "house_rules",
    metadata,
    Column("organisation", Integer, ForeignKey("organisation.id"), primary_key=True),
    Column("framers", Text, nullable=False),
    Column("keep_months", Integer, nullable=False),
)
"""What holds for all widgets of an organisation that say nothing else; without a row: everyone, and no end."""

refused_frame = Table(
    "refused_frame",
    metadata,
    _widget(),
    Column("day", String(10), primary_key=True),
    Column("origin", String(300), primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How often a browser told that a site may not hold the widget. Nothing of who told it."""

entry_code = Table(
    "entry_code",
    metadata,
    _widget(),
    Column("digest", LargeBinary, primary_key=True),
    Column("person", LargeBinary, nullable=False),
    Column("made", Moment, nullable=False),
    Column("used", Moment),
    sqlite_with_rowid=False,
)
"""Codes with which one takes part. The code itself is nowhere; whoever uses it is `person`, on whatever device."""

person_key = Table("person_key", metadata, _widget(), Column("key", LargeBinary, nullable=False))
"""Under which an address of mail is made a person in this widget. Without it nobody can tell whose address it was."""

pending_act = Table(
    "pending_act",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("widget", Integer, ForeignKey("widget.id"), nullable=False, index=True),
    Column("action", String(63), nullable=False),
    Column("target", String(500), nullable=False),
    Column("fields", JSON, nullable=False),
    *(Column(name, LargeBinary, nullable=False) for name in ("person", "participant")),
    Column("key", String(64), nullable=False),
    Column("language", String(35), nullable=False),
    Column("created", Moment, nullable=False, index=True),
)
"""Acts that wait for an address to be confirmed. `digest` is of the code in the mail; the address is not here."""
