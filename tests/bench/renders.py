# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a face costs that is not in the cache: read, show, render, compress. It must not grow with what people did."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from meedoen.app import build_site
from meedoen.commands.serving import opened
from meedoen.endpoints.item import ItemFace
from meedoen.endpoints.widget import WidgetFace
from meedoen.participation.views import Placed
from meedoen.render.compose import Shell
from meedoen.render.faces import Faces
from meedoen.site import Site
from tests.bench.places import ORGANISATION, organisation_in, rated, settings_in, shown, widget_of
from tests.bench.rows import Row, compare

REASON = "Omdat het veiliger is voor wie naar school fietst, en omdat het oude pad bij regen blank staat."


async def renders(data: Path, few: int, many: int, rounds: int) -> list[Row]:
    """The face of a widget with many ratings against one with few; then the same with the reasons shown."""
    settings = settings_in(data, 8000)
    rows = []
    async with opened(settings) as context:
        site = build_site(settings, context.registry, context.store, context.clock)
        of = await organisation_in(context)
        placed = [await widget_of(context, of, f"rated-by-{people}") for people in (many, few)]
        for one, people in zip(placed, (many, few), strict=True):
            await rated(site, one, people, REASON)
        for what in ("reactions", "reasons, shown"):
            ours, theirs = await in_turn(site, placed, rounds)
            rows.append(compare(f"render on a miss: {many:,} {what}, against {few:,}", "ms", ours, theirs, wanted=1.2))
            placed = [await shown(context, one) for one in placed]
    return rows


async def in_turn(site: Site, placed: Sequence[Placed], rounds: int) -> Sequence[list[float]]:
    """The times of each, measured in turn."""
    times: Sequence[list[float]] = [[] for _ in placed]
    for _ in range(rounds):
        for one, taken in zip(placed, times, strict=True):
            taken.append(await render(site, one.widget.name))
    return times


async def render(site: Site, name: str, shell: Shell = Shell.FRAME, query: str = "") -> float:
    """Milliseconds, from an empty cache to the bytes sent."""
    return await answered(site, partial(WidgetFace, shell=shell), name, query)


async def answered(
    site: Site, face_of: Callable[[Site], WidgetFace | ItemFace], name: str, query: str = "", number: int = 0
) -> float:
    """The same of any face, made for a site whose cache is empty."""
    face = face_of(replace(site, faces=Faces(site.store.pulse, site.clock)))
    params = {"org": ORGANISATION, "name": name, **({"number": number} if number else {})}
    asked = {"path": f"/{ORGANISATION}/{name}", "path_params": params, "query_string": query.encode(), "headers": []}
    status = 0

    async def receive() -> MutableMapping[str, Any]:
        raise AssertionError("a face is not sent anything")

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    began = perf_counter()
    await face({"type": "http", "method": "GET", **asked}, receive, send)
    taken = perf_counter() - began
    assert status == 200
    return 1000 * taken
