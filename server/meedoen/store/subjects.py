# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The subjects that acts are about (a page of a site, a restaurant of a guide): parts that are made on first use."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy import and_, select, update

from meedoen.errors import Conflict, Failure, TooMany
from meedoen.records import Scene
from meedoen.store.moments import micros
from meedoen.store.newcomers import Newcomers
from meedoen.store.schema import part, widget
from meedoen.store.sets import Sets, SetStatement, filled
from meedoen.store.upsert import put_from
from meedoen.values import say

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

    def __init__(self, sets: Sets, scenes: Sequence[Scene], newcomers: Newcomers) -> None:
        self._sets = sets
        self._newcomers = newcomers
        wanted = {(scene.widget, scene.target) for scene in scenes if scene.part is not None}
        self.known = known(sets, wanted)
        """Those there are, once `make` has made those that were taken."""
        self._new: dict[tuple[int, str], Scene] = {}
        self._made: Counter[int] = Counter()

    def refusal(self, scene: Scene, made_before: int) -> Failure | None:
        """None: the act's subject is there, or is made in a widget that has so many; else why it is not."""
        subject = (scene.widget, scene.target)
        if subject in self.known:
            return None
        if made_before + self._made[scene.widget] >= scene.parts_most:
            return Conflict(say("This widget has as many pages as it takes. Tell the organisation."))
        if scene.tag and (wait := self._newcomers.wait_s(*subject, tag=scene.tag, at=scene.at)):
            return _too_many(wait)
        self.known.add(subject)
        self._new[subject] = scene
        self._made[scene.widget] += 1
        return None

    def make(self) -> None:
        """Store the new ones."""
        self._sets.run(NEW_PARTS, [(of, key, scene.part, micros(scene.at)) for (of, key), scene in self._new.items()])
        self._sets.run(PARTS_MADE, list(self._made.items()))


def _too_many(wait: int) -> TooMany:
    return TooMany(
        say(
            "Nobody took part on this page before, and from your network that was so of many pages in the last hour."
            " Nothing was sent. Send it again in %(minutes)s minutes; pages where others took part are not held up.",
            minutes=math.ceil(wait / 60),
        ),
        headers={"Retry-After": str(wait)},
    )
