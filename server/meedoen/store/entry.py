# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Codes with which one takes part. Each belongs to one person from when it is made, whoever that will be.

So it cannot be used twice: two browsers with one code are one participant, also when both send at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from meedoen import limits
from meedoen.errors import Conflict
from meedoen.records import Widget
from meedoen.store import events, known
from meedoen.store.schema_placing import entry_code
from meedoen.values import say

MADE = "codes_made"

_ADD = insert(entry_code)
_HOW_MANY = select(func.count(), func.count(entry_code.c.used)).where(entry_code.c.widget == bindparam("of"))
_USE = (
    update(entry_code)
    .where(entry_code.c.widget == bindparam("of"), entry_code.c.digest == bindparam("hash"))
    .values(used=func.coalesce(entry_code.c.used, bindparam("moment", type_=entry_code.c.used.type)))
    .returning(entry_code.c.person)
)


@dataclass(frozen=True, slots=True)
class Codes:
    """How many were made, and how many of them were used."""

    made: int
    used: int


def make(conn: Connection, of: Widget, codes: Iterable[tuple[bytes, bytes]], *, at: datetime) -> None:
    """Add codes, as (hash, person). Raises `Conflict` when there would be too many."""
    rows: list[dict[str, Any]] = [
        {"widget": of.id, "digest": digest, "person": person, "made": at} for digest, person in codes
    ]
    if how_many(conn, of.id).made + len(rows) > limits.ENTRY_CODES_MAX:
        raise Conflict(say("A widget has at most %(most)s codes.", most=limits.ENTRY_CODES_MAX))
    conn.execute(_ADD, rows)
    told: dict[str, Any] = {"organisation": of.organisation.id, "widget": of.id, "role": events.STAFF, "at": at}
    events.append(conn, MADE, **told, data={"n": len(rows)})


def how_many(conn: Connection, widget_id: int) -> Codes:
    """Of a widget."""
    return Codes(*conn.execute(_HOW_MANY, {"of": widget_id}).one())


def enter(conn: Connection, widget_id: int, digest: bytes, participant: bytes | None, *, at: datetime) -> bytes | None:
    """Whose code this is, or None when it is none; `participant` is known as that person from then on, for a while."""
    person = conn.execute(_USE, {"of": widget_id, "hash": digest, "moment": at}).scalar_one_or_none()
    if person is not None and participant is not None:
        known.remember(conn, widget_id, participant, person, at=at)
    return person
