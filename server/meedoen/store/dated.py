# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of contributions by date: all of a kind, those about one target, or those with one value of a facet.

Each goes on behind a number, and is an index scan from there, however many there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, exists, select

from meedoen.records import Widget
from meedoen.store import merged
from meedoen.store.admission import item_number
from meedoen.store.contributions import IN_LISTS, LISTED
from meedoen.store.schema import contribution, contribution_facet
from meedoen.values import BY_DATE, ITEM, Items

OLDEST = "oldest"
_ALL, _ABOUT, _ABOUT_ALL, _FACETED = "all", "about one", "about some", "with a facet"
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


def _list(order: str, by: str) -> Select[Any]:
    number = contribution.c.number
    if by == _FACETED:
        page = select(contribution_facet.c.widget, contribution_facet.c.number).where(*_FACET)
        found = _paged(page, contribution_facet.c.number, order).subquery()
        listed = LISTED.join(found, (found.c.widget == contribution.c.widget) & (found.c.number == number))
        return listed.order_by(found.c.number if order == OLDEST else found.c.number.desc())
    listed = IN_LISTS.where(contribution.c.widget == bindparam("of"), contribution.c.kind == bindparam("of_kind"))
    if by == _ABOUT:
        listed = listed.where(contribution.c.target == bindparam("on"))
    elif by == _ABOUT_ALL:
        listed = listed.where(contribution.c.target.in_(bindparam("on", expanding=True)))
    return _paged(listed, number, order)


_LISTS: Mapping[tuple[str, str], Select[Any]] = {
    (order, by): _list(order, by) for order in BY_DATE for by in (_ALL, _ABOUT, _ABOUT_ALL, _FACETED)
}


def page(conn: Connection, of: Widget, wanted: Items) -> Sequence[Row[Any]]:
    """At most `most` + 1 rows of `LISTED` behind `after`, so that it shows whether the list goes on; those about one
    contribution with those about its doubles."""
    targets = about(conn, of, wanted.target) if wanted.target is not None else []
    by = _FACETED if wanted.facet is not None else (_ALL, _ABOUT, _ABOUT_ALL)[min(len(targets), 2)]
    first = 0 if wanted.order == OLDEST else _LAST_NUMBER
    on = targets if by == _ABOUT_ALL else wanted.target
    asked = {"on": on, "most": wanted.most + 1, "mark": wanted.mark or "", "behind": wanted.after or first}
    return conn.execute(_LISTS[wanted.order, by], _asked(of, wanted) | asked).all()


def about(conn: Connection, of: Widget, target: str) -> list[str]:
    """This target, and where it is a contribution those of its doubles."""
    number = item_number(target)
    doubles = [] if number is None else merged.doubles(conn, of.id, number)
    return [target, *(f"{ITEM}{one.number}" for one in doubles)]


def has_facet(conn: Connection, of: Widget, wanted: Items) -> bool:
    """Whether the contribution `after` stands in the list that is narrowed so."""
    return bool(conn.execute(_HAS_IT, _asked(of, wanted) | {"one": wanted.after}).scalar())


def _asked(of: Widget, wanted: Items) -> dict[str, Any]:
    name, value = wanted.facet or ("", "")
    return {"of": of.id, "of_kind": wanted.kind, "named": name, "value": value}
