# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a waiting room costs, however many topics it has: its list, a narrowed one, a topic, the queue of its desk."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection, insert

from meedoen import placing
from meedoen.app import build_site
from meedoen.commands.base import Context
from meedoen.commands.serving import opened
from meedoen.endpoints.item import ItemFace
from meedoen.endpoints.widget import WidgetFace
from meedoen.participation.views import Placed, view
from meedoen.records import Organisation, Widget
from meedoen.records_answers import What
from meedoen.render.compose import Shell
from meedoen.site import Site
from meedoen.store import facets, recount, views, waiting
from meedoen.store.schema import contribution, contribution_order
from meedoen.store.schema_answers import waiting as waits
from meedoen.values import Ask, Assurance
from tests.bench.places import analyse, organisation_in, settings_in
from tests.bench.renders import answered
from tests.bench.rows import Row, compare
from tests.postgres import cluster

KIND, TOO = "topic", "me_too"
GROUPS = ("afspraak", "foto", "kinderen")
_AT_ONCE, _KEPT_AT_ONCE = 10_000, 500
ASKED = {"list": "", "narrowed list": "group=foto&tag=unanswered", "most asked": "tag=most"}


async def rooms(data: Path, sizes: tuple[int, int], rounds: int) -> list[Row]:
    """A room of either size, on SQLite and on PostgreSQL."""
    with cluster(durable=True) as server:
        return [
            *await _on(data / "sqlite", "SQLite", "", sizes, rounds),
            *await _on(data / "postgres", "PostgreSQL", server.database(), sizes, rounds),
        ]


async def _on(data: Path, name: str, address: str, sizes: tuple[int, int], rounds: int) -> list[Row]:
    settings = settings_in(data, 8000).model_copy(update={"database": address})
    async with opened(settings) as context:
        site = build_site(settings, context.registry, context.store, context.clock)
        of = await organisation_in(context)
        few, many = [await _room(context, of, size) for size in sizes]
        await context.store.write(partial(recount.recount, repair=True))
        times: dict[str, tuple[list[float], list[float]]] = {what: ([], []) for what in (*ASKED, "topic", "queue")}
        for _ in range(rounds):
            for turn, one in enumerate((many, few)):
                room = partial(answered, site, name=one.widget.name)
                for what, query in ASKED.items():
                    times[what][turn].append(await room(partial(WidgetFace, shell=Shell.PAGE), query=query))
                times["topic"][turn].append(await room(partial(ItemFace, shell=Shell.ITEM), number=1))
                times["queue"][turn].append(await _queue(site, one))
    against = f"of {sizes[1]:,} topics on {name}, against of {sizes[0]:,}"
    return [
        compare(f"room: {what} {against}", "ms", ours, theirs, wanted=1.5) for what, (ours, theirs) in times.items()
    ]


async def _room(context: Context, of: Organisation, size: int) -> Placed:
    groups = [{"key": key, "label": key.title()} for key in GROUPS]
    made = partial(
        placing.add,
        of=of,
        name=f"room-{size}",
        installed=placing.type_of(context.registry, "waiting_room"),
        title="Paspoort aanvragen",
        raw={"groups": groups},
        at=context.clock(),
    )
    placed: Placed = await context.store.write(made)
    for first in range(0, size, _AT_ONCE):
        numbers = range(first + 1, min(first + _AT_ONCE, size) + 1)
        await context.store.write(partial(_fill, of=placed.widget, numbers=numbers))
        for some in range(numbers.start, numbers.stop, _KEPT_AT_ONCE):
            kept = range(some, min(some + _KEPT_AT_ONCE, numbers.stop))
            await context.store.write(
                partial(facets.keep, of=placed.widget.id, functions=placed.installed.type.facets, numbers=kept)
            )
        await context.store.write(analyse)
    return placed


def _fill(conn: Connection, of: Widget, numbers: range) -> None:
    """Topics, as acts would have left them; what is counted of them is counted once all are there."""
    keys = [{"widget": of.id, "number": number} for number in numbers]
    common = {"kind": KIND, "target": ""}
    topics = [
        {
            **key,
            **common,
            "participant": key["number"].to_bytes(16, "big"),
            "data": {
                "title": f"Waar vind ik formulier {key['number']}?",
                "group": GROUPS[key["number"] % len(GROUPS)],
                "kind": "question",
            },
            "assurance": Assurance.STORED,
            "tag": b"",
            "created": of.created - timedelta(seconds=numbers[-1] - key["number"]),
        }
        for key in keys
    ]
    conn.execute(insert(contribution), topics)
    conn.execute(insert(contribution_order), [{**key, **common, "name": TOO, "score": 0.0} for key in keys])
    since = [{"what": What.ANSWER.value, "organisation": of.organisation.id, "since": one["created"]} for one in topics]
    conn.execute(insert(waits), [{**key, **one} for key, one in zip(keys, since, strict=True)])


async def _queue(site: Site, placed: Placed) -> float:
    """Milliseconds of what its desk reads and shows, and of what the organisation's own queue reads of it."""
    moment, of = site.clock(), placed.widget
    desk = placed.installed.type.desks["queue"]
    began = perf_counter()
    found = await site.store.read(partial(views.read, of=of, reads=placed.desk_reads(desk, Ask(), moment)))
    desk.show(view(placed, Ask(), "nl", moment, found))
    await site.store.read(
        partial(waiting.page, organisation_id=of.organisation.id, what=What.ANSWER, most=20, widgets=[of.id])
    )
    return 1000 * (perf_counter() - began)
