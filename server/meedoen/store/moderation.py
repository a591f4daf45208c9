# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What moderators decide of a contribution. A decision is a row more and a line in the log; none is changed.

Nothing is deleted here: what is removed keeps its words in its row, for an objection and the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, exists, insert, select, tuple_, update

from meedoen.errors import Conflict, NotFound, Overtaken
from meedoen.records import Widget
from meedoen.records_answers import What
from meedoen.records_moderation import (
    GROUNDS,
    HELD,
    Case,
    Decided,
    Decision,
    Ground,
    LogLine,
    ToTell,
    Verdict,
)
from meedoen.records_staff import Member, Profile
from meedoen.store import (
    answers,
    authors,
    contributions,
    events,
    holding,
    merged,
    reports,
    shut_outs,
    standing,
    waiting,
)
from meedoen.store.pulse import words_moved
from meedoen.store.schema import contribution, event, membership
from meedoen.store.schema_moderation import appeal, decision
from meedoen.store.work import Order
from meedoen.values import say

NEWEST = 2**31 - 1
"""Beyond every decision: a log from before this begins with the latest."""

_ONE = (contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one"))
_ROW = select(contribution).where(*_ONE)
_TO_DECIDE = _ROW.with_for_update()
_STAND = update(contribution).where(*_ONE).values(removed=None, removed_at=None)
_AWAY = update(contribution).where(*_ONE).values(removed=bindparam("reason"), removed_at=bindparam("moment"), once=None)
_WHY = update(contribution).where(*_ONE).values(removed=bindparam("reason"))
_OTHER = contribution.alias("other")
_ONLY_ONE = (
    update(contribution)
    .where(
        *_ONE,
        ~exists(
            select(_OTHER.c.number).where(
                _OTHER.c.widget == contribution.c.widget,
                _OTHER.c.kind == contribution.c.kind,
                _OTHER.c.target == contribution.c.target,
                _OTHER.c.once == contribution.c.participant,
            )
        ),
    )
    .values(once=contribution.c.participant)
)
_ADD = insert(decision)
_WAS_SINGLE = (
    select(decision.c.single)
    .where(
        decision.c.widget == bindparam("of"),
        decision.c.number == bindparam("one"),
        decision.c.verdict == Verdict.REMOVED.value,
    )
    .order_by(decision.c.id)
    .limit(1)
)
_OF = (
    select(
        decision,
        appeal.c.words,
        membership.c.name,
        membership.c.function,
        membership.c.department,
        membership.c.show_name,
        event.c.data,
    )
    .join(membership, membership.c.id == decision.c.membership)
    .join(event, event.c.uid == decision.c.event)
    .outerjoin(appeal, appeal.c.decision == decision.c.id)
    .where(decision.c.widget == bindparam("of"), decision.c.number == bindparam("one"))
    .order_by(decision.c.id)
)
_LOG = (
    select(decision.c.id, event.c.uid, event.c.widget, event.c.number, event.c.kind, event.c.at, event.c.data)
    .join(event, event.c.uid == decision.c.event)
    .join(
        contribution,
        (contribution.c.widget == decision.c.widget) & (contribution.c.number == decision.c.number),
    )
    .where(
        decision.c.organisation == bindparam("within"),
        tuple_(decision.c.widget, contribution.c.kind).in_(bindparam("shown", expanding=True)),
        decision.c.id < bindparam("before"),
    )
    .order_by(decision.c.id.desc())
    .limit(bindparam("most"))
)


def case(conn: Connection, of: Widget, number: int, now: datetime) -> Case:
    """All there is to decide on. Raises `NotFound`."""
    row = _row(conn, of, number)
    return Case(
        number=row.number,
        kind=row.kind,
        target=row.target,
        data=row.data,
        created=row.created,
        removed=row.removed,
        person=authors.person(conn, of.id, number) is not None,
        held_for=holding.reasons(conn, of.id, number) if row.removed == HELD else (),
        reports=reports.against(conn, of.id, number),
        decided=decided(conn, of.id, number),
        shut_out_until=shut_outs.until(conn, of.organisation.id, row.participant, now),
    )


def decided(conn: Connection, widget_id: int, number: int) -> list[Decided]:
    """What was decided of it, the oldest first, and what its author says of each."""
    return [
        Decided(
            row.id,
            Decision(Verdict(row.verdict), Ground(row.ground) if row.ground else None, row.facts, row.rule),
            row.at,
            Profile(row.name, row.function, row.department, row.show_name).public,
            row.words,
            shown=bool(row.data.get("shown")),
        )
        for row in conn.execute(_OF, {"of": widget_id, "one": number})
    ]


def decide(
    conn: Connection,
    of: Widget,
    number: int,
    given: Decision,
    by: Member,
    orders: Mapping[str, Order],
    *,
    at: datetime,
    read: int | None = None,
) -> list[ToTell]:
    """Carry it out; answers whom to tell. `orders` are those of the widget's type, for what comes back on view.
    `read`: the key of the last decision that he had before him, 0 for none; None where he had no page before him.

    Raises `NotFound`; `Overtaken` by a decision that he did not read; `Conflict` for what is blank, whoever blanked it,
    or what is so already.
    """
    row = _row(conn, of, number, _TO_DECIDE)
    if not row.data:
        raise Conflict(say("Its author took it away, or it was erased. There is nothing to decide any more."))
    if read is not None:
        _check_read(decided(conn, of.id, number), read)
    if given.verdict is Verdict.REMOVED:
        uid = _remove(conn, of, row, given, at)
    else:
        stood = row.removed in (None, HELD)
        given = replace(given, verdict=Verdict.RELEASED if stood else Verdict.RESTORED, ground=None)
        uid = _stand(conn, of, row, given, orders, at)
    waiting.leave(conn, of.id, number, What.REPORTED, What.HELD, What.APPEAL)
    conn.execute(
        _ADD,
        {
            "widget": of.id,
            "number": number,
            "organisation": of.organisation.id,
            "event": uid,
            "verdict": given.verdict.value,
            "ground": given.ground.value if given.ground else "",
            "facts": given.facts,
            "rule": given.rule,
            "membership": by.id,
            "single": row.once is not None,
            "at": at,
        },
    )
    words_moved(conn, of.id)
    return reports.to_tell(conn, of.id, number)


def log(
    conn: Connection, organisation_id: int, shown: Iterable[tuple[int, str]], before: int, most: int
) -> list[LogLine]:
    """An organisation's decisions as everybody may read them, the latest first: on what is `shown` (widget id, kind).

    They are read from the log of what happened.
    """
    asked = {"within": organisation_id, "shown": list(shown), "before": before, "most": most}
    rows = conn.execute(_LOG, asked)
    return [
        LogLine(
            row.id,
            row.uid,
            row.widget,
            row.number,
            Verdict(row.kind),
            row.at,
            Ground(row.data["ground"]) if row.data.get("ground") else None,
            row.data.get("rule", ""),
        )
        for row in rows
    ]


def _check_read(there: list[Decided], read: int) -> None:
    """Raises `Overtaken`, which names who decided."""
    if there and there[-1].key != read:
        raise Overtaken(
            say(
                "Nothing was saved: %(who)s decided on this after you opened this page. Read below what was decided."
                " Do you still want something else? Then decide again.",
                who=there[-1].by,
            )
        )


def _row(conn: Connection, of: Widget, number: int, read: Select[Any] = _ROW) -> Row[Any]:
    row = conn.execute(read, {"of": of.id, "one": number}).one_or_none()
    if row is None:
        raise NotFound(say("There is no contribution with this number."))
    return row


def _remove(conn: Connection, of: Widget, row: Row[Any], given: Decision, at: datetime) -> str:
    """Away from sight; or, where it is already, what is decided on an objection stands beside the first."""
    reason = GROUNDS[given.ground or Ground.SPAM]
    if row.removed not in (None, HELD):
        if not waiting.waits(conn, of.id, row.number, What.APPEAL):
            raise Conflict(say("It was removed before. Go back to the list."))
        conn.execute(_WHY, {"of": of.id, "one": row.number, "reason": reason})
    else:
        conn.execute(_AWAY, {"of": of.id, "one": row.number, "reason": reason, "moment": at})
        contributions.off_view(conn, of.id, row.number, row, at=at)
    return _log(conn, of, row.number, given, at)


def _stand(
    conn: Connection, of: Widget, row: Row[Any], given: Decision, orders: Mapping[str, Order], at: datetime
) -> str:
    """On view, and counted, from now on."""
    if row.removed is not None:
        about = {"of": of.id, "one": row.number}
        conn.execute(_STAND, about)
        if row.once is None and conn.execute(_WAS_SINGLE, about).scalar():
            conn.execute(_ONLY_ONE, about)
        if merged.of_one(conn, of.id, row.number) is None:  # else the one it was merged with stands for it
            standing.count(conn, of.id, row.kind, row.target, 1)
            standing.rank(conn, of, row.number, row.kind, row.target, row.created, orders)
            answers.back(conn, of, row.number, row.kind, at=at)
    return _log(conn, of, row.number, given, at, shown=row.removed == HELD)


def _log(conn: Connection, of: Widget, number: int, given: Decision, at: datetime, *, shown: bool = False) -> str:
    """What everybody may read of it: no facts, for they may repeat what was removed. `shown`: it was held before."""
    told = {"ground": given.ground.value if given.ground else "", "rule": given.rule, "shown": shown}
    return events.append(
        conn,
        given.verdict.value,
        organisation=of.organisation.id,
        widget=of.id,
        role=events.STAFF,
        at=at,
        number=number,
        data={name: value for name, value in told.items() if value},
    )
