# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contributions with what the organisation says of them, and what their authors say of that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, select

from meedoen.errors import Conflict
from meedoen.official import Decided, GivenOutcome, OfficialReply, OutcomeState, Said, Speaker, expiry
from meedoen.records import Widget
from meedoen.records_answers import What
from meedoen.records_staff import Profile
from meedoen.store import answers, events, merged, terms, waiting
from meedoen.store.posts import with_authors
from meedoen.store.pulse import words_moved
from meedoen.store.schema import answer, change_contribution, confirmation, membership, organisation
from meedoen.store.schema_desk import answer_terms
from meedoen.store.upsert import excluded, put
from meedoen.values import Item, say

_SAID = (
    select(
        answer,
        membership.c.name,
        membership.c.show_name,
        organisation.c.title,
        organisation.c.time_zone,
        change_contribution.c.key,
        *terms.COLUMNS,
    )
    .outerjoin(
        change_contribution,
        (answer.c.thread == answers.OUTCOME)
        & (change_contribution.c.widget == answer.c.widget)
        & (change_contribution.c.number == answer.c.number)
        & (change_contribution.c.version == answer.c.version),
    )
    .join(membership, membership.c.id == answer.c.membership)
    .join(organisation, organisation.c.id == membership.c.organisation)
    .outerjoin(answer_terms, terms.OF_ANSWER)
    .where(answer.c.widget == bindparam("of"), answer.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(answer.c.number, answer.c.thread, answer.c.version)
)
Official = tuple[Sequence[OfficialReply], GivenOutcome | None]
"""The replies, oldest first, and the outcome."""
NOTHING: Official = ((), None)

_CONFIRMED = select(confirmation).where(
    confirmation.c.widget == bindparam("of"), confirmation.c.number.in_(bindparam("numbers", expanding=True))
)
_CONFIRM = put(
    confirmation,
    keys=("widget", "number", "version"),
    change=excluded(confirmation, "agrees", "text", "at"),
)


def with_answers(conn: Connection, widget_id: int, items: Sequence[Item]) -> list[Item]:
    """The same, with who of staff wrote it, and all that was said of each. Of what was removed nothing is told."""
    numbers = [one.number for one in items if one.removed is None]
    if not numbers:
        return list(items)
    items = with_authors(conn, widget_id, items)
    found, nothing = together(conn, widget_id, numbers), NOTHING
    return [
        replace(one, replies=replies, outcome=outcome)
        for one in items
        for replies, outcome in [found.get(one.number, nothing)]
    ]


def together(conn: Connection, widget_id: int, numbers: Sequence[int]) -> Mapping[int, Official]:
    """By number: what was said of it and of its doubles. Where nothing was decided of itself, what was last decided of
    one of these."""
    leads = merged.standing(conn, widget_id, numbers)
    each = said(conn, widget_id, [*numbers, *leads])
    found = {number: each[number] for number in numbers if number in each}
    for double in sorted(each.keys() & leads.keys()):
        (more, theirs), (replies, outcome) = each[double], found.get(leads[double], NOTHING)
        replies = sorted([*replies, *(replace(one, number=double) for one in more)], key=lambda one: one.at)
        if theirs is not None and (outcome is None or (outcome.number and outcome.at < theirs.at)):
            outcome = replace(theirs, number=double)
        found[leads[double]] = tuple(replies), outcome
    return found


def said(conn: Connection, widget_id: int, numbers: Sequence[int]) -> Mapping[int, Official]:
    """By number: the replies and the outcome, also of what was removed since."""
    given = {"of": widget_id, "numbers": list(numbers)}
    threads: dict[int, dict[int, list[Row[Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in conn.execute(_SAID, given):
        threads[row.number][row.thread].append(row)
    if not threads:
        return {}
    confirmed = {(row.number, row.version): row for row in conn.execute(_CONFIRMED, given)}
    found = {}
    for number, of in threads.items():
        replies = tuple(_reply(key, rows) for key, rows in of.items() if key != answers.OUTCOME)
        outcome = _outcome(of[answers.OUTCOME], confirmed) if answers.OUTCOME in of else None
        found[number] = replies, outcome
    return found


def confirm(conn: Connection, of: Widget, number: int, *, agrees: bool, text: str, at: datetime) -> None:
    """What the author says of the outcome as it now is. Raises `Conflict` when there is none."""
    _replies, outcome = said(conn, of.id, [number]).get(number, NOTHING)
    if outcome is None:
        raise Conflict(say("There is no outcome yet."))
    version = len(outcome.earlier) + 1
    given = {"widget": of.id, "number": number, "version": version, "agrees": agrees, "text": text, "at": at}
    conn.execute(_CONFIRM, given)
    if agrees:
        waiting.leave(conn, of.id, number, What.OBJECTION)
    else:
        waiting.add(conn, of.id, number, What.OBJECTION, organisation=of.organisation.id, since=at)
    kind = "confirmed" if agrees else "objected"
    events.append(
        conn,
        kind,
        organisation=of.organisation.id,
        widget=of.id,
        role=events.PARTICIPANT,
        at=at,
        number=number,
        data={"version": version},
    )
    words_moved(conn, of.id)


def _reply(key: int, rows: Sequence[Row[Any]]) -> OfficialReply:
    now, on = rows[-1], terms.of_row(rows[-1])
    earlier = tuple(Said(row.text, _speaker(row), row.at, terms.of_row(row).until) for row in rows[:-1])
    return OfficialReply(
        key,
        now.text,
        _speaker(now),
        rows[0].at,
        now.at if earlier else None,
        earlier,
        on.until,
        expiry(on.until, ZoneInfo(now.time_zone)),
        on.source,
    )


def _outcome(rows: Sequence[Row[Any]], confirmed: Mapping[tuple[int, int], Row[Any]]) -> GivenOutcome:
    decided = [decided_of(row, row.recipient or "") for row in rows]
    now, about = decided[-1], confirmed.get((rows[-1].number, rows[-1].version))
    return GivenOutcome(
        now.state,
        now.reason,
        now.speaker,
        now.at,
        now.links,
        tuple(decided[:-1]),
        None if about is None else about.agrees,
        "" if about is None else about.text,
        now.change,
        now.recipient,
    )


def decided_of(row: Row[Any], recipient: str = "") -> Decided:
    """What such a line of `answer`, or of `change`, says was decided."""
    speaker, links = _speaker(row), tuple(row.links)
    return Decided(OutcomeState(row.state), row.text, speaker, row.at, links, row.key or 0, recipient)


def _speaker(row: Row[Any]) -> Speaker:
    return Speaker(Profile(row.name, row.function, row.department, row.show_name).public, row.title)
