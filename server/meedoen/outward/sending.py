# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The job that sends what waits: claimed under a lease, handed over, and only then written down as sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from meedoen import limits
from meedoen.logs import tell
from meedoen.mailing import SEND_MAIL, Mail
from meedoen.outward.mail import Never, NotNow, Post, Session
from meedoen.outward.worker import Unit
from meedoen.records_log import Job
from meedoen.store import Store, jobs, mails

_TRIED = timedelta(days=limits.MAIL_TRY_DAYS)


class Sending:
    """Sends by `post`; without one, mails wait."""

    def __init__(self, store: Store, post: Post | None, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._post = post
        self._clock = clock

    async def job(self, _job: Job, _now: datetime) -> Unit:
        """Send all that is due, for as long as there is time; answers when to look again."""
        if self._post is None:
            return lambda _conn: None
        loop = asyncio.get_running_loop()
        until = loop.time() + limits.MAIL_RUN_S
        while loop.time() < until:
            claimed = await self._store.write(partial(mails.claim, now=self._clock()))
            if not claimed or not await self._send(self._post, claimed):
                break
        return self._again

    def _again(self, conn: Any) -> None:
        """Within the minute while any waits. What is put by others at this moment may not be seen, and waits no longer
        than that."""
        due = mails.next_due(conn)
        if due is not None:
            look = self._clock() + timedelta(seconds=limits.MAIL_LOOK_S)
            jobs.put(conn, SEND_MAIL, due=min(due, look))

    async def _send(self, post: Post, claimed: Sequence[Mail]) -> bool:
        """Whether there is any use in sending more."""
        left = list(claimed)
        try:
            async with post.connected() as session:
                while left:
                    await self._one(session, left[0])
                    left.pop(0)
        except NotNow as error:
            for mail in left:
                await self._later(mail, error)
        return not left

    async def _one(self, session: Session, mail: Mail) -> None:
        """One mail. Raises `NotNow` when the connection is of no more use."""
        try:
            await session.send(mail)
        except Never as error:
            await self._settle(mails.give_up, mail, code=error.code)
            tell("mail refused", logging.WARNING, about=mail.about, code=error.code)
        except NotNow as error:
            if error.code is None:
                raise
            await self._later(mail, error)
        else:
            await self._settle(mails.sent, mail)

    async def _later(self, mail: Mail, error: NotNow) -> None:
        """Try again, or not any more."""
        if self._clock() - mail.created > _TRIED:
            await self._settle(mails.give_up, mail, code=error.code)
            tell("mail given up", logging.ERROR, about=mail.about, code=error.code, tries=mail.tries)
            return
        again = await self._store.write(partial(mails.later, of=mail, now=self._clock()))
        tell(
            "mail delayed",
            logging.WARNING,
            about=mail.about,
            code=error.code,
            tries=mail.tries,
            again=again.isoformat(),
        )

    async def _settle(self, how: Callable[..., None], mail: Mail, **more: Any) -> None:
        await self._store.write(partial(how, of=mail, at=self._clock(), **more))
