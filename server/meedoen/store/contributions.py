# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people put in, by number; removing one; and what one participant has.

A removed contribution keeps its number and its reason, and nobody is shown its words. One that staff removed keeps them
in its row, for the archive and an appeal; one that its author withdrew is blank.
What has no words (`data`) is blank for good: nothing else has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from meedoen.errors import NotFound
from meedoen.official import Entered, Via
from meedoen.records import Own, Receipt, Widget
from meedoen.records_answers import What
from meedoen.records_moderation import HELD
from meedoen.records_posts import picture_of, words_in
from meedoen.store import answers, events, merged, merging, standing, unsent, waiting
from meedoen.store.admission import item_number
from meedoen.store.pulse import words_moved
from meedoen.store.schema import contribution, contribution_merged, contribution_state, entered, reaction, receipt
from meedoen.values import ITEM, Assurance, Item, say

_WITH_MARK = contribution.outerjoin(
    reaction,
    (reaction.c.widget == contribution.c.widget)
    & (reaction.c.participant == contribution.c.participant)
    & (reaction.c.target == contribution.c.target)
    & (reaction.c.kind == bindparam("mark")),
).outerjoin(
    entered,
    (contribution.c.assurance == int(Assurance.ENTERED))  # so that it is looked for where there is one
    & (entered.c.widget == contribution.c.widget)
    & (entered.c.participant == contribution.c.participant),
)
_WITH_STATE = _WITH_MARK.outerjoin(
    contribution_state,
    (contribution_state.c.widget == contribution.c.widget) & (contribution_state.c.number == contribution.c.number),
)
_WITH_LAST = _WITH_STATE.outerjoin(
    contribution_merged,
    (contribution_merged.c.widget == contribution.c.widget) & (contribution_merged.c.number == contribution.c.number),
)
_EVERY = select(
    contribution,
    reaction.c.value.label("mark"),
    entered.c.via,
    entered.c.day,
    contribution_state.c.state,
    contribution_merged.c.last,
    contribution_merged.c.at.label("merged_at"),
).select_from(_WITH_LAST)
LISTED = _EVERY.where(contribution.c.removed.is_distinct_from(HELD))
"""Contributions with their author's own reaction of kind `mark` on the same target, and which way those came that
staff entered, and their state; what is held is not among them. What `item` takes."""
IN_LISTS = LISTED.where(contribution_merged.c.last.is_(None))
"""The same without doubles, whose place is taken by the one that remains."""

