# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation's widgets would look like in a style that is not saved: some at a time, nothing kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from meedoen import limits
from meedoen.participation.views import Placed
from meedoen.records import Organisation
from meedoen.registry import Installed
from meedoen.render.compose import Composer
from meedoen.render.console_preview import Look, looks
from meedoen.render.console_style import trying
from meedoen.render.gallery import Gallery, live
from meedoen.site import Site
from meedoen.store import widgets
from meedoen.values import Ask

WIDTHS_PX = (320, 640)


@dataclass(frozen=True, slots=True)
class Worn:
    """A widget that is placed, or an example of a type of which none is."""

    title: str
    kind: str
    example: bool
    looks: Sequence[Look]


@dataclass(frozen=True, slots=True)
class Tried:
    """A style, as it looks in some types; the others are asked for one by one."""

    worn: Sequence[Worn] = ()
    others: Sequence[tuple[str, str]] = ()
    """(name, title) of a type."""


async def seen_in(site: Site, of: Organisation, lang: str, style: str, first: str = "") -> Tried:
    """The newest widget of a type, or an example of it: of the type `first`, then of those that are placed.

    The first at two widths, the others at the narrow one: each frame holds a whole document, and lines are slow.
    """
    composer = trying(site.composer, partial("/files/tried/{token}/{0}".format, token=site.tokens.tried(style)))
    origin, moment = site.settings.origin_of(of.name), site.clock()
    there = await site.store.read(partial(widgets.of_organisation, organisation_id=of.id))
    newest = {one.type: one for one in there if one.withdrawn is None and one.type in site.registry}
    placed_last = sorted(site.registry, key=lambda name: -newest[name].id if name in newest else 0)
    ordered = sorted(placed_last, key=lambda name: name != first)
    gallery, found = Gallery(composer, site.registry), list[Worn]()
    for name in ordered[: limits.STYLE_LOOKS_MAX]:
        installed, widths = site.registry[name], WIDTHS_PX[: 1 if found else 2]
        if name in newest:
            one = newest[name]
            placed = Placed(one, installed, installed.settings(one.settings))
            view = await site.view(placed, Ask(), one.spoken, moment)
            shown = looks(composer, placed, view, origin, widths)
            found.append(Worn(one.title, _kind(composer, installed, lang), False, shown))
        else:
            found.append(_example(composer, gallery, installed, origin, lang, widths))
    others = ordered[limits.STYLE_LOOKS_MAX :]
    return Tried(found, [(name, _kind(composer, site.registry[name], lang)) for name in others])


def _kind(composer: Composer, one: Installed, lang: str) -> str:
    return composer.words(lang, one.type.name).text(one.type.title)


def _example(
    composer: Composer, gallery: Gallery, one: Installed, origin: str, lang: str, widths: Sequence[int]
) -> Worn:
    name, at_widths = live(one), []
    document = gallery.example(one, name, "embed", origin, lang) or ""
    for width in widths:
        shown = gallery.shown(one, name, origin, lang, {"width": str(width)})
        at_widths.append(Look(shown.label, document, width, shown.height))
    return Worn(shown.title, _kind(composer, one, lang), True, at_widths)
