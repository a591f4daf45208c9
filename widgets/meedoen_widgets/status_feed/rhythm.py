# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The promised rhythm, and for how long it has been silent past it: pure functions of two moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from meedoen.widget import N_

Name = Literal["weekly", "two-weekly", "monthly", "none"]
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How long there may be between two updates, and that in words."""

    label: str
    promise: str = ""
    most: timedelta | None = None


RHYTHMS: dict[Name, Rhythm] = {
    "weekly": Rhythm(N_("every week"), N_("There is an update every week."), _WEEK),
    "two-weekly": Rhythm(N_("every two weeks"), N_("There is an update every two weeks."), 2 * _WEEK),
    "monthly": Rhythm(N_("every month"), N_("There is an update every month."), timedelta(days=31)),
    "none": Rhythm(N_("when there is something to tell")),
}


@dataclass(frozen=True, slots=True)
class Silence:
    """Whole weeks of silence past the promised rhythm, 0 within it; and until when that is so."""

    weeks: int = 0
    until: datetime | None = None


def silence(rhythm: Name, since: datetime, moment: datetime) -> Silence:
    """At `moment`, when the newest update is from `since`; or it opened then, and there is none yet."""
    most = RHYTHMS[rhythm].most
    if most is None:
        return Silence()
    if moment - since <= most:
        return Silence(0, since + most + timedelta.resolution)
    weeks = (moment - since) // _WEEK
    return Silence(weeks, since + (weeks + 1) * _WEEK)
