# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The contract: everything a widget author writes against, and nothing else.

A widget type is a declaration plus pure functions. It never touches a request, an address, a database or a mail:
the server owns every side effect and calls these functions in this order.

* start-up: the registry reads the declaration and refuses, by name, what it cannot serve;
* placing a widget: `settings` is validated, then `check` (only when people may have acted);
* showing: `reads` → (the server reads, in one transaction) → `show` → template. Never called on a cache hit;
* acting: `form` → (the server validates) → `decide` or the declared `reaction` → (it stores, in one transaction).
  Not called for a token or key that was seen before, nor when the widget is not open;
* feeds: `entry`, once for each event, each time a feed is made.

It imports nothing of meedoen but plain values, and passes them on: a widget imports `meedoen.widget` alone.
Fields are only ever added, with defaults, within 1.x.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from meedoen.effects import DOUBLE, Contribute, Effect, Hold, Notify, Outcome, React, Relate, Reply, SetState, Task
from meedoen.entries import Entry, Event, Happened
from meedoen.headings import TASKS
from meedoen.lifetimes import median_wait
from meedoen.official import Entered, GivenOutcome, OfficialReply, OutcomeState, Picture, Speaker, Via, Wording, Written
from meedoen.ranking import Interval, dirichlet, places, wilson
from meedoen.values import (
    EVERY,
    N_,
    WHOLE,
    Ask,
    Assurance,
    Control,
    Item,
    Items,
    Message,
    Part,
    Ranked,
    Reads,
    Refusal,
    Reveal,
    State,
    Subject,
    Subjects,
    Table,
    Tally,
    Who,
    say,
)
from meedoen.viewing import Desk, Shown, View

__all__ = [
    "DOUBLE",
    "EVERY",
    "TASKS",
    "WHOLE",
    "Act",
    "Action",
    "Ask",
    "Assurance",
    "Contribute",
    "Control",
    "Desk",
    "Effect",
    "Entered",
    "Entry",
    "Event",
    "GivenOutcome",
    "Happened",
    "Hold",
    "Interval",
    "Item",
    "Items",
    "Message",
    "N_",
    "Notify",
    "OfficialReply",
    "Outcome",
    "OutcomeState",
    "Part",
    "Picture",
    "Ranked",
    "React",
    "Reads",
    "Refusal",
    "Relate",
    "Reply",
    "Reveal",
    "SetState",
    "Shown",
    "Speaker",
    "State",
    "Subject",
    "Subjects",
    "Table",
    "Tally",
    "Targets",
    "Task",
    "Via",
    "View",
    "Who",
    "WidgetType",
    "Wording",
    "Written",
    "dirichlet",
    "median_wait",
    "places",
    "say",
    "wilson",
]

S = TypeVar("S", bound=BaseModel)


# --- acting ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Act(Generic[S]):
    """What somebody does, validated; `form` is an instance of the model the action's `form` built."""

    settings: S
    action: str
    target: str
    form: BaseModel
    moment: datetime
    assurance: Assurance


class Targets(StrEnum):
    """On what an action acts."""

    WHOLE = "whole"
    PART = "part"
    SUBJECT = "subject"
    ITEM = "item"


def _recall(marks: Mapping[str, int], words: Mapping[str, Mapping[str, Any]]) -> Mapping[str, str]:
    """For forms whose fields are the data of what they contribute, and whose mark is `value`."""
    values = {"value": str(next(iter(marks.values())))} if marks else {}
    return values | {name: str(value) for data in words.values() for name, value in data.items()}


