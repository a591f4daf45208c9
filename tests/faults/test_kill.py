# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A process that is killed with votes under way: none that was acknowledged is missing, none is there twice."""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from meedoen.store import Orders, Store, open_store, organisations, widgets
from meedoen.store.recount import recount
from meedoen.store.schema import contribution, reaction
from tests.faults.voting import AT_ONCE, NOW, WIDGET, WORDS_EVERY, act, mark
from tests.tools import ROOT


def opened(path: Path) -> Store:
    return open_store(f"sqlite:///{path}", clock=lambda: NOW, ranks=lambda _type_name: Orders())


async def placed(path: Path) -> None:
    """A house with one widget."""
    store = opened(path)
    gouda = await store.write(lambda conn: organisations.add(conn, "gouda", "Gouda", at=NOW))
    widget = await store.write(lambda conn: widgets.add(conn, gouda, "fietsen", "rating", "Fietsen", {}, at=NOW))
    assert widget.id == WIDGET
    await store.close()


def killed_while_voting(path: Path, round_: int, acknowledged: int) -> list[int]:
    """The counts of the acts that were acknowledged, at least so many."""
    command = [sys.executable, "-m", "tests.faults.voting", str(path), str(round_)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as voting:
        assert voting.stdout
        counts = [int(voting.stdout.readline()) for _ in range(acknowledged)]
        voting.send_signal(signal.SIGKILL)
        whole_lines = [line for line in voting.stdout if line.endswith("\n")]
    assert voting.returncode == -signal.SIGKILL
    return counts + [int(line) for line in whole_lines]


async def check(path: Path, round_: int, acknowledged: list[int]) -> None:
    store = opened(path)
    votes = [mark(round_, count) for count in acknowledged]
    stored = await store.read(partial(reactions, round_=round_))
    assert [vote for vote in votes if stored.get(vote.scene.participant) != vote.value] == []
    assert await store.read(recount) == []

    sent_again = range(max(acknowledged) + AT_ONCE + 1)
    answers = await asyncio.gather(*(act(store, round_, count) for count in sent_again))
    assert [count for count in acknowledged if not answers[count].repeated] == []
    stored = await store.read(partial(reactions, round_=round_))
    assert stored == {vote.scene.participant: vote.value for vote in (mark(round_, count) for count in sent_again)}
    with_words = await store.read(partial(contributions, round_=round_))
    assert with_words == [count for count in sent_again if count % WORDS_EVERY == 0]
    assert await store.read(recount) == []
    await store.close()


def reactions(conn: Connection, round_: int) -> dict[bytes, int]:
    rows = conn.execute(select(reaction).where(reaction.c.target == str(round_)))
    return {row.participant: row.value for row in rows}


def contributions(conn: Connection, round_: int) -> list[int]:
    rows = conn.execute(select(contribution).where(contribution.c.target == str(round_)))
    return sorted(row.data["count"] for row in rows)


@pytest.mark.scale(test=2, long=100)
def test_no_acknowledged_vote_is_missing_or_doubled(tmp_path: Path, count: int) -> None:
    path = tmp_path / "meedoen.sqlite3"
    asyncio.run(placed(path))
    dice = random.Random(count)
    for round_ in range(count):
        acknowledged = killed_while_voting(path, round_, dice.randrange(1, 2_000))
        asyncio.run(check(path, round_, acknowledged))
