# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The scores of contributions and subjects in the orders of their type, kept when counts move: a list is then an index
scan."""

from __future__ import annotations

from collections.abc import Mapping

from meedoen.records import Scene
from meedoen.store.admission import Admission, item_number
from meedoen.store.schema import contribution_order, part_order
from meedoen.store.sets import SetStatement, filled
from meedoen.store.upsert import put_from
from meedoen.store.work import Work
from meedoen.values import Tally

SCORES = SetStatement(list(contribution_order.c), lambda given: put_from(contribution_order, filled(given)))
SUBJECT_SCORES = SetStatement(list(part_order.c), lambda given: put_from(part_order, filled(given)))


def score(work: Work, targets: Mapping[tuple[int, str], Mapping[str, Tally]], admission: Admission) -> None:
    """Keep the scores of those targets that are items or subjects, from the counts given with each."""
    items, subjects = [], []
    for (of, target), tallies in targets.items():
        orders = work.ranks(admission.places[of].type)
        number = item_number(target)
        if item := number is not None and admission.items.get((of, number)):
            for name, order in orders.items.items():
                items.append((of, number, name, item.kind, item.target, order(tallies, item.created)))
        if (of, target) in admission.subjects:
            subjects += [(of, target, name, order(tallies)) for name, order in orders.subjects.items()]
    work.sets.run(SCORES, items)
    work.sets.run(SUBJECT_SCORES, subjects)


def score_new(work: Work, scene: Scene, number: int, kind: str, type_name: str) -> None:
    """Keep the scores of a contribution just made there, on which nobody has reacted."""
    orders = work.ranks(type_name).items.items()
    work.sets.run(
        SCORES, [(scene.widget, number, name, kind, scene.target, order({}, scene.at)) for name, order in orders]
    )
