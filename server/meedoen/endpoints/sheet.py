# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/{name}.csv`: the figures of a widget as a table, with a row for each of its parts or subjects.

Subjects are read and sent a batch at a time, each in a transaction of its own: ten thousand take no more room than a
hundred, and a client that reads slowly holds nothing open.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from meedoen import limits
from meedoen.endpoints.replies import headers_of
from meedoen.errors import Forbidden, Gone, NotFound
from meedoen.participation.views import Placed, check_ask, declared_parts
from meedoen.render.sheet import MEDIA, Values, header, lines, row
from meedoen.render.words import Translator
from meedoen.site import Site
from meedoen.store import ranked, views
from meedoen.values import WHOLE, Ask, Part, Reads, Subject, Subjects, say


class Sheet:
    """The table. Narrowed as the page is, it has one row."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def serve(self, request: Request) -> Response:
        """Send it."""
        site, query = self._site, self._site.query(request.scope)
        placed = await site.directory.listed(request.path_params["org"], request.path_params["name"])
        values = _values(placed, query.ask, site.clock())
        words = site.composer.words(query.lang or placed.widget.spoken, placed.installed.type.name)
        name = f"{placed.widget.organisation.name}-{placed.widget.name}.csv"
        headers = {
            **headers_of(site, request.scope, MEDIA),
            "content-disposition": f'attachment; filename="{name}"',
            "content-language": words.language,
        }
        rows = _nothing() if request.method == "HEAD" else self._table(placed, query.ask, values, words)
        return StreamingResponse(rows, headers=headers, media_type=MEDIA)

    async def _table(self, placed: Placed, ask: Ask, values: Values, words: Translator) -> AsyncIterator[bytes]:
        yield lines([header(values, words)])
        if not isinstance(placed.installed.type.parts(placed.settings), Subjects) or ask.over:
            yield lines(row(values, one) for one in await self._named(placed, ask, values))
            return
        after = ""
        while batch := await self._site.store.read(
            partial(ranked.batch, of=placed.widget, after=after, most=limits.SHEET_ROWS_READ_MAX)
        ):
            yield lines(row(values, one) for one in batch)
            after = batch[-1].key

    async def _named(self, placed: Placed, ask: Ask, values: Values) -> list[Subject]:
        """What was asked for, else each part, else the whole."""
        one = ask.over or ask.part
        parts = [part for part in declared_parts(placed) if not ask.part or part.key == ask.part]
        rows = parts or [Part(one or WHOLE, one or placed.widget.title)]
        reads = Reads(tallies=[(part.key, kind) for part in rows for kind in values])
        found = await self._site.store.read(partial(views.read, of=placed.widget, reads=reads))
        return [
            Subject(part.key, part.label, {kind: found.tallies[part.key, kind] for kind in values}) for part in rows
        ]


async def _nothing() -> AsyncIterator[bytes]:
    """Of a table that is only asked about: how long it is nobody knows before it is read."""
    return
    yield b""


def _values(placed: Placed, ask: Ask, moment: datetime) -> Values:
    """Its columns. Raises `Gone`, `NotFound` when there is no table, `Forbidden` while the figures are secret."""
    if placed.widget.withdrawn is not None:
        raise Gone(say("This has been withdrawn by the organisation."))
    check_ask(placed, ask)
    values = placed.installed.type.values(placed.settings)
    if not values:
        raise NotFound(say("There is no table of this. Its page shows all there is."))
    if not placed.revealed(moment):
        raise Forbidden(say("The figures are secret until this has closed. Come back then."))
    return values
