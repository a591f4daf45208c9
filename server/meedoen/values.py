# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plain values that the contract, the rules and the store share. No behaviour beyond arithmetic on themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from meedoen.official import Entered, GivenOutcome, OfficialReply, Picture, Written

ITEM = "#"
"""A target that begins so is a contribution: `#12`. Every other one is a part or a subject."""

WHOLE = ""
"""The target that is the widget itself: what a rating of one thing rates."""


EVERY = "*"
"""A target to read and never to act on: all subjects of a widget together."""


# --- words -----------------------------------------------------------------------------------------------------------


def N_(msgid: str) -> str:  # noqa: N802  (gettext's own name for it)
    """Mark an English message for translation where it is declared; the server translates where it is shown."""
    return msgid


@dataclass(frozen=True, slots=True)
class Message:
    """A translatable sentence: an English msgid and the values for its `%(name)s` places."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)


def say(msgid: str, **values: object) -> Message:
    """Make a `Message`; the extraction of translations looks for this name."""
    return Message(msgid, values)


# --- states and policies ---------------------------------------------------------------------------------------------


class State(StrEnum):
    """What a widget is at a moment: derived from its phase and the clock, never stored."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Reveal(StrEnum):
    """When counts are shown. `ON_REQUEST` is a nudge against herding, `AFTER_CLOSING` a secret the server keeps."""

    ALWAYS = "always"
    ON_REQUEST = "on-request"
    AFTER_CLOSING = "after-closing"


class Who(StrEnum):
    """Who may do an action."""

    ANYONE = "anyone"
    CONFIRMED = "confirmed"
    AUTHOR = "author"
    """Who wrote the contribution that it is done on: his browser knows, or he fills in its receipt code."""
    STAFF = "staff"


class Assurance(IntEnum):
    """How sure the server is that a participant is one person, from least to most."""

    FORM = 0
    """No script: each post is a participant."""
    SESSION = 1
    """A token in memory: each page load is one."""
    STORED = 2
    """A token in the browser's storage: one for each browser and embedding site."""
    CODE = 3
    MAIL = 4
    OIDC = 5
    ENTERED = 6
    """Staff entered it for somebody who did not do it here: each entry is a participant."""


ASKED = frozenset({Assurance.CODE, Assurance.MAIL})
"""Of these a form asks more than its type does: a code, or an address."""


# --- what a view holds -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A thing inside a widget that people act on and that is no contribution: an option, a project.

    Its key is no address and no path: those are keys of subjects.
    """

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """A rule for subject keys (`?over=`): one widget serves every page of a site.

    A key is taken when it starts with one of `prefixes` (none: no key is taken), and at most `most` are made, each by
    the first act on it that is accepted, from one network a few an hour. Of an address what people see the same page
    without is dropped before.
    """

    prefixes: tuple[str, ...]
    most: int = 10_000


@dataclass(frozen=True, slots=True)
class Ask:
    """How a view is narrowed, in canonical form; alike on page, embed, feed and oEmbed."""

    over: str = ""
    part: str = ""
    group: str = ""
    tag: str = ""
    area: str = ""
    kind: str = ""
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """The kept counts of one kind of reaction on one target: how often each value was given."""

    counts: Mapping[int, int] = field(default_factory=dict)
    entered: int = 0
    """How many of these staff entered, from paper, the telephone or a counter. The counting rule says so."""

    @property
    def n(self) -> int:
        """How many participants."""
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        """The arithmetic mean of the values, or None when nobody acted."""
        return sum(value * count for value, count in self.counts.items()) / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Item:
    """A contribution as a view shows it. When `removed` holds a reason, `data` is empty: a tombstone."""

    number: int
    kind: str
    target: str
    data: Mapping[str, Any]
    created: datetime
    edited: datetime | None = None
    removed: str | None = None
    removed_at: datetime | None = None
    mark: int | None = None
    """The author's own current reaction on the same target, when `Items.mark` asked for it."""
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    """By kind of reaction: what others did with this item."""
    replies: Sequence[OfficialReply] = ()
    """What the organisation replied. A template shows it, and the outcome, by `official(item)`; where one stands alone
    the server shows it."""
    outcome: GivenOutcome | None = None
    entered: Entered | None = None
    """That it was passed on in another way. `official(item)` says so, and the server where one stands alone."""
    written: Written | None = None
    """Who wrote it, where that is staff, and what it said before. A template shows both by `written(item)`, which shows
    `picture` too."""
    picture: Picture | None = None
    state: str = ""
    """One of those its type declares (`WidgetType.states`); empty: none."""
    under: Mapping[str, int] = field(default_factory=dict)
    """By kind: how many contributions stand about it, of the kinds that `Items.under` names."""
    on: Item | None = None
    """The contribution that it is about, where `Items.on` asked for it."""
    merged: int = 0
    """Of a double: the number of the one it was merged with, which stands in its place in every list and count."""
    merged_at: datetime | None = None
    into: Item | None = None
    """That one, where the double stands alone. The server says so there."""
    doubles: Sequence[Item] = ()
    """Of one that stands alone: those that were merged with it. The server names them; what was said about them stands
    in its thread, each with the target it was written to."""


