# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff says of contributions: replies and outcomes. Each is a row more; none is changed or taken away.

Whoever asks twice for the same, by a second press of a button, is answered as if it were done now, and it is done once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, exists, insert, select, update

from meedoen.errors import NotFound
from meedoen.official import SETTLED, OutcomeState
from meedoen.records import Widget
from meedoen.records_answers import Coverage, Decision, Line, Reply, Terms, What
from meedoen.records_staff import Member
from meedoen.store import alike, authors, events, laid, merged, standing, terms, waiting
from meedoen.store.pulse import words_moved
from meedoen.store.schema import answer, change_contribution, contribution, covered, membership, passed, written
from meedoen.store.schema_desk import answer_terms
from meedoen.store.upsert import excluded, put
from meedoen.values import say

OUTCOME = 0
"""The thread that holds the outcome; replies have those from 1 on."""
NO_TERMS = Terms()
NEWEST = 2**31 - 1
"""Beyond every line: an archive from before this begins with what was said last."""

_STANDING = (
    select(contribution.c.number, contribution.c.kind)
    .where(
        contribution.c.widget == bindparam("of"),
        contribution.c.number.in_(bindparam("numbers", expanding=True)),
        contribution.c.removed.is_(None),
    )
    .order_by(contribution.c.number)
    .with_for_update()
)
_SAID = (
    select(answer, membership.c.organisation, *terms.COLUMNS)
    .join(membership, membership.c.id == answer.c.membership)
    .outerjoin(answer_terms, terms.OF_ANSWER)
    .where(answer.c.widget == bindparam("of"), answer.c.number == bindparam("one"))
    .order_by(answer.c.thread, answer.c.version)
)
_ADD = insert(answer).returning(answer.c.id)
_PART = put(change_contribution)
_PASSED = (passed.c.widget == bindparam("of"), passed.c.number == bindparam("one"), passed.c.answered.is_(None))
_SPOKE = (
    select(answer.c.id)
    .join(membership, membership.c.id == answer.c.membership)
    .where(
        answer.c.widget == passed.c.widget,
        answer.c.number == passed.c.number,
        membership.c.organisation == passed.c.organisation,
    )
    .correlate(passed)
)
_AS_BEFORE = update(passed).where(*_PASSED, exists(_SPOKE)).values(answered=bindparam("moment"))
_TAKEN_BACK = delete(passed).where(*_PASSED)
"""Where it was passed on before, and answered, that stays: the other may correct what it said."""
_COVER = put(
    covered,
    keys=("widget", "kind"),
    change={"count": covered.c.count + excluded(covered, "count")["count"]},
)
_HOW_MANY = select(covered.c.count).where(covered.c.widget == bindparam("of"), covered.c.kind == bindparam("of_kind"))
_BY_MEMBER = (
    select(answer)
    .where(answer.c.membership == bindparam("by"), answer.c.id < bindparam("before"))
    .order_by(answer.c.id.desc())
    .limit(bindparam("most"))
)
_BY_OTHERS = (
    select(answer)
    .where(
        answer.c.widget == bindparam("of"),
        answer.c.number.in_(bindparam("numbers", expanding=True)),
        answer.c.membership != bindparam("by"),
    )
    .order_by(answer.c.id)
)
_SPOKE_IN = (
    select(answer.c.widget)
    .where(answer.c.membership == bindparam("by"))
    .union(select(written.c.widget).where(written.c.membership == bindparam("by")))
)


def reply(
    conn: Connection,
    of: Widget,
    numbers: Iterable[int],
    text: str,
    by: Member,
    *,
    at: datetime,
    on: Terms = NO_TERMS,
) -> list[int]:
    """One reply to each of these that stands, on these terms; answers which. Raises `NotFound` when none does."""
    done = _standing(conn, of, numbers)
    for number in done:
        threads = _threads(conn, of.id, number)
        newest = max(threads, default=OUTCOME)
        last = threads[newest] if newest != OUTCOME else None
        if last is not None and (last.text, last.membership, terms.of_row(last)) == (text, by.id, on):
            continue
        _add(conn, of, number, newest + 1, 1, by, at, Reply(text, on))
        waiting.leave(conn, of.id, number, What.OBJECTION, What.TASK)
        laid.leave(conn, of.id, number)
        if waiting.leave(conn, of.id, number, What.ANSWER):
            waiting.add(conn, of.id, number, What.OUTCOME, organisation=of.organisation.id, since=at)
        _log(conn, of, "replied", number, at, {"reply": newest + 1})
    words_moved(conn, of.id)
    return list(done)


