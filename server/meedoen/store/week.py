# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a week is told from, at a cost that does not grow with the widget: the newest contributions, and those that are
first in the orders of their type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from meedoen import limits
from meedoen.records import Widget
from meedoen.store import views
from meedoen.store.schema import tally_day
from meedoen.values import ITEM, Item, Items, Reads

_D = tally_day.c
_DAYS = (
    select(_D.target, _D.day, func.sum(_D.count).label("n"))
    .where(
        _D.widget == bindparam("of"),
        _D.target.in_(bindparam("targets", expanding=True)),
        _D.kind.in_(bindparam("kinds", expanding=True)),
        _D.day >= bindparam("since"),
        _D.assurance >= bindparam("least"),
        _D.count > 0,
    )
    .group_by(_D.target, _D.day)
)


def read(
    conn: Connection, of: Widget, items: Items, orders: Iterable[str], since: date
) -> tuple[Sequence[Item], Mapping[int, Mapping[str, int]]]:
    """What may count, and by number, then by day, how many have it too."""
    bare = replace(items, tallies=(), under=(), mark=None, facet=None)
    lists = [replace(bare, order="newest", most=limits.WEEK_READ_MAX)]
    lists += [replace(bare, order=name, most=limits.WEEK_FIRST_READ_MAX) for name in orders]
    found = {one.number: one for wanted in lists for one in views.read(conn, of, Reads(items=wanted)).items}
    days: dict[int, dict[str, int]] = defaultdict(dict)
    targets = {f"{ITEM}{number}": number for number in found}
    if targets and items.tallies:
        given = {"of": of.id, "least": of.least, "kinds": list(items.tallies), "since": since.isoformat()}
        for target, day, n in conn.execute(_DAYS, {**given, "targets": list(targets)}):
            days[targets[target]][day] = n
    return list(found.values()), days
