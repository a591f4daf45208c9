# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How certain an opinion of so many is, and the order that follows: a few ratings of five stars are no first place.

Each function is pure and takes counts. The intervals say how much such a crowd could differ from another like it; they
say nothing of those who did not take part, so they order things and are never shown as a margin of error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

Z_95 = 1.959963984540054
"""The normal quantile that leaves 2.5% above it: intervals of 95%."""


class Interval(NamedTuple):
    """From `low` to `high`, on the scale of what was rated."""

    low: float
    high: float


def wilson(yes: int, n: int, z: float = Z_95) -> Interval:
    """The score interval of a share, `yes` out of `n`, from 0 to 1; of nobody it is all of that.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22, 209-212.
    """
    if not n:
        return Interval(0.0, 1.0)
    share, squared = yes / n, z * z
    middle = share + squared / (2 * n)
    half = z * sqrt(share * (1 - share) / n + squared / (4 * n * n))
    whole = 1 + squared / n
    return Interval(max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole))


def dirichlet(counts: Mapping[int, int], values: Sequence[int], z: float = Z_95) -> Interval:
    """Around the mean value when each of `values` was given once more: a prior in which all are equally likely.

    The posterior mean less and plus `z` of its standard deviations, a normal approximation of its quantiles.
    Miller, E. (2014), Ranking items with star ratings, https://www.evanmiller.org/ranking-items-with-star-ratings.html
    """
    n, kinds = sum(counts.get(value, 0) for value in values), len(values)
    weights = [(value, (counts.get(value, 0) + 1) / (n + kinds)) for value in values]
    mean = sum(value * weight for value, weight in weights)
    spread = sum(value * value * weight for value, weight in weights) - mean * mean
    half = z * sqrt(max(0.0, spread) / (n + kinds + 1))
    return Interval(mean - half, mean + half)


def places(intervals: Sequence[Interval]) -> list[int]:
    """The place of each, from 1, in the order given: whoever cannot be told from the first at a place, shares it.

    Sorted by their lower bounds, the highest first. As in sports, after two at the second place comes the fourth.
    """
    order = sorted(range(len(intervals)), key=lambda one: (-intervals[one].low, -intervals[one].high))
    found = [0] * len(intervals)
    place, leader = 0, Interval(0.0, 0.0)
    for rank, one in enumerate(order, 1):
        if not place or intervals[one].high < leader.low:
            place, leader = rank, intervals[one]
        found[one] = place
    return found
