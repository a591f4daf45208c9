# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What moved: what faces compare to know whether their bytes still hold, without touching the database.

Units of work note in `Touched` what they moved; the writer moves the `Pulse` right after COMMIT, before anyone is
answered. The numbers are those of the columns `widget.revision`, `widget.counted` and `house.revision`, so that several
processes on one database learn them by a query and agree. Only whether a number differs has a meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import Connection, bindparam, select, update

from meedoen.store.schema import house, widget

_NOTE = "touched"

_WORDS = (
    update(widget)
    .where(widget.c.id == bindparam("of"))
    .values(revision=widget.c.revision + 1)
    .returning(widget.c.revision)
)
_HOUSE = update(house).values(revision=house.c.revision + 1).returning(house.c.revision)
_ALL = select(widget.c.id, widget.c.revision, widget.c.counted)
_HOUSE_NOW = select(house.c.revision)


@dataclass(slots=True)
class Touched:
    """What one unit of work moved, as the numbers now are."""

    words: dict[int, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    house: int | None = None
    items: set[tuple[int, int]] = field(default_factory=set)
    """Contributions of which the log tells something new, as (widget, number)."""

    def add(self, other: Touched) -> None:
        """Take over what a later unit of the same transaction moved."""
        self.words.update(other.words)
        self.counts.update(other.counts)
        self.house = self.house if other.house is None else other.house


class Pulse:
    """The numbers as last committed. Read by the event loop while the writer's thread moves them."""

    def __init__(self) -> None:
        self._words: dict[int, int] = {}
        self._counts: dict[int, int] = {}
        self.house = 0
        """Moves with organisations and with the list of widgets."""

    def words(self, widget_id: int) -> int:
        """Moves with every change of words, settings or phase of the widget."""
        return self._words.get(widget_id, 0)

    def counts(self, widget_id: int) -> int:
        """Moves with every set of reactions stored for the widget."""
        return self._counts.get(widget_id, 0)

    def move(self, touched: Touched) -> None:
        """What was committed, here or elsewhere. The numbers only rise, so what is learnt late takes nothing back."""
        for numbers, moved in ((self._words, touched.words), (self._counts, touched.counts)):
            numbers.update((one, number) for one, number in moved.items() if number > numbers.get(one, 0))
        self.house = max(self.house, touched.house or 0)


def begin(conn: Connection) -> Touched:
    """A new note for the unit of work that starts on this connection."""
    touched = Touched()
    conn.info[_NOTE] = touched
    return touched


def note(conn: Connection) -> Touched:
    """The note of the unit of work that runs on this connection."""
    return cast(Touched, conn.info[_NOTE])


def words_moved(conn: Connection, widget_id: int) -> None:
    """Words, settings or phase of this widget changed."""
    note(conn).words[widget_id] = conn.execute(_WORDS, {"of": widget_id}).scalar_one()


def house_moved(conn: Connection) -> None:
    """An organisation changed, or the list of widgets."""
    note(conn).house = conn.execute(_HOUSE).scalar_one()


def present(conn: Connection) -> Touched:
    """The numbers as the database has them."""
    rows = conn.execute(_ALL).all()
    return Touched(
        words={row.id: row.revision for row in rows},
        counts={row.id: row.counted for row in rows},
        house=conn.execute(_HOUSE_NOW).scalar_one(),
    )
