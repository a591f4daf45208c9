# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often somebody may act: a bucket for each participant and each network tag, in this process's memory.

Nothing is written and no address is known here. Limits are generous: a school shares one address.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime

from meedoen.errors import TooMany
from meedoen.values import say

_BUCKETS_MAX = 50_000


class Throttle:
    """A leaky bucket for each key: `per_minute` acts at once, then one each `60 / per_minute` seconds."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._full_until: OrderedDict[Hashable, float] = OrderedDict()

    def take(self, key: Hashable, per_minute: int, *, window_s: float = 60.0) -> None:
        """Count one act. Raises `TooMany`, with the seconds to wait, when there is no room for it."""
        now = self._clock().timestamp()
        full_until = max(self._full_until.pop(key, now), now) + window_s / per_minute
        if full_until - now > window_s:
            self._full_until[key] = full_until - window_s / per_minute
            wait = math.ceil(full_until - now - window_s)
            raise TooMany(
                say(
                    "A lot is coming from here at once. Wait a moment (%(seconds)s s) and send it again.", seconds=wait
                ),
                headers={"Retry-After": str(wait)},
            )
        self._full_until[key] = full_until
        if len(self._full_until) > _BUCKETS_MAX:
            self._full_until.popitem(last=False)
