# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many contributions stand, kept by kind and target; and taking one out of the orders, or back into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select

from meedoen.records import Widget
from meedoen.store.schema import contribution_count, contribution_merged, contribution_order, tally
from meedoen.store.upsert import excluded, put
from meedoen.store.work import Order
from meedoen.values import ITEM, Tally

_KEYS = ("widget", "kind", "everywhere", "target")
_COUNT = put(
    contribution_count,
    keys=_KEYS,
    change={"count": contribution_count.c.count + excluded(contribution_count, "count")["count"]},
)
_HOW_MANY = select(contribution_count.c.count).where(
    contribution_count.c.widget == bindparam("of"),
    contribution_count.c.kind == bindparam("of_kind"),
    contribution_count.c.everywhere == bindparam("anywhere"),
    contribution_count.c.target == bindparam("on"),
)
_UNDER = select(contribution_count.c.target, contribution_count.c.kind, contribution_count.c.count).where(
    contribution_count.c.widget == bindparam("of"),
    contribution_count.c.kind.in_(bindparam("kinds", expanding=True)),
    contribution_count.c.everywhere.is_(False),
    contribution_count.c.target.in_(bindparam("targets", expanding=True)),
)
_DOUBLES = select(contribution_merged.c.number, contribution_merged.c.last).where(
    contribution_merged.c.widget == bindparam("of"),
    contribution_merged.c.last.in_(bindparam("numbers", expanding=True)),
)
_RANK = put(
    contribution_order,
    keys=("widget", "number", "name"),
    change=excluded(contribution_order, "score"),
)
_TALLIES = (
    select(tally.c.kind, tally.c.value, func.sum(tally.c.count).label("n"))
    .where(
        tally.c.widget == bindparam("of"), tally.c.target == bindparam("on"), tally.c.assurance >= bindparam("least")
    )
    .group_by(tally.c.kind, tally.c.value)
)
_UNRANK = delete(contribution_order).where(
    contribution_order.c.widget == bindparam("of"), contribution_order.c.number == bindparam("one")
)


def count(conn: Connection, widget_id: int, kind: str, target: str, change: int) -> None:
    """One more, or one fewer, on this target and in all."""
    of = {"widget": widget_id, "kind": kind, "count": change}
    conn.execute(_COUNT, [of | {"everywhere": False, "target": target}, of | {"everywhere": True, "target": ""}])


def how_many(conn: Connection, widget_id: int, kind: str, target: str | None) -> int:
    """How many stand on this target; None: in all."""
    where = {"of": widget_id, "of_kind": kind, "anywhere": target is None, "on": target or ""}
    return conn.execute(_HOW_MANY, where).scalar_one_or_none() or 0


def under(
    conn: Connection, widget_id: int, numbers: Sequence[int], kinds: Sequence[str]
) -> Mapping[int, Mapping[str, int]]:
    """By number of a contribution, then by kind: how many stand about it, or about its doubles."""
    found: dict[int, dict[str, int]] = {}
    targets = {f"{ITEM}{number}": number for number in numbers}
    doubles = conn.execute(_DOUBLES, {"of": widget_id, "numbers": list(numbers)})
    targets |= {f"{ITEM}{number}": last for number, last in doubles}
    for target, kind, n in conn.execute(_UNDER, {"of": widget_id, "kinds": list(kinds), "targets": list(targets)}):
        by_kind = found.setdefault(targets[target], {})
        by_kind[kind] = by_kind.get(kind, 0) + n
    return found


def unrank(conn: Connection, widget_id: int, number: int) -> None:
    """A removed contribution stands in no order; by date its tombstone stays in its place."""
    conn.execute(_UNRANK, {"of": widget_id, "one": number})


def rank(
    conn: Connection,
    of: Widget,
    number: int,
    kind: str,
    target: str,
    created: datetime,
    orders: Mapping[str, Order],
) -> None:
    """One that comes back on view stands in the orders of its type, by what counts on it now."""
    counted: dict[str, dict[int, int]] = {}
    for row in conn.execute(_TALLIES, {"of": of.id, "on": f"{ITEM}{number}", "least": of.least}):
        counted.setdefault(row.kind, {})[row.value] = row.n
    tallies = {name: Tally(counts) for name, counts in counted.items()}
    about = {"widget": of.id, "number": number, "kind": kind, "target": target}
    for name, order in orders.items():
        conn.execute(_RANK, about | {"name": name, "score": order(tallies, created)})
