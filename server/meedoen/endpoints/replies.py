# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers that are never cached, with the headers of their class."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from meedoen.render.headers import Class, security
from meedoen.site import Site

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def html(
    site: Site, request: Request, page: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A page that may hold what somebody typed."""
    ours = plain_headers(Class.FRAME, site.origin(request.scope))
    return HTMLResponse(page, status, {"cache-control": "no-store", **ours, **(headers or {})})


def as_json(what: Mapping[str, object]) -> bytes:
    """As `told` sends it."""
    return _JSON.encode(what).encode()


def told(what: Mapping[str, object] | bytes, status: int = 200, media: str = "application/json") -> Response:
    """JSON for a script, from whatever origin it runs at; no credentials, so anyone may read it."""
    return Response(
        what if isinstance(what, bytes) else as_json(what),
        status,
        {"cache-control": "no-store", "access-control-allow-origin": "*", "x-content-type-options": "nosniff"},
        media_type=media,
    )


def plain_headers(kind: Class, origin: str) -> dict[str, str]:
    """The security headers as Starlette wants them."""
    return {name.decode(): value.decode() for name, value in security(kind, origin)}


def wants_json(request: Request) -> bool:
    """Whether whoever asked is a script (it says so in Accept, which needs no preflight) or asks at the API."""
    return "json" in request.headers.get("accept", "") or request.scope["path"].startswith(("/api/", "/oembed"))
