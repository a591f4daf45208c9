# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/feed/{token}`: what waits for a member of staff, for his feed reader: who has the address, may read it.

What he may see is asked anew each time. A wrong address and one that was taken back are answered alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.host import FRONT
from meedoen.endpoints.replies import headers_of
from meedoen.errors import NotFound
from meedoen.identity import sessions
from meedoen.participation.staff import may, may_anywhere
from meedoen.records import Widget
from meedoen.records_answers import What
from meedoen.records_staff import Member, Role
from meedoen.render.console_answers import QUEUES as ANSWERED
from meedoen.render.console_moderation import QUEUES as JUDGED
from meedoen.render.feeds import FORMATS
from meedoen.render.queue_feed import Waits, queue_feed
from meedoen.site import Site
from meedoen.store import laid, members, passing, queue_feeds, waiting, widgets
from meedoen.values import N_, say

_MOST = limits.QUEUE_LINES_MAX


class QueueFeed:
    """In Atom (RFC 4287)."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def serve(self, request: Request) -> Response:
        """The feed. Raises `TooMany`, and `NotFound` for a secret that opens nothing."""
        site, client, secret = self._site, request.client, request.path_params["token"]
        network = ("feed", client.host if client else "")
        site.door.take(network, limits.QUEUE_FEEDS_PER_MINUTE_PER_NETWORK)
        found = await site.store.read(partial(self._read, digest=sessions.digest(secret)))
        if found is None:
            raise NotFound(say("There is no feed at this address. Make a new one in the console."))
        to, begun, waits = found
        console = site.settings.console
        origin = site.settings.origin_of(to.organisation.name)
        address = f"{console.removesuffix(FRONT)}{FRONT}/feed/{secret}"
        desk = f"{console}/at/{to.organisation.name}"
        media, write = FORMATS["atom"]
        body = write(queue_feed(site.composer, to, waits, address, desk, origin, begun))
        return Response(body, headers=dict(headers_of(site, request.scope, media)), media_type=media)

    def _read(self, conn: Any, digest: bytes) -> tuple[Member, Any, list[Waits]] | None:
        """Whose it is, since when, and what waits for him; None where it is nobody's."""
        id_ = queue_feeds.whose(conn, digest)
        if id_ is None:
            return None
        to = members.by_id(conn, id_)
        placed = {one.id: one for one in widgets.of_organisation(conn, to.organisation.id)}
        desk = f"{self._site.settings.console}/at/{to.organisation.name}"
        waits = [
            *_queue(conn, to, placed, ANSWERED, Role.SPOKESPERSON, f"{desk}/answers"),
            *_queue(conn, to, placed, JUDGED, Role.MODERATOR, f"{desk}/moderation"),
            *_passed(conn, to, desk),
        ]
        return to, queue_feeds.since(conn, id_), waits


def _queue(
    conn: Any, to: Member, placed: Mapping[int, Widget], whats: Mapping[What, str], role: Role, at: str
) -> Iterator[Waits]:
    """What waits where he has the role; and of what waits for an answer, what was laid before him."""
    if not may_anywhere(to, role):
        return
    within = None if may(to, role) else [one for one in placed if may(to, role, one)]
    for what, label in whats.items():
        for one in waiting.newest(conn, to.organisation.id, what, _MOST, widgets=within):
            of = placed[one.widget]
            yield Waits(what.value, label, of, one.number, one.since, f"{at}/{of.name}/{one.number}")
    if role is Role.SPOKESPERSON:
        for one in laid.of_member(conn, to.id, _MOST, within):
            of = placed[one.widget]
            yield Waits("laid", N_("Laid before you"), of, one.number, one.since, f"{at}/{of.name}/{one.number}")


def _passed(conn: Any, to: Member, desk: str) -> Sequence[Waits]:
    if not may(to, Role.SPOKESPERSON):
        return []
    return [
        Waits(
            "passed",
            N_("Passed on to your organisation"),
            widgets.by_id(conn, one.widget),
            one.number,
            one.at,
            f"{desk}/passed/{one.id}",
        )
        for one in passing.page(conn, to.organisation.id, 0, _MOST)
    ]
