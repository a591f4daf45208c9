# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/`, `/{org}`, `/{org}/embed` and an organisation's texts under `/{org}/-/`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from starlette.types import Receive, Scope, Send

from meedoen.addresses import Query
from meedoen.endpoints.widget import HTML
from meedoen.participation.views import Placed
from meedoen.render.faces import Basis, Made
from meedoen.render.organisation import TEXTS, OrganisationPages, fresh_until
from meedoen.site import Site
from meedoen.store import organisations


class FirstPage:
    """`/`: the organisations there are."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = OrganisationPages(site.composer)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        site = self._site
        origin, lang = site.origin(scope), site.query(scope).lang
        await site.serve(("first", origin, lang), partial(self._make, origin, lang), scope, send)

    async def _make(self, origin: str, lang: str) -> Made:
        site, house = self._site, self._site.store.pulse.house
        names = [one.name for one in await site.store.read(organisations.every)]
        found = [await site.directory.organisation(name) for name in names]
        page = self._pages.all(found, origin, lang, moment := site.clock())
        widgets = [one for _organisation, placed in found for one in placed]
        return made(page, house, widgets, fresh_until(widgets, moment))


class OrganisationFace:
    """`/{org}`, and with `framed` its embed."""

    def __init__(self, site: Site, *, framed: bool) -> None:
        self._site = site
        self._pages = OrganisationPages(site.composer)
        self._framed = framed

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        site, name = self._site, scope["path_params"]["org"]
        origin, asked = site.origin(scope), site.query(scope, framed=self._framed)
        query = Query(lang=asked.lang, clear=asked.clear)
        key = ("organisation", self._framed, origin, name, query)
        await site.serve(key, partial(self._make, scope, origin, name, query), scope, send)

    async def _make(self, scope: Scope, origin: str, name: str, query: Query) -> Made:
        site, house = self._site, self._site.store.pulse.house
        organisation, widgets = await site.directory.organisation(name)
        site.framed_by(scope, organisation.framers, organisation.name)
        moment = site.clock()
        page = self._pages.one(organisation, widgets, origin, query, moment, framed=self._framed)
        return made(page, house, widgets, fresh_until(widgets, moment))


class OrganisationText:
    """`/{org}/-/spelregels`, `privacy`, `contact`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = OrganisationPages(site.composer)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        site, name, text = self._site, scope["path_params"]["org"], scope["path_params"]["text"]
        origin, query = site.origin(scope), Query(lang=site.query(scope).lang)
        make = partial(self._make, origin, name, text, query)
        await site.serve(("text", text, origin, name, query.lang), make, scope, send)

    async def _make(self, origin: str, name: str, text: str, query: Query) -> Made:
        site, house = self._site, self._site.store.pulse.house
        organisation, _widgets = await site.directory.organisation(name)
        page = self._pages.text(organisation, TEXTS[text], origin, query)
        return made(page, house, (), None)


def made(page: str, house: int, widgets: Sequence[Placed], fresh: datetime | None) -> Made:
    """A face of several widgets: it holds until the words of one of them move."""
    words = tuple((one.widget.id, one.widget.revision) for one in widgets)
    return Made(page.encode(), HTML, Basis(house, words), fresh_until=fresh)
