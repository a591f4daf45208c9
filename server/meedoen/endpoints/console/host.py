# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the console stands: on its own host where it has one, and nothing else there; never on one that is not ours."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from meedoen.endpoints.failures import Failures
from meedoen.endpoints.replies import elsewhere
from meedoen.errors import Failure, Forbidden, NotFound
from meedoen.site import Site
from meedoen.values import say

FRONT = "/console"
_EVERYWHERE = ("/static/", "/files/", "/favicon.ico", "/healthz", "/readyz")
"""What a page of the console loads, and whoever looks after the server asks for."""


class ConsoleHost:
    """Raw ASGI, behind the cache of faces: what stands there came by here."""

    def __init__(self, app: ASGIApp, site: Site, failures: Failures) -> None:
        self._app = app
        self._site = site
        self._failures = failures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what does not belong here."""
        answer = self._app
        if scope["type"] == "http":
            if self._is_own(scope) and scope["path"] == "/":
                answer = elsewhere(self._site, scope, FRONT)
            elif failure := self._refusal(scope):
                answer = await self._failures.failure(Request(scope), failure)
        await answer(scope, receive, send)

    def _is_own(self, scope: Scope) -> bool:
        return self._site.asked_at(scope) in {self._site.settings.console_url} - {""}

    def _refusal(self, scope: Scope) -> Failure | None:
        if not is_console(scope["path"]):
            strange = self._is_own(scope) and not scope["path"].startswith(_EVERYWHERE)
            return NotFound(say("There is nothing at this address but the console.")) if strange else None
        origin = self._site.asked_at(scope)
        if origin not in self._site.settings.console_origins:
            return NotFound(say("There is nothing at this address. Check it, or start from the first page."))
        if not is_safe(origin):
            return Forbidden(say("The console is served over https alone. Ask who runs this server."))
        return None


def is_console(path: str) -> bool:
    """Whether a path is the console's."""
    return path == FRONT or path.startswith(FRONT + "/")


def is_safe(origin: str) -> bool:
    """Whether nobody between can read along: https, or this machine alone."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    return parts.scheme == "https" or host in ("127.0.0.1", "::1", "localhost") or host.endswith(".localhost")
