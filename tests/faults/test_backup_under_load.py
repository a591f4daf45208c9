# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A copy taken while people vote: it opens, its counts are right, what was acknowledged before it began is in it."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path

import pytest
from sqlalchemy import select

from meedoen.store.recount import recount
from meedoen.store.schema import reaction
from tests.faults.test_kill import opened, placed
from tests.faults.voting import AT_ONCE, act, mark


async def copied_while_voting(path: Path, copy: Path, round_: int) -> set[int]:
    """The counts of the acts that were acknowledged before the copy was begun."""
    store = opened(path)
    counts = itertools.count()
    acknowledged: set[int] = set()
    some, enough = asyncio.Event(), asyncio.Event()

    async def one_voter() -> None:
        while not enough.is_set():
            count = next(counts)
            await act(store, round_, count)
            acknowledged.add(count)
            if len(acknowledged) == 5 * AT_ONCE:
                some.set()

    voters = [asyncio.ensure_future(one_voter()) for _ in range(AT_ONCE)]
    await some.wait()
    before = set(acknowledged)
    await store.backup(copy)
    enough.set()
    await asyncio.gather(*voters)
    await store.close()
    return before


async def check(copy: Path, round_: int, before: set[int]) -> None:
    store = opened(copy)
    assert await store.read(recount) == []
    rows = await store.read(lambda conn: set(conn.execute(select(reaction.c.participant)).scalars()))
    assert {mark(round_, count).scene.participant for count in before} <= rows
    assert not (await act(store, -1, 1)).repeated
    await store.close()


@pytest.mark.scale(test=2, long=50)
def test_a_backup_under_load_restores_and_recounts(tmp_path: Path, count: int) -> None:
    path = tmp_path / "meedoen.sqlite3"
    asyncio.run(placed(path))
    for round_ in range(count):
        copy = tmp_path / f"copy-{round_}.sqlite3"
        before = asyncio.run(copied_while_voting(path, copy, round_))
        asyncio.run(check(copy, round_, before))
        copy.unlink()
