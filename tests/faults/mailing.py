# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A process that writes mails and sends them as fast as it can until it is killed, and tells each that was committed.

Run as `python -m tests.faults.mailing FILE URL ROUND`; each line it prints is the count of a mail that was committed.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from datetime import UTC, datetime, timedelta
from functools import partial

from meedoen.mailing import SEND_MAIL, Mail, smtp_server
from meedoen.outward.mail import Post
from meedoen.outward.sending import Sending
from meedoen.outward.worker import Worker
from meedoen.store import Orders, Store, mails, open_store

WAITING_MOST = 10


def at(round_: int) -> datetime:
    """Each round an hour later than the one before: no lease of a process that was killed lasts so long."""
    return datetime(2026, 5, 1, 12, tzinfo=UTC) + timedelta(hours=round_)


def mail(round_: int, count: int) -> Mail:
    return Mail("noor@example.org", f"{round_} {count}", "Dag.", "nl", at(round_), "Gemeente", "news")


def opened(path: str, round_: int) -> Store:
    return open_store(f"sqlite:///{path}", clock=lambda: at(round_), ranks=lambda _type_name: Orders())


def sending(store: Store, url: str, round_: int) -> Worker:
    """It believes whom the system believes: the one who starts it says who that is."""
    post = Post(smtp_server(url), "doemee@voorbeeldstad.example")
    job = Sending(store, post, lambda: at(round_)).job
    return Worker(store, {SEND_MAIL: job}, lambda: at(round_))


async def mail_for_ever(path: str, url: str, round_: int) -> None:
    """Until killed."""
    store = opened(path, round_)
    worker = sending(store, url, round_)

    async def send() -> None:
        while True:
            await worker.run_due()

    async def write() -> None:
        for count in itertools.count():
            await store.write(partial(mails.put, of=mail(round_, count)))
            os.write(1, b"%d\n" % count)
            while (await store.read(mails.how_many))[0] >= WAITING_MOST:
                pass

    await asyncio.gather(write(), send())


if __name__ == "__main__":
    asyncio.run(mail_for_ever(sys.argv[1], sys.argv[2], int(sys.argv[3])))
