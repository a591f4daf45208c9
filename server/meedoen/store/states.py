# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The state of a contribution, of those its type declares: as it now is in a table, and each change in the log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from meedoen.effects import SetState
from meedoen.records import Widget
from meedoen.store import events
from meedoen.store.pulse import words_moved
from meedoen.store.schema import contribution_state
from meedoen.store.upsert import excluded, put

CHANGED = "state"
"""The kind of the line in the log."""

_OF_ONE = (contribution_state.c.widget == bindparam("of"), contribution_state.c.number == bindparam("one"))
_NOW = select(contribution_state.c.state).where(*_OF_ONE)
_PUT = put(
    contribution_state,
    keys=("widget", "number"),
    change=excluded(contribution_state, "state", "reason", "role", "at"),
)
_FORGET = delete(contribution_state).where(*_OF_ONE)


def change(conn: Connection, of: Widget, number: int, to: SetState, *, role: str, at: datetime) -> None:
    """Give a contribution this state; the empty one is none. What it has already is not set again."""
    one = {"of": of.id, "one": number}
    if (conn.execute(_NOW, one).scalar_one_or_none() or "") == to.state:
        return
    given = {"widget": of.id, "number": number, "state": to.state, "reason": to.reason, "role": role, "at": at}
    conn.execute(_PUT, given)
    events.append(
        conn,
        CHANGED,
        organisation=of.organisation.id,
        widget=of.id,
        role=role,
        at=at,
        number=number,
        data={"now": to.state},
    )
    words_moved(conn, of.id)


def forget(conn: Connection, widget_id: int, number: int) -> None:
    """It is not kept any more what was said with it."""
    conn.execute(_FORGET, {"of": widget_id, "one": number})
