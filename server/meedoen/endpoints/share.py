# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/-/deel/{name}`, `…/{name}/{number}`: the share panel, and its QR code as a file."""

from __future__ import annotations

from functools import partial

from starlette.types import Receive, Scope, Send

from meedoen.addresses import Query
from meedoen.endpoints.widget import HTML
from meedoen.errors import Gone, Removed
from meedoen.participation.views import check_ask, taken_along
from meedoen.render import share
from meedoen.render.faces import Basis, Made
from meedoen.site import Site
from meedoen.values import say

SVG = "image/svg+xml"


class Share:
    """The panel; with `qr` the code alone. Narrowed as the widget was, or of one contribution."""

    def __init__(self, site: Site, *, qr: bool = False) -> None:
        self._site = site
        self._qr = qr

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        site, path = self._site, scope["path_params"]
        number, query = path.get("number", 0), site.query(scope)
        asked = (site.origin(scope), Query(lang=query.lang) if number else query, path["org"], path["name"], number)
        await site.serve(("share", self._qr, *asked), partial(self._make, *asked), scope, send)

    async def _make(self, origin: str, query: Query, organisation: str, name: str, number: int) -> Made:
        site, moment = self._site, self._site.clock()
        house = site.store.pulse.house
        placed = await site.directory.widget(organisation, name)
        widget = placed.widget
        if widget.withdrawn is not None:
            raise Gone(say("This has been withdrawn by the organisation."))
        check_ask(placed, query.ask)
        item = await site.item(placed, number, moment) if number else None
        if item is not None and not taken_along(placed, item):
            raise Removed(say("It is no longer shown. Its own page says why."))
        basis = Basis(house, ((widget.id, widget.revision),))
        if self._qr:
            body = share.qr_file(site.composer.place(placed, origin, query, number).at())
            return Made(body, SVG, basis)
        page = share.page(site.composer, placed, origin, query, moment, item)
        fresh = widget.phase.next_change(moment)
        return Made(page.encode(), HTML, basis, fresh_until=fresh)
