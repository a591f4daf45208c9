# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/do/{action}/alike`: what stands there already and is alike what somebody is writing. Nothing of it is kept.

It is posted, as the form itself is: what somebody types never stands in an address, nor in the log of a proxy.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.acting import Acting
from meedoen.endpoints.input import Posted
from meedoen.endpoints.replies import told
from meedoen.errors import NotFound
from meedoen.participation.views import Placed
from meedoen.participation.write_path import check_open
from meedoen.render.alike import Like, likes
from meedoen.render.asked import Asked
from meedoen.site import Site
from meedoen.store import views
from meedoen.values import Item, say
from meedoen.widget import Action


class Alike(Acting):
    """For the script, while one types."""

    async def serve(self, request: Request) -> Response:
        """JSON: how many there are, and the HTML that shows them."""
        return await self.answered(request, self._found, lambda _at, _posted, _failure: None)

    async def _found(self, request: Request, placed: Placed, posted: Posted) -> Response:
        action = placed.installed.action(request.path_params["action"])
        if action is None or not action.alike:
            raise NotFound(say("This widget has no such action. Start from the widget's page."))
        at = self.asked(request, placed, posted)
        check_open(placed, self._site.clock())
        found = await alike(self._site, request, at, action, posted)
        html = self._site.composer.page("alike-found.html", at.language, likes=found, framed=at.framed, w=None)
        answer = {"count": len(found), "say": _say(at, len(found)), "html": html if found else ""}
        return told(self._site, request, answer)


def _say(at: Asked, n: int) -> str:
    """What is said to who listens."""
    if not n:
        return ""
    return at.words.ngettext("%(n)s is like yours", "%(n)s are like yours", n) % {"n": n}


async def alike(site: Site, request: Request, at: Asked, action: Action[Any], posted: Posted) -> Sequence[Like]:
    """What is alike, the most alike first. Raises `TooMany`."""
    placed = at.placed
    if action.alike not in placed.public_kinds:
        return []
    tag = await site.network(request.scope, placed)
    site.door.take((placed.widget.id, "alike", tag), limits.ALIKES_PER_MINUTE_PER_NETWORK)
    written = at.form(action, posted.get("_target"), (), posted.fields).written
    kinds = [*sorted(placed.installed.type.staff_kinds.intersection(placed.public_kinds)), action.alike]
    find = partial(_alike, widget_id=placed.widget.id, kinds=kinds, text=written)
    return likes(at, await site.store.read(find))


def _alike(conn: Any, *, widget_id: int, kinds: Sequence[str], text: str) -> Sequence[Item]:
    """What staff wrote comes first: it holds the answer. At most half of what is shown, where people asked it too."""
    most = limits.ALIKE_SHOWN_MAX
    found = [views.like(conn, widget_id, kind, text, most) for kind in kinds]
    of_people = found.pop()
    of_staff = [one for listed in found for one in listed]
    return [*of_staff[: max(most // 2, most - len(of_people))], *of_people][:most]
