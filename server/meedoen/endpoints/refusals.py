# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/-/geweigerd/{name}`: where a browser tells that it refused a frame, so that staff hears of it.

What comes here is untrusted and bounded: the site is read, whether it really may not hold the widget is looked up, and
that it was once more is kept. Whoever tells it is answered alike, and not kept.
"""

from __future__ import annotations

from functools import partial

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.replies import headers_of
from meedoen.participation import framing
from meedoen.site import Site
from meedoen.store import framing as refused_frames


class Refusals:
    """Takes reports."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def serve(self, request: Request) -> Response:
        """Keep that it was. Raises `NotFound`, or `TooMany`."""
        site, client = self._site, request.client
        site.door.take(("refused", client.host if client else ""), limits.REPORTS_PER_MINUTE_PER_NETWORK)
        placed = await site.directory.widget(request.path_params["org"], request.path_params["name"])
        of, ours = placed.widget, frozenset(site.origins.values())
        origin = framing.refused(await _body(request), request.headers.get("referer", ""), ours)
        if origin and not framing.admits(of.ancestors, origin, ours):
            day = site.clock().astimezone(of.organisation.zone).date().isoformat()
            await site.store.write(partial(refused_frames.refused, widget_id=of.id, day=day, origin=origin))
        return Response(status_code=204, headers=headers_of(site, request.scope, ""))


async def _body(request: Request) -> bytes:
    """What is read of it; nothing of one that is too long."""
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limits.REPORT_BYTES_MAX:
                return b""
    except ClientDisconnect:
        return b""
    return body
