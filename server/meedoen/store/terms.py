# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes with the words of an answer: until when it holds, where it comes from; and which answers expire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, insert, select
from sqlalchemy.sql import Select

from meedoen.records_answers import Expiring, Terms
from meedoen.store.schema import answer, contribution
from meedoen.store.schema_desk import answer_terms

COLUMNS = (answer_terms.c.until, answer_terms.c.source, answer_terms.c.recipient)
"""To be read beside a line of `answer`, which need not have any."""
OF_ANSWER = answer_terms.c.answer == answer.c.id

_ADD = insert(answer_terms)
_later = answer.alias()
_SAID_SINCE = exists(
    select(_later.c.id).where(
        _later.c.widget == answer.c.widget,
        _later.c.number == answer.c.number,
        _later.c.thread > 0,
        _later.c.id > answer.c.id,
    )
).correlate(answer)
"""Whoever answered anew, or corrected it, has seen to it."""
_EXPIRING = (
    select(answer_terms.c.until, answer.c.id, answer.c.widget, answer.c.number, answer.c.text)
    .join(answer, OF_ANSWER)
    .join(contribution, (contribution.c.widget == answer.c.widget) & (contribution.c.number == answer.c.number))
    .where(
        answer_terms.c.widget.in_(bindparam("within", expanding=True)),
        answer_terms.c.until >= bindparam("first"),
        answer_terms.c.until <= bindparam("last"),
        contribution.c.removed.is_(None),
        ~_SAID_SINCE,
    )
)
_SOONEST = _EXPIRING.order_by(answer_terms.c.until, answer.c.id).limit(bindparam("most"))
_LATEST = _EXPIRING.order_by(answer_terms.c.until.desc(), answer.c.id.desc()).limit(bindparam("most"))
_COUNTED: Select[Any] = select(func.count()).select_from(
    _EXPIRING.with_only_columns(answer.c.id).limit(bindparam("most")).subquery()
)
_FIRST_DAY = "0001-01-01"


def add(conn: Connection, answer_id: int, widget_id: int, terms: Terms, recipient: str = "") -> None:
    """What goes with this line; nothing is kept of nothing."""
    until = terms.until.isoformat() if terms.until else ""
    if until or terms.source or recipient:
        given = {"answer": answer_id, "widget": widget_id, "until": until}
        conn.execute(_ADD, given | {"source": terms.source, "recipient": recipient})


def of_row(row: Row[Any]) -> Terms:
    """Those of a line that was read with `COLUMNS`."""
    return Terms(date.fromisoformat(row.until) if row.until else None, row.source or "")


def expiring(conn: Connection, widgets: Sequence[int], today: date, until: date, most: int) -> Sequence[Expiring]:
    """What was answered last in these widgets and ends on one of these days, both included; the soonest first."""
    return _read(conn, _SOONEST, widgets, today.isoformat(), until.isoformat(), most)


def expired(conn: Connection, widgets: Sequence[int], yesterday: date, most: int) -> Sequence[Expiring]:
    """What ended by that day, the latest first."""
    return _read(conn, _LATEST, widgets, _FIRST_DAY, yesterday.isoformat(), most)


def how_many(conn: Connection, widgets: Sequence[int], until: date, most: int) -> int:
    """How many end by that day or ended before, counted up to `most`."""
    given = {"within": list(widgets), "first": _FIRST_DAY, "last": until.isoformat(), "most": most}
    return int(conn.execute(_COUNTED, given).scalar_one())


def _read(
    conn: Connection, statement: Select[Any], widgets: Sequence[int], first: str, last: str, most: int
) -> Sequence[Expiring]:
    rows = conn.execute(statement, {"within": list(widgets), "first": first, "last": last, "most": most})
    return [Expiring(row.widget, row.number, row.text, date.fromisoformat(row.until)) for row in rows]
