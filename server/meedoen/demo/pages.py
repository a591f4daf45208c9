# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two websites of the demo as one raw ASGI application: static files in which addresses are filled in.

They stand on an origin of their own, and under names of their own are different sites altogether: `gemeente.localhost`
and `blog.localhost` serve their folder as their root. Only files that were there at the start are served.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
SITES = ("gemeente", "blog")
INDEX = "index.html"

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Pages:
    """Serves a folder; `port` is the server's, `demo_port` its own."""

    def __init__(self, folder: Path, port: int, demo_port: int) -> None:
        paths = (path for path in sorted(folder.rglob("*")) if path.suffix in MEDIA and path.is_file())
        self._files: Mapping[str, Path] = {f"/{path.relative_to(folder).as_posix()}": path for path in paths}
        self._port = port
        self._names = {f"{site}.localhost:{demo_port}": site for site in SITES}
        self._sites = {f"{{{{{site}}}}}": f"http://{name}" for name, site in self._names.items()}

    async def __call__(self, scope: Mapping[str, Any], _receive: object, send: Send) -> None:
        """Answer one request."""
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        site = self._names.get(host.lower())
        path = (f"/{site}" if site else "") + scope["path"]
        if scope["method"] not in ("GET", "HEAD"):
            await _answer(scope, send, 405, b"Only GET and HEAD are possible here.\n", allow="GET, HEAD")
        elif f"{path}/{INDEX}" in self._files:
            await _answer(scope, send, 308, b"", location=scope["path"] + "/")
        elif file := self._files.get(path + INDEX if path.endswith("/") else path):
            await _answer(scope, send, 200, self._filled(file, site), MEDIA[file.suffix])
        else:
            await _answer(scope, send, 404, b"Deze pagina bestaat niet.\n")

    def _filled(self, file: Path, site: str | None) -> bytes:
        """The file's bytes; in a page, the addresses as they are where it is looked at."""
        content = file.read_bytes()
        if file.suffix != ".html":
            return content
        server = f"http://{'meedoen.localhost' if site else '127.0.0.1'}:{self._port}"
        for placeholder, address in {"{{meedoen}}": server, **self._sites}.items():
            content = content.replace(placeholder.encode(), address.encode())
        return content


async def _answer(
    scope: Mapping[str, Any],
    send: Send,
    status: int,
    body: bytes,
    media: str = "text/plain; charset=utf-8",
    **more: str,
) -> None:
    headers = {"content-type": media, "content-length": str(len(body)), "cache-control": "no-cache", **more}
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
