# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a widget's view declared to read, in one transaction, at a cost that does not grow with what people did.

Counts come from kept sums, lists from indexes, the number of items from a kept count.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Float, Integer, Row, Select, bindparam, case, func, select, tuple_

from meedoen.errors import NotFound
from meedoen.records import Found, Widget
from meedoen.store import alike, dated, facets, marked, merged, waits
from meedoen.store.answered import with_answers
from meedoen.store.contributions import LISTED, by_number, by_numbers, item, with_into
from meedoen.store.ranked import first
from meedoen.store.schema import contribution, contribution_order, tally, tally_day
from meedoen.store.standing import how_many, under
from meedoen.values import BY_DATE, ITEM, Assurance, Item, Items, Reads, Tally, say

_COUNTED = (tally.c.widget == bindparam("of"), tally.c.assurance >= bindparam("least"), tally.c.count > 0)
_ENTERED = func.sum(case((tally.c.assurance == int(Assurance.ENTERED), tally.c.count), else_=0)).label("entered")
_TALLY = (
    select(tally.c.value, func.sum(tally.c.count).label("count"), _ENTERED)
    .where(*_COUNTED, tally.c.target == bindparam("on"), tally.c.kind == bindparam("of_kind"))
    .group_by(tally.c.value)
    .order_by(tally.c.value)
)
_TALLIES_OF = (
    select(tally.c.target, tally.c.kind, tally.c.value, func.sum(tally.c.count).label("count"), _ENTERED)
    .where(
        *_COUNTED,
        tally.c.target.in_(bindparam("targets", expanding=True)),
        tally.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .group_by(tally.c.target, tally.c.kind, tally.c.value)
)
_DAYS = (
    select(tally_day.c.day, tally_day.c.value, func.sum(tally_day.c.count).label("count"))
    .where(
        tally_day.c.widget == bindparam("of"),
        tally_day.c.target == bindparam("on"),
        tally_day.c.kind == bindparam("of_kind"),
        tally_day.c.assurance >= bindparam("least"),
        tally_day.c.count > 0,
    )
    .group_by(tally_day.c.day, tally_day.c.value)
    .order_by(tally_day.c.day, tally_day.c.value)
)

_TOP_NUMBER, _TOP_SCORE = 2**31 - 1, math.inf
"""Beyond every contribution: a list behind this begins at its top."""
_TOP = (
    select(contribution_order.c.widget, contribution_order.c.number, contribution_order.c.score)
    .where(
        contribution_order.c.widget == bindparam("of"),
        contribution_order.c.kind == bindparam("of_kind"),
        contribution_order.c.name == bindparam("named"),
        tuple_(contribution_order.c.score, contribution_order.c.number)
        < tuple_(bindparam("score", type_=Float), bindparam("after", type_=Integer)),
    )
    .order_by(contribution_order.c.score.desc(), contribution_order.c.number.desc())
    .limit(bindparam("most"))
)

_SCORE = select(contribution_order.c.score).where(
    contribution_order.c.widget == bindparam("of"),
    contribution_order.c.number == bindparam("one"),
    contribution_order.c.name == bindparam("named"),
)


def _in_order(top: Select[Any]) -> Select[Any]:
    ranked = top.subquery()
    return LISTED.join(
        ranked, (ranked.c.widget == contribution.c.widget) & (ranked.c.number == contribution.c.number)
    ).order_by(ranked.c.score.desc(), ranked.c.number.desc())


_RANKED = _in_order(_TOP)
_RANKED_ON = _in_order(_TOP.where(contribution_order.c.target == bindparam("on")))


def read(conn: Connection, of: Widget, reads: Reads) -> Found:
    """All that `reads` names, of the assurance that the widget counts."""
    wanted = reads.items
    items, following = _items(conn, of, wanted) if wanted else ((), 0)
    return Found(
        beside={one.kind: _items(conn, of, one)[0] for one in reads.beside},
        beside_total={one.kind: _total(conn, of, one) for one in reads.beside},
        tallies={(target, kind): _tally(conn, of, target, kind) for target, kind in reads.tallies},
        days={(target, kind): _days(conn, of, target, kind) for target, kind in reads.days},
        items=items,
        items_total=_total(conn, of, wanted) if wanted else 0,
        items_more=bool(following),
        items_next=following,
        subjects={ranked.order: first(conn, of, ranked) for ranked in reads.subjects},
        waits=waits.newest(conn, of.id, reads.waits) if reads.waits else (),
    )


def one(conn: Connection, of: Widget, number: int, wanted: Items | None) -> Item:
    """One contribution as `wanted` shows those of a list, or its tombstone. Raises `NotFound`."""
    [found] = with_answers(conn, of.id, [by_number(conn, of.id, number, (wanted and wanted.mark) or "")])
    [found] = _with_on(conn, of, wanted, _with_under(conn, of, wanted, [with_doubles(conn, of.id, found)]))
    if wanted is None or not wanted.tallies or found.removed is not None:
        return found
    target = f"{ITEM}{found.merged or number}"
    return replace(found, tallies={kind: _tally(conn, of, target, kind) for kind in wanted.tallies})


def with_doubles(conn: Connection, widget_id: int, found: Item) -> Item:
    """With the one it was merged with, or those that were merged with it and stand."""
    if found.merged:
        [found] = with_into(conn, widget_id, [found])
        return found
    numbers = sorted(merged.standing(conn, widget_id, [found.number]))
    there = by_numbers(conn, widget_id, numbers) if numbers else {}
    return replace(found, doubles=[replace(there[number], into=found) for number in numbers])


def like(conn: Connection, widget_id: int, kind: str, text: str, most: int) -> list[Item]:
    """Those that are most alike this text, the best first."""
    numbers = alike.find(conn, widget_id, kind, text, most)
    there = by_numbers(conn, widget_id, numbers)
    return [there[number] for number in numbers]


def _tally(conn: Connection, of: Widget, target: str, kind: str) -> Tally:
    rows = conn.execute(_TALLY, {"of": of.id, "least": of.least, "on": target, "of_kind": kind}).all()
    return Tally({value: count for value, count, _entered in rows}, sum(entered for _value, _count, entered in rows))


def _days(conn: Connection, of: Widget, target: str, kind: str) -> Mapping[str, Tally]:
    days: dict[str, dict[int, int]] = {}
    for day, value, count in conn.execute(_DAYS, {"of": of.id, "least": of.least, "on": target, "of_kind": kind}):
        days.setdefault(day, {})[value] = count
    return {day: Tally(counts) for day, counts in days.items()}


def _total(conn: Connection, of: Widget, wanted: Items) -> int:
    if wanted.facet is not None:
        return facets.how_many(conn, of.id, wanted.kind, wanted.facet)
    if wanted.target is None:
        return how_many(conn, of.id, wanted.kind, None)
    return sum(how_many(conn, of.id, wanted.kind, target) for target in dated.about(conn, of, wanted.target))


def _items(conn: Connection, of: Widget, wanted: Items) -> tuple[Sequence[Item], int]:
    """What is wanted, and behind which number there is more, or 0."""
    if wanted.marked is not None:
        rows, following = marked.page(conn, of, wanted, _behind(conn, of, wanted)["after"])
    else:
        rows, following = _listed(conn, of, wanted)
    tallies = _tallies_of(conn, of, rows, wanted.tallies) if wanted.tallies else {}
    listed = with_answers(conn, of.id, [item(row, tallies.get(row.number)) for row in rows])
    return _with_on(conn, of, wanted, _with_under(conn, of, wanted, listed)), following


def _with_on(conn: Connection, of: Widget, wanted: Items | None, items: Sequence[Item]) -> Sequence[Item]:
    if wanted is None or not wanted.on:
        return items
    numbers = {int(one.target.removeprefix(ITEM)) for one in items if one.target.startswith(ITEM)}
    there = by_numbers(conn, of.id, sorted(numbers)) if numbers else {}
    by_target = {f"{ITEM}{number}": one for number, one in there.items()}
    return [replace(one, on=by_target.get(one.target)) for one in items]


def _with_under(conn: Connection, of: Widget, wanted: Items | None, items: Sequence[Item]) -> Sequence[Item]:
    if wanted is None or not wanted.under:
        return items
    found = under(conn, of.id, [one.number for one in items], wanted.under)
    return [replace(one, under=found.get(one.number, {})) for one in items]


def _listed(conn: Connection, of: Widget, wanted: Items) -> tuple[Sequence[Row[Any]], int]:
    behind = _behind(conn, of, wanted)
    if wanted.order in BY_DATE:
        return _cut(dated.page(conn, of, wanted), wanted)
    rows = conn.execute(
        _RANKED if wanted.target is None else _RANKED_ON,
        {
            "of": of.id,
            "of_kind": wanted.kind,
            "on": wanted.target,
            "named": wanted.order,
            "most": wanted.most + 1,
            "mark": wanted.mark or "",
            **behind,
        },
    ).all()
    return _cut(rows, wanted)


def _cut(rows: Sequence[Row[Any]], wanted: Items) -> tuple[Sequence[Row[Any]], int]:
    return rows[: wanted.most], rows[wanted.most - 1].number if len(rows) > wanted.most else 0


def _behind(conn: Connection, of: Widget, wanted: Items) -> Mapping[str, float]:
    """Behind what the list begins. Raises `NotFound` for a number that does not stand in it, or no longer."""
    if not wanted.after:
        return {"after": _TOP_NUMBER, "score": _TOP_SCORE}
    last = by_number(conn, of.id, wanted.after)
    score: float | None = _TOP_SCORE
    if wanted.order not in BY_DATE:
        score = conn.execute(_SCORE, {"of": of.id, "one": wanted.after, "named": wanted.order}).scalar()
    elsewhere = last.kind != wanted.kind
    if wanted.target is not None:
        elsewhere |= last.target not in dated.about(conn, of, wanted.target)
    if score is None or elsewhere or (wanted.facet and not dated.has_facet(conn, of, wanted)):
        raise NotFound(say("There is no contribution with this number."))
    return {"after": wanted.after, "score": score}


def _tallies_of(
    conn: Connection, of: Widget, rows: Sequence[Row[Any]], kinds: Sequence[str]
) -> Mapping[int, Mapping[str, Tally]]:
    numbers = {f"{ITEM}{row.number}": row.number for row in rows if row.removed is None}
    gathered: dict[int, dict[str, dict[int, int]]] = {}
    entered: Counter[tuple[int, str]] = Counter()
    where = {"of": of.id, "least": of.least, "targets": list(numbers), "kinds": list(kinds)}
    for target, kind, value, count, by_staff in conn.execute(_TALLIES_OF, where):
        gathered.setdefault(numbers[target], {}).setdefault(kind, {})[value] = count
        entered[numbers[target], kind] += by_staff
    return {
        number: {kind: Tally(counts, entered[number, kind]) for kind, counts in by_kind.items()}
        for number, by_kind in gathered.items()
    }
