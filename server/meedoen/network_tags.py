# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The network tag of an act: made with today's key of the widget, which this process keeps as long as the day lasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from meedoen.identity import networks
from meedoen.store import Store, network_keys


class NetworkTags:
    """An address goes in and goes no further."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._day = ""
        self._keys: dict[int, bytes] = {}

    async def of(self, widget: int, address: str) -> bytes:
        """Eight bytes that are the same for the same network, widget and day; empty when there is no address."""
        day = self._clock().date().isoformat()
        if day != self._day:
            self._day, self._keys = day, {}
        key = self._keys.get(widget)
        if key is None:
            key = await self._store.write(partial(network_keys.key, widget_id=widget, day=day))
            self._keys[widget] = key
        return networks.tag(key, address)
