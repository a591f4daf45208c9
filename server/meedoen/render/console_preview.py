# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A widget as it would be, in frames that hold its document: nothing of it is stored, and nothing can be sent in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from meedoen.addresses import Query
from meedoen.participation.views import Placed
from meedoen.registry import Installed
from meedoen.render.compose import Composer, Shell
from meedoen.render.gallery import Gallery, live
from meedoen.render.share import card
from meedoen.widget import View

WIDTHS_PX = (320, 480, 640)


@dataclass(frozen=True, slots=True)
class Look:
    """A frame and its document."""

    title: str
    document: str
    width: int
    height: int


def looks(
    composer: Composer, placed: Placed, view: View[Any], origin: str, widths: Sequence[int] = WIDTHS_PX
) -> Sequence[Look]:
    """The widget at each of these widths."""
    placed = replace(placed, widget=replace(placed.widget, example=True))
    document, _fresh = composer.widget(placed, view, origin, Query(), Shell.FRAME)
    told = card(composer, placed, origin, Query())
    return [Look(told.title, document, width, told.height_at(width)) for width in widths]


@dataclass(frozen=True, slots=True)
class Kind:
    """A type that can be placed, at work."""

    name: str
    title: str
    summary: str
    look: Look


def kinds(composer: Composer, gallery: Gallery, installed: Sequence[Installed], lang: str, origin: str) -> list[Kind]:
    """Each with its liveliest example, as in the gallery."""
    found = []
    for one in installed:
        words, name = composer.words(lang, one.type.name), live(one)
        title, summary = words.text(one.type.title), words.text(one.type.summary)
        shown = gallery.shown(one, name, origin, lang)
        document = gallery.example(one, name, "embed", origin, lang) or ""
        found.append(Kind(one.type.name, title, summary, Look(shown.label, document, WIDTHS_PX[-1], shown.height)))
    return found
