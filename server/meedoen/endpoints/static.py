# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/static/…` and `/embed/…`: WhiteNoise's index of ready-made files, spoken to as ASGI.

WhiteNoise is WSGI, but all that its index needs is a method and the request's headers.
"""

from __future__ import annotations

from pathlib import Path
from wsgiref.headers import Headers

from starlette.types import Receive, Scope, Send
from whitenoise import WhiteNoise
from whitenoise.base import StaticFile

from meedoen.errors import NotFound
from meedoen.values import say

_FOR_EVER_S = 365 * 24 * 3600
_LOADER_S = 3600
"""How long a browser keeps `/embed/v1.js`, which follows the newest loader."""


def _secure(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"


class StaticFiles:
    """Serves what `render.assets` wrote: hashed names for ever, the moving loader for an hour, to every origin."""

    def __init__(self, root: Path) -> None:
        self._files: WhiteNoise = WhiteNoise(
            None,
            root=str(root),
            max_age=_LOADER_S,
            allow_all_origins=True,
            immutable_file_test=lambda _path, url: not url.endswith("/v1.js"),
            add_headers_function=_secure,
        )

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
        await send({"type": "http.response.start", "status": answer.status.value, "headers": headers})
        body = b""
        if answer.file is not None:
            with answer.file as file:
                body = file.read()
        await send({"type": "http.response.body", "body": body})