@dataclass(frozen=True)
class Action(Generic[S]):
    """Something people can do in a widget.

    One for `Who.STAFF` has its form at the console, where a moment to come can be chosen, and an image added; whoever
    sends it is the author of what it contributes, and what he contributed is corrected by the same form.
    Either `reaction` names a kind, and the form's field `value` (an integer, 1 when there is none) is the mark;
    or `decide(act, view)` answers effects or a refusal. What it may answer stands in `effects`.
    When all it answers is one `React`, the server stores it by its fast path.
    """

    name: str
    label: str
    form: Callable[[S, str], type[BaseModel]]
    """(settings, target) → the model that describes the input; one without fields is a bare button."""
    noun: str = ""
    """What is entered for somebody else, at the console: "A rating". Empty: the label."""
    who: Who = Who.ANYONE
    targets: frozenset[Targets] = frozenset({Targets.WHOLE})
    reaction: str | None = None
    decide: Callable[[Act[S], View[S]], Sequence[Effect] | Refusal] | None = None
    effects: frozenset[type[Effect]] = frozenset()
    recall: Callable[[Mapping[str, int], Mapping[str, Mapping[str, Any]]], Mapping[str, str]] = _recall
    """(a participant's own marks and words by kind) → the form's fields as he filled them in, to change them; of staff
    there are no marks, and the words are those of what is corrected."""
    thanks: str = N_("Thank you. Your contribution counts.")
    steps: int = 1
    draft: bool = False
    alike: str = ""
    """The kind of contribution in which is looked, while people fill in the form, for what is alike: its type says by
    `search_text` what of it is searched. What is found stands below the first field where one begins with it, else
    below all; in a frame it is at most 8rem high, and a line above it: reserve that."""
    first: str = ""
    """The question people begin with, one they write in: where it is named, the others stand there once something is
    written, or something is to be corrected."""
    table: Table | None = None
    """Of an action for staff: that it may be done many times at once."""
    per_hour: int | None = None
    """The most one participant may do this in an hour; None is the server's own limit."""
    many: bool = False
    """Whether one may do it several times on a target, each beside the others: the form then stands there again."""
    on: frozenset[str] = frozenset()
    """On which kinds of contribution it is done, where it contributes or sets a state; none: on any."""


