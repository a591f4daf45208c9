# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a mail: sent once where all goes well, tried again where not, given up in the end, and forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from meedoen import limits
from meedoen.mailing import SEND_MAIL, Mail, smtp_server
from meedoen.outward.mail import Post
from meedoen.outward.sending import Sending
from meedoen.outward.worker import Worker
from meedoen.store import Orders, Store, jobs, mails, open_store
from tests.house import ON_BOTH, START, Clock
from tests.mail_server import Sink, breaks_off, mail_server, says, takes, takes_and_breaks_off

MAIL = Mail("noor@example.org", "Er is nieuws", "Dag.", "nl", START, "Gemeente", "news")
PERSONAL = ("address", "sender", "subject", "text", "unsubscribe")

pytestmark = ON_BOTH


@dataclass
class Office:
    """A store, a mail server, a clock, and the job that sends."""

    store: Store
    sink: Sink
    clock: Clock
    run: Callable[[Coroutine[Any, Any, Any]], Any]

    def __post_init__(self) -> None:
        self.worker = self.another()

    def another(self) -> Worker:
        """As another process on the same database has it."""
        post = Post(smtp_server(self.sink.url), "doemee@voorbeeldstad.example", self.sink.trusted)
        return Worker(self.store, {SEND_MAIL: Sending(self.store, post, self.clock).job}, self.clock)

    def put(self, *every: Mail) -> None:
        for mail in every:
            self.run(self.store.write(partial(mails.put, of=replace(mail, created=self.clock()))))

    def send(self, **by: float) -> list[str]:
        """Move the clock, do what is due; answers the subjects that came."""
        before = len(self.sink.took)
        self.clock.move(**by)
        self.run(self.worker.run_due())
        return [str(mail["Subject"]) for mail in self.sink.took[before:]]

    def rows(self) -> list[Any]:
        return self.run(
            self.store.read(lambda conn: conn.execute(text("SELECT * FROM mail ORDER BY id")).mappings().all())
        )


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with mail_server() as one:
        yield one


@pytest.fixture
def office(database_url: str, clock: Clock, sink: Sink) -> Iterator[Office]:
    sink.answer, sink.to = takes, "250 OK"
    sink.took.clear()
    with asyncio.Runner() as runner:
        store = open_store(database_url, clock=clock, ranks=lambda _name: Orders())
        yield Office(store, sink, clock, runner.run)
        runner.run(store.close())


def test_each_is_sent_once_and_keeps_no_address_and_no_words(office: Office) -> None:
    office.put(*(replace(MAIL, subject=f"Nieuws {n}") for n in range(12)))
    assert sorted(office.send()) == sorted(f"Nieuws {n}" for n in range(12))
    assert {(row["state"], *(row[name] for name in PERSONAL)) for row in office.rows()} == {("sent", *[""] * 5)}
    assert office.send(hours=1) == []
    assert office.run(office.store.read(partial(jobs.how_many, now=office.clock()))) == (0, 0)


def test_a_mail_of_a_transaction_that_failed_is_not_there(office: Office) -> None:
    def fails(conn: Any) -> None:
        mails.put(conn, MAIL)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        office.run(office.store.write(fails))
    assert office.send() == []


def test_two_processes_send_each_once(office: Office) -> None:
    office.put(*(replace(MAIL, subject=f"Nieuws {n}") for n in range(20)))

    async def both() -> None:
        await asyncio.gather(office.worker.run_due(), office.another().run_due())

    office.run(both())
    assert sorted(str(mail["Subject"]) for mail in office.sink.took) == sorted(f"Nieuws {n}" for n in range(20))


