# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers that are made for who asks, and kept by nobody; with the headers that their route declares."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Scope

from meedoen import limits
from meedoen.endpoints.widget import HTML
from meedoen.render.headers import Header, Kept
from meedoen.site import Site

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def html(
    site: Site, request: Request, page: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A page that may hold what somebody typed."""
    return HTMLResponse(page, status, {**headers_of(site, request.scope, HTML), **(headers or {})})


def as_json(what: Mapping[str, object]) -> bytes:
    """As `told` sends it."""
    return _JSON.encode(what).encode()


def told(
    site: Site,
    request: Request,
    what: Mapping[str, object] | bytes,
    status: int = 200,
    media: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """JSON for a script."""
    body = what if isinstance(what, bytes) else as_json(what)
    return Response(body, status, {**headers_of(site, request.scope, media), **(headers or {})}, media_type=media)


def plain(site: Site, request: Request, text: str, status: int = 200) -> Response:
    """Text for who runs the server."""
    return PlainTextResponse(text, status, headers=headers_of(site, request.scope, "text/plain"))


def see_other(site: Site, request: Request, where: str) -> Response:
    """On to another page, after a post."""
    return RedirectResponse(where, 303, headers_of(site, request.scope, ""))


def elsewhere(site: Site, scope: Scope, where: str) -> Response:
    """What stood here stands there now. It may be kept for a while."""
    headers = {**headers_of(site, scope, ""), "cache-control": f"public, max-age={limits.MOVED_MAX_AGE_S}"}
    return RedirectResponse(where, 308 if scope["method"] == "POST" else 301, headers)


def headers_of(site: Site, scope: Scope, media: str) -> Mapping[str, str]:
    """The headers of the route, as Starlette wants them; of an answer that is kept by nobody."""
    return _as_text(site.headers(scope, media))


@lru_cache(maxsize=256)
def _as_text(headers: tuple[Header, ...]) -> Mapping[str, str]:
    return {"cache-control": Kept.NEVER.value, **{name.decode(): value.decode() for name, value in headers}}


def wants_json(request: Request) -> bool:
    """Whether whoever asked is a script (it says so in Accept, which needs no preflight) or asks at the API."""
    return "json" in request.headers.get("accept", "") or request.scope["path"].startswith(("/api/", "/oembed"))
