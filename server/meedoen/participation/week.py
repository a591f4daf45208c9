# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people got stuck on in a week, in any widget whose list people fill: by cause and by contribution.

Counts are of people: who put something in, and who has it too. None is of a single participant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from meedoen import limits
from meedoen.participation.paces import MORNING
from meedoen.participation.views import Placed
from meedoen.values import Ask, Item, Items

DAYS = 7


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people in the week, and in the one before."""

    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Cause:
    """A group and a kind, as the widget is narrowed to them: empty where it has none."""

    group: str
    kind: str
    people: Counted


@dataclass(frozen=True, slots=True)
class Stuck:
    """A contribution."""

    item: Item
    people: Counted


@dataclass(frozen=True, slots=True)
class Week:
    """What there is to tell, the most people first."""

    first: date
    last: date
    causes: Sequence[Cause]
    stuck: Sequence[Stuck]
    praise: Sequence[Item]
    """Newest first, where its type tells it apart."""

    @property
    def quiet(self) -> bool:
        """Whether nothing happened in it."""
        return not (self.causes or self.stuck or self.praise)


def topics(placed: Placed, moment: datetime) -> Items | None:
    """The list that people fill; None where there is none."""
    items = placed.reads(Ask(), moment).items
    return items if items is not None and items.kind in placed.asked_kinds else None


def week(
    placed: Placed, found: Iterable[Item], marks: Mapping[int, Mapping[str, int]], last: date, zone: tzinfo
) -> Week:
    """The week that ends with day `last`. `found`: what may count in it; `marks`: by number, then by day as
    `YYYY-MM-DD`, how many said that they have it too."""
    first = last - timedelta(days=DAYS - 1)
    told = [Stuck(one, _people(one, marks.get(one.number, {}), first, zone)) for one in found if one.removed is None]
    told = [one for one in told if one.people.now or one.people.before]
    praise, type_ = placed.installed.type.praise, placed.installed.type
    lauded = [one for one in told if praise(one.item)]
    others = [one for one in told if not praise(one.item)]
    stuck = sorted((one for one in others if one.people.now), key=lambda one: (-one.people.now, -one.item.number))
    causes = _causes(placed, others, type_.facets)
    recent = [one.item for one in lauded if first <= one.item.created.astimezone(zone).date() <= last]
    return Week(
        first,
        last,
        causes[: limits.WEEK_LINES_MAX],
        stuck[: limits.WEEK_LINES_MAX],
        sorted(recent, key=lambda one: one.number, reverse=True)[: limits.WEEK_LINES_MAX],
    )


def monday(moment: datetime, zone: tzinfo) -> datetime:
    """The latest Monday morning that has been, when the week before it is told."""
    here = moment.astimezone(zone)
    day = here.date() - timedelta(days=here.weekday())
    begun = datetime.combine(day, time(MORNING), zone)
    if begun > here:
        begun = datetime.combine(day - timedelta(days=DAYS), time(MORNING), zone)
    return begun.astimezone(moment.tzinfo)


def next_monday(moment: datetime, zone: tzinfo) -> datetime:
    """The one after it."""
    day = monday(moment, zone).astimezone(zone).date() + timedelta(days=DAYS)
    return datetime.combine(day, time(MORNING), zone).astimezone(moment.tzinfo)


def _people(item: Item, days: Mapping[str, int], first: date, zone: tzinfo) -> Counted:
    """By day of the organisation."""
    counted: Counter[date] = Counter({date.fromisoformat(day): n for day, n in days.items()})
    counted[item.created.astimezone(zone).date()] += 1
    return Counted(_within(counted, first), _within(counted, first - timedelta(days=DAYS)))


def _within(counted: Mapping[date, int], first: date) -> int:
    return sum(n for day, n in counted.items() if first <= day < first + timedelta(days=DAYS))


def _causes(placed: Placed, stuck: Iterable[Stuck], facets: Mapping[str, Callable[[Item], str]]) -> list[Cause]:
    """By group and kind, as far as the widget can be narrowed to these."""
    narrowings = placed.narrowings
    asks = [
        Ask(group=group, kind=kind)
        for group in narrowings.get("group") or ("",)
        for kind in narrowings.get("kind") or ("",)
    ]
    lists = {ask: items for ask in asks if (items := placed.facet_items(ask)) is not None}
    by_value = {items.facet: ask for ask, items in lists.items() if items.facet and items.kind in placed.asked_kinds}
    now: Counter[Ask] = Counter()
    before: Counter[Ask] = Counter()
    for one in stuck:
        for name in {name for name, _value in by_value}:
            if (ask := by_value.get((name, facets[name](one.item)))) is not None:
                now[ask] += one.people.now
                before[ask] += one.people.before
    causes = [Cause(ask.group, ask.kind, Counted(n, before[ask])) for ask, n in now.items() if n]
    return sorted(causes, key=lambda one: -one.people.now)
