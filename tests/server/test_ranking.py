# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Orders by how certain an opinion is, against published values and against chance itself."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.widget import Interval, dirichlet, places, wilson

STARS = (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("yes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_has_the_published_interval(yes: int, n: int, low: float, high: float) -> None:
    """Newcombe, R. G. (1998), Two-sided confidence intervals for the single proportion, Statistics in Medicine 17,
    857-872: table I, method 3."""
    assert wilson(yes, n) == pytest.approx((low, high), abs=0.00005)


def test_of_nobody_nothing_is_known() -> None:
    assert wilson(0, 0) == (0, 1)
    low, high = dirichlet({}, STARS)
    assert (low + high) / 2 == pytest.approx(3)


@pytest.mark.scale(test=4_000, long=400_000)
@pytest.mark.parametrize("counts", [(0, 0, 0, 0, 3), (5, 1, 0, 2, 9), (41, 66, 154, 512, 431), (1, 0, 0, 0, 0)])
def test_stars_have_the_interval_that_chance_gives(counts: tuple[int, ...], count: int) -> None:
    """Drawn from the Dirichlet distribution by gamma variates (Devroye 1986, XI.4): mean and spread are the same."""
    dice = random.Random(1927)

    def drawn() -> float:
        weights = [dice.gammavariate(one + 1, 1) for one in counts]
        return sum(value * weight for value, weight in zip(STARS, weights, strict=True)) / sum(weights)

    draws = [drawn() for _ in range(count)]
    mean = sum(draws) / count
    deviation = (sum((one - mean) ** 2 for one in draws) / count) ** 0.5
    low, high = dirichlet(dict(zip(STARS, counts, strict=True)), STARS, z=1)
    assert (low + high) / 2 == pytest.approx(mean, abs=4 * deviation / count**0.5)
    assert (high - low) / 2 == pytest.approx(deviation, rel=0.08)


def test_a_few_at_the_top_do_not_come_before_many_that_are_good() -> None:
    assert dirichlet({5: 2}, STARS).low < dirichlet({4: 40, 5: 160}, STARS).low
    assert wilson(3, 3).low < wilson(90, 100).low


@given(st.lists(st.integers(0, 10_000), min_size=5, max_size=5), st.integers(0, 4))
def test_one_more_at_the_top_never_lowers(counts: list[int], at: int) -> None:
    before = dict(zip(STARS, counts, strict=True))
    more = {**before, 5: before[5] + 1}
    assert dirichlet(more, STARS).low > dirichlet(before, STARS).low
    low, high = dirichlet(before, STARS)
    assert low <= high


def test_who_cannot_be_told_apart_shares_a_place() -> None:
    apart = [Interval(0.1, 0.2), Interval(0.8, 0.9), Interval(0.5, 0.6)]
    assert places(apart) == [3, 1, 2]
    shared = [Interval(0.8, 0.9), Interval(0.7, 0.85), Interval(0.1, 0.2), Interval(0.75, 0.79)]
    assert places(shared) == [1, 2, 4, 2], "the second cannot be told from the last at its place, nor from the first"
    assert places([]) == []


def test_after_two_at_a_place_comes_the_one_behind_them() -> None:
    assert places([Interval(0.8, 0.9), Interval(0.7, 0.85), Interval(0.1, 0.2)]) == [1, 1, 3]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=30))
def test_places_follow_the_lower_bounds(pairs: list[tuple[int, int]]) -> None:
    intervals = [wilson(yes, yes + no) for yes, no in pairs]
    given_places = places(intervals)
    order = sorted(zip(given_places, intervals, strict=True), key=lambda one: one[0])
    assert [place for place, _ in order] == sorted(given_places)
    for place, interval in order:
        better = [one for other, one in order if other < place]
        assert all(one.low >= interval.low for one in better)
