# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/api/v1/widgets` and `/api/v1/openapi.json`: what is public, as data."""

from __future__ import annotations

import json
from functools import partial

from starlette.types import Receive, Scope, Send

from meedoen.errors import NotAllowed, NotFound
from meedoen.render.api import DESCRIPTION, VERSION, WIDGETS, openapi, widget_list
from meedoen.render.faces import Basis, Made
from meedoen.render.headers import Header
from meedoen.site import Site
from meedoen.store import widgets
from meedoen.values import say

JSON = "application/json"
_VERSION: Header = (b"api-version", VERSION.encode())


class ApiWidgets:
    """Every public widget whose type is installed."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve the list."""
        origin = self._site.origin(scope)
        await self._site.serve(("api", WIDGETS, origin), partial(self._make, origin), scope, send)

    async def _make(self, origin: str) -> Made:
        site, moment = self._site, self._site.clock()
        # Names, titles, phases and withdrawals all move the house: what people do in a widget changes nothing here.
        basis = Basis(site.store.pulse.house)
        found = [one for one in await site.store.read(widgets.public) if one.type in site.registry]
        body = widget_list(found, origin, moment).model_dump_json(by_alias=True).encode()
        changes = [at for one in found if (at := one.phase.next_change(moment)) is not None]
        return Made(body, JSON, basis, (_VERSION,), min(changes, default=None))


class ApiDescription:
    """OpenAPI 3.1."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve the description."""
        origin = self._site.origin(scope)
        await self._site.serve(("api", DESCRIPTION, origin), partial(self._make, origin), scope, send)

    async def _make(self, origin: str) -> Made:
        body = json.dumps(openapi(origin), ensure_ascii=False).encode()
        return Made(body, JSON, Basis(self._site.store.pulse.house), (_VERSION,))


class NoApi:
    """Any other address of the API; a slash at the end is another one, and not redirected (NLGov API-48)."""

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        """Say so."""
        if scope["path"] in (WIDGETS, DESCRIPTION):
            raise NotAllowed(say("This address does not take this method."), headers={"allow": "GET, HEAD"})
        raise NotFound(
            say("There is nothing at this address of the API. What there is stands in /api/v1/openapi.json.")
        )
