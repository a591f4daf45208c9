# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How it went: week by week, and before and after a change. From the counts per day alone; pure, and knows no clock."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from meedoen.widget import Message, Tally, say
from meedoen_widgets.rating.scales import LOW_N, Scale, Standing, interval, level, standing, total

WEEKS_MAX = 26
"""A drawing of more has columns too thin to tell apart; the table is as long."""

Days = Mapping[str, Tally]
"""By day as `YYYY-MM-DD`."""


@dataclass(frozen=True, slots=True)
class Week:
    """One column: from which day, how many, and what they gave; where it stands, in percents of the drawing."""

    start: datetime
    n: int
    short: Message | None
    """What they gave, in words; None below `LOW_N` people."""
    left: float
    width: float
    high: float
    """Of the column: the busiest week is 100."""
    level: float | None
    """Of the point: 0 all the least favourable, 100 all the most."""

    @property
    def middle(self) -> float:
        """Where the point stands across."""
        return round(self.left + self.width / 2, 2)


def weeks(scale: Scale, days: Days) -> list[Week]:
    """From the first to the last week in which somebody rated, empty ones among them, and at most the last
    `WEEKS_MAX`; nothing below `LOW_N` people, or within one week: that is no course."""
    by_week: dict[date, list[Tally]] = {}
    for day, tally in days.items():
        if tally.n:
            at = date.fromisoformat(day)
            by_week.setdefault(at - timedelta(days=at.weekday()), []).append(tally)
    if len(by_week) < 2 or total(list(days.values())).n < LOW_N:
        return []
    first, last = min(by_week), max(by_week)
    starts = [first + timedelta(weeks=one) for one in range((last - first).days // 7 + 1)][-WEEKS_MAX:]
    tallies = [total(by_week.get(start, ())) for start in starts]
    most, step = max(tally.n for tally in tallies), 100 / len(starts)
    return [
        Week(
            start=noon(start),
            n=tally.n,
            short=standing(scale, tally).short,
            left=round(at * step, 2),
            width=round(step * 0.8, 2),
            high=round(100 * tally.n / most, 2),
            level=round(100 * level(scale, tally), 2) if tally.n >= LOW_N else None,
        )
        for at, (start, tally) in enumerate(zip(starts, tallies, strict=True))
    ]


USUAL_DAYS = 28
"""What is usual is the median of so many days before."""
USUAL_DAYS_LEAST = 7
BY_CHANCE = 0.001
"""So many on a day, or more, come by chance on one day in a thousand."""


@dataclass(frozen=True, slots=True)
class Burst:
    """A day with far more ratings than the days before it."""

    day: datetime
    n: int
    usual: float
    most: int
    """As many as that may well be chance."""


def bursts(days: Days) -> list[Burst]:
    """Days on which more people rated than chance explains, the newest first.

    As on a control chart for counts (Shewhart's c chart; NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.3.1),
    with the exact tail of the Poisson distribution in place of three standard deviations, since counts are small; and
    with the median for the mean, which an earlier burst does not move. At least one a day is taken as usual.
    """
    counts = {date.fromisoformat(day): tally.n for day, tally in days.items() if tally.n}
    first, found = min(counts, default=date.min), []
    for day, n in sorted(counts.items(), reverse=True):
        before = [day - timedelta(days=one) for one in range(1, USUAL_DAYS + 1)]
        usual = [counts.get(one, 0) for one in before if one >= first]
        if len(usual) >= USUAL_DAYS_LEAST:
            middle = float(median(usual))
            most = poisson_most(max(middle, 1.0))
            found += [Burst(noon(day), n, middle, most)] if n > most else []
    return found


def poisson_most(mean: float) -> int:
    """The least k with P(X > k) < `BY_CHANCE`, for X with the Poisson distribution of this mean."""
    k, term = 0, math.exp(-mean)
    below = term
    while 1 - below >= BY_CHANCE and term > 0:
        k += 1
        term *= mean / k
        below += term
    return k


@dataclass(frozen=True, slots=True)
class Change:
    """Two distributions side by side, and what may be said of them."""

    day: datetime
    before: Standing
    after: Standing
    verdict: Message


def change(scale: Scale, days: Days, day: date) -> Change:
    """What was given before that day, and from it on."""
    before = total([tally for at, tally in days.items() if at < day.isoformat()])
    after = total([tally for at, tally in days.items() if at >= day.isoformat()])
    return Change(noon(day), standing(scale, before), standing(scale, after), _verdict(scale, before, after))


def _verdict(scale: Scale, before: Tally, after: Tally) -> Message:
    """Whether the two can be told apart: whether their intervals leave a gap."""
    if min(before.n, after.n) < LOW_N:
        return say("There are too few ratings on one side to compare.")
    was, now = interval(scale, before), interval(scale, after)
    if now.low > was.high:
        return say("Since the change people are more favourable. Other things may have changed as well.")
    if now.high < was.low:
        return say("Since the change people are less favourable. Other things may have changed as well.")
    return say("The difference is so small that it may be chance.")


def noon(day: date) -> datetime:
    """A moment of that day in any zone people here live in, for who writes it as a date."""
    return datetime.combine(day, time(12), UTC)
