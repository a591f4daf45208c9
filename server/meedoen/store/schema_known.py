# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which browsers are whose, for some hours: where one takes part with a code or a confirmed address of mail."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table

from meedoen.store.moments import Moment
from meedoen.store.schema_house import metadata

known_here = Table(
    "known_here",
    metadata,
    Column("widget", Integer, ForeignKey("widget.id"), primary_key=True),
    Column("participant", LargeBinary, primary_key=True),
    Column("person", LargeBinary, nullable=False),
    Column("until", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""A participant that proved who he is acts as that person until then; a browser is used by more than one."""
