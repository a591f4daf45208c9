# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for an answer, and what was said, as the console shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from meedoen.participation.views import Placed
from meedoen.records import Widget
from meedoen.records_answers import Waiting, What
from meedoen.render.compose import Composer
from meedoen.render.items import entry_of
from meedoen.render.own_words import words_of
from meedoen.render.words import Translator
from meedoen.values import ITEM, N_, Item
from meedoen.widget import Event, Happened

QUEUES = {
    What.ANSWER: N_("Not answered yet"),
    What.OUTCOME: N_("Answered, without an outcome"),
    What.TASK: N_("Asked of the organisation"),
    What.OBJECTION: N_("The author says: not right"),
    What.ERASURE: N_("Asked to be erased"),
}
"""What there is to do, in words."""
_EXCERPT_CHARS_MAX = 160


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A contribution that waits."""

    url: str
    number: int
    words: str
    widget: str
    language: str
    since: datetime
    on: str = ""
    """The page or the part that it is about, or empty."""
    has_it: Sequence[str] = ()
    """The names of those before whom it lies."""


@dataclass(frozen=True, slots=True)
class SaidLine:
    """Something that somebody said."""

    url: str
    number: int
    widget: str
    language: str
    label: str
    text: str
    at: datetime


def about(target: str) -> str:
    """The key of the subject or part that a contribution is about, or empty."""
    return "" if target.startswith(ITEM) else target


def told_of(composer: Composer, placed: Placed, item: Item, words: Translator) -> str:
    """The same in the words in which feeds tell it, where its type tells it."""
    told = None if item.removed else entry_of(placed, Event(Happened.CONTRIBUTED, item.created, item=item))
    if told is None:
        return words_of(composer, placed, item)
    return "\n".join(filter(None, (words.said(told.title), words.said(told.text))))


def queue_line(one: Waiting, of: Widget, said: str, base: str, has_it: Sequence[str] = ()) -> QueueLine:
    """A line of the queue; `said` is cut where a line is full."""
    words = shorten(" · ".join(said.splitlines()), _EXCERPT_CHARS_MAX, placeholder=" …")
    where, on = f"{base}/{of.name}/{one.number}", about(one.target)
    return QueueLine(where, one.number, words, of.title, of.spoken, one.since, on, has_it)
