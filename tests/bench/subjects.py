# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the many pages of a site cost that share a widget: a frame under one, the page of all, the worst, the table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection, insert
from starlette.requests import Request

from meedoen.app import build_site
from meedoen.commands.base import Context
from meedoen.commands.serving import opened
from meedoen.endpoints.sheet import Sheet
from meedoen.participation.views import Placed
from meedoen.records import Widget
from meedoen.render.compose import Shell
from meedoen.site import Site
from meedoen.store import ranked
from meedoen.store.schema import part, part_order, reaction, tally, tally_day
from meedoen.values import EVERY, Assurance, Ranked
from tests.bench.places import ORGANISATION, organisation_in, settings_in, widget_of
from tests.bench.renders import render
from tests.bench.rows import Row, compare

SITE = "https://www.voorbeeldstad.example/"
BEGAN = date(2026, 3, 2)
DAYS = 60


async def subjects(data: Path, few: tuple[int, int], many: tuple[int, int], rounds: int) -> list[Row]:
    """Of so many pages with so many ratings each; each time is for what is shown, of the table for one row."""
    settings = settings_in(data, 8000)
    async with opened(settings) as context:
        site = build_site(settings, context.registry, context.store, context.clock)
        of = await organisation_in(context)
        both = []
        for pages, each in (many, few):
            kept = {"subjects": [SITE], "scale": "yes-no", "figures": "always"}
            placed = await widget_of(context, of, f"pages-{pages}", **kept)
            await context.store.write(partial(fill, of=placed.widget, pages=pages, each=each))
            both.append((placed, pages))
        return [await _measured(site, context, name, both, rounds) for name in _WAYS]


async def _measured(site: Site, context: Context, name: str, both: list[tuple[Placed, int]], rounds: int) -> Row:
    times: list[list[float]] = [[] for _ in both]
    for _ in range(rounds):
        for (placed, _pages), taken in zip(both, times, strict=True):
            taken.append(await _WAYS[name](site, context, placed, both[0][1]))
    (_, many), (_, few) = both
    return compare(f"subjects: {name}, {many:,} pages against {few:,}", "ms", times[0], times[1], wanted=1.5)


async def _frame(site: Site, _context: Context, placed: Placed, _most: int) -> float:
    return await render(site, placed.widget.name, Shell.FRAME, f"over={SITE}7")


async def _page(site: Site, _context: Context, placed: Placed, _most: int) -> float:
    return await render(site, placed.widget.name, Shell.PAGE)


async def _worst(_site: Site, context: Context, placed: Placed, _most: int) -> float:
    began = perf_counter()
    await context.store.read(partial(ranked.first, of=placed.widget, wanted=Ranked("worst", 20)))
    return 1000 * (perf_counter() - began)


async def _table(site: Site, _context: Context, placed: Placed, most: int) -> float:
    """A row; of few pages as often as makes `most` rows, so that whatever else the machine does falls on both."""
    path = {"org": ORGANISATION, "name": placed.widget.name}
    asked = {"type": "http", "method": "GET", "path_params": path, "query_string": b"", "headers": []}
    tables, lines = 0, 0
    began = perf_counter()
    while lines - tables < most:
        tables += 1
        answer = await Sheet(site).serve(Request(asked))
        async for some in getattr(answer, "body_iterator"):  # noqa: B009  (of a streaming response alone)
            lines += bytes(some).count(b"\n")
    return 1000 * (perf_counter() - began) / (lines - tables)


_WAYS: dict[str, Callable[[Site, Context, Placed, int], Awaitable[float]]] = {
    "the frame under one page": _frame,
    "the page of all": _page,
    "the twenty worst": _worst,
    "the table, a row": _table,
}


def fill(conn: Connection, of: Widget, pages: int, each: int) -> None:
    """As acts would have left them: the ratings, their sums, and the places of the pages in their orders."""
    widget = {"widget": of.id}
    keys = [f"{SITE}{number}" for number in range(pages)]
    conn.execute(insert(part), [widget | {"key": key, "label": key, "created": of.created} for key in keys])
    counted = widget | {"kind": "score", "assurance": Assurance.STORED}
    for number, key in enumerate(keys):
        on, bad = counted | {"target": key}, number * 7919 % each
        who = [number * each + one for one in range(each)]
        on_day = (BEGAN + timedelta(days=number % DAYS)).isoformat()
        conn.execute(
            insert(reaction),
            [
                on
                | {"participant": one.to_bytes(16, "big"), "value": 1 if one % each < bad else 2}
                | {"day": on_day, "at": of.created, "tag": b""}
                for one in who
            ],
        )
        for value, count in ((1, bad), (2, each - bad)):
            conn.execute(insert(tally), on | {"value": value, "count": count})
            conn.execute(insert(tally_day), on | {"value": value, "day": on_day, "count": count})
        for name, score in (("worst", bad / each), ("most", each)):
            conn.execute(insert(part_order), widget | {"key": key, "name": name, "score": score})
    everywhere = counted | {"target": EVERY}
    for value in (1, 2):
        conn.execute(insert(tally), everywhere | {"value": value, "count": pages * each // 2})
        for day in range(DAYS):
            at = (BEGAN + timedelta(days=day)).isoformat()
            conn.execute(
                insert(tally_day), everywhere | {"value": value, "day": at, "count": pages * each // 2 // DAYS}
            )
