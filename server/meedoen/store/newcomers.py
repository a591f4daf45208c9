# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many subjects each network made in the last hour, in this process's memory: whoever makes up pages is stopped,
long before a widget has as many as it takes. What is made already is never refused, and no address is known here.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from meedoen import limits

_HOUR = timedelta(hours=1)
_NETWORKS_MAX = 50_000


class Newcomers:
    """By widget and network tag, the keys made there and when. A key counts once, however often its set is begun."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[int, bytes], dict[str, datetime]] = OrderedDict()

    def wait_s(self, widget: int, key: str, *, tag: bytes, at: datetime) -> int:
        """0, and it is counted: the subject `key` may be made; else in how many seconds it may."""
        made = self._made.pop((widget, tag), {})
        recent = {one: when for one, when in made.items() if at - when < _HOUR}
        full = key not in recent and len(recent) >= limits.NEW_SUBJECTS_PER_HOUR_PER_NETWORK
        if not full:
            recent.setdefault(key, at)
        self._made[widget, tag] = recent
        if len(self._made) > _NETWORKS_MAX:
            self._made.popitem(last=False)
        return 1 + int((min(recent.values()) + _HOUR - at).total_seconds()) if full else 0
