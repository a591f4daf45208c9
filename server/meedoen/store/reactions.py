# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The hot path: reactions are data, and those that wait are applied as one set.

Uniqueness is the key of the table `reaction`; what the tables hold now is read with the rows locked (where a database
knows locks), the net change of every tally is summed here, and each table is written by one statement.
Called by the writer for marks, and by `acts` for the reactions of deeds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Column, Integer, and_, case, delete, func, insert, literal_column, select, tuple_, update

from meedoen.errors import Failure
from meedoen.records import Mark, Scene, Stored
from meedoen.store.admission import Admission, admit
from meedoen.store.moments import micros
from meedoen.store.pulse import note
from meedoen.store.schema import act, reaction, tally, tally_day, widget
from meedoen.store.scores import score
from meedoen.store.sets import Sets, SetStatement, filled
from meedoen.store.upsert import put_from
from meedoen.store.work import Work
from meedoen.values import EVERY, Assurance, Tally

Counts = Mapping[tuple[int, str], Mapping[str, Tally]]
"""By (widget, target), then by kind: what counts there now."""

_Slot = tuple[int, bytes, str, str]
_Held = tuple[int, int, str]

ACTS = SetStatement(list(act.c), lambda given: insert(act).from_select(list(act.c.keys()), filled(given)))
SLOTS = SetStatement(
    [Column("line", Integer), reaction.c.widget, reaction.c.participant, reaction.c.target, reaction.c.kind],
    lambda given: (
        select(given.c.line, reaction.c.value, reaction.c.assurance, reaction.c.day)
        .select_from(
            given.join(
                reaction,
                and_(
                    reaction.c.widget == given.c.widget,
                    reaction.c.participant == given.c.participant,
                    reaction.c.target == given.c.target,
                    reaction.c.kind == given.c.kind,
                ),
            )
        )
        .with_for_update(of=reaction)
    ),
)
REACTIONS = SetStatement(list(reaction.c), lambda given: put_from(reaction, filled(given)))
WITHDRAWN = SetStatement(
    list(reaction.primary_key.columns),
    lambda given: delete(reaction).where(tuple_(*reaction.primary_key.columns).in_(select(*given.c))),
)
TALLIES = SetStatement(list(tally.c), lambda given: put_from(tally, filled(given), add=["count"]))
DAYS = SetStatement(list(tally_day.c), lambda given: put_from(tally_day, filled(given), add=["count"]))
COUNTED = SetStatement(
    [widget.c.id],
    lambda given: (
        update(widget)
        .where(widget.c.id.in_(select(given.c.id)))
        .values(counted=widget.c.counted + literal_column("1"))
        .returning(widget.c.id, widget.c.counted)
    ),
)
_ENTERED = func.sum(
    case((tally.c.assurance == literal_column(str(int(Assurance.ENTERED))), tally.c.count), else_=literal_column("0"))
)
COUNTS = SetStatement(
    [tally.c.widget, tally.c.target, tally.c.assurance],
    lambda given: (
        select(given.c.widget, given.c.target, tally.c.kind, tally.c.value, func.sum(tally.c.count), _ENTERED)
        .select_from(
            given.join(
                tally,
                and_(
                    tally.c.widget == given.c.widget,
                    tally.c.target == given.c.target,
                    tally.c.assurance >= given.c.assurance,
                ),
            )
        )
        .where(tally.c.count > literal_column("0"))
        .group_by(given.c.widget, given.c.target, tally.c.kind, tally.c.value)
    ),
)


