# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Merging doubles, and undoing that. Both addresses go on working; lists, orders and counts have the one that remains.

All who had it count there, each once: who said so on both, and who asked both, is one. Who asked a double counts as one
who has it too. What was said after they were merged stays with the one that remains when that is undone.
Where that one leaves the view, its doubles stand on their own again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from meedoen.errors import Conflict, NotFound
from meedoen.official import SETTLED
from meedoen.records import Widget
from meedoen.records_answers import What
from meedoen.store import (
    alike,
    answered,
    answers,
    events,
    laid,
    merged,
    merged_marks,
    standing,
    unsent,
    waiting,
    widgets,
)
from meedoen.store.authors import BY_STAFF, CLOCK, NOBODY_BYTES
from meedoen.store.merged_marks import Held, Marks, Slot
from meedoen.store.pulse import note, words_moved
from meedoen.store.schema import contribution, contribution_merged, widget
from meedoen.values import say

MERGED, UNMERGED = "merged", "unmerged"
"""The lines of the log: of the double, with the number of the one that remains."""

_M = contribution_merged.c
_HOLD = select(widget.c.id).where(widget.c.id == bindparam("of")).with_for_update(key_share=True)
_BOTH = select(
    contribution, ((func.length(contribution.c.participant) > NOBODY_BYTES) & ~BY_STAFF).label("person")
).where(contribution.c.widget == bindparam("of"), contribution.c.number.in_(bindparam("numbers", expanding=True)))
_ADD = insert(contribution_merged)
_LEAD = (
    update(contribution_merged)
    .where(_M.widget == bindparam("of"), _M.number.in_(bindparam("numbers", expanding=True)))
    .values(last=bindparam("to"))
)
_END = delete(contribution_merged).where(_M.widget == bindparam("of"), _M.number == bindparam("one"))
_COUNTED = (
    update(widget)
    .where(widget.c.id == bindparam("of"))
    .values(counted=widget.c.counted + 1)
    .returning(widget.c.counted)
)


def merge(conn: Connection, of: Widget, number: int, remains: int, *, role: str, at: datetime) -> int:
    """Merge a double into the one that remains, or into the one that was merged with; answers which.

    Raises `NotFound` when one of them does not stand; `Conflict` where its type has no doubles of that kind, they are
    of two kinds, are one already, or this one was merged before.
    """
    conn.execute(_HOLD, {"of": of.id})
    last = merged.last(conn, of.id, remains)
    double, remaining = _both(conn, of.id, number, last)
    if (was := merged.of_one(conn, of.id, number)) is not None:
        raise Conflict(
            say("It was merged with number %(number)s before. Undo that first.", number=str(was.merged_with))
        )
    if last == number:
        raise Conflict(say("These two are one already. Fill in the number of another."))
    kinds = alike.ranks(conn)(of.type).doubles
    if double.kind not in kinds or double.kind != remaining.kind:
        raise Conflict(say("These two cannot be merged: they are not of a kind of which there are doubles."))
    group = [one.number for one in merged.doubles(conn, of.id, number)]
    _join(conn, of, double, remaining, group, kinds[double.kind])
    conn.execute(_ADD, {"widget": of.id, "number": number, "merged_with": last, "last": last, "at": at})
    if group:
        conn.execute(_LEAD, {"of": of.id, "numbers": group, "to": last})
    standing.count(conn, of.id, double.kind, double.target, -1)
    standing.unrank(conn, of.id, number)
    if waiting.waits(conn, of.id, last, What.ANSWER):
        laid.lead_on(conn, of.id, number, last)
    answers.gone(conn, of.id, number, double.kind)
    unsent.write_anew(conn, of.id)
    _tell(conn, of, MERGED, double, remaining, role=role, at=at)
    return last


