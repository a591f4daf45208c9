# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The end of the time for which it is kept who said what: words are blanked, marks are nobody's any more, counts stay.

What was done with is known by its participant: a number of eight bytes that nobody else has, in the place of sixteen.
So a set that was done is not done again, and a recount agrees before, between and after. Those numbers stand before all
others, so that the next set begins where the last one ended and looks at nothing twice.

What staff wrote in their own name is nobody's secret, and stays.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, delete, func, or_, select, update

from meedoen.records import Widget
from meedoen.records_moderation import HELD, OVER
from meedoen.store import contributions, following, hanging
from meedoen.store.authors import BY_STAFF, NOBODY_BYTES
from meedoen.store.pulse import words_moved
from meedoen.store.schema import act, contribution, merged_mark, reaction
from meedoen.store.schema_contract import entered
from meedoen.store.schema_known import known_here
from meedoen.store.schema_placing import entry_code, pending_act, person_key

_FIRST = b"\0"

_WORDS = (
    select(contribution.c.number, contribution.c.kind, contribution.c.target, contribution.c.removed)
    .where(
        contribution.c.widget == bindparam("of"),
        contribution.c.number > bindparam("behind"),
        func.length(contribution.c.participant) > NOBODY_BYTES,
        ~BY_STAFF,
    )
    .order_by(contribution.c.number)
    .limit(bindparam("most"))
)
_BLANK = (
    update(contribution)
    .where(contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one"))
    .values(
        data={},
        tag=b"",
        participant=bindparam("nobody"),
        once=None,
        removed=case(
            (
                or_(contribution.c.removed.is_(None), contribution.c.removed == HELD),
                bindparam("reason", type_=contribution.c.removed.type),
            ),
            else_=contribution.c.removed,
        ),
        removed_at=func.coalesce(contribution.c.removed_at, bindparam("moment", type_=contribution.c.removed_at.type)),
    )
)
_MARKS = (
    select(reaction.c.participant, reaction.c.target, reaction.c.kind)
    .where(
        reaction.c.widget == bindparam("of"),
        reaction.c.participant >= bindparam("since"),
        func.length(reaction.c.participant) > NOBODY_BYTES,
    )
    .order_by(reaction.c.participant, reaction.c.target, reaction.c.kind)
    .limit(bindparam("most"))
)
_UNSIGN = (
    update(reaction)
    .where(
        reaction.c.widget == bindparam("of"),
        reaction.c.participant == bindparam("by"),
        reaction.c.target == bindparam("on"),
        reaction.c.kind == bindparam("of_kind"),
    )
    .values(participant=bindparam("nobody"), tag=b"", at=bindparam("moment"))
)
_REST = [
    delete(table).where(table.c.widget == bindparam("of"))
    for table in (act, entered, known_here, entry_code, merged_mark, pending_act, person_key)
]


@dataclass(frozen=True, slots=True)
class Upto:
    """How far it is done: the number of a contribution, and the participant of a mark."""

    number: int = 0
    participant: bytes = b""


def blank(conn: Connection, of: Widget, most: int, upto: Upto, *, at: datetime) -> tuple[int, Upto]:
    """Blank so many contributions and so many marks at most; answers how many there were, and how far it is done then.

    0: nothing is left.
    """
    words = conn.execute(_WORDS, {"of": of.id, "behind": upto.number, "most": most}).all()
    for row in words:
        where = {"of": of.id, "one": row.number}
        conn.execute(_BLANK, where | {"nobody": _nobody(), "reason": OVER, "moment": at})
        hanging.blank_words(conn, of.id, row.number)
        hanging.forget_people(conn, of.id, row.number)
        contributions.off_view(conn, of.id, row.number, row, at=None)
        following.follow(conn, "erased", {}, widget=of.id, number=row.number, role="server", at=at)
    rows = conn.execute(_MARKS, {"of": of.id, "since": upto.participant, "most": most}).all()
    marks = [
        {"of": of.id, "by": row.participant, "on": row.target, "of_kind": row.kind, "moment": at, "nobody": _nobody()}
        for row in rows
    ]
    if marks:
        conn.execute(_UNSIGN, marks)
    for emptied in _REST:
        conn.execute(emptied, {"of": of.id})
    if words:
        words_moved(conn, of.id)
    last = Upto(words[-1].number if words else upto.number, rows[-1].participant if rows else upto.participant)
    return len(words) + len(marks), last


def _nobody() -> bytes:
    return _FIRST + secrets.token_bytes(NOBODY_BYTES - len(_FIRST))
