# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/robots.txt`, `/.well-known/security.txt`, `/sitemap.xml`: what machines look for at fixed addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from meedoen import limits
from meedoen.addresses import NUMBER, Place
from meedoen.errors import NotFound
from meedoen.participation.views import Placed
from meedoen.render import wellknown
from meedoen.render.faces import Basis, Made
from meedoen.site import Site
from meedoen.store import listing
from meedoen.values import say


class Robots:
    """Where robots need not come."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        origin = self._site.origin(scope)
        await self._site.serve(("robots", origin), partial(self._make, origin), scope, send)

    async def _make(self, origin: str) -> Made:
        return Made(wellknown.robots(origin).encode(), wellknown.TEXT, Basis(self._site.store.pulse.house))


class SecurityTxt:
    """Where to report a weakness; 404 as long as the operator names no contact, which `meedoen serve` tells him."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        if not self._site.settings.security_contact:
            raise NotFound(
                say("Who runs this server names no contact for security. Turn to an organisation on the first page.")
            )
        await self._site.serve(("security", self._site.origin(scope)), self._make, scope, send)

    async def _make(self) -> Made:
        site, moment = self._site, self._site.clock()
        settings = site.settings
        text = wellknown.security_txt(
            settings.security_contact, settings.origins.values(), site.composer.languages, moment
        )
        fresh = wellknown.next_month(moment)
        return Made(text.encode(), wellknown.TEXT, Basis(site.store.pulse.house), fresh_until=fresh)


class Sitemap:
    """The pages there are: all, or a list of sitemaps where those are many, each behind `?after=`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        site, origin = self._site, self._site.origin(scope)
        given = parse_qs(scope["query_string"].decode("latin-1")[: limits.QUERY_CHARS_MAX]).get("after", [""])[0]
        most = limits.SITEMAP_ENTRIES_MAX
        after = int(given) // most * most if re.fullmatch(f"0|{NUMBER}", given) else None
        make = partial(self._make, origin, after, site.own(scope))
        await site.serve(("sitemap", origin, after), make, scope, send)

    async def _make(self, origin: str, after: int | None, own: str) -> Made:
        site, moment = self._site, self._site.clock()
        house, most = site.store.pulse.house, limits.SITEMAP_ENTRIES_MAX
        end = await site.store.read(listing.end)
        if after and after >= end:
            raise NotFound(say("There is no such sitemap. Those there are stand in /sitemap.xml."))
        if after is None and end > most:
            begins = range(0, min(end, most * limits.SITEMAPS_MAX), most)
            body = wellknown.sitemap_index(f"{origin}{wellknown.SITEMAP}?after={begin}" for begin in begins)
            return Made(body, wellknown.XML, Basis(house))
        found = await site.store.read(
            partial(listing.sitemap, after=after or 0, most=most, types=site.registry, moment=moment)
        )
        served = [one for widget in found.widgets if (one := site.directory.served(widget)) is not None]
        pages: list[tuple[str, datetime | None]] = [] if after or own else [(f"{origin}/", None)]
        pages += [(Place(origin, one.name).page, None) for one in found.organisations if own in ("", one.name)]
        served = [one for one in served if own in ("", one.widget.organisation.name)]
        pages += [_of_widget(origin, one, found.latest[one.widget.id], moment) for one in served]
        basis = Basis(house, tuple((one.widget.id, one.widget.revision) for one in served))
        changes = [at for one in served if (at := one.widget.phase.next_change(moment)) is not None]
        return Made(wellknown.urlset(pages), wellknown.XML, basis, fresh_until=min(changes, default=None))


def _of_widget(
    origin: str, placed: Placed, latest: Mapping[str, datetime], moment: datetime
) -> tuple[str, datetime | None]:
    """Its page, and when that last changed: by the organisation, by the clock, by people where their words are shown.

    Reactions are left out: a count that moves does not make another page.
    """
    widget = placed.widget
    shown = bool(placed.installed.type.public_kinds(placed.settings))
    kinds = {*listing.CHANGES, *(listing.SAID if shown else ())}
    turns = [at for at in (widget.phase.opens_at, widget.phase.closes_at) if at is not None and at <= moment]
    changed = [at for kind, at in latest.items() if kind in kinds]
    return Place(origin, widget.organisation.name, widget.name).page, max(changed + turns, default=None)
