# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/{name}.{rss,atom,json}`, `…/{name}/{number}.…`, `/{org}.…`, `/{org}.opml`: what happened, for other sites.

An organisation's feed is those of its widgets in one, a contribution's is its part of them; ids are the same in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from starlette.types import Receive, Scope, Send

from meedoen.addresses import Query
from meedoen.errors import Gone
from meedoen.participation.news import wanted
from meedoen.participation.views import Placed, check_ask
from meedoen.render.faces import Basis, Made
from meedoen.render.feeds import FORMATS, Feed
from meedoen.render.opml import MEDIA, opml
from meedoen.render.telling import links, outlines
from meedoen.site import Site
from meedoen.telling import Telling
from meedoen.values import Ask, say


class WidgetFeed:
    """The feed of one widget, narrowed as its page is."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._telling = Telling(site)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it in the format that was asked for."""
        site, path = self._site, scope["path_params"]
        asked = (site.origin(scope), site.query(scope), path["org"], path["name"], path["form"])
        await site.serve(("feed", *asked), partial(self._make, *asked), scope, send)

    async def _make(self, origin: str, query: Query, organisation: str, name: str, form: str) -> Made:
        site, moment = self._site, self._site.clock()
        house = site.store.pulse.house
        placed = await site.directory.listed(organisation, name)
        if placed.widget.withdrawn is not None:
            raise Gone(say("This has been withdrawn by the organisation."))
        check_ask(placed, query.ask)
        basis = _basis(site, house, [placed], query.ask, moment)
        feed = await self._telling.widget(placed, origin, query, moment)
        return _made(feed, form, basis, placed.widget.phase.next_change(moment))


class ItemFeed:
    """The feed of one contribution; it stays when the contribution was removed, and then tells nothing."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._telling = Telling(site)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it in the format that was asked for."""
        site, path = self._site, scope["path_params"]
        where = (path["org"], path["name"], path["number"], path["form"])
        asked = (site.origin(scope), Query(lang=site.query(scope).lang), *where)
        await site.serve(("feed", *asked), partial(self._make, *asked), scope, send)

    async def _make(self, origin: str, query: Query, organisation: str, name: str, number: int, form: str) -> Made:
        site, moment = self._site, self._site.clock()
        house = site.store.pulse.house
        placed = await site.directory.listed(organisation, name)
        if placed.widget.withdrawn is not None:
            raise Gone(say("This has been withdrawn by the organisation."))
        basis = _basis(site, house, [placed], query.ask, moment)
        feed = await self._telling.item(placed, number, origin, query, moment)
        return _made(feed, form, basis, placed.widget.phase.next_change(moment))


class OrganisationFeed:
    """The feed of all an organisation does."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._telling = Telling(site)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it in the format that was asked for."""
        site, path = self._site, scope["path_params"]
        asked = (site.origin(scope), Query(lang=site.query(scope).lang), path["org"], path["form"])
        await site.serve(("feed", *asked), partial(self._make, *asked), scope, send)

    async def _make(self, origin: str, query: Query, name: str, form: str) -> Made:
        site, moment = self._site, self._site.clock()
        house = site.store.pulse.house
        organisation, found = await site.directory.organisation(name)
        widgets = [one for one in found if one.widget.withdrawn is None]
        basis = _basis(site, house, widgets, query.ask, moment)
        feed = await self._telling.organisation(organisation, widgets, origin, query, moment)
        changes = [at for one in widgets if (at := one.widget.phase.next_change(moment)) is not None]
        return _made(feed, form, basis, min(changes, default=None))


class OrganisationOpml:
    """All its feeds as one list."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        site = self._site
        asked = (site.origin(scope), Query(lang=site.query(scope).lang), scope["path_params"]["org"])
        await site.serve(("opml", *asked), partial(self._make, *asked), scope, send)

    async def _make(self, origin: str, query: Query, name: str) -> Made:
        site, house = self._site, self._site.store.pulse.house
        organisation, widgets = await site.directory.organisation(name)
        lines = outlines(site.composer, organisation, widgets, origin, query)
        return Made(opml(organisation.title, lines), MEDIA, Basis(house))


def _basis(site: Site, house: int, widgets: Sequence[Placed], ask: Ask, moment: datetime) -> Basis:
    """A feed holds until words move; and counts, only where it shows somebody's own mark beside what he said."""
    marked = [one.widget.id for one in widgets if any(items.mark for items in wanted(one, ask, moment))]
    return Basis(
        house,
        tuple((one.widget.id, one.widget.revision) for one in widgets),
        tuple((widget, site.store.pulse.counts(widget)) for widget in marked),
    )


def _made(feed: Feed, form: str, basis: Basis, fresh: datetime | None) -> Made:
    media, write = FORMATS[form]
    moments = [at for at in (fresh, feed.fresh_until) if at is not None]
    return Made(write(feed), media, basis, links(feed, form), min(moments, default=None))
