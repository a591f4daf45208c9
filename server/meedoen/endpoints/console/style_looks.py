# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation's widgets would look like in a style that is not saved: each at two widths, nothing kept."""

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


async def seen_in(site: Site, of: Organisation, lang: str, style: str) -> list[Worn]:
    """The newest widgets that stand, and an example of each type that is not among them."""
    composer = trying(site.composer, partial("/files/tried/{token}/{0}".format, token=site.tokens.tried(style)))
    origin, moment = site.settings.origin_of(of.name), site.clock()
    there = await site.store.read(partial(widgets.of_organisation, organisation_id=of.id))
    standing = [one for one in reversed(there) if one.withdrawn is None and one.type in site.registry]
    found = []
    for one in standing[: limits.STYLE_LOOKS_MAX]:
        installed = site.registry[one.type]
        placed = Placed(one, installed, installed.settings(one.settings))
        view = await site.view(placed, Ask(), one.spoken, moment)
        kind = composer.words(lang, one.type).text(installed.type.title)
        found.append(Worn(one.title, kind, False, looks(composer, placed, view, origin, WIDTHS_PX)))
    gallery = Gallery(composer, site.registry)
    shown = {one.type for one in standing[: limits.STYLE_LOOKS_MAX]}
    others = [one for name, one in site.registry.items() if name not in shown]
    return [*found, *(_example(composer, gallery, one, origin, lang) for one in others)]


def _example(composer: Composer, gallery: Gallery, one: Installed, origin: str, lang: str) -> Worn:
    name, at_widths = live(one), []
    document = gallery.example(one, name, "embed", origin, lang) or ""
    for width in WIDTHS_PX:
        shown = gallery.shown(one, name, origin, lang, {"width": str(width)})
        at_widths.append(Look(shown.label, document, width, shown.height))
    kind = composer.words(lang, one.type.name).text(one.type.title)
    return Worn(shown.title, kind, True, at_widths)
