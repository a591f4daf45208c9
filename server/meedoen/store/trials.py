# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wiping what was done in a trial, so that a widget opens as if nobody had been there.

Every table that hangs on a widget is emptied for it, unless it stands in `KEPT`: what a later table holds is wiped too.
What staff planned and is still to come was never part of the trial: it stays, with its images.
The log stays; its lines say from then on that they are of a trial, and no feed tells them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from meedoen.records import OF_TRIAL, Widget
from meedoen.store import events, following, search_index, subscriptions, unsent
from meedoen.store.pulse import note, words_moved
from meedoen.store.schema import event, metadata, widget
from meedoen.store.schema_placing import entry_code
from meedoen.store.schema_status import picture

WIPED = "trial_wiped"

KEPT = frozenset(
    {
        "coming",
        "entry_code",
        "event",
        "granted",
        "job",
        "network_key",
        "phase",
        "placement",
        "refused_frame",
        "review",
        "staff_mail",
        "subscription",
        "widget_name",
    }
)
"""What a widget is and who may work in it; the codes are given out and good for once it opens."""

_DONE = {"picture": (or_(picture.c.number.is_not(None), picture.c.kept.is_(False)),)}
"""Of these tables only the rows for which this is true: what is to come has others."""

EMPTIED = [
    delete(table).where(table.c.widget == bindparam("of"), *_DONE.get(table.name, ()))
    for table in reversed(metadata.sorted_tables)
    if "widget" in table.c and table.name not in KEPT
]
_UNUSED = update(entry_code).where(entry_code.c.widget == bindparam("of")).values(used=None)
_ANEW = (
    update(widget)
    .where(widget.c.id == bindparam("of"))
    .values(last_number=0, parts_made=0, counted=widget.c.counted + 1)
    .returning(widget.c.counted)
)
_LINES = select(event.c.id, event.c.kind).where(event.c.widget == bindparam("of"))
_SAY = update(event).where(event.c.id == bindparam("line")).values(kind=bindparam("of_kind"))


def wipe(conn: Connection, of: Widget, *, at: datetime) -> None:
    """Wipe all that was done in it, in the caller's transaction; numbers begin anew.

    Where nothing was, the log says nothing.
    """
    where = {"of": of.id}
    rows = sum(conn.execute(emptied, where).rowcount for emptied in EMPTIED)
    conn.execute(_UNUSED, where)
    subscriptions.leave_numbered(conn, of.id)
    unsent.write_anew(conn, of.id)
    note(conn).counts[of.id] = conn.execute(_ANEW, where).scalar_one()
    lines = [
        {"line": row.id, "of_kind": OF_TRIAL + row.kind}
        for row in conn.execute(_LINES, where)
        if not row.kind.startswith(OF_TRIAL)
    ]
    if lines:
        conn.execute(_SAY, lines)
    if search_index.forgets_late(conn):
        following.forget_later(conn, at)
    if rows:
        events.append(conn, WIPED, organisation=of.organisation.id, widget=of.id, role=events.STAFF, at=at)
    words_moved(conn, of.id)
