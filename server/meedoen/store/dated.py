# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of contributions by date: all of a kind, those about one target, or those with one value of a facet.

Each goes on behind a number, and is an index scan from there, however many there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, exists, select

from meedoen.records import Widget
from meedoen.store.contributions import LISTED
from meedoen.store.schema import contribution, contribution_facet
from meedoen.values import BY_DATE, Items

OLDEST = "oldest"
_LAST_NUMBER = 2**31 - 1
"""Behind every contribution; before all of them is 0."""

_FACET = (
    contribution_facet.c.widget == bindparam("of"),
    contribution_facet.c.kind == bindparam("of_kind"),
    contribution_facet.c.name == bindparam("named"),
    contribution_facet.c.value == bindparam("value"),
)
_HAS_IT = select(exists().where(*_FACET, contribution_facet.c.number == bindparam("one")))


def _paged(statement: Select[Any], number: ColumnElement[int], order: str) -> Select[Any]:
    if order == OLDEST:
        return statement.where(number > bindparam("behind")).order_by(number).limit(bindparam("most"))
    return statement.where(number < bindparam("behind")).order_by(number.desc()).limit(bindparam("most"))


def _list(order: str, *, on_target: bool, narrowed: bool) -> Select[Any]:
    number = contribution.c.number
    if narrowed:
        page = select(contribution_facet.c.widget, contribution_facet.c.number).where(*_FACET)
        found = _paged(page, contribution_facet.c.number, order).subquery()
        listed = LISTED.join(found, (found.c.widget == contribution.c.widget) & (found.c.number == number))
        return listed.order_by(found.c.number if order == OLDEST else found.c.number.desc())
    listed = LISTED.where(contribution.c.widget == bindparam("of"), contribution.c.kind == bindparam("of_kind"))
    if on_target:
        listed = listed.where(contribution.c.target == bindparam("on"))
    return _paged(listed, number, order)


_LISTS: Mapping[tuple[str, bool, bool], Select[Any]] = {
    (order, on_target, narrowed): _list(order, on_target=on_target, narrowed=narrowed)
    for order, (on_target, narrowed) in product(sorted(BY_DATE), ((False, False), (True, False), (False, True)))
}


def page(conn: Connection, of: Widget, wanted: Items) -> Sequence[Row[Any]]:
    """At most `most` + 1 rows of `LISTED` behind `after`, so that it shows whether the list goes on."""
    listed = _LISTS[wanted.order, wanted.target is not None, wanted.facet is not None]
    first = 0 if wanted.order == OLDEST else _LAST_NUMBER
    asked = {"on": wanted.target, "most": wanted.most + 1, "mark": wanted.mark or "", "behind": wanted.after or first}
    return conn.execute(listed, _asked(of, wanted) | asked).all()


def has_facet(conn: Connection, of: Widget, wanted: Items) -> bool:
    """Whether the contribution `after` stands in the list that is narrowed so."""
    return bool(conn.execute(_HAS_IT, _asked(of, wanted) | {"one": wanted.after}).scalar())


def _asked(of: Widget, wanted: Items) -> dict[str, Any]:
    name, value = wanted.facet or ("", "")
    return {"of": of.id, "of_kind": wanted.kind, "named": name, "value": value}
