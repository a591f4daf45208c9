# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The facets of contributions: short values that a type's functions give, kept so that a narrowed list is a scan.

A unit of work notes of which contributions it wrote a line in the log; the writer keeps their facets before it ends, so
that no way of changing words, a state or an answer can forget it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select

from meedoen.store import contributions
from meedoen.store.answered import with_answers
from meedoen.store.schema import contribution, contribution_facet, facet_count, widget
from meedoen.store.upsert import excluded, put
from meedoen.store.work import Facet, Ranks
from meedoen.values import Item

VALUE_CHARS_MAX = 200

_TYPES = select(widget.c.id, widget.c.type).where(widget.c.id.in_(bindparam("widgets", expanding=True)))
_LOCK = (
    select(contribution.c.number)
    .where(
        contribution.c.widget == bindparam("of"),
        contribution.c.number.in_(bindparam("numbers", expanding=True)),
    )
    .order_by(contribution.c.number)
    .with_for_update()
)
_KEPT = select(contribution_facet).where(
    contribution_facet.c.widget == bindparam("of"),
    contribution_facet.c.number.in_(bindparam("numbers", expanding=True)),
)
_DROP = delete(contribution_facet).where(
    contribution_facet.c.widget == bindparam("of"),
    contribution_facet.c.number == bindparam("one"),
    contribution_facet.c.name == bindparam("named"),
)
_ADD = insert(contribution_facet)
_COUNT = put(
    facet_count,
    keys=("widget", "kind", "name", "value"),
    change={"count": facet_count.c.count + excluded(facet_count, "count")["count"]},
)
_HOW_MANY = select(facet_count.c.count).where(
    facet_count.c.widget == bindparam("of"),
    facet_count.c.kind == bindparam("of_kind"),
    facet_count.c.name == bindparam("named"),
    facet_count.c.value == bindparam("value"),
)
_BATCH = (
    select(contribution.c.number)
    .where(contribution.c.widget == bindparam("of"), contribution.c.number > bindparam("behind"))
    .order_by(contribution.c.number)
    .limit(bindparam("most"))
)

_Row = tuple[int, str, str, str]
"""number, name, value, kind."""


def keep_all(conn: Connection, ranks: Ranks, changed: Iterable[tuple[int, int]]) -> None:
    """Make the facets of these contributions, as (widget, number), what they now are."""
    by_widget: dict[int, list[int]] = defaultdict(list)
    for of, number in sorted(changed):
        by_widget[of].append(number)
    if by_widget:
        for row in conn.execute(_TYPES, {"widgets": list(by_widget)}).all():
            if functions := ranks(row.type).facets:
                keep(conn, row.id, functions, by_widget[row.id])


def keep(conn: Connection, of: int, functions: Mapping[str, Facet], numbers: Sequence[int]) -> None:
    """The same, of one widget."""
    conn.execute(_LOCK, {"of": of, "numbers": numbers}).all()
    was, now = _was(conn, of, numbers), _now(conn, of, functions, numbers)
    change: Counter[tuple[str, str, str]] = Counter()
    gone, new = sorted(was - now), sorted(now - was)
    change.subtract((kind, name, value) for _number, name, value, kind in gone)
    change.update((kind, name, value) for _number, name, value, kind in new)
    if gone:
        conn.execute(_DROP, [{"of": of, "one": number, "named": name} for number, name, _value, _kind in gone])
    if new:
        added = [dict(zip(("number", "name", "value", "kind"), row, strict=True)) for row in new]
        conn.execute(_ADD, [{"widget": of, **row} for row in added])
    counted = [
        {"widget": of, "kind": kind, "name": name, "value": value, "count": by}
        for (kind, name, value), by in sorted(change.items())
        if by
    ]
    if counted:
        conn.execute(_COUNT, counted)


def how_many(conn: Connection, of: int, kind: str, facet: tuple[str, str]) -> int:
    """How many contributions of this kind have this value."""
    asked = {"of": of, "of_kind": kind, "named": facet[0], "value": facet[1]}
    return conn.execute(_HOW_MANY, asked).scalar_one_or_none() or 0


def batch(conn: Connection, of: int, behind: int, most: int) -> Sequence[int]:
    """So many numbers of contributions behind this one."""
    return conn.execute(_BATCH, {"of": of, "behind": behind, "most": most}).scalars().all()


def differing(conn: Connection, of: int, functions: Mapping[str, Facet], numbers: Sequence[int]) -> list[int]:
    """Those of these contributions whose kept facets are not what the functions give."""
    return sorted({row[0] for row in _was(conn, of, numbers) ^ _now(conn, of, functions, numbers)})


def _was(conn: Connection, of: int, numbers: Sequence[int]) -> set[_Row]:
    rows = conn.execute(_KEPT, {"of": of, "numbers": numbers})
    return {(row.number, row.name, row.value, row.kind) for row in rows}


def _now(conn: Connection, of: int, functions: Mapping[str, Facet], numbers: Sequence[int]) -> set[_Row]:
    items = with_answers(conn, of, list(contributions.by_numbers(conn, of, numbers).values()))
    return {
        (item.number, name, value, item.kind)
        for item in items
        if item.removed is None and not item.merged
        for name, value in _values(item, functions)
    }


def _values(item: Item, functions: Mapping[str, Facet]) -> Iterable[tuple[str, str]]:
    return ((name, value[:VALUE_CHARS_MAX]) for name, of in functions.items() if (value := of(item)))
