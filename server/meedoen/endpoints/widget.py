# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/{name}` and `…/embed`: a widget as a page and as a frame."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from starlette.types import Receive, Scope, Send

from meedoen.addresses import Place, Query
from meedoen.official import next_expiry
from meedoen.participation.views import Placed, check_ask
from meedoen.render.asked import Asked
from meedoen.render.cards import discovery
from meedoen.render.compose import Shell
from meedoen.render.faces import Basis, Header, Made
from meedoen.site import Site
from meedoen.values import Ask
from meedoen.widget import View

HTML = "text/html; charset=utf-8"


class WidgetFace:
    """Raw ASGI: nothing stands between the route and the cache."""

    def __init__(self, site: Site, shell: Shell) -> None:
        self._site = site
        self._shell = shell

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve the face that was asked for."""
        site = self._site
        origin = site.origin(scope)
        query = site.query(scope, paged=True, framed=self._shell is Shell.FRAME) if scope["query_string"] else _PLAIN
        organisation, name = scope["path_params"]["org"], scope["path_params"]["name"]
        make = partial(self._make, scope, origin, query, organisation, name)
        await site.serve((self._shell, origin, organisation, name, query), make, scope, send)

    async def _make(self, scope: Scope, origin: str, query: Query, organisation: str, name: str) -> Made:
        site = self._site
        house = site.store.pulse.house
        placed = await site.directory.widget(organisation, name)
        widget = placed.widget
        site.framed_by_widget(scope, widget)
        counts = site.store.pulse.counts(widget.id)
        moment = site.clock()
        language = query.lang or widget.spoken
        if widget.withdrawn is not None:
            return withdrawn(site, placed, origin, query, house, framed=self._shell is Shell.FRAME)
        check_ask(placed, query.ask)
        view = await site.view(placed, query.ask, language, moment, query.after)
        coverage = await site.coverage(placed) if self._shell is Shell.PAGE and query.ask == Ask() else None
        if self._shell is Shell.PAGE:
            view = replace(view, asked=await site.asked(placed, query.ask.over or query.ask.part))
        changes = await site.changes(placed, query.ask) if self._shell is Shell.PAGE else ()
        body, fresh = site.composer.widget(placed, view, origin, query, self._shell, coverage, changes)
        return Made(
            body.encode(),
            HTML,
            Basis(house, ((widget.id, widget.revision),), ((widget.id, counts),)),
            led_there(placed, site.composer.place(placed, origin, query), self._shell),
            fresh_until(placed, view, fresh),
        )


def led_there(placed: Placed, place: Place, shell: Shell) -> tuple[Header, ...]:
    """How machines find its other forms; to what is not open to all none is led, nor a search engine to its page."""
    if not placed.widget.unlisted:
        return discovery(place)
    return ((b"x-robots-tag", b"noindex"),) if shell in (Shell.PAGE, Shell.ITEM) else ()


def withdrawn(site: Site, placed: Placed, origin: str, query: Query, house: int, *, framed: bool) -> Made:
    """What stands at every address of a widget that was withdrawn, in a page's place or a frame's."""
    body = site.pages.withdrawn(Asked(site.composer, placed, origin, query, framed=framed))
    basis = Basis(house, ((placed.widget.id, placed.widget.revision),))
    return Made(body.encode(), HTML, basis, status=410)


def fresh_until(placed: Placed, view: View[Any], shown: datetime | None) -> datetime | None:
    """The next change of phase, what `show` said, or when an answer in it expires, whichever comes first.

    None when it holds for good.
    """
    said = [reply for item in (*view.items, *view.thread, *view.asked) for reply in item.replies]
    at_last = (placed.widget.phase.next_change(view.moment), shown, next_expiry(said, view.moment))
    moments = [at for at in at_last if at is not None]
    return min(moments, default=None)


_PLAIN = Query()
