# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/desk/{desk}`: a page of a widget's type for staff alone, made as faces are and never cached."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from starlette.responses import Response

from meedoen.endpoints.console.answering import placed_at
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.replies import html
from meedoen.errors import NotFound
from meedoen.participation.staff import SPEAKS, allows
from meedoen.participation.views import check_ask, view
from meedoen.render.desks import desk_page
from meedoen.store import views
from meedoen.values import say


class WidgetDesk(Desk):
    """Any of those that the type declares."""

    async def get(self, here: Here) -> Response:
        """A page of it."""
        site, placed, moment = self.site, placed_at(here), self.site.clock()
        desk = placed.installed.type.desks.get(here.request.path_params["desk"])
        if desk is None:
            raise NotFound(say("This widget has no such page. Go back to the widget."))
        query = site.query(here.request.scope, paged=True)
        tags = {value for value, _label in desk.tags(placed.settings)}
        tag, ask = query.ask.tag if query.ask.tag in tags else "", replace(query.ask, tag="")
        check_ask(placed, ask)
        ask = replace(ask, tag=tag)
        reads = placed.desk_reads(desk, ask, moment)
        if reads.items is not None:
            reads = replace(reads, items=replace(reads.items, after=query.after))
        found = await self.read(partial(views.read, of=placed.widget, reads=reads))
        speaks = allows(SPEAKS, here.member, placed.widget.id)
        text = desk_page(
            site.composer,
            self.frame(here),
            placed,
            here.request.path_params["desk"],
            view(placed, ask, here.lang, moment, found),
            following=found.items_next,
            answers=lambda number: f"{here.base}/answers/{placed.widget.name}/{number}" if speaks else "",
        )
        return html(site, here.request, text)
