# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Times as people type and read them: in the organisation's time zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from meedoen.commands.base import ENGLISH, Refused
from meedoen.errors import Invalid
from meedoen.participation import local_times

FORM = "%Y-%m-%d %H:%M"


def moment(typed: str, zone: ZoneInfo, option: str) -> datetime | None:
    """What "2026-12-14 17:00" is in this time zone; None for an empty text. Raises `Refused` that names the option."""
    try:
        return local_times.moment(typed, zone)
    except Invalid as failure:
        raise Refused(f"{option}: {ENGLISH.text(failure.detail)}") from failure


def shown(at: datetime, zone: ZoneInfo) -> str:
    """The inverse."""
    return at.astimezone(zone).strftime(FORM)
