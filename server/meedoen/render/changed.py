# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A change in words: what the organisation changed because of what people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten

from meedoen.addresses import Place
from meedoen.entries import Entry
from meedoen.official import Change
from meedoen.render.words import Translator
from meedoen.values import Message, say

TITLE_CHARS_MAX = 120


def entry(one: Change, words: Translator) -> Entry:
    """What a feed says of it."""
    short = shorten(one.now.reason, TITLE_CHARS_MAX, placeholder=" …")
    return Entry(say("Changed: %(what)s", what=short), "\n".join(_lines(one, words, short)))


def begun(one: Change, words: Translator) -> str:
    """Since when it is so; empty where that was not said."""
    return words.text(say("Since %(day)s.", day=one.since)) if one.since else ""


def because(one: Change, words: Translator) -> str:
    """Because of how many contributions it was done."""
    n = one.contributions
    told = words.ngettext("Because of %(n)s contribution.", "Because of %(n)s contributions.", n)
    return told % {"n": words.number(n)}


def by(one: Change) -> Message:
    """Who says so."""
    return say(
        "Decided by %(who)s, %(organisation)s", who=one.now.speaker.who, organisation=one.now.speaker.organisation
    )


def _lines(one: Change, words: Translator, short: str) -> Iterator[str]:
    if short != one.now.reason:
        yield one.now.reason
    yield from filter(None, (begun(one, words), because(one, words), words.text(by(one))))
    yield from one.now.links


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change, as a template shows it."""

    change: Change
    url: str
    begun: str
    """Since when it is so, or empty."""
    because: str


def shown(one: Change, place: Place, words: Translator) -> ShownChange:
    """One of the widget that `place` is of."""
    return ShownChange(one, place.changed(one.key), begun(one, words), because(one, words))
