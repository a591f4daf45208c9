# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one contribution is called, and what is said of it in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from textwrap import shorten
from typing import Any

from meedoen.entries import Entry
from meedoen.participation.asking import QUESTION
from meedoen.participation.views import Placed
from meedoen.records_moderation import BY_AUTHOR
from meedoen.render.plain import one_line
from meedoen.render.words import Translator
from meedoen.values import Ask, Item, say
from meedoen.widget import Event, Happened, Shown, View, WidgetType, Wording

EXCERPT_CHARS_MAX = 200
"""More than this no card shows."""
SUBJECT_CHARS_MAX = 80
"""Of what stands in a title, between the kind and the organisation."""


TOGETHER = say("What people say about it, and who has it too, stands there together.")
"""What it means that one was merged with another."""


def which(number: int, words: Translator) -> str:
    """What one contribution is called."""
    return words.text(say("Contribution %(number)s", number=str(number)))


def narrowed_to(placed: Placed, ask: Ask, words: Translator) -> str:
    """What a widget is narrowed to, in words; empty where it is not."""
    labels = (placed.narrowings.get(name, {}).get(getattr(ask, name), "") for name in ("group", "kind", "tag"))
    return " · ".join(filter(None, (ask.over, ask.part, *map(words.gettext, labels))))


def before(kind: WidgetType[Any], settings: Any, item: Item, words: Translator) -> Iterator[tuple[Wording, str, str]]:
    """What it said before it was corrected, oldest first, with title and text as a feed would have told it."""
    for one in item.written.earlier if item.written else ():
        was = replace(item, data=one.data, picture=one.picture, written=None)
        told = kind.entry(Event(Happened.CONTRIBUTED, one.at, item=was), settings)
        yield one, words.said(told.title) if told else "", words.said(told.text) if told else ""


def gone(item: Item, words: Translator, zone: tzinfo) -> str:
    """Why it is no longer there; and when, where that was the organisation's choice and not its author's."""
    reason = words.gettext(item.removed) if item.removed else ""
    if item.removed in BY_AUTHOR or item.removed_at is None:
        return reason
    day = item.removed_at.astimezone(zone).date()
    return words.text(say("by the organisation on %(day)s: %(reason)s", day=day, reason=reason))


def said(view: View[Any], words: Translator, zone: tzinfo) -> View[Any]:
    """With the reason of a removal in this language."""
    items, thread, *others = (
        [replace(item, removed=gone(item, words, zone)) if item.removed else item for item in listed]
        for listed in (view.items, view.thread, *view.beside.values())
    )
    return replace(view, items=items, thread=thread, beside=dict(zip(view.beside, others, strict=True)))


def entry_of(placed: Placed, event: Event) -> Entry | None:
    """What a feed tells of it: the type's words, and of a question to the organisation the server's."""
    item = event.item
    if item is not None and item.kind == QUESTION and placed.installed.type.asks:
        return Entry(say("A question to the organisation"), str(item.data.get("text", "")))
    return placed.installed.type.entry(event, placed.settings)


def shown_alone(placed: Placed, view: View[Any]) -> Shown:
    """What a contribution's own page shows; a question to the organisation is the server's to show."""
    return Shown() if is_question(view) and placed.installed.type.asks else placed.installed.type.show(view)


def is_question(view: View[Any]) -> bool:
    """Whether what stands alone is a question to the organisation."""
    return bool(view.items) and all(item.kind == QUESTION for item in view.items)


def excerpt(placed: Placed, item: Item, words: Translator) -> str:
    """What a card says of one contribution: what its type tells of it in a feed, cut where a card is full."""
    said = _said(placed, item, words) or words.text(placed.installed.type.summary)
    if item.removed is None and item.outcome is not None and item.outcome.change:
        changed = words.text(say("Changed: %(what)s", what=item.outcome.reason))
        said = f"{said} – {changed}"
    return shorten(said, EXCERPT_CHARS_MAX, placeholder=" …")


def name(placed: Placed, item: Item, words: Translator) -> str:
    """What one contribution is called where it stands alone: its first words; where there are none, which it is."""
    said = one_line(_said(placed, item, words))
    if not said:
        return f"{which(item.number, words)} – {placed.widget.title}"
    if len(said) <= SUBJECT_CHARS_MAX:
        return said
    return f"{said[:SUBJECT_CHARS_MAX].rsplit(' ', 1)[0]} …"


def _said(placed: Placed, item: Item, words: Translator) -> str:
    told = None if item.removed else entry_of(placed, Event(Happened.CONTRIBUTED, item.created, item=item))
    return ": ".join(filter(None, (words.said(told.title), words.said(told.text)))) if told else ""