def undo(conn: Connection, of: Widget, number: int, *, role: str, at: datetime) -> int:
    """Everybody is back where he was; answers with which it was merged. Raises `Conflict` when it was not."""
    conn.execute(_HOLD, {"of": of.id})
    was = merged.of_one(conn, of.id, number)
    if was is None:
        raise Conflict(say("It is not merged with another, or no longer."))
    rows = {row.number: row for row in conn.execute(_BOTH, {"of": of.id, "numbers": [number, was.last]})}
    double, remaining = rows[number], rows[was.last]
    leads = {one.number: one.merged_with for one in merged.doubles(conn, of.id, was.last)}
    group = [one for one in leads if one != number and _leads(leads, one, number)]
    staying = [one for one in leads if one != number and one not in group]
    too = alike.ranks(conn)(of.type).doubles.get(double.kind, "")
    _part(conn, of.id, double, remaining, group, staying, too)
    conn.execute(_END, {"of": of.id, "one": number})
    if group:
        conn.execute(_LEAD, {"of": of.id, "numbers": group, "to": number})
    if double.removed is None:
        standing.count(conn, of.id, double.kind, double.target, 1)
        _rank(conn, of, double)
        answers.back(conn, of, number, double.kind, at=at)
    _tell(conn, of, UNMERGED, double, remaining, role=role, at=at)
    return was.last


def left(conn: Connection, widget_id: int, number: int, *, at: datetime | None) -> bool:
    """A contribution leaves the view: its doubles stand on their own again from `at` on; None: they leave with it.

    False: it is a double itself, and so it was in no list and no count."""
    if merged.of_one(conn, widget_id, number) is not None:
        return False
    for one in merged.doubles(conn, widget_id, number):
        if at is not None and one.merged_with == number:
            undo(conn, widgets.by_id(conn, widget_id), one.number, role=events.SERVER, at=at)
    return True


def author_left(conn: Connection, widget_id: int, number: int) -> None:
    """Who asked a double took that back: he is not counted any more as one who has it too."""
    was = merged.of_one(conn, widget_id, number)
    asked = [slot for slot, held in merged_marks.kept(conn, widget_id, [number])[number].items() if held.value is None]
    if was is None or not asked:
        return
    others = [one.number for one in merged.doubles(conn, widget_id, was.last) if one.number != number]
    known = merged_marks.kept(conn, widget_id, [was.last, *others]).values()
    merged_marks.forget(conn, widget_id, number, asked)
    for slot in asked:
        held = merged_marks.one(conn, widget_id, was.last, slot)
        if held is not None and not any(slot in marks for marks in known):
            merged_marks.write(conn, widget_id, was.last, {slot: held}, {})
    of = widgets.by_id(conn, widget_id)
    [row] = conn.execute(_BOTH, {"of": widget_id, "numbers": [was.last]})
    _rank(conn, of, row)


def _both(conn: Connection, widget_id: int, number: int, last: int) -> tuple[Row[Any], Row[Any]]:
    rows = {row.number: row for row in conn.execute(_BOTH, {"of": widget_id, "numbers": [number, last]})}
    if any(one not in rows or rows[one].removed is not None for one in (number, last)):
        raise NotFound(say("There is no contribution with this number, or it was removed before."))
    return rows[number], rows[last]


def _join(
    conn: Connection, of: Widget, double: Row[Any], remaining: Row[Any], group: Collection[int], too: str
) -> None:
    """All marks of the double, and that of who asked it, go to the one that remains; who asked that has none."""
    number, last = double.number, remaining.number
    there = merged_marks.on(conn, of.id, [number, last])
    around = [one.number for one in merged.doubles(conn, of.id, last)]
    known = merged_marks.kept(conn, of.id, [number, last, *group, *around])
    own = dict(_own(there[number], known, number, group))
    if too and double.person and double.participant != CLOCK and (double.participant, too) not in own:
        day = double.created.astimezone(of.organisation.zone).date().isoformat()
        own[double.participant, too] = Held(None, double.assurance, day, double.created, double.tag)
    merged_marks.keep(conn, of.id, number, own)
    with_it = own.keys() | {slot for one in group for slot in known[one]}
    ours = _own(there[last], known, last, around)
    merged_marks.keep(conn, of.id, last, {slot: ours[slot] for slot in ours.keys() & with_it})
    coming = {slot: _counted(held) for slot, held in {**own, **there[number]}.items()}
    coming.pop((remaining.participant, too), None)
    merged_marks.write(conn, of.id, number, there[number], {})
    merged_marks.write(conn, of.id, last, there[last], {**coming, **there[last]})