def correct(
    conn: Connection,
    of: Widget,
    number: int,
    key: int,
    text: str,
    by: Member,
    *,
    at: datetime,
    on: Terms = NO_TERMS,
) -> None:
    """Other words or terms for a reply of one's own organisation; what it said before stays in its history.

    Raises `NotFound`.
    """
    _standing(conn, of, [number])
    stands = _threads(conn, of.id, number).get(key)
    if stands is None or key == OUTCOME or stands.organisation != by.organisation.id:
        raise NotFound(say("Your organisation has no such answer here. Go back to the contribution."))
    if (stands.text, terms.of_row(stands)) != (text, on):
        _add(conn, of, number, key, stands.version + 1, by, at, Reply(text, on))
        _log(conn, of, "reply corrected", number, at, {"reply": key})
        words_moved(conn, of.id)


def replies_of(conn: Connection, of: Widget, number: int, organisation_id: int) -> Mapping[int, Reply]:
    """What an organisation replied to a contribution, by the key of the reply: that alone it may correct."""
    threads = _threads(conn, of.id, number).items()
    return {
        key: Reply(row.text, terms.of_row(row))
        for key, row in threads
        if key != OUTCOME and row.organisation == organisation_id
    }


def decide(
    conn: Connection,
    of: Widget,
    numbers: Iterable[int],
    decision: Decision,
    by: Member,
    *,
    at: datetime,
    change: int = 0,
) -> list[int]:
    """What was done with each of these that stands; answers which. Raises `NotFound` when none does.

    `change`: the key of the change that it is part of, or 0.
    """
    done, part = _standing(conn, of, numbers), {"change": change} if change else {}
    for number, kind in done.items():
        stands = _threads(conn, of.id, number).get(OUTCOME)
        given = (decision.state.value, decision.reason, list(decision.links))
        before = (stands.recipient or "") if stands is not None else ""
        recipient = decision.recipient or (before if decision.state is OutcomeState.ELSEWHERE else "")
        same = stands is not None and (stands.state, stands.text, stands.links, before) == (*given, recipient)
        version = (stands.version if stands else 0) + (not same)
        if change:
            conn.execute(_PART, {"widget": of.id, "number": number, "version": version, "key": change, "at": at})
        if same:
            continue
        _add(conn, of, number, OUTCOME, version, by, at, replace(decision, recipient=recipient))
        was, now = stands is not None and stands.state in SETTLED, decision.state in SETTLED
        if was != now:
            conn.execute(_COVER, {"widget": of.id, "kind": kind, "count": 1 if now else -1})
        if decision.state is not OutcomeState.ELSEWHERE:
            conn.execute(_AS_BEFORE, {"of": of.id, "one": number, "moment": at})
            conn.execute(_TAKEN_BACK, {"of": of.id, "one": number})
        if now:
            laid.leave(conn, of.id, number)
            waiting.leave(conn, of.id, number, What.ANSWER, What.OUTCOME, What.OBJECTION, What.TASK)
        elif was:
            waiting.add(conn, of.id, number, What.OUTCOME, organisation=of.organisation.id, since=at)
        _log(conn, of, "outcome", number, at, {"state": decision.state.value, "version": version, **part})
    words_moved(conn, of.id)
    return list(done)


def gone(conn: Connection, widget_id: int, number: int, kind: str) -> None:
    """A contribution stands no longer: nobody has to answer it, and it is not counted among those with an outcome."""
    waiting.leave(conn, widget_id, number, What.ANSWER, What.OUTCOME, What.OBJECTION, What.TASK)
    laid.leave(conn, widget_id, number)
    stands = _threads(conn, widget_id, number).get(OUTCOME)
    if stands is not None and stands.state in SETTLED:
        conn.execute(_COVER, {"widget": widget_id, "kind": kind, "count": -1})


