# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/-/bevestig/{code}` and `/{org}/-/afmelden/{code}`: where a link in a mail leads.

A page with a button, since mail scanners follow links (GET) and press none (POST). What is posted is not read: a mail
program that ends a subscription sends a form of its own (RFC 8058), and is answered without a redirect, as that asks.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from meedoen.addresses import read_query
from meedoen.endpoints.replies import html
from meedoen.errors import NotFound
from meedoen.mailing import Pace, Subscription
from meedoen.participation.paces import next_due
from meedoen.records import Organisation
from meedoen.render.letters import code_page
from meedoen.render.mail_pages import About, MailPages
from meedoen.site import Site
from meedoen.store import organisations, subscriptions, widgets
from meedoen.values import say


class _ByCode(ABC):
    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = MailPages(site.composer)

    async def serve(self, request: Request) -> Response:
        """The page with the button, and what that does."""
        site = self._site
        organisation, _moved = await site.store.read(partial(organisations.by_name, name=request.path_params["org"]))
        code = request.path_params["token"]
        reading = partial(subscriptions.by_code, organisation=organisation.id, code=code, now=site.clock())
        of = await site.store.read(reading)
        lang = site.query(request.scope).lang
        about = await self._about(organisation, of, site.origin(request.scope), lang)
        page = await self._page(request, about, of)
        return html(site, request, page)

    @abstractmethod
    async def _page(self, request: Request, about: About, of: Subscription | None) -> str:
        """The page, when what the button is for was done if it was pressed."""

    async def _about(self, organisation: Organisation, of: Subscription | None, origin: str, lang: str) -> About:
        """What it is about, as far as that still stands."""
        site = self._site
        language = lang or (of.language if of else "")
        if of is None or of.widget is None:
            return About(organisation, origin, language)
        widget = site.directory.served(await site.store.read(partial(widgets.by_id, widget_id=of.widget)))
        ask = read_query(of.query.encode(), ()).ask
        return About(organisation, origin, language, widget, of.number or 0 if widget else 0, own=of.own, ask=ask)


class Confirm(_ByCode):
    """Confirms, or changes how often."""

    async def _page(self, request: Request, about: About, of: Subscription | None) -> str:
        if of is None:
            raise NotFound(say("This link does not work any more. Ask for mail again."))
        asked = request.query_params.get("hoe", "")
        pace = Pace(asked) if asked in set(Pace) else of.pace
        origin, organisation = about.origin, about.organisation
        if request.method != "POST":
            here = code_page(organisation, origin, "bevestig", of.code, hoe=pace.value, lang=about.language)
            return self._pages.confirm(about, here, pace)
        now = self._site.clock()
        due = next_due(pace, now, organisation.zone, wrote=False)
        confirming = partial(subscriptions.confirm, of=of, pace=pace, language=about.language, at=now, due=due)
        await self._site.store.write(confirming)
        stop = code_page(organisation, origin, "afmelden", of.code, lang=about.language)
        return self._pages.confirmed(about, pace, stop)


class Stop(_ByCode):
    """Ends it; it may have ended before."""

    async def _page(self, request: Request, about: About, of: Subscription | None) -> str:
        if request.method == "POST":
            if of is not None:
                await self._site.store.write(partial(subscriptions.end, of=of))
            return self._pages.stopped(about)
        if of is None:
            raise NotFound(say("For this link no mail is sent any more. Your address is not kept here."))
        here = code_page(about.organisation, about.origin, "afmelden", of.code, lang=about.language)
        return self._pages.stop(about, here)