def _part(
    conn: Connection,
    widget_id: int,
    double: Row[Any],
    remaining: Row[Any],
    group: Collection[int],
    staying: Collection[int],
    too: str,
) -> None:
    """Back to the double, and to those merged with it, go the marks of their people who have one still."""
    number, last, asker = double.number, remaining.number, (remaining.participant, too)
    there = merged_marks.on(conn, widget_id, [number, last])
    known = merged_marks.kept(conn, widget_id, [number, last, *group, *staying])
    came: dict[Slot, Held] = {slot: held for one in group for slot, held in known[one].items()}
    came.pop((double.participant, too), None)
    came |= {slot: held for slot, held in known[number].items() if held.value is not None}
    back = {slot: _counted(held) for slot, held in came.items() if slot in there[last] or slot == asker}
    leaving = known[number].keys() | {slot for one in group for slot in known[one]}
    stay = {slot for one in (last, *staying) for slot in known[one]}
    after = {slot: held for slot, held in there[last].items() if slot not in leaving or slot in stay}
    merged_marks.write(conn, widget_id, last, there[last], after)
    merged_marks.write(conn, widget_id, number, there[number], {**there[number], **back})
    keep = {slot for slot, held in known[number].items() if held.value is not None} if group else set()
    merged_marks.forget(conn, widget_id, number, known[number].keys() - keep)
    if not staying:
        merged_marks.forget(conn, widget_id, last, known[last])


def _own(there: Marks, known: Mapping[int, Marks], number: int, doubles: Collection[int]) -> Marks:
    """Those that do not stand there by a double alone."""
    by_double = {slot for one in doubles for slot in known[one]} - known[number].keys()
    return {slot: held for slot, held in there.items() if slot not in by_double}


def _counted(held: Held) -> Held:
    return held if held.value is not None else Held(1, held.assurance, held.day, held.at, held.tag)


def _leads(leads: Mapping[int, int], number: int, to: int) -> bool:
    while number in leads and number != to:
        number = leads[number]
    return number == to


def _rank(conn: Connection, of: Widget, row: Row[Any]) -> None:
    orders = alike.ranks(conn)(of.type).items
    standing.rank(conn, of, row.number, row.kind, row.target, row.created, orders)


def _wait(conn: Connection, of: Widget, last: int, at: datetime) -> None:
    """What was answered of one of them, was of the one that remains: that waits for an outcome, else for an answer."""
    replies, outcome = answered.together(conn, of.id, [last]).get(last, answered.NOTHING)
    said = replies or (outcome is not None and outcome.state in SETTLED)
    was, now = (What.ANSWER, What.OUTCOME) if said else (What.OUTCOME, What.ANSWER)
    if waiting.leave(conn, of.id, last, was):
        waiting.add(conn, of.id, last, now, organisation=of.organisation.id, since=at)


def _tell(
    conn: Connection, of: Widget, kind: str, double: Row[Any], remaining: Row[Any], *, role: str, at: datetime
) -> None:
    """A line of the log about the double; what follows from the one that remains is made anew with it."""
    if remaining.removed is None:
        _rank(conn, of, remaining)
    _wait(conn, of, remaining.number, at)
    events.append(
        conn,
        kind,
        organisation=of.organisation.id,
        widget=of.id,
        role=role,
        at=at,
        number=double.number,
        data={"with": remaining.number},
    )
    alike.follow(conn, of.id, remaining.number)
    note(conn).items.add((of.id, remaining.number))
    note(conn).counts[of.id] = conn.execute(_COUNTED, {"of": of.id}).scalar_one()
    words_moved(conn, of.id)
