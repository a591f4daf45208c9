# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""At a host name of an organisation's own stands that organisation, and nobody else's words under its name.

The same paths as everywhere. `/` leads to the organisation, the pages of others to where everybody is. Which host names
there are is a setting, for each needs a line in the DNS, a certificate and a proxy, and none belongs to a copy of the
database that is tried elsewhere.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from meedoen.addresses import ORGANISATION
from meedoen.endpoints.failures import Failures
from meedoen.endpoints.replies import elsewhere
from meedoen.errors import Failure
from meedoen.site import Site

_OF = re.compile(rf"/({ORGANISATION})(?=[/.]|$)")


def own_hosts(site: Site, failures: Failures) -> list[Middleware]:
    """None where no organisation has a host name of its own."""
    return [Middleware(OwnHost, site=site, failures=failures)] if site.settings.hosts else []


class OwnHost:
    """Raw ASGI, behind the cache of faces: what stands there came by here."""

    def __init__(self, app: ASGIApp, site: Site, failures: Failures) -> None:
        self._app = app
        self._site = site
        self._failures = failures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead elsewhere what does not belong here."""
        answer = self._app
        if scope["type"] == "http" and (own := self._site.own(scope)):
            try:
                if where := await self._elsewhere(scope["path"], own):
                    query = scope["query_string"].decode("latin-1")
                    answer = elsewhere(self._site, scope, where + (f"?{query}" if query else ""))
            except Failure as failure:
                answer = await self._failures.failure(Request(scope), failure)
        await answer(scope, receive, send)

    async def _elsewhere(self, path: str, own: str) -> str:
        """Where this path leads from here, or empty."""
        if path == "/":
            return f"/{own}"
        found = _OF.match(path)
        if found and await self._site.directory.is_another(found[1], own):
            return self._site.settings.base_url + quote(path)
        return ""
