# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking away a subject that should not have been made, with all reactions on it, so that a recount still agrees."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select, update

from meedoen.errors import Conflict, NotFound
from meedoen.records import Widget
from meedoen.records_moderation import HELD
from meedoen.store import events
from meedoen.store.pulse import note, words_moved
from meedoen.store.schema import contribution, part, part_order, reaction, tally, tally_day, widget
from meedoen.store.upsert import excluded, put
from meedoen.values import EVERY, say

_WORDS = (
    select(func.count())
    .select_from(contribution)
    .where(
        contribution.c.widget == bindparam("of"),
        contribution.c.target == bindparam("on"),
        contribution.c.removed.is_(None) | (contribution.c.removed == HELD),
    )
)
_KEPT = [
    (
        select(kept).where(kept.c.widget == bindparam("of"), kept.c.target == bindparam("on")),
        put(
            kept,
            keys=kept.primary_key.columns.keys(),
            change={"count": kept.c.count + excluded(kept, "count")["count"]},
        ),
        delete(kept).where(kept.c.widget == bindparam("of"), kept.c.target == bindparam("on")),
    )
    for kept in (tally, tally_day)
]
_REACTIONS = delete(reaction).where(reaction.c.widget == bindparam("of"), reaction.c.target == bindparam("on"))
_ORDERS = delete(part_order).where(part_order.c.widget == bindparam("of"), part_order.c.key == bindparam("on"))
_PART = delete(part).where(part.c.widget == bindparam("of"), part.c.key == bindparam("on"))
_FEWER = (
    update(widget)
    .where(widget.c.id == bindparam("of"))
    .values(parts_made=widget.c.parts_made - 1, counted=widget.c.counted + 1)
    .returning(widget.c.counted)
)


def remove_subject(conn: Connection, of: Widget, key: str, *, at: datetime) -> int:
    """Remove it with the reactions on it, of which the number is answered, from the counts of all subjects too.

    Raises `NotFound` where there is none, and `Conflict` while words of people stand there. The log does not name it:
    its key is what somebody typed.
    """
    where = {"of": of.id, "on": key}
    if words := conn.execute(_WORDS, where).scalar_one():
        raise Conflict(say("What people wrote stands there (%(n)s). Remove that first, and say why.", n=words))
    conn.execute(_ORDERS, where)
    if not conn.execute(_PART, where).rowcount:
        raise NotFound(say("Nobody has reacted to this subject yet. Check how it is written."))
    for counts, less, emptied in _KEPT:
        rows = [dict(row) for row in conn.execute(counts, where).mappings()]
        if rows:
            conn.execute(less, [row | {"target": EVERY, "count": -row["count"]} for row in rows])
        conn.execute(emptied, where)
    reactions = conn.execute(_REACTIONS, where).rowcount
    note(conn).counts[of.id] = conn.execute(_FEWER, where).scalar_one()
    events.append(
        conn,
        "subject_removed",
        organisation=of.organisation.id,
        widget=of.id,
        role=events.STAFF,
        at=at,
        data={"reactions": reactions},
    )
    words_moved(conn, of.id)
    return reactions