@pytest.mark.parametrize(
    ("where", "what"),
    [("to", "451 later"), ("answer", says("421 busy")), ("answer", breaks_off)],
    ids=["to", "said", "broken off"],
)
def test_what_goes_wrong_for_now_is_tried_again_and_less_often(office: Office, where: str, what: Any) -> None:
    setattr(office.sink, where, what)
    office.put(MAIL)
    waited = []
    for _ in range(5):
        tried, since = office.sink.tried, office.clock.now
        while office.sink.tried == tried:
            office.send(seconds=10)
        waited.append(round((office.clock.now - since).total_seconds()))
    assert waited == [10, 30, 60, 120, 240]
    office.sink.answer, office.sink.to = takes, "250 OK"
    assert office.send(hours=1) == ["Er is nieuws"]


def test_a_mail_that_is_tried_again_is_the_same_mail(office: Office) -> None:
    """Its answer was lost: it comes twice, and a mail program sees that it is one."""
    office.sink.answer = takes_and_breaks_off
    office.put(MAIL)
    assert office.send() == ["Er is nieuws"]
    office.sink.answer = takes
    assert office.send(minutes=1) == ["Er is nieuws"]
    first, second = office.sink.took
    assert first["Message-ID"] == second["Message-ID"]
    assert office.sink.came[-2] == office.sink.came[-1]


@pytest.mark.parametrize(
    ("where", "what"), [("to", "550 no such user"), ("answer", says("554 no"))], ids=["to", "said"]
)
def test_what_is_refused_for_good_is_not_tried_again(office: Office, where: str, what: Any) -> None:
    setattr(office.sink, where, what)
    office.put(MAIL)
    office.send()
    office.sink.answer, office.sink.to = takes, "250 OK"
    assert office.send(days=1) == []
    [row] = office.rows()
    assert (row["state"], row["answer"] // 100, [row[name] for name in PERSONAL]) == ("given-up", 5, [""] * 5)


def test_one_that_is_refused_holds_up_no_other(office: Office) -> None:
    office.put(MAIL, MAIL)
    office.sink.to = "550 no such user"
    office.send()
    office.sink.to = "250 OK"
    office.put(MAIL)
    assert office.send() == ["Er is nieuws"]


def test_after_five_days_it_is_given_up(office: Office) -> None:
    office.sink.to = "451 later"
    office.put(MAIL)
    for _ in range(4 * limits.MAIL_TRY_DAYS):
        office.send(hours=6)
        [row] = office.rows()
        assert row["state"] == "waiting"
    office.send(hours=7)
    [row] = office.rows()
    assert (row["state"], row["answer"], row["address"]) == ("given-up", 451, "")


def test_what_others_put_while_one_waits_is_not_held_up(office: Office) -> None:
    office.sink.to = "451 later"
    office.put(MAIL)
    office.send(hours=1)
    office.send(hours=1)
    office.sink.to = "250 OK"
    office.put(replace(MAIL, subject="Een andere"))
    assert office.send() == ["Een andere"]


def test_who_died_while_sending_is_followed_by_another(office: Office) -> None:
    """Under the lease nobody else has it; after that anybody."""
    office.put(MAIL)
    office.run(office.store.write(partial(mails.claim, now=office.clock())))
    assert office.send() == []
    assert office.send(seconds=limits.MAIL_LEASE_S + 1) == ["Er is nieuws"]


def test_what_is_left_of_a_mail_is_forgotten(office: Office) -> None:
    office.put(MAIL)
    office.send()
    at = office.clock() + timedelta(days=1)
    office.run(office.store.write(partial(mails.forget, before=at)))
    assert office.rows() == []


def test_a_mail_to_nobody_is_not_taken(office: Office) -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        office.put(replace(MAIL, to="noor@example.org\nBcc: jan@example.org"))


def test_it_is_known_how_many_wait(office: Office) -> None:
    office.put(MAIL, MAIL)
    assert office.run(office.store.read(mails.how_many)) == (2, 0, 0)
    office.sink.to = "451 later"
    office.send()
    assert office.run(office.store.read(mails.how_many)) == (2, 2, 0)
    office.sink.to = "550 never"
    office.send(minutes=1)
    assert office.run(office.store.read(mails.how_many)) == (0, 0, 2)
