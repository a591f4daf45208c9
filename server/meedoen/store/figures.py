# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The figures of widgets that are kept: what came in and was answered by month, and how long that took.

They are counted in the transaction of the line of the log that tells it; `renew` counts them again from there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Connection, bindparam, delete, func, or_, select, type_coerce

from meedoen.official import SETTLED
from meedoen.records import Widget
from meedoen.records_figures import Counted
from meedoen.store.moments import Moment, micros
from meedoen.store.roles import PARTICIPANT
from meedoen.store.schema import answer, contribution, event, first_answer, month_count, organisation, tally, widget
from meedoen.store.upsert import excluded, put, put_from

_SECOND = 1_000_000
"""In microseconds, as moments are kept."""
OUTCOME = 0
"""The thread of `answer` that holds the outcome."""
_SETTLED = sorted(one.value for one in SETTLED)
_COUNTED = frozenset(one.value for one in Counted)

_ZONE = (
    select(organisation.c.time_zone)
    .join(widget, widget.c.organisation == organisation.c.id)
    .where(widget.c.id == bindparam("of"))
)
_COUNT = put(
    month_count,
    keys=("widget", "month", "what"),
    change={"count": month_count.c.count + excluded(month_count, "count")["count"]},
)
_FIRST = put_from(
    first_answer,
    select(
        contribution.c.widget,
        contribution.c.number,
        bindparam("moment", type_=Moment).label("at"),
        ((bindparam("micros", type_=BigInteger) - type_coerce(contribution.c.created, BigInteger)) // _SECOND).label(
            "took_s"
        ),
    ).where(contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one")),
    ignore=True,
)
_MONTHS = (
    select(month_count.c.widget, month_count.c.month, month_count.c.what, month_count.c.count.label("times"))
    .where(month_count.c.widget.in_(bindparam("widgets", expanding=True)), month_count.c.count > 0)
    .order_by(month_count.c.widget, month_count.c.month)
)
_TOOK = (
    select(first_answer.c.took_s)
    .where(first_answer.c.widget == bindparam("of"), first_answer.c.at > bindparam("since", type_=Moment))
    .order_by(first_answer.c.at.desc())
    .limit(bindparam("most"))
)
_MARKS = select(func.coalesce(func.sum(tally.c.count), 0)).where(
    tally.c.widget == bindparam("of"), tally.c.assurance >= bindparam("least")
)
_MARKS_ON = _MARKS.where(tally.c.target.in_(bindparam("targets", expanding=True)))

_FORGET_MONTHS = delete(month_count).where(month_count.c.widget == bindparam("of"))
_HAPPENED = (
    select(event.c.kind, event.c.role, event.c.at)
    .where(event.c.widget == bindparam("of"), event.c.kind.in_(sorted(_COUNTED)))
    .order_by(event.c.id)
)
_FORGET_FIRST = delete(first_answer).where(first_answer.c.widget == bindparam("of"))
_EARLIEST = (
    select(answer.c.number, func.min(answer.c.at).label("at"))
    .where(answer.c.widget == bindparam("of"), or_(answer.c.thread != OUTCOME, answer.c.state.in_(_SETTLED)))
    .group_by(answer.c.number)
    .order_by(answer.c.number)
)


def follow(
    conn: Connection, happened: str, widget_id: int, number: int, *, by_participant: bool, at: datetime, state: str
) -> None:
    """Count a line of the log; `state` is of the outcome that it tells, if it does."""
    if happened == Counted.CONTRIBUTED and not by_participant:
        return
    if happened in _COUNTED:
        month = _month(at, _zone(conn, widget_id))
        conn.execute(_COUNT, {"widget": widget_id, "month": month, "what": happened, "count": 1})
    if happened == Counted.REPLIED or state in _SETTLED:
        conn.execute(_FIRST, {"of": widget_id, "one": number, "moment": at, "micros": micros(at)})


def months(conn: Connection, widget_ids: Sequence[int]) -> Mapping[int, Mapping[tuple[str, Counted], int]]:
    """By widget, by month and what happened: how often."""
    found: dict[int, dict[tuple[str, Counted], int]] = defaultdict(dict)
    for row in conn.execute(_MONTHS, {"widgets": list(widget_ids)}):
        found[row.widget][row.month, Counted(row.what)] = row.times
    return found


def took_s(conn: Connection, widget_id: int, since: datetime, most: int) -> tuple[int, ...]:
    """How long those waited, in seconds, that were answered since then; at most so many, the latest."""
    return tuple(conn.execute(_TOOK, {"of": widget_id, "since": since, "most": most}).scalars())


def marks(conn: Connection, of: Widget, targets: Sequence[str]) -> int:
    """How many reactions there are on these targets, of those the widget counts."""
    given = {"of": of.id, "least": of.least, "targets": list(targets)}
    return int(conn.execute(_MARKS_ON, given).scalar_one())


def renew(conn: Connection, widget_id: int) -> None:
    """Count a widget's lines of the log again."""
    zone = _zone(conn, widget_id)
    counted: Counter[tuple[str, str]] = Counter()
    for row in conn.execute(_HAPPENED, {"of": widget_id}):
        if row.kind != Counted.CONTRIBUTED or row.role == PARTICIPANT:
            counted[_month(row.at, zone), row.kind] += 1
    conn.execute(_FORGET_MONTHS, {"of": widget_id})
    rows = [{"widget": widget_id, "month": at, "what": what, "count": n} for (at, what), n in counted.items()]
    if rows:
        conn.execute(_COUNT, rows)
    answered = conn.execute(_EARLIEST, {"of": widget_id}).all()
    conn.execute(_FORGET_FIRST, {"of": widget_id})
    given = [{"of": widget_id, "one": row.number, "moment": row.at, "micros": micros(row.at)} for row in answered]
    if given:
        conn.execute(_FIRST, given)


def _zone(conn: Connection, widget_id: int) -> ZoneInfo:
    return ZoneInfo(conn.execute(_ZONE, {"of": widget_id}).scalar_one())


def _month(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m}"
