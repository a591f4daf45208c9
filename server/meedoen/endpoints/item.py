# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/{name}/{number}` and its embed: one contribution, at an address that stays, also when it was removed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from starlette.types import Receive, Scope, Send

from meedoen.addresses import Query
from meedoen.endpoints.widget import HTML, fresh_until, led_there, withdrawn
from meedoen.participation.views import ask_of, taken_along, view
from meedoen.records import Found
from meedoen.render.compose import Shell
from meedoen.render.faces import Basis, Made
from meedoen.site import Site
from meedoen.values import ITEM


class ItemFace:
    """Raw ASGI, as the widget's own faces are."""

    def __init__(self, site: Site, shell: Shell) -> None:
        self._site = site
        self._shell = shell

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        site, params = self._site, scope["path_params"]
        origin, asked = site.origin(scope), self._query(scope)
        query = Query(lang=asked.lang, after=asked.after, clear=asked.clear)
        where = (params["org"], params["name"], params["number"])
        make = partial(self._make, scope, origin, query, *where)
        await site.serve((self._shell, origin, *where, query), make, scope, send)

    def _query(self, scope: Scope) -> Query:
        return self._site.query(scope, paged=True, framed=self._shell is Shell.ITEM_FRAME)

    async def _make(self, scope: Scope, origin: str, query: Query, organisation: str, name: str, number: int) -> Made:
        site = self._site
        house = site.store.pulse.house
        placed = await site.directory.widget(organisation, name)
        site.framed_by_widget(scope, placed.widget)
        widget, moment, framed = placed.widget, site.clock(), self._shell is Shell.ITEM_FRAME
        if widget.withdrawn is not None:
            return withdrawn(site, placed, origin, query, house, framed=framed)
        counts = site.store.pulse.counts(widget.id)
        item = await site.item(placed, number, moment)
        query = replace(query, ask=ask_of(placed, item.target))
        seen = view(placed, query.ask, query.lang or widget.spoken, moment, Found(items=(item,), items_total=1))
        under = await site.thread(placed, item, moment, query.after)
        seen = replace(seen, alone=True, thread=under.items, thread_total=under.items_total)
        alone = site.composer.place(placed, origin, Query(lang=query.lang), number)
        found_by = led_there(placed, alone, self._shell) if taken_along(placed, item) else ()
        if not framed:
            seen = replace(seen, asked=await site.asked(placed, f"{ITEM}{number}"))
        body, fresh = site.composer.item(placed, seen, origin, query, self._shell, number, under.items_next)
        return Made(
            body.encode(),
            HTML,
            Basis(house, ((widget.id, widget.revision),), ((widget.id, counts),)),
            found_by,
            fresh_until(placed, seen, fresh),
        )
