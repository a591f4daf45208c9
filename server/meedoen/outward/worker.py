# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one worker of a process: takes the jobs that are due, under a lease, and does them one after another.

What a job changes is committed together with its being done, so that it is done once even when the process dies in
between. What it sends elsewhere comes before that, and can happen twice: at least once is what is promised.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Any

from meedoen import limits
from meedoen.logs import tell
from meedoen.records_log import Job
from meedoen.store import Store, jobs

AFTER_FAILURE_S = 10.0
"""When even the looking failed, the store is in trouble: leave it in peace for a while."""

Unit = Callable[[Any], None]
"""A unit of work: a function of a connection."""
Kind = Callable[[Job, datetime], Awaitable[Unit]]
"""How jobs of a kind are done at a moment: what goes elsewhere first, then, as the answer, what is to be committed."""


class Worker:
    """Does the jobs of these kinds by this clock. It begins with those of the whole house named in `first`."""

    def __init__(
        self, store: Store, kinds: Mapping[str, Kind], clock: Callable[[], datetime], first: Sequence[str] = ()
    ) -> None:
        self._store = store
        self._kinds = kinds
        self._clock = clock
        self._first = first

    @asynccontextmanager
    async def running(self, poll_s: float = limits.JOB_POLL_S) -> AsyncIterator[None]:
        """Work for as long as this lasts."""
        for kind in self._first:
            await self._store.write(partial(jobs.put, kind=kind, due=self._clock()))
        task = asyncio.create_task(self._run(poll_s), name="meedoen-worker")
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def run_due(self) -> int:
        """Do all that is due now; answers how many were done or tried."""
        tried = 0
        while claimed := await self._store.write(partial(jobs.claim, now=self._clock())):
            for job in claimed:
                await self._do(job)
            tried += len(claimed)
        return tried

    async def _run(self, poll_s: float) -> None:
        while True:
            wait_s = poll_s
            try:
                await self.run_due()
            except Exception as error:  # noqa: BLE001  (whatever it was, the jobs are still to be done)
                tell("worker failed", logging.ERROR, error)
                wait_s = AFTER_FAILURE_S
            await asyncio.sleep(wait_s)

    async def _do(self, job: Job) -> None:
        try:
            kind = self._kinds[job.kind]
            unit = await kind(job, self._clock())
            await self._store.write(partial(_finish, unit=unit, job=job))
        except Exception as error:  # noqa: BLE001  (a job's fault is the log's and the next try's)
            again = await self._store.write(partial(jobs.fail, of=job, now=self._clock()))
            tell("job failed", logging.ERROR, error, job=job.kind, tries=job.tries, again=again.isoformat())


def _finish(conn: Any, unit: Unit, job: Job) -> None:
    unit(conn)
    jobs.done(conn, job)
