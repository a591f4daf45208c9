# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a subscriber may be written to next."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from meedoen import limits
from meedoen.mailing import Pace

MORNING = 7
"""The hour, in the organisation's time zone."""


def next_due(pace: Pace, now: datetime, zone: tzinfo, *, wrote: bool) -> datetime:
    """Not before an hour after the last mail; or on the next morning in `zone`, whether there was one or not."""
    if pace is Pace.SOON:
        return now + timedelta(seconds=limits.MAIL_PAUSE_S) if wrote else now
    here = now.astimezone(zone)
    morning = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    if morning <= here:
        morning = (here + timedelta(days=1)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning.astimezone(now.tzinfo)
