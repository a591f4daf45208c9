# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erasing somebody's words because he asks for it: his words are blank for ever, that he was there stays in the log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from meedoen.errors import Conflict, NotFound
from meedoen.records import Widget
from meedoen.records_answers import What
from meedoen.records_moderation import ERASED, HELD
from meedoen.store import contributions, events, hanging, waiting
from meedoen.store.schema import contribution
from meedoen.values import say

_REMOVED = select(contribution.c.removed).where(
    contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one")
)
_BLANK = (
    update(contribution)
    .where(contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one"))
    .values(data={}, tag=b"")
)


def ask(conn: Connection, of: Widget, number: int, *, at: datetime) -> None:
    """An author asks for it. A second time changes nothing."""
    if not waiting.waits(conn, of.id, number, What.ERASURE):
        waiting.add(conn, of.id, number, What.ERASURE, organisation=of.organisation.id, since=at)
        _log(conn, of, "erasure asked", number, at, events.PARTICIPANT)


def erase(conn: Connection, of: Widget, number: int, *, at: datetime) -> None:
    """Blank them, also where they were removed before and kept in their row.

    Raises `NotFound`; `Conflict` where their author did not ask for it, for that is what everybody reads.
    """
    row = conn.execute(_REMOVED, {"of": of.id, "one": number}).one_or_none()
    if row is None:
        raise NotFound(say("There is no contribution with this number."))
    if not waiting.leave(conn, of.id, number, What.ERASURE):
        raise Conflict(say("Its author did not ask that these words be erased."))
    if row.removed in (None, HELD):
        contributions.remove(conn, of, number, ERASED, at=at)
    conn.execute(_BLANK, {"of": of.id, "one": number})
    hanging.blank_words(conn, of.id, number)
    _log(conn, of, "erased", number, at, events.STAFF)


def _log(conn: Connection, of: Widget, kind: str, number: int, at: datetime, role: str) -> None:
    events.append(conn, kind, organisation=of.organisation.id, widget=of.id, role=role, at=at, number=number)
