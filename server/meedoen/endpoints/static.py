# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/static/…` and `/embed/…`: WhiteNoise's index of ready-made files, spoken to as ASGI.

WhiteNoise is WSGI, but all that its index needs is a method and the request's headers.
"""

from __future__ import annotations

from starlette.types import Receive, Scope, Send
from whitenoise import WhiteNoise
from whitenoise.base import StaticFile

from meedoen.errors import NotFound
from meedoen.site import Site
from meedoen.values import say


class StaticFiles:
    """Serves what `render.assets` wrote. Who may read it and how long it is kept is what the route declares."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._files: WhiteNoise = WhiteNoise(None, root=str(site.static), max_age=None, allow_all_origins=False)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send the file at this path, or its 304 or range."""
        found = self._files.files.get(scope["path"])
        if not isinstance(found, StaticFile):
            raise NotFound(say("There is no such file."))
        asked = {
            "HTTP_" + name.decode().upper().replace("-", "_"): value.decode("latin-1")
            for name, value in scope["headers"]
        }
        answer = found.get_response(scope["method"], asked)
        headers = [(name.lower().encode(), value.encode()) for name, value in answer.headers]
        headers += self._site.headers(scope, "")
        headers.append((b"cache-control", self._site.policy(scope).kept.encode()))
        await send({"type": "http.response.start", "status": answer.status.value, "headers": headers})
        body = b""
        if answer.file is not None:
            with answer.file as file:
                body = file.read()
        await send({"type": "http.response.body", "body": body})
