# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/-/veranderd/{name}` and `…/{key}`: what the organisation changed because of what people wrote in a widget."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.types import Receive, Scope, Send

from meedoen import limits
from meedoen.addresses import Query
from meedoen.endpoints.widget import HTML
from meedoen.errors import Gone
from meedoen.official import Change
from meedoen.participation.views import Placed
from meedoen.render.changed_pages import ChangedPages
from meedoen.render.faces import Basis, Made
from meedoen.site import Site
from meedoen.store import changes, contributions
from meedoen.values import Item, say


class Changed:
    """All of them, or one where the address names it."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = ChangedPages(site.composer)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        site, path = self._site, scope["path_params"]
        key = path.get("key", 0)
        asked = site.query(scope, paged=not key)
        query = Query(lang=asked.lang, after=asked.after)
        given = (site.origin(scope), path["org"], path["name"], key, query)
        await site.serve(("changed", *given), partial(self._make, *given), scope, send)

    async def _make(self, origin: str, organisation: str, name: str, key: int, query: Query) -> Made:
        site = self._site
        house = site.store.pulse.house
        placed = await site.directory.widget(organisation, name)
        if placed.widget.withdrawn is not None:
            raise Gone(say("This has been withdrawn by the organisation."))
        basis = Basis(house, ((placed.widget.id, placed.widget.revision),))
        if key:
            change, about = await site.store.read(lambda conn: self._one(conn, placed, key))
            page = self._pages.one(placed, change, about, origin, query)
        else:
            most = limits.LIST_ITEMS_MAX
            read = partial(
                changes.newest, widget_id=placed.widget.id, most=most + 1, before=query.after or changes.FIRST
            )
            found = await site.store.read(read)
            page = self._pages.listed(placed, found[:most], origin, query, more=len(found) > most)
        return Made(page.encode(), HTML, basis)

    @staticmethod
    def _one(conn: Any, placed: Placed, key: int) -> tuple[Change, list[Item]]:
        """With those of its contributions that people see. Raises `NotFound`."""
        of = placed.widget.id
        change, numbers = changes.one(conn, of, key), changes.because_of(conn, of, key)
        found = contributions.by_numbers(conn, of, numbers[: limits.CHANGE_CHOSEN_MAX])
        return change, [one for one in found.values() if one.kind in placed.public_kinds]