BY_DATE = frozenset({"newest", "oldest"})
"""Orders that every type has."""


@dataclass(frozen=True, slots=True)
class Items:
    """Which contributions a view needs."""

    kind: str
    order: str = "newest"
    """`newest`, `oldest`, or a name from the type's `orders`."""
    most: int = 20
    target: str | None = None
    """Only those about this target; None is all."""
    mark: str | None = None
    """A kind of reaction: `Item.mark` is then the author's own on the item's target."""
    tallies: Sequence[str] = ()
    """Kinds of reaction on the items themselves."""
    under: Sequence[str] = ()
    """Kinds of contribution about the items themselves, to count."""
    on: bool = False
    """Whether `Item.on` is wanted."""
    after: int = 0
    """Only those behind this number in the order. The server's own: it sets this when somebody turns the page."""
    marked: int | None = None
    """Only those whose author's own reaction `mark` has this value, newest first. For desks: a page of it may hold
    fewer than `most` while the list goes on."""
    facet: tuple[str, str] | None = None
    """Only those of which this facet, by name, has this value: by date, about any target, and no tombstones."""

    def __post_init__(self) -> None:
        if self.facet and (self.order not in BY_DATE or self.target is not None or self.marked is not None):
            raise ValueError("A list narrowed by a facet is by date, about any target and by no mark.")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject that somebody acted on, with its counts by kind of reaction."""

    key: str
    label: str
    tallies: Mapping[str, Tally] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Which subjects a view needs: the first ones in a name from the type's `subject_orders`."""

    order: str
    most: int = 10
    after: str = ""
    """Only those behind this key in the order."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What a view needs, declared first, so that one transaction reads it and `show` stays pure."""

    tallies: Sequence[tuple[str, str]] = ()
    """Pairs (target, kind of reaction); the target `EVERY` is all subjects together."""
    days: Sequence[tuple[str, str]] = ()
    """Pairs (target, kind) whose counts per day are wanted."""
    items: Items | None = None
    beside: Sequence[Items] = ()
    """Further lists, each of another kind, such as what staff wrote in a widget of people: `View.beside`."""
    subjects: Sequence[Ranked] = ()
    waits: str = ""
    """A kind of contribution of which `View.waits` tells how long people wait for the organisation."""


@dataclass(frozen=True, slots=True)
class Table:
    """That staff may do an action many times at once, from a table with a column for each field, or from a feed."""

    known_by: Sequence[str]
    """The fields by which a line is known again, so that placing the table anew corrects and doubles nothing: the first
    of them in which something stands. Case, accents aside, and signs between words make no difference."""
    feed: Mapping[str, str] = field(default_factory=dict)
    """By what an entry of a feed has (`id`, `title`, `text`, `link`): the field it goes in. None: no feed is read."""


# --- what is asked ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Control:
    """How a form field is asked; put it in `Annotated[…, Control(…)]`. Without one the server asks in one line."""

    options: Sequence[tuple[str, str]] = ()
    """(value, label): a choice, shown as radios with words."""
    icons: Mapping[str, str] = field(default_factory=dict)
    """By value: the name of a drawing of the server's (`face-1` … `face-3`, `star`), shown above the words."""
    lines: int = 1
    """More than one: a text area."""
    optional: bool = False
    """Shown as "(optional)"; the model decides what is accepted."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something cannot be done, in words that say what to do; `field` names the form field it is about."""

    message: Message
    field: str | None = None
