# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A mail server for tests: real SMTP with TLS on a free port, that takes mail, refuses it, breaks off, is slow."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "localhost"
USER, PASSWORD = "meedoen", "p@ss/word"
Answer = Callable[["Sink", SMTP, Envelope], str]
"""What the server says to a whole mail, or does instead."""


def takes(sink: Sink, _server: SMTP, envelope: Envelope) -> str:
    came = cast(bytes, envelope.content)
    sink.came.append(came)
    sink.took.append(message_from_bytes(came.replace(b"\r\n", b"\n"), policy=policy.default))
    return "250 OK"


def says(answer: str) -> Answer:
    return lambda _sink, _server, _envelope: answer


def breaks_off(_sink: Sink, server: SMTP, _envelope: Envelope) -> str:
    """After all of the mail came, before a word about it."""
    cast(asyncio.WriteTransport, server.transport).abort()
    return "250 OK"


def takes_and_breaks_off(sink: Sink, server: SMTP, envelope: Envelope) -> str:
    takes(sink, server, envelope)
    return breaks_off(sink, server, envelope)


@dataclass
class Sink:
    """What came in, and what is done with what comes; a test changes it while it runs."""

    answer: Answer = takes
    to: str = "250 OK"
    """What is said to each address."""
    wait: threading.Event | None = None
    """Until this is set nothing is said to a mail."""
    came: list[bytes] = field(default_factory=list)
    """What it took, as it came."""
    took: list[EmailMessage] = field(default_factory=list)
    """The same, as a mail program reads it."""
    tried: int = 0
    port: int = 0
    starttls: bool = False
    ca: trustme.CA = field(default_factory=trustme.CA)

    @property
    def url(self) -> str:
        """As the setting has it."""
        return f"{'smtp' if self.starttls else 'smtps'}://{HOST}:{self.port}"

    @property
    def trusted(self) -> ssl.SSLContext:
        """For who believes its certificate, and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.ca.configure_trust(context)
        return context

    def certificate(self, folder: Path) -> Path:
        """The same as a file."""
        path = folder / "ca.pem"
        self.ca.cert_pem.write_to_path(str(path))
        return path

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.tried += 1
        if self.to.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.wait is not None:
            await asyncio.to_thread(self.wait.wait, 60)
        return self.answer(self, server, envelope)


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, auth: LoginPassword) -> AuthResult:
    known = (auth.login, auth.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)


@contextmanager
def mail_server(*, starttls: bool = False, tls: bool = True, password: bool = False) -> Iterator[Sink]:
    """One that runs until the block ends."""
    sink = Sink(starttls=starttls)
    secured = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    sink.ca.issue_cert(HOST).configure_cert(secured)

    def connection() -> SMTP:
        one = SMTP(
            sink,
            hostname=HOST,
            loop=loop,
            tls_context=secured if starttls and tls else None,
            require_starttls=starttls and tls,
            authenticator=_knows if password else None,
            auth_required=password,
        )
        every.append(one)
        return one

    every: list[SMTP] = []
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listening = loop.create_server(connection, "127.0.0.1", 0, ssl=None if starttls else secured)
    server = asyncio.run_coroutine_threadsafe(listening, loop).result(30)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        asyncio.run_coroutine_threadsafe(_ended(server, every), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


async def _ended(server: asyncio.Server, every: Sequence[SMTP]) -> None:
    """Nobody new, and what is open is over."""
    server.close()
    for one in every:
        if one.transport is not None:
            cast(asyncio.WriteTransport, one.transport).abort()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
