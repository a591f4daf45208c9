# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The subjects that acts are about (a page of a site, a restaurant of a guide): parts that are made on first use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy import and_, select, update

from meedoen.records import Scene
from meedoen.store.moments import micros
from meedoen.store.schema import part, widget
from meedoen.store.sets import Sets, SetStatement, filled
from meedoen.store.upsert import put_from

PARTS = SetStatement(
    [part.c.widget, part.c.key],
    lambda given: select(part.c.widget, part.c.key).select_from(
        given.join(part, and_(part.c.widget == given.c.widget, part.c.key == given.c.key))
    ),
)
NEW_PARTS = SetStatement(list(part.c), lambda given: put_from(part, filled(given), ignore=True))
PARTS_MADE = SetStatement(
    [widget.c.id, widget.c.parts_made],
    lambda given: (
        update(widget).where(widget.c.id == given.c.id).values(parts_made=widget.c.parts_made + given.c.parts_made)
    ),
)


def known(sets: Sets, targets: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of the targets that are subjects."""
    return {(of, key) for of, key in sets.run(PARTS, list(targets))}


class Subjects:
    """The subjects of a set of acts: those there are, and those to make."""

    def __init__(self, sets: Sets, scenes: Sequence[Scene]) -> None:
        self._sets = sets
        wanted = {(scene.widget, scene.target) for scene in scenes if scene.part is not None}
        self.known = known(sets, wanted)
        """Those there are, once `make` has made those that were taken."""
        self._new: dict[tuple[int, str], Scene] = {}
        self._made: Counter[int] = Counter()

    def take(self, scene: Scene, made_before: int) -> bool:
        """Whether the act's subject is there, or may still be made in a widget that has so many."""
        subject = (scene.widget, scene.target)
        if subject in self.known:
            return True
        if made_before + self._made[scene.widget] >= scene.parts_most:
            return False
        self.known.add(subject)
        self._new[subject] = scene
        self._made[scene.widget] += 1
        return True

    def make(self) -> None:
        """Store the new ones."""
        self._sets.run(NEW_PARTS, [(of, key, scene.part, micros(scene.at)) for (of, key), scene in self._new.items()])
        self._sets.run(PARTS_MADE, list(self._made.items()))
