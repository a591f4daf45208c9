# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/mailbox`: what a demo would have sent. Anywhere else there is no such page."""

from __future__ import annotations

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.replies import html
from meedoen.render.mail_pages import MailPages
from meedoen.site import Site
from meedoen.store import mails


class Mailbox:
    """The list; with a number one mail."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = MailPages(site.composer)

    async def get(self, request: Request) -> Response:
        """What waits is there, since nothing takes it away in a demo without a mail server."""
        site, number = self._site, request.path_params.get("number")
        if site.settings.mode != "demo":
            raise HTTPException(404)
        origin, lang = site.origin(request.scope), site.query(request.scope).lang or "nl"
        if number is None:
            waiting = await site.store.read(partial(mails.waiting, most=limits.MAILS_SHOWN_MAX))
            return html(site, request, self._pages.mailbox(waiting, origin, lang))
        mail = await site.store.read(partial(mails.one, mail_id=number))
        if mail is None:
            raise HTTPException(404)
        return html(site, request, self._pages.mail(mail, origin, lang))
