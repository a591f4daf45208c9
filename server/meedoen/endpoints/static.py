# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/static/…` and `/embed/…`: WhiteNoise's index of ready-made files, spoken to as ASGI.

WhiteNoise is WSGI, but all that its index needs is a method and the request's headers. Its index is of the start;
stylesheets in a house style are made later, here or in another process, and come into it when they are asked for.
"""

from __future__ import annotations

import re
from functools import partial

from starlette.types import Receive, Scope, Send
from whitenoise import WhiteNoise
from whitenoise.base import StaticFile

from meedoen.addresses import ORGANISATION
from meedoen.errors import NotFound
from meedoen.site import Site
from meedoen.store import organisations
from meedoen.values import say

_STYLED = re.compile(rf"/static/(?P<org>{ORGANISATION})/(?P<stem>[a-z0-9_.]+)\.[0-9a-f]{{12}}\.css")


class StaticFiles:
    """Serves what `render.assets` wrote. Who may read it and how long it is kept is what the route declares."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._files: WhiteNoise = WhiteNoise(None, root=str(site.static), max_age=None, allow_all_origins=False)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send the file at this path, or its 304 or range."""
        found = self._files.files.get(scope["path"]) or await self._styled(scope["path"])
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

    async def _styled(self, path: str) -> StaticFile | None:
        """A stylesheet in a house style. Raises `NotFound` where there is no such organisation."""
        asked = _STYLED.fullmatch(path)
        if asked is None:
            return None
        if not (self._site.static / path.lstrip("/")).is_file():
            found, _moved = await self._site.store.read(partial(organisations.by_name, name=asked["org"]))
            name = f"{asked['stem']}.css"
            if name not in self._site.composer.manifest.paths or path != self._site.composer.styled.path(
                name, found.name, found.style
            ):
                return None
        self._files.add_file_to_dictionary(path, str(self._site.static / path.lstrip("/")))
        return self._files.files.get(path)
