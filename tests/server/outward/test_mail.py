# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A mail as it travels, against a real mail server: what it says, that it is encrypted, and what a refusal means."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from urllib.parse import quote

import pytest

from meedoen.mailing import Mail, address, smtp_server
from meedoen.outward.mail import Never, NotNow, Post, message
from tests.mail_server import (
    PASSWORD,
    USER,
    Sink,
    breaks_off,
    mail_server,
    says,
)

FROM = "doemee@voorbeeldstad.example"
STOP = "https://doemee.voorbeeldstad.example/voorbeeldstad/-/afmelden/" + "0123456789abcdef" * 2
MAIL = Mail(
    to="noor@example.org",
    subject="Twee keer nieuws: fietspad – één vraag",
    text="Dag,\r\n\n.\nEen regel die zo lang is dat zij niet op één regel van een mail past, met é erin.\nhttps://x.example/a",
    language="nl",
    created=datetime(2026, 5, 1, 10, tzinfo=UTC),
    sender='Gemeente "Voorbeeldstad", de',
    about="news",
    unsubscribe=STOP,
    uid="a" * 32,
)


Send = Callable[..., None]


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """One loop for all: a connection that is hung up says goodbye in its own time."""
    with asyncio.Runner() as one:
        yield one


@pytest.fixture(scope="module")
def send(runner: asyncio.Runner) -> Send:
    def over_one_connection(sink: Sink, *mails: Mail, url: str = "", wait_s: float = 20) -> None:
        async def each() -> None:
            async with Post(smtp_server(url or sink.url), FROM, sink.trusted, wait_s).connected() as session:
                for mail in mails:
                    await session.send(mail)

        runner.run(each())

    return over_one_connection


@pytest.fixture(scope="module")
def sink(runner: asyncio.Runner) -> Iterator[Sink]:
    with mail_server() as one:
        yield one


@pytest.fixture(autouse=True)
def _as_new(sink: Sink) -> None:
    sink.__init__(port=sink.port, ca=sink.ca)  # type: ignore[misc]


def test_a_mail_arrives_as_it_was_meant(sink: Sink, send: Send) -> None:
    send(sink, MAIL, replace(MAIL, uid="b" * 32))
    first, second = sink.took
    assert first.get_body() is not None
    assert first.get_content_type() == "text/plain"
    assert first.get_content().splitlines() == MAIL.text.replace("\r", "").split("\n")
    assert first["Subject"] == MAIL.subject
    assert (first["From"].addresses[0].display_name, first["From"].addresses[0].addr_spec) == (MAIL.sender, FROM)
    assert str(first["To"]) == MAIL.to
    assert first["Date"].datetime == MAIL.created
    assert first["Message-ID"] == f"<{'a' * 32}@voorbeeldstad.example>"
    assert second["Message-ID"] == f"<{'b' * 32}@voorbeeldstad.example>"
    assert (first["Auto-Submitted"], first["Content-Language"]) == ("auto-generated", "nl")


def test_one_post_ends_it_where_it_can_be_ended(sink: Sink, send: Send) -> None:
    """RFC 8058; the address on one line, as it is."""
    raw = message(MAIL, FROM).as_bytes()
    send(sink, MAIL, replace(MAIL, unsubscribe=""))
    with_one, without = sink.took
    assert f"\r\nList-Unsubscribe: <{STOP}>\r\n".encode() in sink.came[0]
    assert with_one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in without
    assert raw == message(MAIL, FROM).as_bytes()


@pytest.mark.parametrize("text", ["x\r\nBcc: boef@example.net", "x\nBcc: boef@example.net\n\nAnders", "x\u2028y\0z"])
def test_nothing_in_a_mail_becomes_a_header(sink: Sink, text: str, send: Send) -> None:
    send(sink, replace(MAIL, subject=text, sender=text, text=text))
    [one] = sink.took
    assert "Bcc" not in one
    assert set(one.keys()) == set(message(MAIL, FROM).keys())


