# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}`: where one begins; and `…/widgets`, the list of what is placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial

from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.participation.staff import EDITOR, WRITES, allows
from meedoen.records import Widget
from meedoen.render.console_posts import staff_ways
from meedoen.render.console_sorting import Ways, alphabet, sorting
from meedoen.render.console_widgets import STATES, Line, lines
from meedoen.store import widgets
from meedoen.values import N_, State, say

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
        origin = site.settings.origin_of(of.name)
        return lines(site.composer, site.registry, await self.placed(here), here.lang, origin, site.clock())

    async def placed(self, here: Here) -> list[Widget]:
        """They themselves."""
        return await self.read(partial(widgets.of_organisation, organisation_id=here.organisation.id))


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
            writing=await self._writing(here, found),
        )

    async def _writing(self, here: Here, found: Iterable[Line]) -> list[tuple[Line, list[tuple[str, str]]]]:
        """The widgets in which he may write, with what: it is what most people come here for."""
        site, of = self.site, {one.name: one for one in await self.placed(here)}
        may = [one for one in found if one.state == State.OPEN and allows(WRITES, here.member, of[one.name].id)]
        ways = [(one, staff_ways(site.registry, site.composer, of[one.name].type, here.lang)) for one in may]
        return [(one, each) for one, each in ways if each][: limits.WRITING_SHOWN_MAX]


class Widgets(_OfWidgets):
    """All of them, those that were withdrawn last."""

    async def get(self, here: Here) -> Response:
        """The table, in the order that is asked for."""
        asked, words = here.request.query_params.get("sort", ""), self.site.composer.words(here.lang)
        found, links = sorting(await self.lines(here), _SORTED, asked, words)
        return self.page(
            here, "widgets.html", say("Widgets"), lines=found, sorts=links, editor=allows(EDITOR, here.member)
        )
