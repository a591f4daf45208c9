# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pure functions of a widget type see, and what they show: to everybody, and at a desk to staff alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel

from meedoen.values import WHOLE, Ask, Item, Message, Part, Reads, State, Subject, Tally

S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True)
class View(Generic[S]):
    """All that `show` and `decide` may know. It never says who is looking."""

    settings: S
    title: str
    language: str
    state: State
    moment: datetime
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    closing_text: str = ""
    ask: Ask = Ask()  # noqa: RUF009  (a frozen value)
    parts: Sequence[Part] = ()
    revealed: bool = True
    """False: the server withholds the counts until closing; every tally is then empty."""
    tallies: Mapping[tuple[str, str], Tally] = field(default_factory=dict)
    days: Mapping[tuple[str, str], Mapping[str, Tally]] = field(default_factory=dict)
    """By (target, kind), then by day as `YYYY-MM-DD` in the organisation's time zone."""
    items: Sequence[Item] = ()
    items_total: int = 0
    items_more: bool = False  # the list goes on behind these, for the template at `older`

    asked: Sequence[Item] = ()
    """Questions to the organisation about what was asked for, newest first; the server shows them."""

    thread: Sequence[Item] = ()
    """Where one contribution stands alone: what stands under it, as the type's `thread` says."""
    thread_total: int = 0
    alone: bool = False
    """Whether `items` holds one contribution that stands alone."""
    waits: Sequence[tuple[float, bool]] = ()
    """What `Reads.waits` asked: (seconds, whether the organisation answered by then) of the newest of the last year."""

    subjects: Mapping[str, Sequence[Subject]] = field(default_factory=dict)
    """By order: those that `Reads.subjects` named; none while counts are withheld."""

    def tally(self, kind: str, target: str = WHOLE) -> Tally:
        """The counts of `kind` on `target`; empty when nobody acted or they are withheld."""
        return self.tallies.get((target, kind), Tally())


@dataclass(frozen=True, slots=True)
class Shown:
    """What `show` answers."""

    context: Mapping[str, object] = field(default_factory=dict)
    """Names for the template, beside those the server gives every template."""
    summary: Message | str = ""
    """One sentence for cards (OpenGraph description, oEmbed); empty: the server's own."""
    json_ld: Mapping[str, object] | None = None
    """schema.org data, where it is true."""
    fresh_until: datetime | None = None
    """Until when this holds, beside the next change of phase, which the server knows."""
    reserve: Mapping[int, int] | None = None
    """For a frame whose height follows what is in it: what an act needs, where that is less than its type reserves."""


@dataclass(frozen=True)
class Desk(Generic[S]):
    """A page that staff alone see. `desk-NAME.html` in the type's folder shows it, in its block `desk`.

    It is made as a face is, for one subject or part where the address narrows to it, and is a pure function too.
    """

    title: str
    """"Reasons and bursts": a link on the widget's page in the console."""
    show: Callable[[View[S]], Shown]
    """What its template gets. Only the context is used."""
    reads: Callable[[S, Ask], Reads] = lambda _settings, _ask: Reads()
    """It may name kinds of contribution that are not public: staff read those. Counts that are secret until closing
    are secret here too."""
    tags: Callable[[S], Sequence[tuple[str, str]]] = lambda _settings: ()
    """(value, label): what staff may narrow it to; what was chosen stands in `Ask.tag`."""
