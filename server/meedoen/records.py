# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The records the server keeps, as plain values: what the store gives and takes, and the rules reason about.

Times are aware datetimes in UTC everywhere; only what people read is in the organisation's time zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from meedoen.effects import Effect
from meedoen.official import Entered
from meedoen.records_moderation import Words
from meedoen.records_posts import Post
from meedoen.values import Assurance, Item, State, Subject, Tally


class Stage(StrEnum):
    """Who sees a widget: staff, whoever has its address, or everybody."""

    DRAFT = "draft"
    TRIAL = "trial"
    """All that is done in it is wiped before it opens."""
    LIVE = "live"


OF_TRIAL = "trial "
"""Before the kind of each line of the log that was written in a trial, once the trial was wiped."""

EVERYONE = "*"
NOBODY = "'none'"
"""Who may hold a widget in a frame, as `frame-ancestors` says it (CSP Level 3, 6.4.2.1); else it is origins."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A tenant. `uid` never changes and stands in every id; `name` is its address and may."""

    id: int
    uid: str
    name: str
    title: str
    language: str = "nl"
    time_zone: str = "Europe/Amsterdam"
    intro: str = ""
    contact: str = ""
    privacy: str = ""
    rules: str = ""
    """Empty texts mean: the server's own default text, in the page's language."""
    style: str = ""
    """Its house style, as CSS of our roles; empty is the server's own."""
    style_of: str = ""
    """The name of the organisation whose style that is, where it is another's: an example in the gallery wears it."""
    logo: str = ""
    """The name of the file with its logo (`meedoen.logos`); empty where it has none."""
    framers: str = EVERYONE
    """The sites that may hold its embeds."""
    keep_months: int = 0
    """How long after closing what people said is kept; 0: until staff takes it away."""
    case_masks: str = ""
    """How it writes its case numbers, a mask a line (`participation.case_numbers`)."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone people of this organisation live in."""
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True, slots=True)
class Logo:
    """An organisation's logo, as it is served (`meedoen.logos`)."""

    name: str
    """`logo-120x40.1f2e3d4c5b6a.svg`: how large it is shown, in px, and its hash."""
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Phase:
    """When a widget is open: from `opens_at` (None: from the start) to before `closes_at` (None: no end)."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    closing_text: str = ""

    def state(self, moment: datetime) -> State:
        """What the widget is at `moment`."""
        if self.closes_at is not None and moment >= self.closes_at:
            return State.CLOSED
        if self.opens_at is not None and moment < self.opens_at:
            return State.PLANNED
        return State.OPEN

    def next_change(self, moment: datetime) -> datetime | None:
        """The first moment after `moment` at which `state` differs, or None."""
        return min((at for at in (self.opens_at, self.closes_at) if at is not None and at > moment), default=None)


@dataclass(frozen=True, slots=True)
class Widget:
    """One placed instance of a widget type."""

    id: int
    uid: str
    organisation: Organisation
    name: str
    type: str
    title: str
    settings: Mapping[str, Any]
    phase: Phase
    created: datetime
    revision: int = 0
    """Moves with every change of words, settings or phase; never with a reaction."""
    language: str = ""
    """Empty: the organisation's."""
    expectation: str = ""
    """What is asked, who decides, when one hears back: one line above the act."""
    least: Assurance = Assurance.FORM
    """The least assurance whose reactions count."""
    withdrawn: datetime | None = None
    successor: str = ""
    """Where to go instead of a withdrawn widget: a path or an address."""
    example: bool = False
    """In the gallery: no search engine, feed reader or oEmbed consumer is led to it."""
    stage: Stage = Stage.LIVE
    framers: str = ""
    """The sites that may hold it in a frame; empty: those of the organisation."""
    keep_months: int | None = None
    """How long after closing what people said is kept; None: as long as the organisation says."""

    @property
    def spoken(self) -> str:
        """The language it is shown in unless asked otherwise."""
        return self.language or self.organisation.language

    @property
    def unlisted(self) -> bool:
        """Whether nobody is led to it."""
        return self.example or self.stage is not Stage.LIVE

    @property
    def ancestors(self) -> str:
        """The sites that may hold it, as `frame-ancestors` names them; our own aside, which always may."""
        return self.framers or self.organisation.framers

    @property
    def kept_months(self) -> int:
        """How long after closing what people said is kept; 0: no end."""
        return self.organisation.keep_months if self.keep_months is None else self.keep_months


