# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The search for what is alike: how often it finds the topic that helps, beside plain full text; and what it costs.

Found is measured on the half of `questions/` that is kept for it, in a room that holds the topics of all services.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import fmean
from time import perf_counter

from sqlalchemy import Connection, insert, text

from meedoen import likeness
from meedoen.records import Mark, Organisation, Scene, Widget
from meedoen.search_words import WORD, folded
from meedoen.store import Orders, Store, alike, open_store, organisations, widgets
from meedoen.store.schema import alike as kept
from meedoen.store.schema import alike_count, contribution
from meedoen.values import WHOLE, Assurance, Item
from tests.bench.places import analyse
from tests.bench.rows import Row, compare
from tests.bench.test_questions import BY_QUESTION, TOPICS
from tests.postgres import cluster

KIND, FOUND = "topic", 5
_AT_ONCE = 10_000
_VOTES_AT_ONCE, _VOTES_EVERY_S = 10, 0.05
"""Two hundred a second: a busy evening, on which somebody types."""
_NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
_OWN = [f"{topic['title']} {topic['body']}" for topic in TOPICS.values()]
_NUMBERS = {key: number for number, key in enumerate(TOPICS, 1)}
_RUNNING = [word for one in _OWN for word in one.split()]

_PLAIN = {
    "sqlite": (
        "CREATE VIRTUAL TABLE plain USING fts5(text, tokenize='unicode61 remove_diacritics 2')",
        "INSERT INTO plain (rowid, text) VALUES (:number, :text)",
        "SELECT rowid FROM plain WHERE plain MATCH :asked ORDER BY bm25(plain), rowid LIMIT :most",
    ),
    "postgresql": (
        "CREATE TABLE plain (number int PRIMARY KEY, held tsvector)",
        "INSERT INTO plain VALUES (:number, to_tsvector('dutch', :text))",
        (
            "SELECT number FROM plain, to_tsquery('dutch', :asked) AS asked WHERE held @@ asked"
            " ORDER BY ts_rank(held, asked) DESC, number LIMIT :most"
        ),
    ),
}
"""Full text as each database has it: by any of the words, the best first."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, and the numbers of the topics that help, with what makes each alike."""

    typed: str
    same: Sequence[tuple[int, str]]


def questions(split: str) -> list[Question]:
    """Those of one half."""
    return [
        Question(rows[0]["question"], [(_NUMBERS[row["topic"]], row["kind"]) for row in rows if row["same"] == "yes"])
        for rows in BY_QUESTION.values()
        if rows[0]["split"] == split
    ]


async def likes(data: Path, sizes: tuple[int, int], searches: int, resamples: int, split: str = "keep") -> list[Row]:
    """What is found and what it costs in a room of either size, on SQLite and on PostgreSQL."""
    rows = []
    with cluster(durable=True) as server:
        for name, url in (("SQLite", f"sqlite:///{data / 'alike.sqlite3'}"), ("PostgreSQL", server.database())):
            store = open_store(url, clock=lambda: _NOW, ranks=lambda _name: Orders(search_text=_told))
            of = await store.write(partial(organisations.add, name="gouda", title="Gouda", at=_NOW))
            rows += await _recalls(name, store, of, questions(split), resamples)
            rows += await _costs(name, store, of, sizes, searches)
            await store.close()
    return rows


async def _recalls(name: str, store: Store, of: Organisation, asked: Sequence[Question], resamples: int) -> list[Row]:
    """Of all there is to find, what is found: by ours against plain full text, and the same for each kind of pair."""
    room = await _room(store, of, "own", len(_OWN))
    await store.write(_plain)
    ours = await store.read(lambda conn: [alike.find(conn, room.id, KIND, one.typed, FOUND) for one in asked])
    theirs = await store.read(lambda conn: [_full_text(conn, one.typed) for one in asked])
    rows = []
    for kind in ("", *sorted({kind for one in asked for _number, kind in one.same})):
        shares = [
            (fmean(number in got for number in same), fmean(number in plain for number in same))
            for one, got, plain in zip(asked, ours, theirs, strict=True)
            if (same := [number for number, of_kind in one.same if kind in ("", of_kind)])
        ]
        what = f"recall@{FOUND} on {name}, {kind or 'all'}, against full text"
        rows.append(_ahead(f"alike: {what}", shares, resamples, beyond=not kind))
    return rows


def _ahead(name: str, shares: Sequence[tuple[float, float]], resamples: int, *, beyond: bool) -> Row:
    """Both means with their 95% intervals by a bootstrap over the questions; `beyond` it is wanted, or as good."""
    dice = random.Random(2026)
    drawn = [
        [fmean(column) for column in zip(*dice.choices(shares, k=len(shares)), strict=True)] for _ in range(resamples)
    ]
    (ours, theirs), (own, others) = ([fmean(column) for column in zip(*shares, strict=True)], zip(*drawn, strict=True))
    least = max(theirs, 1 / len(shares) / 2)  # where nothing at all is found, a ratio is to something
    bounds = [(sorted(of)[int(0.025 * resamples)], sorted(of)[int(0.975 * resamples)]) for of in (own, others)]
    (low, high), (others_low, others_high) = bounds
    note = f"{low:.2f} to {high:.2f}, against {others_low:.2f} to {others_high:.2f}; {len(shares)} questions"
    ratios = [one / max(other, least / 2) for one, other in zip(own, others, strict=True)]
    wanted = others_high / least if beyond else 1.0
    return Row(name, ours, "", least, ours / least, wanted, ratios, note)


