# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A process that acts on a store as fast as it can until it is killed, and tells each act that was acknowledged.

What it does follows from a round and a count, so that who killed it can send the same acts again.
Run as `python -m tests.faults.voting FILE ROUND`; each line it prints is the count of an acknowledged act.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import os
import sys
from datetime import UTC, datetime, timedelta

from meedoen.effects import Contribute, React
from meedoen.records import Deed, Mark, Scene, Stored
from meedoen.store import Orders, Store, open_store
from meedoen.values import Assurance

WIDGET = 1
AT_ONCE = 100
WORDS_EVERY = 10
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def mark(round_: int, count: int) -> Mark:
    """The act with this count, by somebody of its own; each round has a target of its own."""
    name = hashlib.sha256(f"{round_} {count}".encode())
    scene = Scene(
        WIDGET,
        str(round_),
        name.digest()[:16],
        Assurance.STORED,
        name.hexdigest()[:32],
        NOW + timedelta(microseconds=count),
        "2026-05-01",
    )
    return Mark(scene, "score", count % 5 + 1)


async def act(store: Store, round_: int, count: int) -> Stored:
    """Do it; every tenth has words."""
    vote = mark(round_, count)
    if count % WORDS_EVERY:
        return await store.react(vote)
    words = Contribute("reason", {"count": count}, once=True)
    return await store.act(Deed(vote.scene, "rate", [React("score", count % 5 + 1), words]))


async def vote_for_ever(path: str, round_: int) -> None:
    """Until killed."""
    store = open_store(f"sqlite:///{path}", clock=lambda: NOW, ranks=lambda _type_name: Orders())
    counts = itertools.count()

    async def one_voter() -> None:
        for count in counts:
            await act(store, round_, count)
            os.write(1, b"%d\n" % count)

    await asyncio.gather(*(one_voter() for _ in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(vote_for_ever(sys.argv[1], int(sys.argv[2])))
