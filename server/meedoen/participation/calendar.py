# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What opens and what closes when, as staff looks at it: soon, and month by month."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from meedoen.records import Widget

_WEEK_DAYS = 7
_MONTH = re.compile("((?:19|2[0-9])[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Change:
    """A widget that opens or closes."""

    at: datetime
    opens: bool
    widget: Widget


def changes(widgets: Iterable[Widget]) -> list[Change]:
    """Every opening and closing there is, of those that are not withdrawn, in their order."""
    there = [one for one in widgets if one.withdrawn is None]
    opening = [Change(one.phase.opens_at, True, one) for one in there if one.phase.opens_at is not None]
    closing = [Change(one.phase.closes_at, False, one) for one in there if one.phase.closes_at is not None]
    return sorted([*opening, *closing], key=lambda one: (one.at, one.widget.id))


def next_of(found: Iterable[Change], moment: datetime, most: int, *, opens: bool) -> list[Change]:
    """The first of those that are still to come."""
    return [one for one in found if one.opens is opens and one.at > moment][:most]


def month_of(asked: str, moment: datetime, zone: ZoneInfo) -> date:
    """The first day of the month asked for as `YYYY-MM`; what is none is the month that now is."""
    if found := _MONTH.fullmatch(asked):
        return date(int(found[1]), int(found[2]), 1)
    return moment.astimezone(zone).date().replace(day=1)


def beside(month: date) -> tuple[date, date]:
    """The first days of the month before and of the next."""
    return (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=31)).replace(day=1)


def weeks(month: date) -> Iterator[Sequence[date | None]]:
    """Its weeks from Monday on (ISO 8601); the days of other months are none."""
    day = month - timedelta(days=month.weekday())
    while day < beside(month)[1]:
        week = [day + timedelta(days=further) for further in range(_WEEK_DAYS)]
        yield [one if (one.year, one.month) == (month.year, month.month) else None for one in week]
        day += timedelta(days=_WEEK_DAYS)


def by_day(found: Iterable[Change], zone: ZoneInfo) -> Mapping[date, Sequence[Change]]:
    """By the day on which it is where people live."""
    days = defaultdict(list)
    for one in found:
        days[one.at.astimezone(zone).date()].append(one)
    return days
