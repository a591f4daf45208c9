# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The values that templates are written against. What is not named here, a template does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from meedoen.addresses import CHANGED, MODERATION, Place, with_query
from meedoen.logos import size_of
from meedoen.records import Organisation
from meedoen.records_answers import Coverage
from meedoen.render.changed import ShownChange
from meedoen.render.forms import FormView
from meedoen.values import N_, Assurance, Reveal, State
from meedoen.widget import View


class Figures(StrEnum):
    """How a face shows its counts."""

    SHOWN = "shown"
    ON_REQUEST = "on-request"
    WITHHELD = "withheld"


def figures_of(reveal: Reveal, state: State) -> Figures:
    """After closing everything is shown; before it, as the widget's settings say."""
    if state is State.CLOSED or reveal is Reveal.ALWAYS:
        return Figures.SHOWN
    return Figures.ON_REQUEST if reveal is Reveal.ON_REQUEST else Figures.WITHHELD


@dataclass(frozen=True, slots=True)
class Feeds:
    """The three addresses of one feed."""

    rss: str
    atom: str
    json: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo: where it is, and how large it is shown, in px."""

    url: str
    width: int
    height: int


def picture(of: Organisation) -> Picture | None:
    """The logo of an organisation, if it has one."""
    return Picture(f"/files/{of.name}/{of.logo}", *size_of(of.logo)) if of.logo else None


@dataclass(frozen=True, slots=True)
class OrgFace:
    """The organisation, as every page of it shows it."""

    uid: str
    title: str
    url: str
    host: str
    """The host this comes from, in words: against look-alikes."""
    rules: str
    privacy: str
    tracker: str
    """Where a receipt code is typed in, to see what became of a contribution."""
    moderation: str
    """Where it says what was removed, and why."""
    figures: str
    help: str
    """Where to go when one does not want to, or cannot, do it here."""
    feeds: Feeds
    opml: str
    mail: str = ""
    """Where one asks for mail about it; empty where no mail is sent."""
    logo: Picture | None = None

    @property
    def mark(self) -> str:
        """The letter in its mark: the first of the last word of its name."""
        return self.title.split()[-1][:1].upper()


@dataclass(frozen=True, slots=True)
class WidgetFace:
    """The widget, as its own template and the shells show it. All addresses are absolute."""

    uid: str
    name: str
    type: str
    kind: str
    """The type's title, translated: "Waardering"."""
    title: str
    language: str
    """The language its own texts are written in."""
    base: str
    """Its bare address; the others go on with the language and the narrowing it was asked in."""
    lang: str
    """The language it was asked in, or empty."""
    page: str
    embed: str
    share: str
    feeds: Feeds
    mail: str = ""
    """Where one asks for mail about it; empty where no mail is sent."""
    by_code: str = ""
    """Where a receipt code is typed in."""
    table: str = ""
    """Its figures as a table; empty where its type has none."""
    asks: bool = False
    """Whether one may ask the organisation something."""
    expectation: str = ""
    closing_text: str = ""
    least: Assurance = Assurance.FORM
    reserve: Mapping[int, int] = field(default_factory=dict)
    """Height in px by width, as its type reserves it for its settings."""
    keeps: str = ""
    """How long it is kept what is sent, in a sentence."""
    trial: bool = False
    """Whether all that is done in it will be wiped."""

    def act_url(self, action: str, target: str = "") -> str:
        """Where the form of `action` stands (GET) and is sent to (POST)."""
        return with_query(f"{self.base}/do/{quote(action)}", {"lang": self.lang if target else "", "target": target})

    def ask_url(self, target: str) -> str:
        """Where one asks the organisation about it."""
        return with_query(f"{self.base}/do/ask", {"lang": self.lang, "target": target})

    def item_url(self, number: int) -> str:
        """The permalink of one contribution."""
        return with_query(f"{self.base}/{number}", {"lang": self.lang})

    def changed_url(self, key: int = 0) -> str:
        """What was changed because of what people wrote here: all of it, or one change."""
        origin, _, name = self.base.rpartition("/")
        path = f"{origin}/-/{CHANGED}/{name}"
        return with_query(f"{path}/{key}" if key else path, {"lang": self.lang})

    def report_url(self, number: int) -> str:
        """Where somebody reports one contribution."""
        origin, _, name = self.base.rpartition("/")
        return with_query(f"{origin}/-/{MODERATION}/{name}/{number}", {"lang": self.lang})

    def part_url(self, part: str, framed: bool) -> str:
        """The same widget narrowed to one part; inside a frame, still in the frame."""
        return with_query(f"{self.base}/embed" if framed else self.base, {"lang": self.lang, "part": part})

    def narrowed_url(self, framed: bool, **narrowing: str) -> str:
        """The same widget narrowed by `group`, `kind` or `tag`; inside a frame, still in the frame."""
        return with_query(f"{self.base}/embed" if framed else self.base, {"lang": self.lang, **narrowing})

    def over_url(self, subject: str) -> str:
        """The same of one subject, on its page."""
        return with_query(self.base, {"lang": self.lang, "over": subject})


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in `<head>`, and the files a document loads."""

    title: str
    canonical: str
    css: str
    script: str = ""
    description: str = ""
    image: str = ""
    """Absolute."""
    icon: str = ""
    oembed_json: str = ""
    oembed_xml: str = ""
    feeds: Feeds | None = None
    json_ld: Mapping[str, object] | None = None
    noindex: bool = False
    clear: bool = False
    """Without a ground of its own: what is behind the frame shows."""
    languages: tuple[tuple[str, str, str], ...] = ()
    """(code, name in that language, address) of the other languages this page speaks."""


RECEIVED = N_("Thank you. We received it.")
"""Of what somebody looks at first, whatever its type says of what stands there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What takes the form's place after an act."""

    thanks: str = ""
    did: str = ""
    """What was chosen, in words: "Goed"."""
    receipt: str = ""
    """The code, once; it is nowhere else."""
    tracker: str = ""
    """Where it is typed in."""
    waits: bool = False
    """Whether it counts only once an address is confirmed: until then there is nothing to withdraw."""
    held: bool = False
    """Whether nobody else sees what was written before somebody has looked at it."""
    mails: bool = False
    """Whether one can ask there for mail."""
    by_mail: FormView | None = None
    """Where one asks for it at once: on a page of ours, for in a frame there is no room kept."""
    target: str = ""
    """What was acted on: the whole, a part, or `#12`."""
    follow: str = ""
    """Where one follows the contribution that one marked: who has no receipt code may want to hear of it too."""
    final: bool = False
    """Whether it is not for changing or taking back."""


