# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a search finds, as the console shows it: the words around the first that was searched for, with marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meedoen import limits
from meedoen.records import Widget
from meedoen.records_figures import Hit, Sort
from meedoen.search_words import WORD, folded
from meedoen.values import N_

SORTS = {
    Sort.WIDGET: N_("Widgets"),
    Sort.CONTRIBUTION: N_("Contributions"),
    Sort.ANSWER: N_("Answers"),
}
"""What a search can be narrowed to."""
ONE = {Sort.WIDGET: N_("Widget"), Sort.CONTRIBUTION: N_("Contribution"), Sort.ANSWER: N_("Answer")}


@dataclass(frozen=True, slots=True)
class HitLine:
    """One of what was found."""

    url: str
    label: str
    number: int
    widget: str
    language: str
    pieces: Sequence[tuple[str, bool]]
    """Words in their order, with whether they were searched for."""


def hit_line(hit: Hit, of: Widget, url: str, words: Sequence[str]) -> HitLine:
    """A line; its words are cut where a line is full."""
    return HitLine(url, ONE[hit.sort], hit.number, of.title, of.spoken, excerpt(hit.text, words))


def excerpt(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """The part of a text that begins a little before the first of these words, in pieces: what is marked, what not."""
    text = " ".join(text.split())
    found = [one.span() for one in WORD.finditer(text) if folded(one[0]).startswith(tuple(words))]
    start, end = _window(text, found[0][0] if found else 0)
    pieces, at = [("… ", False)] if start else [], start
    for first, last in found:
        if last <= end:
            pieces += [(text[at:first], False), (text[first:last], True)]
            at = last
    pieces += [(text[at:end], False), (" …" if end < len(text) else "", False)]
    return [piece for piece in pieces if piece[0]]


def _window(text: str, first: int) -> tuple[int, int]:
    """From where to where it is shown, at whole words."""
    start = max(0, first - limits.EXCERPT_CHARS // 3)
    if start:
        start = min(first, text.find(" ", start) + 1 or first)
    end = min(len(text), start + limits.EXCERPT_CHARS)
    if end < len(text):
        end = max(text.rfind(" ", first, end), first + 1) if " " in text[first:end] else end
    return start, end
