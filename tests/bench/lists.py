# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a face of twenty items costs that is not in the cache, on each database: no more, however many there are."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, insert

from meedoen.app import build_site
from meedoen.commands.serving import opened
from meedoen.records import Widget
from meedoen.store.schema import contribution, contribution_count
from meedoen.values import Assurance
from tests.bench.places import organisation_in, settings_in, widget_of
from tests.bench.renders import REASON, in_turn
from tests.bench.rows import Row, compare
from tests.postgres import cluster

KIND = "reason"
_AT_ONCE = 50_000


async def lists(data: Path, few: int, many: int, rounds: int) -> list[Row]:
    """The frame with the newest twenty reasons of so many, on SQLite and on PostgreSQL."""
    with cluster(durable=True) as server:
        return [
            await _on(data / "sqlite", "SQLite", "", few, many, rounds),
            await _on(data / "postgres", "PostgreSQL", server.database(), few, many, rounds),
        ]


async def _on(data: Path, name: str, address: str, few: int, many: int, rounds: int) -> Row:
    settings = settings_in(data, 8000).model_copy(update={"database": address})
    async with opened(settings) as context:
        site = build_site(settings, context.registry, context.store, context.clock)
        of = await organisation_in(context)
        placed = [await widget_of(context, of, f"reasons-{people}", show_reasons=True) for people in (many, few)]
        for one, people in zip(placed, (many, few), strict=True):
            for first in range(0, people, _AT_ONCE):
                numbers = range(first + 1, min(first + _AT_ONCE, people) + 1)
                await context.store.write(partial(_fill, of=one.widget, numbers=numbers))
            await context.store.write(partial(_count, of=one.widget, people=people))
        ours, theirs = await in_turn(site, placed, rounds)
    return compare(f"render on a miss: 20 of {many:,} on {name}, against of {few:,}", "ms", ours, theirs, wanted=1.5)


def _fill(conn: Connection, of: Widget, numbers: range) -> None:
    """Reasons, as acts would have left them."""
    rows = [
        {
            "widget": of.id,
            "number": number,
            "kind": KIND,
            "target": "",
            "participant": number.to_bytes(16, "big"),
            "data": {"text": REASON},
            "assurance": Assurance.STORED,
            "tag": b"",
            "created": of.created + timedelta(seconds=number),
        }
        for number in numbers
    ]
    conn.execute(insert(contribution), rows)


def _count(conn: Connection, of: Widget, people: int) -> None:
    everywhere = [{"everywhere": whole, "target": "", "count": people} for whole in (False, True)]
    conn.execute(insert(contribution_count), [{"widget": of.id, "kind": KIND, **one} for one in everywhere])
