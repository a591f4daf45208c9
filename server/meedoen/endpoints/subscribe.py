# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/-/mail`, `…/mail/{name}`, `…/mail/{name}/{number}`: where one asks for mail about it.

What is answered never tells whether an address is known: it is the same, and so is the one mail that is sent.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from meedoen.addresses import with_query
from meedoen.endpoints import input as posting
from meedoen.endpoints.input import Posted
from meedoen.endpoints.mail_asked import MailAsked
from meedoen.endpoints.replies import html, see_other
from meedoen.errors import Failure, Gone, Invalid, Removed, Unavailable
from meedoen.mailing import Pace, address
from meedoen.participation.views import check_ask, taken_along
from meedoen.render.mail_pages import ADDRESS, CHOOSE, FILL_IN, HOW_OFTEN, About, MailPages
from meedoen.site import Site
from meedoen.values import say


class Subscribe:
    """The form, and what it sends."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = MailPages(site.composer)
        self._asked = MailAsked(site)

    async def serve(self, request: Request) -> Response:
        """One address for both."""
        about = await self._about(request)
        if not self._site.settings.mails:
            raise Unavailable(say("This server sends no mail yet. Follow this in a feed reader."))
        if request.method == "POST":
            return await self._answered(request, about)
        if request.query_params.get("asked") == "1":
            return html(self._site, request, self._pages.asked(about, shown=not self._site.settings.smtp_url))
        return html(self._site, request, self._pages.ask(about, {}))

    async def _answered(self, request: Request, about: About) -> Response:
        posted = Posted()
        try:
            posted, refusal = await posting.read(request)
            if refusal is not None:
                raise refusal
            to, pace = _read(posted)
            await self._asked.ask(request, about, to, pace)
        except Failure as failure:
            page = self._pages.ask(about, posted.fields, failure.fields, failure)
            return html(self._site, request, page, failure.status, failure.headers)
        return see_other(self._site, request, with_query(about.base.mail, _again(about)))

    async def _about(self, request: Request) -> About:
        """What is followed. Raises `Gone` when it was withdrawn or removed, `Moved` or `NotFound` as its page does."""
        site, path = self._site, request.path_params
        origin, query = site.origin(request.scope), site.query(request.scope)
        lang = query.lang
        if "name" not in path:
            organisation, _ = await site.directory.organisation(path["org"])
            return About(organisation, origin, lang)
        placed = await site.directory.listed(path["org"], path["name"])
        if placed.widget.withdrawn is not None:
            raise Gone(say("This has been withdrawn by the organisation."))
        number = path.get("number", 0)
        if number and not taken_along(placed, await site.item(placed, number, site.clock())):
            raise Removed(say("It is no longer shown. Its own page says why."))
        if number:
            return About(placed.widget.organisation, origin, lang, placed, number)
        check_ask(placed, query.ask)
        return About(placed.widget.organisation, origin, lang, placed, ask=query.ask)


def _again(about: About) -> dict[str, str]:
    return {"asked": "1", **dict(parse_qsl(about.place.query)), "lang": about.lang}


def _read(posted: Posted) -> tuple[str, Pace]:
    """What was filled in. Raises `Invalid` that names each field."""
    errors, to, pace = {}, "", Pace.DAILY
    try:
        to = address(posted.fields.get(ADDRESS, ""))
    except ValueError:
        errors[ADDRESS] = say(FILL_IN)
    try:
        pace = Pace(posted.fields.get(HOW_OFTEN, ""))
    except ValueError:
        errors[HOW_OFTEN] = say(CHOOSE)
    if errors:
        raise Invalid(say("Nothing was sent yet. Check the fields below."), errors)
    return to, pace