@pytest.mark.parametrize(
    "typed",
    [
        "noor@example.org\r\nBcc: boef@example.net",
        "noor@example.org, boef@example.net",
        "<noor@example.org>",
        "Noor noor@example.org",
        '"noor boef"@example.org',
        "noor@[127.0.0.1]",
        "noor@localhost",
        "noor@-x.org",
        "noor@example..org",
        ".noor@example.org",
        "noor..a@example.org",
        "nóór@example.org",
        "noor@exámple.org",
        "@example.org",
        "noor@",
        "",
        "a" * 65 + "@example.org",
        "noor@" + "a." * 125 + "org",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        address(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Noor+fiets@Example.ORG ", "Noor+fiets@example.org"),
        ("o'brien_1/2=x@a.b-c.museum", "o'brien_1/2=x@a.b-c.museum"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert address(typed) == kept


# --- the mail server --------------------------------------------------------------------------------------------------


def test_it_is_encrypted_by_starttls_too(send: Send) -> None:
    with mail_server(starttls=True) as sink:
        send(sink, MAIL)
        assert len(sink.took) == 1


def test_without_encryption_nothing_is_sent(send: Send) -> None:
    with mail_server(starttls=True, tls=False) as sink:
        with pytest.raises(NotNow):
            send(sink, MAIL)
        assert sink.tried == 0
        send(sink, MAIL, url=f"{sink.url}?tls=none")
        assert len(sink.took) == 1


def test_a_certificate_that_nobody_vouches_for_is_not_believed(sink: Sink, send: Send) -> None:
    with mail_server() as other, pytest.raises(NotNow):
        send(sink, MAIL, url=other.url)
    with pytest.raises(NotNow):
        send(sink, MAIL, url=sink.url.replace("localhost", "127.0.0.1"))
    assert sink.tried == 0


def test_it_signs_in_with_its_password_and_a_wrong_one_is_no_mails_fault(send: Send) -> None:
    with mail_server(starttls=True, password=True) as sink:
        plain = sink.url.removeprefix("smtp://")
        send(sink, MAIL, url=f"smtp://{USER}:{quote(PASSWORD, safe='')}@{plain}")
        assert len(sink.took) == 1
        with pytest.raises(NotNow) as wrong:
            send(sink, MAIL, url=f"smtp://{USER}:wrong@{plain}")
        assert wrong.value.code == 535
        assert len(sink.took) == 1


@pytest.mark.parametrize(("said", "kind"), [("550 no such user", Never), ("451 try later", NotNow)])
@pytest.mark.parametrize("where", ["to", "answer"])
def test_a_refusal_is_for_ever_or_for_now(sink: Sink, said: str, kind: type[Exception], where: str, send: Send) -> None:
    setattr(sink, where, said if where == "to" else says(said))
    with pytest.raises(kind) as refused:
        send(sink, MAIL)
    assert getattr(refused.value, "code", None) == int(said[:3])
    assert MAIL.to not in str(refused.value)


def test_one_refused_address_is_nothing_to_the_next(sink: Sink, runner: asyncio.Runner, send: Send) -> None:
    async def try_both() -> None:
        async with Post(smtp_server(sink.url), FROM, sink.trusted).connected() as session:
            sink.to = "550 no such user"
            with pytest.raises(Never):
                await session.send(MAIL)
            sink.to = "250 OK"
            await session.send(MAIL)

    runner.run(try_both())
    assert len(sink.took) == 1


def test_a_connection_that_breaks_off_is_no_answer(sink: Sink, send: Send) -> None:
    sink.answer = breaks_off
    with pytest.raises(NotNow) as broken:
        send(sink, MAIL)
    assert broken.value.code is None


def test_who_is_too_slow_is_waited_for_no_longer_than_the_limit(sink: Sink, send: Send) -> None:
    sink.wait = Event()
    try:
        with pytest.raises(NotNow):
            send(sink, MAIL, wait_s=0.5)
    finally:
        sink.wait.set()


def test_nobody_there_is_not_now(sink: Sink, send: Send) -> None:
    with pytest.raises(NotNow):
        send(sink, MAIL, url="smtps://localhost:1")


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "https://mail.example",
        "smtp://",
        "smtps://mail.example:0",
        "smtps://mail.example:99999",
        "smtps://mail.example/inbox",
        "smtps://mail.example?tls=none",
        "smtp://mail.example?tls=maybe",
        "smtp://secret@mail.example",
        "smtp://user:secret@mail.example?tls=none",
    ],
)
def test_an_address_of_no_mail_server_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match=r"not an address|tls=none") as refused:
        smtp_server(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(("url", "port"), [("smtps://mail.example", 465), ("smtp://mail.example/", 587)])
def test_a_mail_server_has_its_usual_port(url: str, port: int) -> None:
    assert smtp_server(url).port == port