def react(work: Work, marks: Sequence[Mark]) -> list[Stored | Failure]:
    """Store these marks as one set, or by an exception none; a `Failure` in the list is that mark's own."""
    admission = admit(work, [mark.scene for mark in marks])
    marks = admission.led_on(marks)
    scenes = [mark.scene for mark in marks]
    repeated, refused = admission.repeated, admission.refused
    fresh = [mark for line, mark in enumerate(marks) if line not in repeated and line not in refused]
    remember(work.sets, [mark.scene for mark in fresh], "", None)
    book(work, fresh, admission)
    answered = {(scene.widget, scene.target) for line, scene in enumerate(scenes) if line not in refused}
    now = counts(work, answered, admission)
    done = {target: Stored(tallies=now.get(target, {})) for target in answered}
    return [
        refused.get(line) or (replace(answer, repeated=True) if line in repeated else answer)
        for line, answer in enumerate([done.get((scene.widget, scene.target), Stored()) for scene in scenes])
    ]


def remember(sets: Sets, scenes: Sequence[Scene], action: str, number: int | None) -> None:
    """Keep the keys of these acts."""
    sets.run(ACTS, [(one.widget, one.participant, one.key, action, number, micros(one.at)) for one in scenes])


def book(work: Work, marks: Sequence[Mark], admission: Admission) -> None:
    """Write these marks, in order, and the tallies that follow from them; a subject's count in all subjects as well."""
    slots: list[_Slot] = [(mark.scene.widget, mark.scene.participant, mark.scene.target, mark.kind) for mark in marks]
    latest = dict(zip(slots, marks, strict=True))
    distinct = list(latest)
    before: dict[_Slot, _Held] = {
        distinct[line]: (value, assurance, day)
        for line, value, assurance, day in work.sets.run(SLOTS, [(line, *slot) for line, slot in enumerate(distinct)])
    }
    after: dict[_Slot, _Held | None] = dict(before)
    for slot, mark in zip(slots, marks, strict=True):
        held = after.get(slot)
        scene = mark.scene
        after[slot] = None if mark.value is None else (mark.value, scene.assurance, held[2] if held else scene.day)
    put = [
        (*slot, *held, micros(latest[slot].scene.at), latest[slot].scene.tag) for slot, held in after.items() if held
    ]
    work.sets.run(REACTIONS, put)
    work.sets.run(WITHDRAWN, [slot for slot, held in after.items() if held is None and slot in before])
    _tally(work, before, after, admission.subjects)


def _tally(
    work: Work,
    before: Mapping[_Slot, _Held],
    after: Mapping[_Slot, _Held | None],
    subjects: Collection[tuple[int, str]],
) -> None:
    by_day: Counter[tuple[int, str, str, str, int, int]] = Counter()
    for states, change in ((before, -1), (after, 1)):
        for (of, _participant, target, kind), held in states.items():
            if held is not None:
                value, assurance, day = held
                by_day[of, target, kind, day, value, assurance] += change
                if (of, target) in subjects:
                    by_day[of, EVERY, kind, day, value, assurance] += change
    whole: Counter[tuple[int, str, str, int, int]] = Counter()
    for (of, target, kind, _day, value, assurance), change in by_day.items():
        whole[of, target, kind, value, assurance] += change
    work.sets.run(TALLIES, [(*key, change) for key, change in whole.items() if change])
    work.sets.run(DAYS, [(*key, change) for key, change in by_day.items() if change])
    moved = {key[0] for key, change in by_day.items() if change}
    note(work.conn).counts.update(work.sets.run(COUNTED, [(of,) for of in moved]))


def counts(work: Work, targets: set[tuple[int, str]], admission: Admission) -> Counts:
    """What counts on these targets now, of the assurance each widget counts; items among them get their new scores."""
    gathered: dict[tuple[int, str], dict[str, dict[int, int]]] = {}
    rows = [(of, target, admission.places[of].least) for of, target in targets]
    entered: Counter[tuple[int, str, str]] = Counter()
    for of, target, kind, value, count, by_staff in work.sets.run(COUNTS, rows):
        gathered.setdefault((of, target), {}).setdefault(kind, {})[value] = count
        entered[of, target, kind] += int(by_staff)
    now = {
        target: {kind: Tally(by_value, entered[*target, kind]) for kind, by_value in kinds.items()}
        for target, kinds in gathered.items()
    }
    score(work, {target: now.get(target, {}) for target in targets}, admission)
    return now
