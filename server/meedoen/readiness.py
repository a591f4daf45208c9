# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether people should be sent to this process: while it is not stopping, and its database can be read and written."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from meedoen import limits
from meedoen.logs import tell

READY = "ready"
STOPPING = "stopping"
NO_DATABASE = "no database"


class Readiness:
    """Tries it when asked, one time at once, and knows the answer for a second."""

    def __init__(
        self,
        probe: Callable[[], Awaitable[None]],
        wait_s: float = limits.READY_WAIT_S,
        kept_s: float = limits.READY_KEPT_S,
    ) -> None:
        """`probe` reads and writes, and raises when it cannot."""
        self.stopping = False
        self._probe = probe
        self._wait_s = wait_s
        self._kept_s = kept_s
        self._trying: asyncio.Task[bool] | None = None
        self._until = 0.0

    async def word(self) -> str:
        """`READY`, or why not, in no more than the time there is."""
        if self.stopping:
            return STOPPING
        now = asyncio.get_running_loop().time()
        if self._trying is None or (self._trying.done() and now >= self._until):
            self._trying = asyncio.create_task(self._try(), name="meedoen-ready")
            self._until = now + self._kept_s
        await asyncio.wait([self._trying], timeout=self._wait_s)
        return READY if self._trying.done() and self._trying.result() else NO_DATABASE

    async def _try(self) -> bool:
        try:
            await self._probe()
        except Exception as error:  # noqa: BLE001  (whatever it was, people would meet it too)
            tell("not ready", logging.WARNING, error)
            return False
        return True
