# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/healthz`, `/readyz`, `/metrics`: for who runs the server, and the programs that look after it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.replies import plain
from meedoen.errors import Unavailable
from meedoen.identity.networks import within
from meedoen.readiness import READY
from meedoen.render import metrics
from meedoen.render.metrics import Family, Samples
from meedoen.site import Site
from meedoen.store import jobs

_BY_A_PROXY = ("forwarded", "via", "x-forwarded-for", "x-real-ip")


class _Operating:
    def __init__(self, site: Site) -> None:
        self._site = site


class Alive(_Operating):
    """`/healthz`: the process answers. Where it does not, a new one helps."""

    async def get(self, request: Request) -> Response:
        """Say so."""
        return plain(self._site, request, "ok\n")


class Ready(_Operating):
    """`/readyz`: people can be sent here. Where they cannot, a new process need not help."""

    async def get(self, request: Request) -> Response:
        """Say so, or 503 with a word why not."""
        word = await self._site.readiness.word()
        return plain(self._site, request, f"{word}\n", 200 if word == READY else 503)


class Metrics(_Operating):
    """`/metrics`, for the addresses that are named in the settings; for others there is nothing here."""

    async def get(self, request: Request) -> Response:
        """Answer all numbers."""
        if not self._allowed(request):
            raise HTTPException(404)
        answer = plain(self._site, request, metrics.text([*self._counted(), *await self._looked_at()]))
        answer.headers["content-type"] = metrics.MEDIA
        return answer

    def _allowed(self, request: Request) -> bool:
        """By the address it comes from: not what came through a proxy that nobody named, for that is everybody.

        Nor through one that was named and does not say for whom it asks.
        """
        settings, client = self._site.settings, request.client
        told = [request.headers[name] for name in _BY_A_PROXY if name in request.headers]
        unknown = not all(told) if settings.trusted_proxies else bool(told)
        return client is not None and not unknown and within(client.host, settings.metrics)

    def _counted(self) -> Iterator[tuple[Family, Samples]]:
        site = self._site
        requests: Samples = {(name, f"{digit}xx"): n for (name, digit), n in site.counts.requests.items()}
        yield metrics.REQUESTS, requests
        yield metrics.FACES, {("hit",): site.faces.hits, ("miss",): site.faces.misses}
        yield metrics.ACTS, {(outcome,): n for outcome, n in site.counts.acts.items()}
        yield metrics.WAITING, {(): site.store.waiting}
        yield metrics.COMMITTED, {(): site.store.since_commit_s}

    async def _looked_at(self) -> list[tuple[Family, Samples]]:
        """What the database has to be asked for; without one, whether there is one alone."""
        site = self._site
        found: list[tuple[Family, Samples]] = []
        if await site.readiness.word() == READY:
            asked = site.store.read(partial(jobs.how_many, now=site.clock()))
            try:
                due, failing = await asyncio.wait_for(asked, limits.READY_WAIT_S)
            except (TimeoutError, Unavailable):
                return [(metrics.READY, {(): 0})]
            found = [(metrics.JOBS, {("due",): due, ("failing",): failing})]
        return [(metrics.READY, {(): len(found)}), *found]