@dataclass(frozen=True, slots=True)
class Scene:
    """Who acts, on what, and when: what every act has on its way to the store."""

    widget: int
    target: str
    participant: bytes
    assurance: Assurance
    key: str
    """The idempotency key, made when the form was made."""
    at: datetime
    day: str
    """`at` as `YYYY-MM-DD` in the organisation's time zone."""
    tag: bytes = b""
    """The network tag: HMAC of the address under a key that is destroyed."""
    part: str | None = None
    """The label of a subject to make on first use, when the target is one."""
    parts_most: int = 0
    came: datetime | None = None
    """When it came in, where that was before `at`: by this it is judged whether it was in time."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One reaction on its way to the store: who acts gives the target `value`; None withdraws it."""

    scene: Scene
    kind: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """How an act came that staff enter for somebody, and the membership of who enters it."""

    came: Entered
    by: int


@dataclass(frozen=True, slots=True)
class Deed:
    """An act with more than one effect, or with words, on its way to the store."""

    scene: Scene
    action: str
    effects: Sequence[Effect]
    code_hash: bytes | None = None
    """The hash of the receipt code, when the act contributes."""
    edit_until: datetime | None = None
    """A contribution made before this moment keeps its words (the edit window has passed)."""
    number: int | None = None
    """The contribution that is changed, where a participant may make several; None: a further one is made."""
    words: Mapping[str, Words] = field(default_factory=dict)
    """By kind of contribution: how its words are looked at. Of other kinds they are not."""
    entry: Entry | None = None
    """Where staff enter it for a participant."""
    post: Post | None = None
    """Who acts in his role, where that is staff."""
    clock: bool = False
    """Nobody acts: it is what the clock brings."""
    by_author: bool = False
    """Only the participant who wrote the contribution it is done on may do it."""
    on: frozenset[str] = frozenset()
    """The kinds of contribution it may be done on; none: any."""
    wakes: str = ""
    """A kind of job of the widget that is due with it: what the clock brings may be other than it was."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Participant `participant` takes back what he has on `target` (None: everything of his in the widget)."""

    widget: int
    participant: bytes
    target: str | None
    key: str
    at: datetime
    number: int | None = None
    """Where a participant may make several contributions: this one alone, and no marks."""
    kind: str = ""
    """A kind of reaction: his mark of that kind alone, and no words."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The store's answer after COMMIT."""

    repeated: bool = False
    """True: this key was stored before, and nothing was done again."""
    number: int | None = None
    """The number of the contribution made or changed."""
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    """By kind: the counts on the act's target as they are now, this act included; every assurance the widget counts."""
    held: bool = False
    """Whether that contribution is shown to nobody else before somebody has looked at it."""


@dataclass(frozen=True, slots=True)
class Own:
    """What one participant has on one target: marks by kind, and contributions by kind as (number, data, created)."""

    marks: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, tuple[int, Mapping[str, Any], datetime]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt code opens: a contribution, and the participant who made it, in whose name its holder may act."""

    widget: int
    number: int
    participant: bytes
    target: str
    assurance: Assurance
    removed: str | None = None
    """The reason, when the contribution was removed."""
    blank: bool = False
    """Whether its words are gone for ever."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a view's `Reads` found, all at one moment; it goes into a `View` as it is."""

    tallies: Mapping[tuple[str, str], Tally] = field(default_factory=dict)
    days: Mapping[tuple[str, str], Mapping[str, Tally]] = field(default_factory=dict)
    items: Sequence[Item] = ()
    items_total: int = 0
    """How many stand in all, removed ones aside."""
    items_more: bool = False
    """Whether the list goes on after these."""
    items_next: int = 0
    """Behind which number it does; 0 where it ends here."""
    beside: Mapping[str, Sequence[Item]] = field(default_factory=dict)
    """By kind; and so their totals."""
    beside_total: Mapping[str, int] = field(default_factory=dict)
    subjects: Mapping[str, Sequence[Subject]] = field(default_factory=dict)
    """By order."""
    waits: Sequence[tuple[datetime, int | None]] = ()
    """(created, seconds until the organisation first answered; None: it did not yet), newest first."""
