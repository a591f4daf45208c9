# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Are the kept counts what a recount gives? And making them so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    delete,
    exists,
    false,
    func,
    insert,
    literal_column,
    select,
    true,
    union_all,
    update,
)

from meedoen.official import SETTLED
from meedoen.store import facets
from meedoen.store.answers import OUTCOME
from meedoen.store.pulse import note
from meedoen.store.schema import (
    answer,
    contribution,
    contribution_count,
    contribution_facet,
    contribution_merged,
    covered,
    facet_count,
    part,
    reaction,
    tally,
    tally_day,
    widget,
)
from meedoen.store.work import Facet
from meedoen.values import EVERY

_Counted = CompoundSelect[Any] | Select[Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept count that is not what there is."""

    table: str
    key: Mapping[str, Any]
    kept: int
    counted: int


def _reacted(kept: Table) -> CompoundSelect[Any]:
    """By target; and of all subjects together."""
    keys = [reaction.c[key] for key in kept.primary_key.columns.keys()]  # noqa: SIM118
    every = [literal_column(f"'{EVERY}'").label("target") if key.name == "target" else key for key in keys]
    of_subjects = reaction.join(part, (part.c.widget == reaction.c.widget) & (part.c.key == reaction.c.target))
    by = [key for key in keys if key.name != "target"]
    return union_all(
        select(*keys, func.count().label("count")).group_by(*keys),
        select(*every, func.count().label("count")).select_from(of_subjects).group_by(*by),
    )


_DOUBLE = exists(
    select(contribution_merged.c.last).where(
        contribution_merged.c.widget == contribution.c.widget, contribution_merged.c.number == contribution.c.number
    )
)


def _standing() -> CompoundSelect[Any]:
    stands = contribution.c.removed.is_(None) & ~_DOUBLE
    of, kind, target = contribution.c.widget, contribution.c.kind, contribution.c.target
    on_target = select(of, kind, false().label("everywhere"), target, func.count().label("count"))
    in_all = select(
        of, kind, true().label("everywhere"), literal_column("''").label("target"), func.count().label("count")
    )
    return union_all(on_target.where(stands).group_by(of, kind, target), in_all.where(stands).group_by(of, kind))


def _covered() -> Select[Any]:
    """Those that stand whose outcome, as it now is, settles them."""
    one = (answer.c.widget, answer.c.number)
    newest = select(*one, func.max(answer.c.version).label("version")).where(answer.c.thread == OUTCOME)
    now = newest.group_by(*one).subquery()
    about = (answer.c.widget == now.c.widget) & (answer.c.number == now.c.number) & (answer.c.version == now.c.version)
    stands = (contribution.c.widget == now.c.widget) & (contribution.c.number == now.c.number)
    return (
        select(contribution.c.widget, contribution.c.kind, func.count().label("count"))
        .select_from(now.join(answer, about).join(contribution, stands))
        .where(
            answer.c.thread == OUTCOME, answer.c.state.in_(sorted(SETTLED)), contribution.c.removed.is_(None), ~_DOUBLE
        )
        .group_by(contribution.c.widget, contribution.c.kind)
    )


def _with_values() -> Select[Any]:
    keys = [contribution_facet.c[key] for key in facet_count.primary_key.columns.keys()]  # noqa: SIM118
    return select(*keys, func.count().label("count")).group_by(*keys)


def _compared(kept: Table, counted: _Counted) -> Select[Any]:
    keys = kept.primary_key.columns.keys()
    zero: ColumnElement[int] = literal_column("0")
    there = counted.subquery()
    both = union_all(
        select(*(kept.c[key] for key in keys), kept.c.count.label("kept"), zero.label("counted")),
        select(*(there.c[key] for key in keys), zero.label("kept"), there.c.count.label("counted")),
    ).subquery()
    sums = [func.sum(both.c.kept).label("kept"), func.sum(both.c.counted).label("counted")]
    by = [both.c[key] for key in keys]
    return select(*by, *sums).group_by(*by).having(sums[0] != sums[1]).order_by(*by)


_COUNTED: Mapping[Table, _Counted] = {
    tally: _reacted(tally),
    tally_day: _reacted(tally_day),
    contribution_count: _standing(),
    covered: _covered(),
    facet_count: _with_values(),
}
_COMPARED = {kept: _compared(kept, counted) for kept, counted in _COUNTED.items()}
_EMPTY = {kept: delete(kept) for kept in _COUNTED}
_FILL = {kept: insert(kept).from_select(list(kept.c.keys()), counted) for kept, counted in _COUNTED.items()}
_TYPES = select(widget.c.id, widget.c.type).order_by(widget.c.id)
_TOGETHER = 500
_MOVED = update(widget).values(counted=widget.c.counted + 1).returning(widget.c.id, widget.c.counted)


def recount(
    conn: Connection, *, repair: bool = False, facets_of: Mapping[str, Mapping[str, Facet]] = MappingProxyType({})
) -> list[Difference]:
    """Where the kept counts differ from what there is; with `repair`, in a writing transaction, they are made anew.

    With the facets of each widget type by its name, the kept ones are compared as well: 0 kept, 1 counted says that
    those of a contribution are other than they should be.
    """
    found = []
    for of, kind in conn.execute(_TYPES).all():
        others = _other_facets(conn, of, facets_of.get(kind, {}), repair=repair)
        found += [Difference(contribution_facet.name, {"widget": of, "number": number}, 0, 1) for number in others]
    for kept, compared in _COMPARED.items():
        for *key, was, counted in conn.execute(compared):
            names = kept.primary_key.columns.keys()
            found.append(Difference(kept.name, dict(zip(names, key, strict=True)), was, counted))
    if repair and found:
        for kept in _COUNTED:
            conn.execute(_EMPTY[kept])
            conn.execute(_FILL[kept])
        note(conn).counts.update({row.id: row.counted for row in conn.execute(_MOVED)})
    return found


def _other_facets(conn: Connection, of: int, functions: Mapping[str, Facet], *, repair: bool) -> Iterator[int]:
    """Contributions whose kept facets are not what the functions of their type give, some at a time."""
    behind = 0
    while functions and (numbers := facets.batch(conn, of, behind, _TOGETHER)):
        behind = numbers[-1]
        if differing := facets.differing(conn, of, functions, numbers):
            yield from differing
            if repair:
                facets.keep(conn, of, functions, differing)
