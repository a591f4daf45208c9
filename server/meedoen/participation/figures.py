# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the public figures tell, and what they keep to themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median
from zoneinfo import ZoneInfo

from meedoen import limits
from meedoen.participation.views import Placed
from meedoen.records_figures import Counted, Figures
from meedoen.values import EVERY, WHOLE, State, Subjects

MONTHS = 12


def told_of(widgets: Iterable[Placed], moment: datetime) -> list[Placed]:
    """The widgets that have figures: those that have opened and are still there, the newest first, not too many."""
    there = [one for one in widgets if one.widget.withdrawn is None]
    opened = [one for one in there if one.widget.phase.state(moment) is not State.PLANNED]
    return opened[::-1][: limits.FIGURES_WIDGETS_MAX]


def counted_targets(placed: Placed, moment: datetime) -> Sequence[str]:
    """On which targets people react to the widget itself; none while that is withheld, or where nobody can."""
    if not placed.revealed(moment) or not placed.installed.type.values(placed.settings):
        return ()
    parts = placed.installed.type.parts(placed.settings)
    return (WHOLE, EVERY) if isinstance(parts, Subjects) else (WHOLE, *(one.key for one in parts))


def months_until(moment: datetime, zone: ZoneInfo) -> list[str]:
    """The months of the last year, `YYYY-MM`, the one that now is last."""
    here = moment.astimezone(zone)
    count = here.year * 12 + here.month - 1
    return [f"{one // 12}-{one % 12 + 1:02}" for one in range(count - MONTHS + 1, count + 1)]


def by_month(found: Iterable[Figures], what: Counted, months: Sequence[str]) -> list[int]:
    """How often it happened in each of these months, in all of them together."""
    counted = Counter[str]()
    for one in found:
        counted.update({month: n for (month, kind), n in one.months.items() if kind is what})
    return [counted[month] for month in months]


def shown(count: int) -> int | None:
    """What of a part of the figures may be told: small ones, but for 0, could point at somebody (U10)."""
    return None if 0 < count < limits.LOW_CELL_N else count


def half_within_s(took_s: Sequence[int]) -> int | None:
    """The median waiting time, where there are enough to tell one."""
    return round(median(took_s)) if len(took_s) >= limits.LOW_N else None