_BY_NUMBERS = LISTED.where(
    contribution.c.widget == bindparam("of"), contribution.c.number.in_(bindparam("numbers", expanding=True))
)
_ONE = (contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one"))
_OWN = _EVERY.where(*_ONE)
_THERE = (
    select(contribution.c.kind, contribution.c.target, contribution.c.removed)
    .where(*_ONE, contribution.c.removed.is_(None) | (contribution.c.removed == HELD))
    .with_for_update()
)
_REMOVE = (
    update(contribution).where(*_ONE).values(removed=bindparam("reason"), removed_at=bindparam("moment"), once=None)
)
_OWN_MARKS = select(reaction.c.kind, reaction.c.value).where(
    reaction.c.widget == bindparam("of"),
    reaction.c.participant == bindparam("by"),
    reaction.c.target == bindparam("on"),
)
_OWN_WORDS = (
    select(contribution.c.kind, contribution.c.number, contribution.c.data, contribution.c.created)
    .where(
        contribution.c.widget == bindparam("of"),
        contribution.c.participant == bindparam("by"),
        contribution.c.target == bindparam("on"),
        contribution.c.removed.is_(None) | (contribution.c.removed == HELD),
    )
    .order_by(contribution.c.number)
)
_BY_RECEIPT = (
    select(contribution)
    .join(receipt, (receipt.c.widget == contribution.c.widget) & (receipt.c.number == contribution.c.number))
    .where(receipt.c.code_hash == bindparam("hash"))
)


def by_number(conn: Connection, widget_id: int, number: int, mark: str = "") -> Item:
    """One contribution, or its tombstone. Raises `NotFound`."""
    try:
        return by_numbers(conn, widget_id, [number], mark)[number]
    except KeyError:
        raise NotFound(say("There is no contribution with this number.")) from None


def his(conn: Connection, widget_id: int, number: int) -> Item:
    """One contribution for its author, with his words as long as they are kept. Raises `NotFound`."""
    row = _row(conn, widget_id, number)
    return replace(item(row), data=words_in(row.data))


def kept(conn: Connection, widget_id: int, number: int) -> Item:
    """One contribution, or its tombstone; of what is held too no more than that it is there. Raises `NotFound`."""
    return item(_row(conn, widget_id, number))


def _row(conn: Connection, widget_id: int, number: int) -> Row[Any]:
    row = conn.execute(_OWN, {"of": widget_id, "one": number, "mark": ""}).one_or_none()
    if row is None:
        raise NotFound(say("There is no contribution with this number."))
    return row


def by_numbers(conn: Connection, widget_id: int, numbers: Sequence[int], mark: str = "") -> dict[int, Item]:
    """Those of these contributions that there are, tombstones too."""
    rows = conn.execute(_BY_NUMBERS, {"of": widget_id, "numbers": list(numbers), "mark": mark})
    return {row.number: item(row) for row in rows}


def with_into(conn: Connection, widget_id: int, items: Sequence[Item]) -> list[Item]:
    """The same; doubles among them with the one that each was merged with."""
    numbers = {one.merged for one in items if one.merged}
    there = by_numbers(conn, widget_id, sorted(numbers)) if numbers else {}
    return [replace(one, into=there[one.merged]) if one.merged else one for one in items]


def item(row: Row[Any], tallies: Mapping[str, Any] | None = None) -> Item:
    """From a row of `LISTED`; of a removed one nothing is told but that it was there."""
    return Item(
        number=row.number,
        kind=row.kind,
        target=row.target,
        data={} if row.removed is not None else words_in(row.data),
        picture=None if row.removed is not None else picture_of(row.data),
        created=row.created,
        edited=row.edited,
        removed=row.removed,
        removed_at=row.removed_at,
        mark=row.mark if row.removed is None else None,
        tallies=tallies or {},
        state=(row.state or "") if row.removed is None else "",
        merged=row.last or 0,
        merged_at=row.merged_at,
        entered=Entered(Via(row.via), date.fromisoformat(row.day)) if row.via and row.removed is None else None,
    )


def remove(conn: Connection, of: Widget, number: int, reason: str, *, at: datetime) -> str:
    """Take a contribution away from sight, and say why; also one that is held. Answers the uid of its line in the log.

    Raises `NotFound` when it is not there, or no longer.
    """
    row = conn.execute(_THERE, {"of": of.id, "one": number}).one_or_none()
    if row is None:
        raise NotFound(say("There is no contribution with this number, or it was removed before."))
    conn.execute(_REMOVE, {"of": of.id, "one": number, "reason": reason, "moment": at})
    off_view(conn, of.id, number, row, at=at)
    uid = events.append(
        conn,
        "removed",
        organisation=of.organisation.id,
        widget=of.id,
        role=events.STAFF,
        at=at,
        number=number,
        data={"reason": reason},
    )
    words_moved(conn, of.id)
    return uid


def off_view(conn: Connection, widget_id: int, number: int, was: Any, *, at: datetime | None) -> None:
    """It counts no longer, if it did, is in no mail that waits, and nobody has to look at it. `was` is its row: kind,
    target, removed. Its doubles stand on their own from `at` on; None: they go with it."""
    if was.removed is None and merging.left(conn, widget_id, number, at=at):
        standing.count(conn, widget_id, was.kind, was.target, -1)
        standing.unrank(conn, widget_id, number)
        answers.gone(conn, widget_id, number, was.kind)
        unsent.write_anew(conn, widget_id)
    waiting.leave(conn, widget_id, number, What.REPORTED, What.HELD)


def own(conn: Connection, widget_id: int, target: str, participant: bytes, number: int | None = None) -> Own:
    """What this participant has on this target; of several contributions of a kind, `number` or else the latest."""
    whose = {"of": widget_id, "by": participant, "on": target}
    mine = whose | {"on": _last(conn, widget_id, target)}
    rows = sorted(conn.execute(_OWN_WORDS, whose), key=lambda row: (row.number == number, row.number))
    return Own(
        marks={row.kind: row.value for row in conn.execute(_OWN_MARKS, mine)},
        words={row.kind: (row.number, row.data, row.created) for row in rows},
    )


def _last(conn: Connection, widget_id: int, target: str) -> str:
    """Where marks on this target stand: those on a double, on the one it was merged with."""
    number = item_number(target)
    return target if number is None else f"{ITEM}{merged.last(conn, widget_id, number)}"


def by_receipt(conn: Connection, code_hash: bytes) -> Receipt | None:
    """What this code opens, or None: no more is said of a wrong one."""
    row = conn.execute(_BY_RECEIPT, {"hash": code_hash}).one_or_none()
    if row is None:
        return None
    return Receipt(
        widget=row.widget,
        number=row.number,
        participant=row.participant,
        target=row.target,
        assurance=Assurance(row.assurance),
        removed=row.removed,
        blank=not row.data,
    )
