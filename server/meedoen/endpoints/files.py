# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/files/…`: an organisation's logo, images that staff put with their words, and stylesheets that nobody keeps yet.

All stand under a name that holds what they are. The style of a preview is signed and in its address, so that every
process serves it, and nothing of it stays behind.
"""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from meedoen.endpoints.replies import headers_of
from meedoen.errors import NotFound
from meedoen.site import Site
from meedoen.store import logos, pictures
from meedoen.values import say

_MEDIA = {ending: media for media, ending in pictures.ENDINGS.items()}


class _Files:
    def __init__(self, site: Site) -> None:
        self.site = site

    def sent(self, request: Request, content: bytes, media: str) -> Response:
        """A file, to be kept for ever."""
        kept = {"cache-control": self.site.policy(request.scope).kept.value}
        headers = {**headers_of(self.site, request.scope, media), **kept, "content-type": media}
        return Response(content, headers=headers)


class LogoFile(_Files):
    """`/files/{org}/{name}`: of the type that it was found to be when it was uploaded."""

    async def get(self, request: Request) -> Response:
        """Send it. Raises `NotFound`."""
        given = request.path_params
        found = await self.site.store.read(partial(logos.of_name, organisation_name=given["org"], name=given["name"]))
        return self.sent(request, found.content, found.media)


class PictureFile(_Files):
    """`/files/-/{name}`: of the type in its name, which is what it was found to be when it was drawn anew."""

    async def get(self, request: Request) -> Response:
        """Send it. Raises `NotFound`, also once its contribution was removed."""
        name = request.path_params["name"]
        found = await self.site.store.read(partial(pictures.body, name=name))
        if found is None:
            raise NotFound(say("There is no such image, or no longer."))
        return self.sent(request, found, _MEDIA[name.rpartition(".")[2]])


class TriedStyle(_Files):
    """`/files/tried/{token}/{name}`: one of the server's stylesheets, with the style in the address behind it."""

    async def get(self, request: Request) -> Response:
        """Send it. Raises `NotFound`."""
        style, name = self.site.tokens.read_tried(request.path_params["token"]), request.path_params["name"]
        manifest = self.site.composer.manifest
        if not name.endswith(".css") or name not in manifest.paths:
            raise NotFound(say("There is no such file."))
        content = (manifest.root / manifest[name].lstrip("/")).read_bytes() + style.encode()
        return self.sent(request, content, "text/css; charset=utf-8")
