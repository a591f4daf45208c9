# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who follows by mail: a server with a mail server behind it, its worker, and what lands in a mailbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx2 as httpx
from sqlalchemy import text

from meedoen.app import build_site
from meedoen.mailing import TELL_SUBSCRIBERS
from meedoen.outward.jobs import mail_kinds, worker
from meedoen.outward.worker import Worker
from meedoen.records import Widget
from meedoen.store import contributions, jobs
from tests.house import Clock, House, running
from tests.mail_server import Sink, mail_server

NOOR = "noor@example.org"
FROM = "doemee@voorbeeldstad.example"
ORG = "/voorbeeldstad/-/mail"
WIDGET = f"{ORG}/fietspad"


@dataclass
class Posting:
    """A house and a mail server; what is due is done when a test says so."""

    house: House
    clock: Clock
    sink: Sink
    worker: Worker = field(init=False)

    def __post_init__(self) -> None:
        house = self.house
        site = build_site(house.settings, house.types, house.store, house.clock)
        kinds = mail_kinds(site, self.sink.trusted)
        self.worker = worker(house.store, house.types, house.clock, kinds)
        house.write(jobs.put, TELL_SUBSCRIBERS, due=self.clock())
        self.run_due()

    def run_due(self) -> None:
        """As the worker does each second."""
        self.house.run(self.worker.run_due())

    def after(self, **by: float) -> list[EmailMessage]:
        """Move the clock, and for two minutes do what is due as the worker does; answers the mails that came."""
        already = len(self.sink.took)
        self.clock.move(**by)
        for _ in range(2):
            self.run_due()
            self.clock.move(minutes=1)
        self.run_due()
        return self.sink.took[already:]


@dataclass
class Following(Posting):
    """Somebody who follows a widget there."""

    widget: Widget

    def ask(self, at: str = WIDGET, address: str = NOOR, pace: str = "soon") -> httpx.Response:
        """Fill in the form."""
        return self.house.client.post(at, data={"address": address, "pace": pace})

    def follow(self, at: str = WIDGET, address: str = NOOR, pace: str = "soon") -> str:
        """Ask and confirm; answers the code."""
        assert self.ask(at, address, pace).status_code == 303
        self.run_due()
        where = link(self.sink.took[-1])
        confirmed = self.house.client.post(where)
        assert confirmed.status_code == 200, confirmed.text
        self.clock.move(seconds=1)
        return where.rpartition("/")[2].partition("?")[0]

    def rows(self, table: str) -> list[Any]:
        return list(self.house.read(lambda conn: conn.execute(text(f"SELECT * FROM {table}")).all()))  # noqa: S608

    def remove(self, number: int) -> None:
        self.house.write(contributions.remove, self.widget, number, "Persoonsgegevens", at=self.clock())


def link(mail: EmailMessage, word: str = "bevestig") -> str:
    """The address in a mail that leads to one of our pages."""
    found = re.search(rf"^https?://[^/]+(/\S+/-/{word}/\S+)$", str(mail.get_content()), re.MULTILINE)
    assert found, mail.get_content()
    return found[1]


@contextmanager
def following(folder: Path, database: str) -> Iterator[Following]:
    clock = Clock()
    with mail_server() as sink, running(folder, clock, smtp_url=sink.url, mail_from=FROM, database=database) as house:
        widget = house.widget(house.organisation(), show_reasons=True, figures="always")
        yield Following(house, clock, sink, widget=widget)