def back(conn: Connection, of: Widget, number: int, kind: str, *, at: datetime) -> None:
    """A contribution stands again, or for the first time: what is still to be said to who put it in waits."""
    threads = _threads(conn, of.id, number)
    if OUTCOME in threads and threads[OUTCOME].state in SETTLED:
        conn.execute(_COVER, {"widget": of.id, "kind": kind, "count": 1})
    elif kind not in alike.ranks(conn)(of.type).among_people and authors.person(conn, of.id, number) is not None:
        what = What.OUTCOME if threads else What.ANSWER
        waiting.add(conn, of.id, number, what, organisation=of.organisation.id, since=at)


def coverage(conn: Connection, widget_id: int, kinds: Iterable[str]) -> Coverage:
    """Of how many of these kinds the outcome is settled."""
    stand = settled = 0
    for kind in kinds:
        stand += standing.how_many(conn, widget_id, kind, None)
        settled += conn.execute(_HOW_MANY, {"of": widget_id, "of_kind": kind}).scalar_one_or_none() or 0
    return Coverage(stand, settled)


def of_member(conn: Connection, member_id: int, before: int, most: int) -> list[Line]:
    """What somebody said, newest first, from before the line with this id."""
    return [_line(row) for row in conn.execute(_BY_MEMBER, {"by": member_id, "before": before, "most": most})]


def by_others(conn: Connection, widget_id: int, numbers: Iterable[int], member_id: int) -> Mapping[int, Line]:
    """Of each of these on which somebody else of staff spoke, what such a one said last."""
    rows = conn.execute(_BY_OTHERS, {"of": widget_id, "numbers": sorted(set(numbers)), "by": member_id})
    return {row.number: _line(row) for row in rows}


def name_moved(conn: Connection, member_id: int) -> None:
    """Somebody is known by another name: where he spoke, it is another at once."""
    for widget_id in conn.execute(_SPOKE_IN, {"by": member_id}).scalars().all():
        words_moved(conn, widget_id)


def _standing(conn: Connection, of: Widget, numbers: Iterable[int]) -> Mapping[int, str]:
    """Kind by number of those that stand, held until the transaction ends; for a double the one it was merged with."""
    led = {merged.last(conn, of.id, number) for number in numbers}
    rows = conn.execute(_STANDING, {"of": of.id, "numbers": sorted(led)}).all()
    if not rows:
        raise NotFound(say("There is no contribution with this number, or it was removed before."))
    return {row.number: row.kind for row in rows}


def _threads(conn: Connection, widget_id: int, number: int) -> Mapping[int, Row[Any]]:
    """Of each thread what holds now."""
    rows: Iterable[Row[Any]] = conn.execute(_SAID, {"of": widget_id, "one": number})
    return {row.thread: row for row in rows}


def _line(row: Row[Any]) -> Line:
    state = OutcomeState(row.state) if row.state else None
    return Line(row.id, row.widget, row.number, row.version, state, row.text, row.at)


def _add(
    conn: Connection,
    of: Widget,
    number: int,
    thread: int,
    version: int,
    by: Member,
    at: datetime,
    said: Reply | Decision,
) -> None:
    about = {"widget": of.id, "number": number, "thread": thread, "version": version}
    who = {"membership": by.id, "function": by.profile.function, "department": by.profile.department, "at": at}
    if isinstance(said, Reply):
        words, on, recipient = {"state": "", "text": said.text, "links": []}, said.terms, ""
    else:
        words = {"state": said.state.value, "text": said.reason, "links": list(said.links)}
        on, recipient = NO_TERMS, said.recipient
    line: int = conn.execute(_ADD, {**about, **who, **words}).scalar_one()
    terms.add(conn, line, of.id, on, recipient)


def _log(conn: Connection, of: Widget, kind: str, number: int, at: datetime, data: Mapping[str, Any]) -> None:
    organisation = of.organisation.id
    events.append(
        conn, kind, organisation=organisation, widget=of.id, role=events.STAFF, at=at, number=number, data=data
    )