# --- the declaration -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WidgetType(Generic[S]):
    """The declaration of a widget type; the entry point `meedoen.widgets` names an instance of it.

    `template.html` (required), `style.css`, `enhance.js`, `examples.toml`, `locale/` stand in the folder of the
    module that holds it. `name` is the folder, the entry point and the CSS prefix.
    """

    name: str
    title: str
    """The kind, as people read it: "Rating"."""
    summary: str
    """One sentence for who chooses a widget."""
    task: str
    """What people do in it, the heading it stands under: one of `TASKS`."""
    settings: type[S]
    reserve: Callable[[S], Mapping[int, int]]
    """Height in CSS px to reserve for a width of 320, 480 and 640 px, the answer to an act and its receipt included."""
    show: Callable[[View[S]], Shown]
    reserve_item: Callable[[S], Mapping[int, int]] = lambda _settings: {320: 410, 480: 300, 640: 250}
    """The same for one contribution on its own, for one of some sentences (280 characters). The server adds what it
    holds more: the rest of its text, its image, what the organisation says of it. A text of over 1,000 characters is
    none of that: in a frame a template folds it."""
    icon: str = ""
    """The drawing inside an SVG of 24 by 24; empty: the server's own."""
    actions: Sequence[Action[S]] = ()
    check: Callable[[S, S, int], Sequence[Refusal]] = lambda _old, _new, _acts: ()
    """(old, new, number of acts) → what is locked once people have acted."""
    tells: Callable[[S, S], Message | None] = lambda _old, _new: None
    """(old, new) → what who follows is told when its settings change: a line in the feeds, and in the next mail. Its
    values are words and numbers. None where there is nothing to tell."""
    parts: Callable[[S], Sequence[Part] | Subjects] = lambda _settings: ()
    reads: Callable[[S, Ask], Reads] = lambda _settings, _ask: Reads()
    reveal: Callable[[S], Reveal] = lambda _settings: Reveal.ALWAYS
    orders: Mapping[str, Callable[[Mapping[str, Tally], datetime], float]] = field(default_factory=dict)
    """By name: (counts by kind of reaction, created) → one number, stored and indexed; the highest comes first."""
    subject_orders: Mapping[str, Callable[[Mapping[str, Tally]], float]] = field(default_factory=dict)
    """The same for subjects, by their counts alone: what `Reads.subjects` names."""
    entry: Callable[[Event, S], Entry | None] = lambda _event, _settings: None
    """Not called for reactions: a feed never tells of a single vote."""
    standing: Sequence[str] = ()
    """Kinds of reaction whose counts the feed tells weekly while the widget is open."""
    values: Callable[[S], Mapping[str, Mapping[int, str]]] = lambda _settings: {}
    """By kind of reaction, what each value means, least first: the columns of the table that anybody may take along
    (`.csv`). None: there is no table."""
    public_kinds: Callable[[S], frozenset[str]] = lambda _settings: frozenset()
    """Kinds of contribution that are shown. Others are kept for the organisation, and withheld everywhere else."""
    staff_kinds: frozenset[str] = frozenset()
    """Kinds of contribution that staff write: nobody has to answer them, and each has an author and its history."""
    among_people: frozenset[str] = frozenset()
    """Kinds of contribution that people say to one another, such as what they answer: the organisation may answer them,
    but none waits for that, and none is counted among those with an outcome."""
    due: Callable[[View[S]], Sequence[Effect]] | None = None
    """What the clock brings while the widget is open: asked when people wrote something, and when what `show` said
    holds no longer (`fresh_until`). It answers what to contribute, in nobody's name; its view holds also what is not
    public, so that it finds there what it did before and does nothing twice."""

    desks: Mapping[str, Desk[S]] = field(default_factory=dict)
    """By name, which stands in its address."""

    asks: bool = False
    """Whether people may ask the organisation something, on the whole and on each part, subject and contribution: the
    server then has an action `ask` and a kind of contribution `question` of its own, and shows them on full pages."""

    search_text: Callable[[Item], str] | None = None
    """The words of a contribution by which it is found where an action looks for what is `alike`; none: never. It goes
    by the item's kind, target and data alone."""

    facets: Mapping[str, Callable[[Item], str]] = field(default_factory=dict)
    """By name: a contribution → one short value, or "" for none. Kept when its words, its state or the organisation's
    answer change, and indexed: `Items.facet` names one. Who wants two together declares a facet of both."""
    narrowings: Callable[[S], Mapping[str, Mapping[str, str]]] = lambda _settings: {}
    """By `group`, `tag` or `kind`, which stand in the address: the values that people may narrow a widget to, each with
    its label. `reads` then names the facet; page, frame, feed and oEmbed are narrowed alike. Where `kind` is not among
    them, it names a kind of contribution."""
    doubles: Mapping[str, str] = field(default_factory=dict)
    """The kinds of contribution of which doubles are merged, each with the kind of reaction that says "me too" of it:
    who wrote the double then counts as one who has it too. "" where there is no such reaction."""
    praise: Callable[[Item], bool] = lambda _item: False
    """Whether a contribution says what went well: what staff are told of a week stands apart from what people got stuck
    on."""
    states: Mapping[str, str] = field(default_factory=dict)
    """What a contribution can be, by name, with its label: what `SetState` may give it, and `Item.state` then is."""
    thread: Callable[[S, Item], Items | None] = lambda _settings, _item: None
    """What stands under a contribution on its own page: of which kind, and how; the server sets the target, where no
    facet narrows it. People act there as on the widget itself."""

    # Declared now, served later: the registry refuses, by name, a type that uses one of these.
    formats: Mapping[str, Callable[[View[S]], bytes]] = field(default_factory=dict)
    sources: Callable[[S], Sequence[str]] | None = None
    ingest: Callable[[bytes], Sequence[Effect]] | None = None
