# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of the house itself and of who is in it; the other tables stand in `schema`, where all are found."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, String, Table, Text

from meedoen.store.moments import Moment

VERSION = 9

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

house = Table(
    "house",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    Column("revision", BigInteger, nullable=False),
)
"""One row. `uid` stands in ids, so that they survive another host name; `revision` moves with the list of widgets."""

organisation = Table(
    "organisation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(32), nullable=False, unique=True),
    Column("name", String(63), nullable=False),
    Column("title", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("time_zone", String(63), nullable=False),
    *(Column(name, Text, nullable=False) for name in ("intro", "contact", "privacy", "rules")),
)

organisation_name = Table(
    "organisation_name",
    metadata,
    Column("name", String(63), primary_key=True),
    Column("organisation", Integer, ForeignKey("organisation.id"), nullable=False),
)
"""Every name an organisation has or had: that a name is taken once, for ever, is this table's key."""

theme = Table(
    "theme",
    metadata,
    Column("organisation", Integer, ForeignKey("organisation.id"), primary_key=True),
    Column("upload", Text, nullable=False),
    Column("style", Text, nullable=False),
)
"""An organisation's house style: what it uploaded, kept for roles that come later, and the CSS that is served of it."""
