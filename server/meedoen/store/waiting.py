# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The queue of what staff still has to do: a row for each thing, gone once it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Row, Select, bindparam, delete, exists, select, tuple_

from meedoen.records_answers import TO_MODERATE, Waiting, What
from meedoen.store.moments import Moment
from meedoen.store.schema import contribution, waiting
from meedoen.store.upsert import put

_ADD = put(waiting)
_LEAVE = delete(waiting).where(
    waiting.c.widget == bindparam("of"),
    waiting.c.number == bindparam("one"),
    waiting.c.what.in_(bindparam("whats", expanding=True)),
)
_THERE = select(
    exists(
        select(waiting.c.number).where(
            waiting.c.widget == bindparam("of"),
            waiting.c.number == bindparam("one"),
            waiting.c.what == bindparam("sought"),
        )
    )
)
_BEHIND = tuple_(waiting.c.since, waiting.c.widget, waiting.c.number) > tuple_(
    bindparam("since", type_=Moment), bindparam("widget", type_=Integer), bindparam("number", type_=Integer)
)


def _page(*where: Any, newest: bool = False) -> Select[Any]:
    by = (waiting.c.since, waiting.c.widget, waiting.c.number)
    joined = (contribution.c.widget == waiting.c.widget) & (contribution.c.number == waiting.c.number)
    return (
        select(waiting, contribution.c.kind, contribution.c.target, contribution.c.data, contribution.c.removed)
        .join(contribution, joined)
        .where(waiting.c.what == bindparam("sought"), *where)
        .order_by(*(one.desc() if newest else one for one in by))
        .limit(bindparam("most"))
    )


_ALL = waiting.c.organisation == bindparam("of")
_SOME = waiting.c.widget.in_(bindparam("within", expanding=True))
_PAGES = {
    (False, False): _page(_ALL),
    (False, True): _page(_ALL, _BEHIND),
    (True, False): _page(_SOME),
    (True, True): _page(_SOME, _BEHIND),
}
"""By whether it is of some widgets alone, and whether it begins behind a line."""

_NEWEST = {False: _page(_ALL, newest=True), True: _page(_SOME, newest=True)}
"""By whether it is of some widgets alone."""

Place = tuple[datetime, int, int]
"""Of a line in the queue: since when it waits, its widget's id, its number."""


def add(conn: Connection, widget_id: int, number: int, what: What, *, organisation: int, since: datetime) -> None:
    """Something to do with a contribution. What waits already goes on waiting since then."""
    given = {"widget": widget_id, "number": number, "what": what.value, "organisation": organisation, "since": since}
    conn.execute(_ADD, given)


def leave(conn: Connection, widget_id: int, number: int, *whats: What) -> bool:
    """It is done, or there is no need any more; answers whether it waited."""
    given = {"of": widget_id, "one": number, "whats": [one.value for one in whats]}
    return bool(conn.execute(_LEAVE, given).rowcount)


def waits(conn: Connection, widget_id: int, number: int, what: What) -> bool:
    """Whether it is still to be done."""
    return bool(conn.execute(_THERE, {"of": widget_id, "one": number, "sought": what.value}).scalar_one())


def page(
    conn: Connection,
    organisation_id: int,
    what: What,
    most: int,
    *,
    widgets: Sequence[int] | None = None,
    after: Place | None = None,
) -> list[Waiting]:
    """What waits longest first, behind `after`: in these widgets, or None: in all of the organisation.

    The words of what is not on view are for those who judge it alone.
    """
    given: dict[str, Any] = {"of": organisation_id, "within": list(widgets or ()), "sought": what.value, "most": most}
    if after is not None:
        given |= dict(zip(("since", "widget", "number"), after, strict=True))
    rows = conn.execute(_PAGES[widgets is not None, after is not None], given)
    return _records(rows, what)


def newest(
    conn: Connection, organisation_id: int, what: What, most: int, *, widgets: Sequence[int] | None = None
) -> list[Waiting]:
    """The same, what came last first."""
    given = {"of": organisation_id, "within": list(widgets or ()), "sought": what.value, "most": most}
    return _records(conn.execute(_NEWEST[widgets is not None], given), what)


def _records(rows: Iterable[Row[Any]], what: What) -> list[Waiting]:
    judged = what in TO_MODERATE
    return [
        Waiting(
            row.widget,
            row.number,
            row.since,
            row.kind,
            row.target,
            row.data if judged or row.removed is None else {},
        )
        for row in rows
    ]
