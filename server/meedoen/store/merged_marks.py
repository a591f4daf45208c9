# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The marks of doubles: they stand on the one that remains, each participant's once, so that a recount is a recount.

Where each was before is kept beside it (`merged_mark`), so that all can go back. The marks on a contribution have no
index, so as not to cost those who react: both are read in one pass, and what differs is written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from meedoen.store import merged
from meedoen.store.schema import merged_mark, reaction, tally, tally_day
from meedoen.store.upsert import excluded, put
from meedoen.values import ITEM

Slot = tuple[bytes, str]
"""Of whom, and of which kind."""


@dataclass(frozen=True, slots=True)
class Held:
    """A mark. Without a value it is the author's of a double, who made none there."""

    value: int | None
    assurance: int
    day: str
    at: datetime
    tag: bytes


Marks = Mapping[Slot, Held]

_REST = ("value", "assurance", "day", "at", "tag")
_OF_WIDGET = reaction.c.widget == bindparam("of")
_ON = select(reaction).where(_OF_WIDGET, reaction.c.target.in_(bindparam("targets", expanding=True)))
_ONE = (
    _OF_WIDGET,
    reaction.c.participant == bindparam("by"),
    reaction.c.target == bindparam("on"),
    reaction.c.kind == bindparam("of_kind"),
)
_HELD = select(reaction).where(*_ONE)
_PUT = put(reaction, keys=("widget", "participant", "target", "kind"), change=excluded(reaction, *_REST))
_DROP = delete(reaction).where(*_ONE)
_KEPT = select(merged_mark).where(
    merged_mark.c.widget == bindparam("of"), merged_mark.c.number.in_(bindparam("numbers", expanding=True))
)
_KEEP = put(merged_mark)
_FORGET = delete(merged_mark).where(
    merged_mark.c.widget == bindparam("of"),
    merged_mark.c.number == bindparam("one"),
    merged_mark.c.participant == bindparam("by"),
    merged_mark.c.kind == bindparam("of_kind"),
)
_COUNTS = {
    kept: put(
        kept,
        keys=tuple(kept.primary_key.columns.keys()),
        change={"count": kept.c.count + excluded(kept, "count")["count"]},
    )
    for kept in (tally, tally_day)
}


def on(conn: Connection, widget_id: int, numbers: Sequence[int]) -> Mapping[int, Marks]:
    """The marks on these contributions, by number."""
    found: dict[int, dict[Slot, Held]] = {number: {} for number in numbers}
    targets = {f"{ITEM}{number}": number for number in numbers}
    for row in conn.execute(_ON, {"of": widget_id, "targets": list(targets)}):
        found[targets[row.target]][row.participant, row.kind] = _held(row)
    return found


def one(conn: Connection, widget_id: int, number: int, slot: Slot) -> Held | None:
    """One mark on a contribution, if there is one."""
    row = conn.execute(_HELD, _of(widget_id, number, slot)).one_or_none()
    return None if row is None else _held(row)


def kept(conn: Connection, widget_id: int, numbers: Collection[int]) -> Mapping[int, Marks]:
    """What is kept of where people were before, by number."""
    found: dict[int, dict[Slot, Held]] = defaultdict(dict)
    for row in conn.execute(_KEPT, {"of": widget_id, "numbers": list(numbers)}):
        found[row.number][row.participant, row.kind] = _held(row)
    return found


def keep(conn: Connection, widget_id: int, number: int, marks: Marks) -> None:
    """Keep that these were there; what is kept already stays as it is."""
    if rows := [{"widget": widget_id, "number": number, **_row(slot, held)} for slot, held in marks.items()]:
        conn.execute(_KEEP, rows)


def forget(conn: Connection, widget_id: int, number: int, slots: Iterable[Slot]) -> None:
    """These need not go back there any more."""
    if rows := [{"of": widget_id, "one": number, "by": by, "of_kind": kind} for by, kind in slots]:
        conn.execute(_FORGET, rows)


def gone(conn: Connection, widget_id: int, participant: bytes, taken: Iterable[tuple[int, str]]) -> None:
    """A participant took back his marks, as (number, kind): none of them goes back to a double some day."""
    for number, kind in taken:
        numbers = [number, *(one.number for one in merged.doubles(conn, widget_id, number))]
        for one in numbers[1:] and numbers:
            forget(conn, widget_id, one, [(participant, kind)])


def write(conn: Connection, widget_id: int, number: int, before: Marks, after: Marks) -> None:
    """Make the marks on a contribution what they are now, and its kept counts with them."""
    target = f"{ITEM}{number}"
    gone = [_of(widget_id, number, slot) for slot in before.keys() - after.keys()]
    new = {slot: held for slot, held in after.items() if before.get(slot) != held}
    if gone:
        conn.execute(_DROP, gone)
    if new:
        conn.execute(_PUT, [{"widget": widget_id, "target": target, **_row(*one)} for one in new.items()])
    by_day: Counter[tuple[str, int, int, str]] = Counter()
    for marks, change in ((before, -1), (after, 1)):
        for (_participant, kind), held in marks.items():
            by_day[kind, held.value or 0, held.assurance, held.day] += change
    whole: Counter[tuple[str, int, int]] = Counter()
    for (kind, value, assurance, _day), change in by_day.items():
        whole[kind, value, assurance] += change
    named = ("kind", "value", "assurance", "day")
    for table, changes in ((tally, whole), (tally_day, by_day)):
        about = {"widget": widget_id, "target": target}
        rows = [{**about, **dict(zip(named, key, strict=False)), "count": n} for key, n in sorted(changes.items()) if n]
        if rows:
            conn.execute(_COUNTS[table], rows)


def _held(row: Any) -> Held:
    return Held(row.value, row.assurance, row.day, row.at, row.tag)


def _row(slot: Slot, held: Held) -> dict[str, Any]:
    return dict(zip(("participant", "kind"), slot, strict=True)) | {name: getattr(held, name) for name in _REST}


def _of(widget_id: int, number: int, slot: Slot) -> dict[str, Any]:
    return {"of": widget_id, "on": f"{ITEM}{number}", "by": slot[0], "of_kind": slot[1]}
