# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/-/afmelden/medewerker/{code}`: where the link under a mail to staff leads, without signing in.

As for subscribers: a page with a button, and a POST that is not read (RFC 8058).
"""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from meedoen.endpoints.replies import html
from meedoen.errors import NotFound
from meedoen.render.mail_pages import About, MailPages
from meedoen.site import Site
from meedoen.store import organisations, staff_mail
from meedoen.values import say


class StaffStop:
    """Ends what a member of staff chose to be mailed; it may have ended before."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = MailPages(site.composer)

    async def serve(self, request: Request) -> Response:
        """The page with the button, and what that does. Raises `NotFound` for a code that ends nothing."""
        site = self._site
        of, _moved = await site.store.read(partial(organisations.by_name, name=request.path_params["org"]))
        code = request.path_params["token"]
        choice = await site.store.read(partial(staff_mail.by_code, organisation_id=of.id, code=code))
        if choice is None:
            raise NotFound(say("This link does not work any more. What you are mailed, you choose in the console."))
        about = About(of, site.origin(request.scope), site.query(request.scope).lang)
        if request.method == "POST":
            await site.store.write(partial(staff_mail.end, of=choice))
        page = self._pages.staff_stop(about, code, ended=request.method == "POST")
        return html(site, request, page)
