# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/search`: words, over everything of one's organisation.

What is public any of its staff is shown; what is not, those who may answer it, as everywhere in the console.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from meedoen import limits
from meedoen.addresses import Place
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.participation.staff import may
from meedoen.records import Widget
from meedoen.records_figures import Hit, Sort
from meedoen.records_staff import Role
from meedoen.render.console_search import SORTS, HitLine, hit_line
from meedoen.search_words import words_of
from meedoen.store import search, widgets
from meedoen.values import say


class Search(Desk):
    """A box, and below it what has all of these words, the newest first."""

    async def get(self, here: Here) -> Response:
        """A page of it."""
        query = here.request.query_params
        asked = query.get("q", "").strip()[: limits.SEARCH_CHARS_MAX]
        sort = Sort(query["sort"]) if query.get("sort") in SORTS else None
        words, more = words_of(asked), ""
        hits: list[HitLine] = []
        if words:
            self.site.door.take(("search", here.account.id), limits.SEARCHES_PER_MINUTE_MAX)
            hits, last = await self._found(here, words, sort, _before(query.get("before", "")))
            more = self._url(here, asked, sort, before=str(last)) if last else ""
        return self.page(
            here,
            "search.html",
            say("Search"),
            asked=asked,
            searched=bool(words),
            sort=sort.value if sort else "",
            hits=hits,
            sorts=[(label, self._url(here, asked, one), one is sort) for one, label in SORTS.items()],
            everything=self._url(here, asked, None),
            more=more,
        )

    async def _found(self, here: Here, words: list[str], sort: Sort | None, before: int) -> tuple[list[HitLine], int]:
        """What is found, and behind which row it goes on; 0 where it does not."""
        most = limits.SEARCH_HITS_MAX
        look = partial(search.find, organisation_id=here.organisation.id, words=words, sort=sort, before=before)
        found = await self.read(look, most=most + 1)
        placed = {one.id: one for one in await self.read(widgets.of_organisation, here.organisation.id)}
        lines = [self._line(here, one, placed, words) for one in found[:most]]
        return [one for one in lines if one is not None], found[most - 1].id if len(found) > most else 0

    def _line(self, here: Here, hit: Hit, placed: Mapping[int, Widget], words: list[str]) -> HitLine | None:
        """Where it leads for who asks; none where it is not for him."""
        of = placed[hit.widget]
        if hit.sort is Sort.WIDGET:
            return hit_line(hit, of, f"{here.base}/widgets/{of.name}", words)
        if may(here.member, Role.SPOKESPERSON, of.id):
            return hit_line(hit, of, f"{here.base}/answers/{of.name}/{hit.number}", words)
        served = self.site.directory.served(of)
        if served is None or hit.kind not in served.installed.type.public_kinds(served.settings):
            return None
        origin = self.site.settings.origin_of(of.organisation.name)
        return hit_line(hit, of, Place(origin, of.organisation.name, of.name, number=hit.number).page, words)

    @staticmethod
    def _url(here: Here, asked: str, sort: Sort | None, **more: str) -> str:
        given = {"q": asked, "sort": sort.value if sort else "", **more}
        return f"{here.path}?{urlencode({name: value for name, value in given.items() if value})}"


def _before(asked: str) -> int:
    """Behind which row a page begins; what is no number begins at the top."""
    return int(asked) if asked.isdecimal() and len(asked) < len(str(search.NEWEST)) else search.NEWEST
