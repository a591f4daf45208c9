# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Guesses are counted over processes, and strictly: never more in any hour, however they fall."""

from __future__ import annotations

import asyncio
import random
from datetime import datetime, timedelta
from functools import partial

import pytest

from meedoen.limits import SIGN_IN_WINDOW_S, SIGN_INS_PER_HOUR_MAX
from meedoen.store import Store, sign_ins
from tests.postgres import Cluster
from tests.server.store.conftest import a_trial
from tests.server.store.trial import NOW, Trial

WINDOW = timedelta(seconds=SIGN_IN_WINDOW_S)


def take(trial: Trial, at: datetime, device: str = "") -> bool:
    return trial.write(partial(sign_ins.take, who=b"who", device=device, now=at))


def test_in_no_hour_more_are_taken(trial: Trial) -> None:
    chance = random.Random(4)
    at, taken = NOW, []
    for _ in range(200):
        at += timedelta(seconds=chance.expovariate(1 / 200))
        if take(trial, at):
            taken.append(at)
    assert len(taken) > SIGN_INS_PER_HOUR_MAX * 3
    for first in taken:
        assert sum(first <= one < first + WINDOW for one in taken) <= SIGN_INS_PER_HOUR_MAX


def test_what_is_given_back_is_free_again_and_a_device_has_its_own(trial: Trial) -> None:
    assert all(take(trial, NOW + timedelta(seconds=one)) for one in range(SIGN_INS_PER_HOUR_MAX))
    late = NOW + timedelta(minutes=1)
    assert not take(trial, late)
    assert take(trial, late, device="known")
    trial.write(partial(sign_ins.give_back, who=b"who", device="", taken=NOW, now=late))
    assert take(trial, late)
    assert not take(trial, late)


def test_what_counts_no_more_is_forgotten(trial: Trial) -> None:
    take(trial, NOW)
    trial.write(partial(sign_ins.forget, before=NOW + timedelta(seconds=1)))
    assert all(take(trial, NOW) for _ in range(SIGN_INS_PER_HOUR_MAX))
    for minutes in (0, 50):
        trial.write(partial(sign_ins.take, who=b"other", device="", now=NOW + timedelta(minutes=minutes)))
    trial.write(partial(sign_ins.forget, before=NOW + timedelta(minutes=10)))
    late = NOW + timedelta(minutes=55)
    left = [
        trial.write(partial(sign_ins.take, who=b"other", device="", now=late)) for _ in range(SIGN_INS_PER_HOUR_MAX)
    ]
    assert sum(left) == SIGN_INS_PER_HOUR_MAX - 2, "who was tried lately is remembered whole"


@pytest.mark.scale(test=5, long=200)
def test_two_processes_share_the_places(postgres: Cluster, count: int) -> None:
    async def both(one: Store, other: Store, who: bytes) -> list[bool]:
        trying = partial(sign_ins.take, who=who, device="", now=NOW)
        return await asyncio.gather(*(store.write(trying) for store in (one, other) for _ in range(12)))

    with a_trial(postgres.database()) as trial:
        other = trial.open()
        for number in range(count):
            assert sum(trial.run(both(trial.store, other, bytes([number])))) == SIGN_INS_PER_HOUR_MAX
        trial.run(other.close())