async def _costs(name: str, store: Store, of: Organisation, sizes: tuple[int, int], searches: int) -> list[Row]:
    few, many = [await _room(store, of, f"room-{size}", size) for size in sizes]
    typed = [one.typed for half in ("tune", "keep") for one in questions(half)]
    times: Mapping[int, list[float]] = {many.id: [], few.id: []}
    async with _votes(store, many):
        for turn in range(searches):
            for room, taken in times.items():
                find = partial(alike.find, widget_id=room, kind=KIND, text=typed[turn % len(typed)], most=FOUND)
                began = perf_counter()
                await store.read(find)
                taken.append(1000 * (perf_counter() - began))
    ours, theirs = times.values()
    last = sorted(ours)[int(0.99 * len(ours))]
    at = f"{sizes[1]:,} topics on {name}"
    return [
        compare(f"alike: among {at}, against {sizes[0]:,}", "ms", ours, theirs, wanted=3.0),
        Row(f"alike: among {at}, the slowest of a hundred", last, "ms", 100.0, last / 100, 1.0, [last / 100]),
    ]


@asynccontextmanager
async def _votes(store: Store, of: Widget) -> AsyncIterator[None]:
    """People who react all the while, so many at a time."""

    def mark() -> Mark:
        who, key = secrets.token_bytes(16), secrets.token_hex(16)
        return Mark(Scene(of.id, WHOLE, who, Assurance.STORED, key, _NOW, day="2026-05-01"), "support", 1)

    async def go_on() -> None:
        while True:
            await asyncio.gather(*(store.react(mark()) for _ in range(_VOTES_AT_ONCE)))
            await asyncio.sleep(_VOTES_EVERY_S)

    voting = asyncio.create_task(go_on())
    yield
    voting.cancel()
    with suppress(asyncio.CancelledError):
        await voting


async def _room(store: Store, of: Organisation, name: str, size: int) -> Widget:
    """A widget with the topics of `questions/`, and behind them others of the same words by chance."""
    add = partial(widgets.add, of=of, name=name, type_name="rating", title=name, settings={}, at=_NOW)
    room = await store.write(add)
    dice, counts = random.Random(7), Counter[str]()
    for first in range(0, size, _AT_ONCE):
        numbers = range(first + 1, min(first + _AT_ONCE, size) + 1)
        chance = (" ".join(dice.choices(_RUNNING, k=dice.randrange(8, 40))) for _ in numbers)
        texts = [_OWN[number - 1] if number <= len(_OWN) else one for number, one in zip(numbers, chance, strict=True)]
        await store.write(partial(_fill, of=room, numbers=numbers, texts=texts, counts=counts))
    stand = [{"widget": room.id, "kind": KIND, "term": term, "count": n} for term, n in counts.items()]
    await store.write(lambda conn: conn.execute(insert(alike_count), stand))
    await store.write(analyse)
    return room


def _fill(conn: Connection, of: Widget, numbers: range, texts: Sequence[str], counts: Counter[str]) -> None:
    """Topics with what is kept of their terms, as acts would have left them."""
    told = [likeness.terms(text, likeness.TOLD_WORDS_MAX) for text in texts]
    for terms in told:
        counts.update({*terms, ""})
    where = [{"widget": of.id, "number": number, "kind": KIND} for number in numbers]
    common = {"target": "", "assurance": Assurance.STORED, "tag": b"", "created": _NOW}
    rows = [{**one, **common, "participant": secrets.token_bytes(16), "data": {}} for one in where]
    conn.execute(insert(contribution), rows)
    conn.execute(
        insert(kept), [{**one, "terms": " ".join(sorted(of))} for one, of in zip(where, told, strict=True) if of]
    )


def _told(item: Item) -> str:
    return str(item.data.get("text", ""))


def _plain(conn: Connection) -> None:
    """Make and fill the table that is searched by full text alone."""
    make, fill, _search = _PLAIN[conn.dialect.name]
    conn.execute(text(make))
    conn.execute(text(fill), [{"number": number, "text": one} for number, one in enumerate(_OWN, 1)])


def _full_text(conn: Connection, typed: str) -> list[int]:
    words = dict.fromkeys(WORD.findall(folded(typed)))
    asked = " OR ".join(f'"{word}"' for word in words) if conn.dialect.name == "sqlite" else " | ".join(words)
    return list(conn.execute(text(_PLAIN[conn.dialect.name][2]), {"asked": asked, "most": FOUND}).scalars())
