# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a rating went: from counts per day to weeks and to before and after; and the places of a list."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from meedoen.widget import Part, Subject, Tally
from meedoen_widgets.rating import course
from meedoen_widgets.rating.course import WEEKS_MAX, change, weeks
from meedoen_widgets.rating.scales import Scale
from meedoen_widgets.rating.things import most, pages, ranking, worst

MONDAY = date(2026, 3, 30)
"""The day after summer time began."""


def on(days: Mapping[int, Mapping[int, int]]) -> dict[str, Tally]:
    """Counts by how many days after `MONDAY`."""
    return {(MONDAY + timedelta(days=day)).isoformat(): Tally(counts) for day, counts in days.items()}


def test_days_make_weeks_and_a_week_without_anybody_is_one_too() -> None:
    found = weeks(Scale.YES_NO, on({0: {1: 5, 2: 5}, 6: {2: 10}, 14: {2: 5}}))
    assert [(one.start.date(), one.n, one.high, one.level) for one in found] == [
        (MONDAY, 20, 100, 75),
        (MONDAY + timedelta(weeks=1), 0, 0, None),
        (MONDAY + timedelta(weeks=2), 5, 25, None),
    ]
    assert [one.short is None for one in found] == [False, True, True]


def test_few_people_or_one_week_are_no_course() -> None:
    assert weeks(Scale.YES_NO, {}) == []
    assert weeks(Scale.YES_NO, on({0: {1: 4}, 7: {1: 5}})) == []
    assert weeks(Scale.YES_NO, on({0: {1: 400}, 6: {1: 5}})) == []
    assert weeks(Scale.YES_NO, on({0: {1: 400}, 9: {}})) == [], "who withdrew leaves an empty day"


def test_of_a_long_time_the_last_weeks_are_drawn() -> None:
    found = weeks(Scale.STARS, on({7 * week: {4: 12} for week in range(60)}))
    assert (len(found), found[-1].start.date()) == (WEEKS_MAX, MONDAY + timedelta(weeks=59))
    assert all(one.left >= 0 and one.left + one.width <= 100 and one.level == 75 for one in found)


def test_the_day_of_the_change_is_after_it() -> None:
    found = change(Scale.FACES, on({0: {1: 30}, 1: {3: 1}, 2: {3: 39}}), MONDAY + timedelta(days=1))
    assert (found.before.n, found.after.n) == (30, 40)
    assert "more favourable" in found.verdict.msgid
    assert (
        "less favourable" in change(Scale.FACES, on({0: {3: 30}, 1: {1: 40}}), MONDAY + timedelta(days=1)).verdict.msgid
    )


def test_too_few_or_too_little_is_not_called_a_difference() -> None:
    after = MONDAY + timedelta(days=1)
    assert "too few" in change(Scale.YES_NO, on({0: {1: 300}, 1: {2: 9}}), after).verdict.msgid
    assert "chance" in change(Scale.YES_NO, on({0: {1: 10, 2: 10}, 1: {1: 8, 2: 12}}), after).verdict.msgid


THINGS = [Part(key, key.title()) for key in "abcd"]


def test_things_that_cannot_be_told_apart_share_a_place() -> None:
    tallies = {"a": {5: 9}, "b": {1: 80, 5: 20}, "c": {4: 40, 5: 60}, "d": {4: 45, 5: 60}}
    found = ranking(Scale.STARS, THINGS, {key: Tally(counts) for key, counts in tallies.items()})
    assert [(row.key, row.place and (row.place.msgid, row.place.values["place"])) for row in found] == [
        ("c", ("Shared place %(place)s", 1)),
        ("d", ("Shared place %(place)s", 1)),
        ("b", ("Place %(place)s", 3)),
        ("a", None),
    ]
    assert found[-1].standing.mean is None, "below ten people there are counts alone"


def test_the_worst_page_is_the_one_that_is_surely_bad() -> None:
    pages_ = {"few": {1: 9}, "bad": {1: 60, 2: 40}, "all bad": {1: 10}, "good": {1: 5, 2: 900}}
    order = sorted(pages_, key=lambda key: worst({"score": Tally(pages_[key])}), reverse=True)
    assert order == ["all bad", "bad", "good", "few"]
    assert max(pages_, key=lambda key: most({"score": Tally(pages_[key])})) == "good"
    assert worst({}) == worst({"score": Tally({1: 9})}) < 0


def test_pages_of_few_people_are_not_listed() -> None:
    found = pages(
        Scale.YES_NO, [Subject("/a", "/a", {"score": Tally({1: 9})}), Subject("/b", "/b", {"score": Tally({2: 10})})]
    )
    assert [row.key for row in found] == ["/b"]


@pytest.mark.parametrize(("mean", "most"), [(1.0, 5), (2.0, 8), (10.0, 21), (100.0, 132)])
def test_how_many_may_be_chance(mean: float, most: int) -> None:
    """Against the tail of the Poisson distribution, summed the other way round."""
    assert course.poisson_most(mean) == most

    def tail(k: int) -> float:
        return sum(math.exp(-mean + i * math.log(mean) - math.lgamma(i + 1)) for i in range(k + 1, k + 400))

    assert tail(most) < course.BY_CHANCE <= tail(most - 1)


def test_a_burst_does_not_hide_the_next_one() -> None:
    days = {f"2026-05-{day:02}": Tally({3: 2}) for day in range(1, 15)}
    days |= {"2026-05-15": Tally({1: 40}), "2026-05-16": Tally({1: 40}), "2026-05-17": Tally({3: 8})}
    assert [(one.day.date().isoformat(), one.n, one.usual, one.most) for one in course.bursts(days)] == [
        ("2026-05-16", 40, 2.0, 8),
        ("2026-05-15", 40, 2.0, 8),
    ]
    assert course.bursts({"2026-05-01": Tally({3: 500})}) == []
