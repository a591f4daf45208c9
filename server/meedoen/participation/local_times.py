# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Times as people type them: in the organisation's time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from meedoen.errors import Invalid
from meedoen.values import say


def moment(typed: str, zone: ZoneInfo) -> datetime | None:
    """What "2026-12-14 17:00" is in this time zone, in UTC; None for an empty text. Raises `Invalid`.

    Of an hour that the clocks pass twice it is the first.
    """
    if not (spelled := typed.strip()):
        return None
    try:
        at = datetime.fromisoformat(spelled)
    except ValueError:
        at = None
    if at is None or len(spelled) <= len("2026-12-14"):
        raise Invalid(say("“%(typed)s” is not a time; write date and time as in “2026-12-14 17:00”.", typed=typed))
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    there = at.replace(tzinfo=zone).astimezone(UTC)
    if there.astimezone(zone).replace(tzinfo=None) != at:
        raise Invalid(say("The clocks in %(zone)s skip %(typed)s; choose another time.", zone=zone.key, typed=typed))
    return there


def typed(at: datetime | None, zone: ZoneInfo) -> str:
    """The inverse, as a field for date and time has it (HTML, 2.3.5.5); empty for no time."""
    return "" if at is None else at.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
