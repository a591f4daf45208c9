# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables about how an organisation looks, beside its house style itself (`schema_house.theme`)."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from meedoen.store.schema_house import metadata

theme_before = Table(
    "theme_before",
    metadata,
    Column("organisation", Integer, ForeignKey("organisation.id"), primary_key=True),
    Column("upload", Text, nullable=False),
    Column("style", Text, nullable=False),
)
"""What an organisation wore before its last change, to go back to; an empty upload is the server's own style."""

logo = Table(
    "logo",
    metadata,
    Column("organisation", Integer, ForeignKey("organisation.id"), primary_key=True),
    Column("name", String(63), nullable=False),
    Column("media", String(63), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""As it is served, under a name that holds its size and its hash."""
