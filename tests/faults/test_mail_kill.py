# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A process that is killed with mails under way: each that was committed is sent, twice only what was in its hands."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from meedoen.mailing import SEND_MAIL, smtp_server
from meedoen.outward.mail import Post
from meedoen.outward.sending import Sending
from meedoen.outward.worker import Worker
from meedoen.store import mails
from tests.faults.mailing import at, opened
from tests.mail_server import Sink, mail_server
from tests.tools import ROOT


def killed_while_mailing(path: Path, sink: Sink, round_: int, committed: int) -> list[int]:
    """The counts of the mails that were committed, at least so many."""
    command = [sys.executable, "-m", "tests.faults.mailing", str(path), sink.url, str(round_)]
    trusting = {**os.environ, "SSL_CERT_FILE": str(sink.certificate(path.parent))}
    with subprocess.Popen(command, cwd=ROOT, env=trusting, stdout=subprocess.PIPE, text=True) as mailing:
        assert mailing.stdout
        counts = [int(mailing.stdout.readline()) for _ in range(committed)]
        mailing.send_signal(signal.SIGKILL)
        whole_lines = [line for line in mailing.stdout if line.endswith("\n")]
    assert mailing.returncode == -signal.SIGKILL
    return counts + [int(line) for line in whole_lines]


async def send_the_rest(path: Path, sink: Sink, round_: int) -> None:
    """As the process that is started next does."""
    store = opened(str(path), round_)
    post = Post(smtp_server(sink.url), "doemee@voorbeeldstad.example", sink.trusted)
    await Worker(store, {SEND_MAIL: Sending(store, post, lambda: at(round_)).job}, lambda: at(round_)).run_due()
    assert (await store.read(mails.how_many))[0] == 0
    await store.close()


@pytest.mark.scale(test=3, long=100)
def test_no_committed_mail_is_lost_and_few_come_twice(tmp_path: Path, count: int) -> None:
    path, dice = tmp_path / "meedoen.sqlite3", random.Random(count)
    committed: list[str] = []
    with mail_server() as sink:
        for round_ in range(count):
            told = killed_while_mailing(path, sink, round_, dice.randrange(1, 60))
            committed += [f"{round_} {one}" for one in told]
        asyncio.run(send_the_rest(path, sink, count))
        came = Counter((str(mail["Subject"]), str(mail["Message-ID"])) for mail in sink.took)
    assert set(committed) <= {subject for subject, _id in came}
    assert len(came) == len({subject for subject, _id in came}), "what came twice has another Message-ID"
    assert sum(came.values()) - len(came) <= count, "more than the one that was under way came twice"
