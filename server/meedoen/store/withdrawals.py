# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking back what one did: the marks while the widget is open, the words always.

A withdrawn contribution leaves its number and nothing else: its words are blank, in the row too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select, update

from meedoen.errors import Failure
from meedoen.records import Mark, Scene, Stored, Withdrawal
from meedoen.records_moderation import HELD, WITHDRAWN
from meedoen.store import contributions, events, holding, merged_marks, merging, states, subscriptions
from meedoen.store.admission import Admission, item_number, items, nothing_here, places, repeated
from meedoen.store.pulse import words_moved
from meedoen.store.reactions import book, counts, remember
from meedoen.store.schema import contribution, reaction, widget
from meedoen.store.subjects import known
from meedoen.store.work import Work
from meedoen.values import WHOLE, Assurance

_MARKS = select(reaction.c.target, reaction.c.kind).where(
    reaction.c.widget == bindparam("of"), reaction.c.participant == bindparam("by")
)
_MARKS_ON = _MARKS.where(reaction.c.target.in_(bindparam("on", expanding=True)))
_WORDS = (
    select(
        contribution.c.number,
        contribution.c.kind,
        contribution.c.target,
        contribution.c.once,
        contribution.c.removed,
        widget.c.organisation,
    )
    .join(widget, widget.c.id == contribution.c.widget)
    .where(
        contribution.c.widget == bindparam("of"),
        contribution.c.participant == bindparam("by"),
        contribution.c.removed.is_(None) | (contribution.c.removed == HELD),
    )
    .order_by(contribution.c.number)
)
_WORDS_ON = _WORDS.where(contribution.c.target.in_(bindparam("on", expanding=True)))
_BLANK = (
    update(contribution)
    .where(contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one"))
    .values(data={}, tag=b"", once=None, removed=WITHDRAWN, removed_at=bindparam("moment"))
)


def withdraw(work: Work, back: Withdrawal) -> Stored | Failure:
    """Take back; answers why not when nothing can be. An exception means that nothing of it may stay."""
    scene = Scene(back.widget, back.target or WHOLE, back.participant, Assurance.FORM, back.key, back.at, day="")
    there = places(work.sets, {back.widget})
    if back.widget not in there:
        return nothing_here()
    standing = Admission(there, items(work.sets, {(back.widget, scene.target)}), {}, {}, set())
    scene = standing.scene(scene)  # marks on a double stand on the one it was merged with
    on = sorted({back.target or WHOLE, scene.target})
    whose = {"of": back.widget, "by": back.participant} | ({} if back.target is None else {"on": on})
    seen, closed, number = repeated(work.sets, [scene]), there[back.widget].refusal(back.at), None
    words, with_marks = ((), False) if seen else _words(work, back, whose)
    if closed and not words and not seen:
        return closed
    for row in words:
        number = _blank(work, back, row)
    # After the words: where these had doubles, the marks on them are back where they were.
    marks = _marks(work, back, whose, scene) if with_marks and not closed else []
    targets = {(back.widget, one.target) for one in [scene, *(mark.scene for mark in marks)]}
    admission = Admission(there, items(work.sets, targets), seen, {}, known(work.sets, targets))
    if not seen:
        book(work, marks, admission)
        taken = [(item, one.kind) for one in marks if (item := item_number(one.scene.target)) is not None]
        merged_marks.gone(work.conn, back.widget, back.participant, taken)
        remember(work.sets, [scene], "withdraw", number)
    now = counts(work, targets, admission)
    return Stored(
        repeated=bool(seen),
        number=seen.get(0, number),
        tallies=now.get((back.widget, scene.target), {}),
    )


def _words(work: Work, back: Withdrawal, whose: Mapping[str, Any]) -> tuple[Sequence[Any], bool]:
    """The contributions that are taken back, and whether marks are too: nothing else goes with one where there may be
    several, all there is where there is one."""
    if back.kind:
        return (), True
    words = work.conn.execute(_WORDS if back.target is None else _WORDS_ON, whose).all()
    if back.number is None:
        return words, True
    one = next((row for row in words if row.number == back.number), None)
    if one is None:
        return (), True
    return (words, True) if one.once is not None else ((one,), False)


def _marks(work: Work, back: Withdrawal, whose: Mapping[str, Any], scene: Scene) -> list[Mark]:
    rows = work.conn.execute(_MARKS if back.target is None else _MARKS_ON, whose)
    return [Mark(replace(scene, target=row.target), row.kind, None) for row in rows if back.kind in ("", row.kind)]


def _blank(work: Work, back: Withdrawal, row: Any) -> int:
    work.conn.execute(_BLANK, {"of": back.widget, "one": row.number, "moment": back.at})
    contributions.off_view(work.conn, back.widget, row.number, row, at=back.at)
    merging.author_left(work.conn, back.widget, row.number)
    holding.forget_words(work.conn, back.widget, row.number)
    states.forget(work.conn, back.widget, row.number)
    subscriptions.leave_author(work.conn, back.widget, row.number)
    events.append(
        work.conn,
        "withdrawn",
        organisation=row.organisation,
        widget=back.widget,
        role=events.PARTICIPANT,
        at=back.at,
        number=row.number,
    )
    words_moved(work.conn, back.widget)
    return int(row.number)