def _no_form(_action: str, _target: str) -> FormView | None:
    return None


@dataclass(frozen=True, slots=True)
class Face:
    """Everything a widget's template gets from the server; the names of `shown` stand beside these."""

    shell: str
    """`frame.html` (an embed), `page.html` (a page) or `figures.html` (what stands behind an answer)."""
    w: WidgetFace
    org: OrgFace
    head: Head
    view: View[Any]
    zone: tzinfo
    figures: Figures
    forms: Mapping[str, FormView] = field(default_factory=dict)
    """By name of action, on the whole, part or subject that was asked for; empty when the widget is not open."""
    form_on: Callable[[str, str], FormView | None] = _no_form
    """(action, target) → the form of an action on a part or an item (`#12`); None when the widget is not open."""
    shown: Mapping[str, object] = field(default_factory=dict)
    """The context of the type's `show`."""
    answer: Answer | None = None
    which: str = ""
    """What one contribution is called, where it stands alone."""
    older: str = ""
    """Where the list of contributions goes on, on the full page; empty when it ends here."""
    coverage: Coverage | None = None
    """Of how many contributions the outcome is settled; None where that is not told."""
    newest: str = ""
    """Where it begins; empty when that is here."""
    merged: tuple[str, str] | None = None
    """What the one is called that a double was merged with, and where it stands."""
    doubles: Sequence[tuple[str, str]] = ()
    """The same of those that were merged with what stands alone."""
    changes: Sequence[ShownChange] = ()
    """The newest of what was changed because of what people wrote here, on the full page."""


@dataclass(frozen=True, slots=True)
class SharePlace:
    """A kind of place where a widget can be pasted, with what to paste and where; for `share.html`."""

    key: str
    title: str
    code: str
    how: str
    """Paragraphs, one a line."""
    tried: str = ""
    """With which version it was tried, in words."""

    @property
    def lines(self) -> int:
        """How many lines the field shows."""
        return max(2, min(8, sum(1 + len(line) // 50 for line in self.code.splitlines())))


def feeds(place: Place) -> Feeds:
    """The three addresses of the feed of a widget, a contribution or an organisation."""
    return Feeds(place.feed("rss"), place.feed("atom"), place.feed("json"))
