# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every `…/do/…` shares: reading what was posted, and saying why not with all that was typed still there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from meedoen.addresses import Query, with_query
from meedoen.endpoints import input as posting
from meedoen.endpoints.failures import AGAIN, Failures
from meedoen.endpoints.input import Posted
from meedoen.endpoints.replies import see_other, wants_json
from meedoen.endpoints.who import Who
from meedoen.errors import Failure
from meedoen.participation.views import Placed, ask_of
from meedoen.render.asked import Asked
from meedoen.render.forms import FormView
from meedoen.site import Site


class Acting:
    """The base of the endpoints of acting."""

    def __init__(self, site: Site, failures: Failures) -> None:
        self._site = site
        self._failures = failures

    async def answered(
        self,
        request: Request,
        do: Callable[[Request, Placed, Posted], Awaitable[Response]],
        again: Callable[[Asked, Posted, Failure], FormView | None],
    ) -> Response:
        """Read what was posted and `do` it. On a failure `again` gives the form to send it once more, if any."""
        placed, posted = await self.placed(request), Posted()
        try:
            posted, refusal = await posting.read(request)
            if refusal is not None:
                raise refusal
            request.scope[AGAIN] = partial(self._shown_again, request, placed, posted, again)
            return await do(request, placed, posted)
        except Failure as failure:
            self._site.counts.acts[failure.slug] += 1
            return self._shown_again(request, placed, posted, again, failure)

    def _shown_again(
        self,
        request: Request,
        placed: Placed,
        posted: Posted,
        again: Callable[[Asked, Posted, Failure], FormView | None],
        failure: Failure,
    ) -> Response:
        """Why not, with all that was typed."""
        at = self.asked(request, placed, posted)
        if wants_json(request):
            return self._failures.problem(request, failure, at.words)
        return self._failures.page(request, failure, at, again(at, posted, failure))

    def see_other(
        self,
        request: Request,
        placed: Placed,
        posted: Posted,
        action: str,
        who: Who,
        number: int | None = None,
        **more: str,
    ) -> Response:
        """On to the page that tells what was received."""
        at = self.asked(request, placed, posted)
        where = at.place.done(self._site.tokens.done(who.ticket(placed.widget.uid, action, number)))
        kept = {name[1:]: value for name, value in at.hidden() if name in ("_lang", "_framed", "_group")}
        return see_other(self._site, request, with_query(where, kept | more))

    def asked(self, request: Request, placed: Placed, posted: Posted, target: str = "") -> Asked:
        """The widget, as it was asked for by what was posted."""
        site, lang = self._site, posted.get("_lang")
        if not lang and request.scope["query_string"]:
            lang = request.query_params.get("lang", "")
        target = target or posted.get("_target")
        query = Query(ask_of(placed, target, posted.get("_group")), lang if lang in site.composer.languages else "")
        return Asked(site.composer, placed, site.origin(request.scope), query, framed=bool(posted.get("_framed")))

    async def placed(self, request: Request) -> Placed:
        """The widget at this address."""
        placed = await self._site.directory.widget(request.path_params["org"], request.path_params["name"])
        self._site.framed_by_widget(request.scope, placed.widget)
        return placed
