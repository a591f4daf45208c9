# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Times as people type and read them: in the organisation's time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from meedoen.commands.base import Refused

FORM = "%Y-%m-%d %H:%M"


def moment(typed: str, zone: ZoneInfo, option: str) -> datetime | None:
    """What "2026-12-14 17:00" is in this time zone; None for an empty text. Raises `Refused` that names the option."""
    if not typed.strip():
        return None
    try:
        at = datetime.fromisoformat(typed.strip())
    except ValueError:
        at = None
    if at is None or len(typed.strip()) <= len("2026-12-14"):
        raise Refused(f"{option}: “{typed}” is not a time; write date and time as in “2026-12-14 17:00”.")
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    there = at.replace(tzinfo=zone).astimezone(UTC)
    if there.astimezone(zone).replace(tzinfo=None) != at:
        raise Refused(f"{option}: the clocks in {zone.key} skip {typed}; choose another time.")
    return there


def shown(at: datetime, zone: ZoneInfo) -> str:
    """The inverse."""
    return at.astimezone(zone).strftime(FORM)
