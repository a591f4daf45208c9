# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a failure is told: problem+json (RFC 9457) to who asked for JSON, else a page in the page's language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from meedoen.addresses import check_name
from meedoen.directory import Moved
from meedoen.endpoints.replies import elsewhere, html, told, wants_json
from meedoen.errors import Failure, Fault, NotAllowed, NotFound
from meedoen.records import Organisation
from meedoen.render.api import VERSION
from meedoen.render.asked import Asked
from meedoen.render.forms import FormView
from meedoen.render.words import Translator
from meedoen.site import Site
from meedoen.store import organisations
from meedoen.values import say

PROBLEM = "tag:meedoen,2026:problem/"
AGAIN = "meedoen.again"
"""Where a request says how its form is shown once more, with all that was typed: `(failure) -> Response`."""


class Failures:
    """The handlers that `meedoen.app` hangs in the application."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def failure(self, request: Request, failure: Exception) -> Response:
        """Anything that can be said to whoever asked."""
        assert isinstance(failure, Failure)  # noqa: S101  (it hangs under this class alone)
        site, at = self._site, None
        if {"org", "name"} <= request.path_params.keys():
            try:
                placed = await site.directory.widget(request.path_params["org"], request.path_params["name"])
                site.framed_by_widget(request.scope, placed.widget)
                query = site.query(request.scope)
                at = Asked(site.composer, placed, site.origin(request.scope), query, framed=is_framed(request))
            except (Failure, Moved):
                at = None
        language, organisation = (at.language, None) if at is not None else await self._around(request)
        if wants_json(request):
            return self.problem(request, failure, at.words if at is not None else site.composer.words(language))
        if at is not None:
            return self.page(request, failure, at, None)
        page = site.pages.lost(failure, site.origin(request.scope), language, organisation)
        return html(site, request, page, failure.status, failure.headers)

    async def _around(self, request: Request) -> tuple[str, Organisation | None]:
        """Where no widget stands: the language asked for, the organisation's or our guess; and the organisation."""
        languages, lang = self._site.composer.languages, request.query_params.get("lang", "")
        name = request.scope["path"].lstrip("/").partition("/")[0].partition(".")[0]
        try:
            organisation, _moved = await self._site.store.read(partial(organisations.by_name, name=check_name(name)))
        except Failure:
            return lang if lang in languages else "en" if wants_json(request) else "nl", None
        return next((one for one in (lang, organisation.language) if one in languages), "en"), organisation

    async def http(self, request: Request, error: Exception) -> Response:
        """What the router itself refuses: no such address, no such method."""
        assert isinstance(error, HTTPException)  # noqa: S101
        path = request.scope["path"].strip("/")
        slash = path and request.scope["path"].endswith("/")
        if error.status_code == 404 and slash and _stands(request, f"/{path}"):
            # No address ends in a slash, but people type one.
            return self._elsewhere(request, f"/{path}")
        kind = NotAllowed if error.status_code == 405 else NotFound
        sentence = (
            say("This address does not take this method.")
            if kind is NotAllowed
            else say("There is nothing at this address. Check it, or start from the first page.")
        )
        return await self.failure(request, kind(sentence, headers=error.headers))

    async def moved(self, request: Request, moved: Exception) -> Response:
        """A redirect that stands for ever: what was pasted keeps working."""
        assert isinstance(moved, Moved)  # noqa: S101
        line, params = request.scope["route"], request.path_params
        names = {"org": moved.organisation, "name": moved.name}
        here = {name: names.get(name, value) for name, value in params.items()}
        return self._elsewhere(request, line.path_format.format(**here))

    async def fault(self, request: Request, _error: Exception) -> Response:
        """Our own fault: the log has the rest."""
        fault = Fault(say("Something went wrong on our side, and was logged. Please try again in a minute."))
        again: Callable[[Failure], Response] | None = request.scope.get(AGAIN)
        return await self.failure(request, fault) if again is None else again(fault)

    def problem(self, request: Request, failure: Failure, words: Translator) -> Response:
        """RFC 9457, with a sentence for each field in `errors`."""
        problem: dict[str, Any] = {
            "type": PROBLEM + failure.slug,
            "title": words.gettext(failure.title),
            "status": failure.status,
            "detail": words.text(failure.detail),
        }
        if failure.fields:
            problem["errors"] = {name: words.text(sentence) for name, sentence in failure.fields.items()}
        versioned = {"api-version": VERSION} if request.scope["path"].startswith("/api/") else {}
        headers = {**failure.headers, **versioned}
        return told(self._site, request, problem, failure.status, "application/problem+json", headers)

    def page(self, request: Request, failure: Failure, at: Asked, form: FormView | None) -> Response:
        """A page, with the form and all that was typed where there is one."""
        return html(self._site, request, self._site.pages.failure(at, failure, form), failure.status, failure.headers)

    def _elsewhere(self, request: Request, path: str) -> Response:
        """A redirect to a path of ours, with the query. Relative, so that no Host header has a say in it."""
        query = request.scope["query_string"].decode("latin-1")
        return elsewhere(self._site, request.scope, quote(path) + (f"?{query}" if query else ""))


def is_framed(request: Request) -> bool:
    """Whether the page stands in a frame, as far as the browser or the address tells."""
    return request.headers.get("sec-fetch-dest") == "iframe" or request.scope["path"].endswith("/embed")


def _stands(request: Request, path: str) -> bool:
    """Whether there is such an address in the route table."""
    scope = {**request.scope, "path": path}
    return any(one.matches(scope)[0] is not Match.NONE for one in request.app.routes)
