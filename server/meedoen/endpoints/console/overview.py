# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}`: where one begins; and `…/widgets`, the list of what is placed."""

from __future__ import annotations

from collections import Counter
from functools import partial

from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.participation.staff import EDITOR, allows
from meedoen.render.console_answers import QueueLine, queue_line
from meedoen.render.console_sorting import Ways, alphabet, sorting
from meedoen.render.console_widgets import STATES, Line, lines
from meedoen.store import laid, widgets
from meedoen.values import N_, say

_STATES = list(STATES)
_SORTED: Ways[Line] = {
    "title": (N_("Title"), lambda one: alphabet(one.title)),
    "kind": (N_("Kind"), lambda one: alphabet(one.kind)),
    "state": (N_("State"), lambda one: (_STATES.index(one.state), str(one.closes or "~"))),
}


class _OfWidgets(Desk):
    async def lines(self, here: Here) -> list[Line]:
        """The widgets there are, as a table shows them."""
        site, of = self.site, here.organisation
        placed = await self.read(partial(widgets.of_organisation, organisation_id=of.id))
        origin = site.settings.origin_of(of.name)
        return lines(site.composer, site.registry, placed, here.lang, origin, site.clock())


class Overview(_OfWidgets):
    """What there is, and what closes next."""

    async def get(self, here: Here) -> Response:
        """The first page."""
        found = await self.lines(here)
        closing = sorted((one for one in found if one.closes and one.state == "open"), key=lambda one: str(one.closes))
        counted = Counter(one.state for one in found)
        return self.page(
            here,
            "overview.html",
            say("Overview"),
            counted=counted,
            closing=closing[:5],
            laid=await self._laid(here),
            zone=here.organisation.zone,
        )

    async def _laid(self, here: Here) -> list[QueueLine]:
        """What colleagues ask of who looks."""
        found = await self.read(laid.of_member, here.member.id, limits.QUEUE_LINES_MAX)
        placed = {one.id: one for one in await self.read(widgets.of_organisation, here.organisation.id)}
        return [queue_line(one, placed[one.widget], here.base) for one in found]


class Widgets(_OfWidgets):
    """All of them, those that were withdrawn last."""

    async def get(self, here: Here) -> Response:
        """The table, in the order that is asked for."""
        asked, words = here.request.query_params.get("sort", ""), self.site.composer.words(here.lang)
        found, links = sorting(await self.lines(here), _SORTED, asked, words)
        return self.page(
            here, "widgets.html", say("Widgets"), lines=found, sorts=links, editor=allows(EDITOR, here.member)
        )
