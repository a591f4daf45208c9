# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Passing a contribution on to another organisation on this server, which answers it there in its own name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from meedoen.errors import NotFound
from meedoen.records import Organisation, Stage, Widget
from meedoen.records_answers import Decision, Passed, Terms
from meedoen.records_staff import Member
from meedoen.store import answers, events
from meedoen.store.schema import contribution, passed, placement, widget
from meedoen.store.upsert import excluded, put
from meedoen.values import say

_ADD = put(
    passed,
    keys=("widget", "number", "organisation"),
    change=excluded(passed, "by", "at", "answered"),
    where=passed.c.answered.is_not(None),
).returning(passed.c.id)
"""It waits; anew where it was answered before."""
_READ = (
    select(passed, contribution.c.target, contribution.c.data)
    .join(contribution, (contribution.c.widget == passed.c.widget) & (contribution.c.number == passed.c.number))
    .join(widget, widget.c.id == passed.c.widget)
    .join(placement, placement.c.widget == widget.c.id)
    .where(
        passed.c.organisation == bindparam("of"),
        contribution.c.removed.is_(None),
        widget.c.withdrawn.is_(None),
        placement.c.stage == Stage.LIVE.value,
    )
)
_WAITS = _READ.where(passed.c.answered.is_(None))
_PAGE = _WAITS.where(passed.c.id > bindparam("after")).order_by(passed.c.id).limit(bindparam("most"))
_DONE = (
    _READ.where(passed.c.answered.is_not(None), passed.c.id < bindparam("before"))
    .order_by(passed.c.id.desc())
    .limit(bindparam("most"))
)
_ONE = _READ.where(passed.c.id == bindparam("one"))
_HOW_MANY = select(func.count()).select_from(_WAITS.with_only_columns(passed.c.id).limit(bindparam("most")).subquery())
_ANSWERED = update(passed).where(passed.c.id == bindparam("one")).values(answered=bindparam("moment"))


def on(
    conn: Connection, of: Widget, number: int, to: Organisation, decision: Decision, by: Member, *, at: datetime
) -> int | None:
    """It stands in the other's list, and the outcome says where it went. Answers the id of its line there; None where
    it waited there already. Raises `NotFound` when it stands no longer."""
    answers.decide(conn, of, [number], decision, by, at=at)
    given = {"widget": of.id, "number": number, "organisation": to.id, "by": by.id, "at": at, "answered": None}
    line: int | None = conn.execute(_ADD, given).scalar_one_or_none()
    if line is not None:
        for organisation, place in ((of.organisation.id, of.id), (to.id, None)):
            events.append(
                conn,
                "passed on",
                organisation=organisation,
                widget=place,
                role=events.STAFF,
                at=at,
                number=number if place else None,
                data={"to": to.uid, "widget": of.uid},
            )
    return line


def page(conn: Connection, organisation_id: int, after: int, most: int) -> Sequence[Passed]:
    """What was passed on to this organisation and waits, the longest ago first, behind the line with this id."""
    rows = conn.execute(_PAGE, {"of": organisation_id, "after": after, "most": most})
    return [_record(row) for row in rows]


def done(conn: Connection, organisation_id: int, before: int, most: int) -> Sequence[Passed]:
    """What this organisation answered, that came last first, from before the line with this id."""
    rows = conn.execute(_DONE, {"of": organisation_id, "before": before, "most": most})
    return [_record(row) for row in rows]


def how_many(conn: Connection, organisation_id: int, most: int) -> int:
    """How many were passed on to it and wait, counted up to `most`."""
    return int(conn.execute(_HOW_MANY, {"of": organisation_id, "most": most}).scalar_one())


def one(conn: Connection, organisation_id: int, id_: int) -> Passed:
    """One of these, answered or not. Raises `NotFound`, also where it stands no longer."""
    row = conn.execute(_ONE, {"of": organisation_id, "one": id_}).one_or_none()
    if row is None:
        raise NotFound(say("There is nothing here for your organisation, or it stands no longer. Go back to the list."))
    return _record(row)


def answer(
    conn: Connection, of: Widget, about: Passed, text: str, by: Member, *, at: datetime, on: Terms = answers.NO_TERMS
) -> None:
    """A reply in the name of who it was passed on to, beside those of the organisation whose widget it is."""
    answers.reply(conn, of, [about.number], text, by, at=at, on=on)
    conn.execute(_ANSWERED, {"one": about.id, "moment": at})


def _record(row: Row[Any]) -> Passed:
    return Passed(row.id, row.widget, row.number, row.at, row.target, row.data)
