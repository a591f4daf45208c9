# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Waiting times, against those of a library that others rely on."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from meedoen.lifetimes import survival
from meedoen.widget import median_wait

DAY_S = 86_400.0


def some_waits(dice: random.Random) -> list[tuple[float, bool]]:
    """Of a room: in whole days, so that many are alike, or to the second; few or most still wait."""
    whole, still = dice.random() < 0.5, dice.choice((0.0, 0.1, 0.5, 0.9))
    waits = [(dice.expovariate(1 / (3 * DAY_S)), dice.random() >= still) for _ in range(dice.randrange(10, 120))]
    return [((seconds // DAY_S) * DAY_S if whole else seconds, over) for seconds, over in waits]


@pytest.mark.scale(test=20, long=200)
def test_the_curve_and_its_median_are_those_of_a_known_library(count: int) -> None:
    dice = random.Random(1958)
    medians = []
    for _ in range(count):
        waits = some_waits(dice)
        known = ecdf(
            CensoredData(
                uncensored=[seconds for seconds, over in waits if over],
                right=[seconds for seconds, over in waits if not over],
            )
        ).sf
        theirs = dict(zip(known.quantiles, known.probabilities, strict=True))
        ours = survival(waits)
        assert [step.share for step in ours] == pytest.approx([theirs[step.seconds] for step in ours], abs=1e-12)
        half = [float(at) for at, share in theirs.items() if share <= 0.5 + 1e-9]
        assert median_wait(waits) == min(half, default=None)
        medians.append(median_wait(waits))
    assert None in medians, "in some room more than half still wait"
    assert len({*medians}) > count / 3


def test_who_still_waits_counts() -> None:
    answered = [(day * DAY_S, True) for day in range(1, 11)]
    assert median_wait(answered) == 5 * DAY_S
    assert median_wait([*answered, *[(30 * DAY_S, False)] * 6]) == 8 * DAY_S
    assert median_wait([*answered, *[(30 * DAY_S, False)] * 11]) is None, "more than half still wait"


def test_of_a_few_nothing_is_said() -> None:
    assert median_wait([(DAY_S, True)] * 9) is None
    assert median_wait([(DAY_S, True)] * 10) == DAY_S
    assert survival([]) == []


@given(st.lists(st.tuples(st.integers(0, 50).map(float), st.booleans()), max_size=60))
def test_the_curve_only_falls(waits: list[tuple[float, bool]]) -> None:
    steps = survival(waits)
    assert [step.seconds for step in steps] == sorted({seconds for seconds, over in waits if over})
    shares = [1.0, *(step.share for step in steps)]
    assert all(0 <= after < before for before, after in pairwise(shares))
