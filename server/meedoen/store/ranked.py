# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The subjects of a widget with their counts: the first ones in an order, and all of them, a batch at a time.

Each is an index scan from where it begins, so that it costs the same among ten as among ten thousand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sqlalchemy import Connection, Float, Row, String, bindparam, func, select, tuple_

from meedoen.errors import NotFound
from meedoen.records import Widget
from meedoen.store.schema import part, part_order, tally
from meedoen.values import Ranked, Subject, Tally, say

_NAMED = (part_order.c.widget == bindparam("of"), part_order.c.name == bindparam("named"))
_BY_SCORE = (part_order.c.score.desc(), part_order.c.key.desc())
_FROM = (
    select(part_order.c.widget, part_order.c.key, part_order.c.score)
    .where(*_NAMED, part_order.c.score <= bindparam("score", type_=Float))
    .order_by(*_BY_SCORE)
    .limit(bindparam("most"))
    .subquery()
)
_BEHIND = (
    select(part_order.c.widget, part_order.c.key, part_order.c.score)
    .where(
        *_NAMED,
        tuple_(part_order.c.score, part_order.c.key)
        < tuple_(bindparam("score", type_=Float), bindparam("after", type_=String)),
    )
    .order_by(*_BY_SCORE)
    .limit(bindparam("most"))
    .subquery()
)
_LAST = (
    select(part.c.key, part.c.label)
    .join(part_order, (part_order.c.widget == part.c.widget) & (part_order.c.key == part.c.key))
    .where(*_NAMED)
    .order_by(part_order.c.score, part_order.c.key)
    .limit(bindparam("most"))
)
_RANKED, _RANKED_BEHIND = (
    select(part.c.key, part.c.label)
    .join(top, (top.c.widget == part.c.widget) & (top.c.key == part.c.key))
    .order_by(top.c.score.desc(), top.c.key.desc())
    for top in (_FROM, _BEHIND)
)
_SCORE = select(part_order.c.score).where(*_NAMED, part_order.c.key == bindparam("after"))
_BATCH = (
    select(part.c.key, part.c.label)
    .where(part.c.widget == bindparam("of"), part.c.key > bindparam("after"))
    .order_by(part.c.key)
    .limit(bindparam("most"))
)
_TALLIES = (
    select(tally.c.target, tally.c.kind, tally.c.value, func.sum(tally.c.count).label("count"))
    .where(
        tally.c.widget == bindparam("of"),
        tally.c.target.in_(bindparam("targets", expanding=True)),
        tally.c.assurance >= bindparam("least"),
        tally.c.count > 0,
    )
    .group_by(tally.c.target, tally.c.kind, tally.c.value)
)


def first(conn: Connection, of: Widget, wanted: Ranked) -> list[Subject]:
    """Those that come first, or behind `after`. Raises `NotFound` when that is no subject in the order."""
    asked = {"of": of.id, "named": wanted.order, "most": wanted.most}
    if not wanted.after:
        return counted(conn, of, conn.execute(_RANKED, asked | {"score": math.inf}).all())
    asked |= {"after": wanted.after}
    score = conn.execute(_SCORE, asked).scalar_one_or_none()
    if score is None:
        raise NotFound(say("Nobody has reacted to this subject yet. Check how it is written."))
    return counted(conn, of, conn.execute(_RANKED_BEHIND, asked | {"score": score}).all())


def last(conn: Connection, of: Widget, order: str, most: int) -> list[Subject]:
    """Those at the end of the order, the very last first."""
    return counted(conn, of, conn.execute(_LAST, {"of": of.id, "named": order, "most": most}).all())


def batch(conn: Connection, of: Widget, after: str, most: int) -> list[Subject]:
    """So many behind this key, by key: what a list of all of them is made of."""
    return counted(conn, of, conn.execute(_BATCH, {"of": of.id, "after": after, "most": most}).all())


def counted(conn: Connection, of: Widget, rows: Sequence[Row[str, str]]) -> list[Subject]:
    """These subjects, from rows of key and label, with what counts on each."""
    gathered: dict[str, dict[str, dict[int, int]]] = {}
    where = {"of": of.id, "least": of.least, "targets": [key for key, _label in rows]}
    for target, kind, value, count in conn.execute(_TALLIES, where) if rows else ():
        gathered.setdefault(target, {}).setdefault(kind, {})[value] = count
    return [
        Subject(key, label, {kind: Tally(counts) for kind, counts in gathered.get(key, {}).items()})
        for key, label in rows
    ]
