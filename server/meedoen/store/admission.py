# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""May these acts be stored? Decided for a whole set, in the transaction that stores them, in the order they came in.

A key that was seen before answers as it did then; a widget that is withdrawn or not open at the moment of the act, an
item that is not there, a subject too many or too soon are refused. Subjects are made here, on first use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, Column, Integer, ScalarSelect, and_, func, select

from meedoen.errors import Closed, Failure, Gone, NotFound
from meedoen.records import Mark, Scene
from meedoen.store.moments import moment
from meedoen.store.schema import act, contribution, contribution_merged, phase, widget
from meedoen.store.sets import Sets, SetStatement
from meedoen.store.subjects import Subjects
from meedoen.store.work import Work
from meedoen.values import ITEM, say

NUMBER_DIGITS_MAX = 9
"""A number fits every database's integers."""

WIDGETS = SetStatement(
    [widget.c.id],
    lambda given: select(
        widget.c.id,
        widget.c.type,
        widget.c.least,
        widget.c.withdrawn,
        widget.c.successor,
        phase.c.opens_at,
        phase.c.closes_at,
        widget.c.parts_made,
    ).select_from(given.join(widget, widget.c.id == given.c.id).join(phase, phase.c.widget == widget.c.id)),
)
KEYS = SetStatement(
    [Column("line", Integer), act.c.widget, act.c.participant, act.c.key],
    lambda given: select(given.c.line, act.c.number).select_from(
        given.join(
            act,
            and_(act.c.widget == given.c.widget, act.c.participant == given.c.participant, act.c.key == given.c.key),
        )
    ),
)


def _leads_to(given: CTE) -> ScalarSelect[Any]:
    last = select(contribution_merged.c.last).where(
        contribution_merged.c.widget == given.c.widget, contribution_merged.c.number == given.c.number
    )
    return last.correlate(given).scalar_subquery()


ITEMS = SetStatement(
    [contribution.c.widget, contribution.c.number],
    lambda given: select(
        contribution.c.widget,
        given.c.number,
        contribution.c.kind,
        contribution.c.target,
        contribution.c.created,
        contribution.c.number.label("last"),
    ).select_from(
        given.join(
            contribution,
            and_(
                contribution.c.widget == given.c.widget,
                contribution.c.number == func.coalesce(_leads_to(given), given.c.number),
                contribution.c.removed.is_(None),
            ),
        )
    ),
)


@dataclass(slots=True)
class Place:
    """A widget, as far as acts are concerned."""

    type: str
    least: int
    withdrawn: datetime | None
    successor: str
    opens_at: datetime | None
    closes_at: datetime | None
    parts_made: int

    def refusal(self, at: datetime, came: datetime | None = None) -> Failure | None:
        """Why nothing can be done here at that moment, or of what came in before it."""
        if self.withdrawn is not None:
            return gone(self.successor)
        if self.closes_at is not None and (came or at) >= self.closes_at:
            return Closed(say("This is closed: nothing can be sent any more. What was sent can still be read."))
        if self.opens_at is not None and at < self.opens_at:
            return Closed(say("This is not open yet. Come back when it has opened."))
        return None


@dataclass(frozen=True, slots=True)
class Standing:
    """A contribution that is not removed; of a double, the one it was merged with."""

    kind: str
    target: str
    created: datetime
    number: int


@dataclass(slots=True)
class Admission:
    """What was decided of each act, by its place in the set, and what was read to decide it."""

    places: dict[int, Place]
    items: dict[tuple[int, int], Standing]
    repeated: dict[int, int | None]
    """The acts whose key was seen before, with the number of the contribution made then."""
    refused: dict[int, Failure]
    subjects: set[tuple[int, str]]
    """Those of the targets that are subjects."""

    def led_on(self, marks: Sequence[Mark]) -> Sequence[Mark]:
        """What is done on a double, is done on the one it was merged with."""
        if all(one.number == number for (_of, number), one in self.items.items()):
            return marks
        return [replace(mark, scene=self.scene(mark.scene)) for mark in marks]

    def scene(self, of: Scene) -> Scene:
        """The same, of any act."""
        number = item_number(of.target)
        last = number is not None and self.items.get((of.widget, number))
        return replace(of, target=f"{ITEM}{last.number}") if last and last.number != number else of

    def admitted(self, line: int) -> bool:
        """Whether the act at that place is to be stored."""
        return line not in self.repeated and line not in self.refused


def gone(successor: str) -> Gone:
    """Withdrawn, and where to go instead."""
    if successor:
        return Gone(say("The organisation has withdrawn this. Go to %(successor)s instead.", successor=successor))
    return Gone(say("The organisation has withdrawn this."))


def nothing_here() -> NotFound:
    """No such widget."""
    return NotFound(say("There is nothing here to act on."))


def item_number(target: str) -> int | None:
    """The number in a target that is an item, else None."""
    digits = target[1:]
    is_item = target.startswith(ITEM) and digits.isascii() and digits.isdigit() and len(digits) <= NUMBER_DIGITS_MAX
    return int(digits) if is_item else None


def places(sets: Sets, widgets: set[int]) -> dict[int, Place]:
    """The widgets with these ids, as they are in this transaction."""
    return {
        of: Place(kind, least, _moment(withdrawn), successor, _moment(opens_at), _moment(closes_at), parts_made)
        for of, kind, least, withdrawn, successor, opens_at, closes_at, parts_made in sets.run(
            WIDGETS, [(one,) for one in widgets]
        )
    }


def _moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)


def repeated(sets: Sets, scenes: Sequence[Scene]) -> dict[int, int | None]:
    """Which of these acts have a key that was seen before."""
    rows = [(line, scene.widget, scene.participant, scene.key) for line, scene in enumerate(scenes)]
    return {line: number for line, number in sets.run(KEYS, rows)}  # noqa: C416


def items(sets: Sets, targets: set[tuple[int, str]]) -> dict[tuple[int, int], Standing]:
    """Those of the targets that are items and stand, and the ones that doubles among them were merged with."""
    wanted = [(of, number) for of, target in targets if (number := item_number(target)) is not None]
    found = {}
    for of, number, kind, target, created, last in sets.run(ITEMS, wanted) if wanted else ():
        found[of, number] = found[of, last] = Standing(kind, target, moment(created), last)
    return found


def admit(work: Work, scenes: Sequence[Scene]) -> Admission:
    """Decide each act, in order; make the subjects that are new."""
    sets = work.sets
    subjects = Subjects(sets, scenes, work.newcomers)
    found = Admission(
        places(sets, {scene.widget for scene in scenes}),
        items(sets, {(scene.widget, scene.target) for scene in scenes}),
        repeated(sets, scenes),
        {},
        subjects.known,
    )
    used: set[tuple[int, bytes, str]] = set()
    for line, scene in enumerate(scenes):
        if line in found.repeated:
            continue
        key = (scene.widget, scene.participant, scene.key)
        if key in used:
            found.repeated[line] = None
        elif (refusal := _refusal(found, subjects, scene)) is not None:
            found.refused[line] = refusal
        else:
            used.add(key)
    subjects.make()
    return found


def _refusal(found: Admission, subjects: Subjects, scene: Scene) -> Failure | None:
    place = found.places.get(scene.widget)
    if place is None:
        return nothing_here()
    if refusal := place.refusal(scene.at, scene.came):
        return refusal
    if scene.target.startswith(ITEM) and (scene.widget, item_number(scene.target)) not in found.items:
        return NotFound(say("What you want to react to is not there, or has been removed."))
    return None if scene.part is None else subjects.refusal(scene, place.parts_made)
