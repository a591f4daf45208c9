# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The scores of contributions in the orders of their type, kept when counts move: a list is then an index scan."""

from __future__ import annotations

from collections.abc import Mapping

from meedoen.records import Scene
from meedoen.store.admission import Admission, item_number
from meedoen.store.schema import contribution_order
from meedoen.store.sets import SetStatement, filled
from meedoen.store.upsert import put_from
from meedoen.store.work import Work
from meedoen.values import Tally

SCORES = SetStatement(list(contribution_order.c), lambda given: put_from(contribution_order, filled(given)))


def score(work: Work, targets: Mapping[tuple[int, str], Mapping[str, Tally]], admission: Admission) -> None:
    """Keep the scores of those targets that are items, from the counts given with each."""
    rows = []
    for (of, target), tallies in targets.items():
        number = item_number(target)
        item = admission.items.get((of, number)) if number is not None else None
        if item is None:
            continue
        for name, order in work.ranks(admission.places[of].type).items():
            rows.append((of, number, name, item.kind, item.target, order(tallies, item.created)))
    work.sets.run(SCORES, rows)


def score_new(work: Work, scene: Scene, number: int, kind: str, type_name: str) -> None:
    """Keep the scores of a contribution just made there, on which nobody has reacted."""
    orders = work.ranks(type_name).items()
    work.sets.run(
        SCORES, [(scene.widget, number, name, kind, scene.target, order({}, scene.at)) for name, order in orders]
    )
