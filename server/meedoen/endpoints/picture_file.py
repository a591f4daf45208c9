# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/files/-/{name}`: an image that staff put with their words.

It is of the type in its name, which is what it was found to be when it was drawn anew.
"""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from meedoen.endpoints.replies import headers_of
from meedoen.errors import NotFound
from meedoen.site import Site
from meedoen.store import pictures
from meedoen.values import say

_MEDIA = {ending: media for media, ending in pictures.ENDINGS.items()}


class PictureFile:
    """Sends it."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def get(self, request: Request) -> Response:
        """To be kept for ever, since its name is never used again. Raises `NotFound`, also once it was removed."""
        name = request.path_params["name"]
        found = await self._site.store.read(partial(pictures.body, name=name))
        if found is None:
            raise NotFound(say("There is no such image, or no longer."))
        media = _MEDIA[name.rpartition(".")[2]]
        kept = {"cache-control": self._site.policy(request.scope).kept.value, "content-type": media}
        return Response(found, headers={**headers_of(self._site, request.scope, media), **kept})
