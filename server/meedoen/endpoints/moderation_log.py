# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/-/moderatie` and its `.rss`, `.atom`, `.json`, `.csv`: what was removed, put back, or stands after a look."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from meedoen import limits
from meedoen.addresses import Query
from meedoen.endpoints.organisation import made
from meedoen.endpoints.replies import headers_of
from meedoen.participation.views import Placed
from meedoen.records import Organisation, Widget
from meedoen.records_moderation import LogLine
from meedoen.render.faces import Basis, Made
from meedoen.render.feeds import FORMATS
from meedoen.render.moderation import ModerationPages
from meedoen.render.sheet import MEDIA, lines
from meedoen.render.telling import links
from meedoen.site import Site
from meedoen.store import moderation


class ModerationLog:
    """The page, and its feed where the address names a format."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = ModerationPages(site.composer, mails=site.settings.mails)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve it."""
        site, path = self._site, scope["path_params"]
        form = path.get("form", "")
        asked = site.query(scope, paged=not form)
        query = Query(lang=asked.lang, after=asked.after)
        given = (site.origin(scope), path["org"], form, query)
        await site.serve(("moderation", *given), partial(self._make, *given), scope, send)

    async def _make(self, origin: str, name: str, form: str, query: Query) -> Made:
        house = self._site.store.pulse.house
        organisation, placed = await self._site.directory.organisation(name)
        widgets = _by_id(placed)
        most = limits.FEED_ENTRIES_MAX
        found = await _read(self._site, organisation, placed, query.after, most + 1)
        if form:
            feed = self._pages.feed(organisation, widgets, found[:most], origin, query)
            media, write = FORMATS[form]
            words = tuple((one.widget.id, one.widget.revision) for one in placed)
            return Made(write(feed), media, Basis(house, words), links(feed, form))
        page = self._pages.log(organisation, widgets, found[:most], origin, query, more=len(found) > most)
        return made(page, house, placed, None)


class ModerationTable:
    """All of it as a table, read and sent a batch at a time."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = ModerationPages(site.composer, mails=site.settings.mails)

    async def serve(self, request: Request) -> Response:
        """Send it."""
        site = self._site
        organisation, placed = await site.directory.organisation(request.path_params["org"])
        query = Query(lang=site.query(request.scope).lang)
        name = f'attachment; filename="{organisation.name}-moderatie.csv"'
        headers = {**headers_of(site, request.scope, MEDIA), "content-disposition": name}
        headers["content-language"] = query.lang or organisation.language
        rows = self._rows(organisation, placed, site.origin(request.scope), query)
        return StreamingResponse(_nothing() if request.method == "HEAD" else rows, headers=headers, media_type=MEDIA)

    async def _rows(self, of: Organisation, placed: list[Placed], origin: str, query: Query) -> AsyncIterator[bytes]:
        yield lines([self._pages.columns(of, query)])
        before, widgets = 0, _by_id(placed)
        while batch := await _read(self._site, of, placed, before, limits.SHEET_ROWS_READ_MAX):
            yield lines(self._pages.table(of, widgets, batch, origin, query))
            before = batch[-1].key


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""


async def _read(site: Site, of: Organisation, placed: list[Placed], before: int, most: int) -> list[LogLine]:
    """Behind a line, or from the latest on; nothing of what only the organisation reads, for who wrote there may not
    become known. What came since the widgets were read has to wait."""
    before = before or moderation.NEWEST
    shown = [(one.widget.id, kind) for one in placed for kind in one.public_kinds]
    return await site.store.read(partial(moderation.log, organisation_id=of.id, shown=shown, before=before, most=most))


def _by_id(placed: list[Placed]) -> Mapping[int, Widget]:
    return {one.widget.id: one.widget for one in placed}
