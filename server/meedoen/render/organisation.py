# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of an organisation: what there is to take part in, by task, what closes soon first; and its texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from meedoen.addresses import Place, Query
from meedoen.headings import TASKS
from meedoen.participation.views import Placed
from meedoen.records import Organisation
from meedoen.render.compose import Composer
from meedoen.render.context import feeds
from meedoen.render.sentences import keeps, phase_line
from meedoen.render.words import Translator
from meedoen.values import N_, State, say

SOON = timedelta(days=30)
SOON_MOST = 3
_NEVER = datetime.max.replace(tzinfo=UTC)
TEXTS = {"spelregels": "rules", "privacy": "privacy", "contact": "contact"}
"""By last part of the address: which text of the organisation stands there."""
_HEADINGS = {"rules": N_("Rules of play"), "privacy": N_("Privacy"), "contact": N_("Help and contact")}


@dataclass(frozen=True, slots=True)
class WidgetCard:
    """A widget on its organisation's page."""

    url: str
    kind: str
    title: str
    language: str
    line: str
    """Until when it is open."""
    until: str = ""
    """The same for what closes soon, date first."""
    summary: str = ""
    meta: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The widgets of one task."""

    key: str
    label: str
    cards: Sequence[WidgetCard]


@dataclass(frozen=True, slots=True)
class OrgCard:
    """An organisation on the first page."""

    url: str
    title: str
    language: str
    intro: str
    open: int
    """How many of its widgets are open now."""


class OrganisationPages:
    """Composes them; each method answers a whole document."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def all(self, found: Sequence[tuple[Organisation, Sequence[Placed]]], origin: str, lang: str, at: datetime) -> str:
        """`/`: the organisations of this server."""
        language = lang or "nl"
        words = self._composer.words(language)
        cards = [
            OrgCard(
                Place(origin, one.name, query=str(Query(lang=lang))).at(),
                one.title,
                one.language,
                one.intro,
                sum(_state(placed, at) is State.OPEN for placed in widgets),
            )
            for one, widgets in found
        ]
        title = words.gettext("Take part")
        first = Place(origin, "")
        head = self._composer.head(
            title,
            f"{origin}/",
            css="page.css",
            description=words.gettext("These organisations ask you to think along, decide and help."),
            languages=[
                (code, name, f"{origin}/?lang={code}")
                for code, name, _ in self._composer.other_languages(first, language)
            ],
        )
        return self._composer.page("organisations.html", language, head=head, org=None, organisations=cards)

    def one(
        self,
        organisation: Organisation,
        widgets: Sequence[Placed],
        origin: str,
        query: Query,
        at: datetime,
        *,
        framed: bool,
    ) -> str:
        """`/{org}` and its frame."""
        language = query.lang or organisation.language
        words = self._composer.words(language)
        place = Place(origin, organisation.name, query=str(Query(lang=query.lang)))
        here = [one for one in widgets if one.widget.withdrawn is None]
        here.sort(key=lambda one: (one.widget.phase.closes_at or _NEVER, one.widget.id))
        live = [one for one in here if _state(one, at) is not State.CLOSED]
        ended = [one for one in reversed(here) if _state(one, at) is State.CLOSED]
        soon = [
            one
            for one in live
            if _state(one, at) is State.OPEN and one.widget.phase.closes_at and one.widget.phase.closes_at <= at + SOON
        ][:SOON_MOST]
        sections = [
            Section(key, words.gettext(label), cards)
            for key, label in TASKS.items()
            if (cards := [self._card(one, place, words, at) for one in live if one.installed.type.task == key])
        ]
        intro = organisation.intro or words.gettext("Here is all you can take part in now. Every contribution is seen.")
        title = words.text(say("Take part in %(organisation)s", organisation=organisation.title))
        head = self._composer.head(
            f"{title} – {organisation.title}" if organisation.title not in title else title,
            place.at(),
            css="page.css",
            of=organisation,
            script="page.js" if framed else "",
            description=intro,
            noindex=framed,
            languages=() if framed else self._composer.other_languages(replace(place, query=""), language),
        )
        return self._composer.page(
            "organisation-frame.html" if framed else "organisation.html",
            language,
            head=replace(head, feeds=feeds(place), clear=query.clear),
            org=self._composer.org(organisation, origin, query.lang),
            framed=framed,
            title=title,
            intro=intro,
            soon=[self._card(one, place, words, at) for one in soon],
            sections=sections,
            ended=[self._card(one, place, words, at) for one in ended],
        )

    def text(self, organisation: Organisation, which: str, origin: str, query: Query) -> str:
        """The rules of play, the privacy statement, help and contact: its own, or the server's default."""
        language = query.lang or organisation.language
        words = self._composer.words(language)
        place = Place(origin, organisation.name, query=str(Query(lang=query.lang)))
        title = words.gettext(_HEADINGS[which])
        path = next(path for path, text in TEXTS.items() if text == which)
        return self._composer.page(
            "text.html",
            language,
            head=self._composer.head(
                f"{title} – {organisation.title}",
                place.service(path),
                css="page.css",
                of=organisation,
                description=title,
            ),
            org=self._composer.org(organisation, origin, query.lang),
            kind=which,
            title=title,
            text=getattr(organisation, which),
            keeps=keeps(words, organisation.keep_months),
        )

    def _card(self, placed: Placed, place: Place, words: Translator, at: datetime) -> WidgetCard:
        widget, phase, zone = placed.widget, placed.widget.phase, placed.widget.organisation.zone
        own = self._composer.words(words.language, placed.installed.type.name)
        state = phase.state(at)
        until = ""
        if phase.closes_at is not None:
            until = words.text(say("Until %(when)s", when=words.when(phase.closes_at, zone, at)))
        return WidgetCard(
            url=Place(place.origin, place.organisation, widget.name, place.query).at(),
            kind=own.text(placed.installed.type.title),
            title=widget.title,
            language=widget.spoken,
            line=phase_line(words, state, phase.opens_at, phase.closes_at, zone=zone, moment=at),
            until=until,
            summary=widget.expectation,
            outcome=phase.closing_text if state is State.CLOSED else "",
        )


def fresh_until(widgets: Sequence[Placed], at: datetime) -> datetime | None:
    """The first change of phase among them, or of what closes soon."""
    moments = [moment for one in widgets if (moment := one.widget.phase.next_change(at)) is not None]
    moments += [one.widget.phase.closes_at - SOON for one in widgets if one.widget.phase.closes_at is not None]
    return min((moment for moment in moments if moment > at), default=None)


def _state(placed: Placed, at: datetime) -> State:
    return placed.widget.phase.state(at)
