# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A mail as it travels, and how it is handed over: plain text, without anything that follows whoever reads it.

Whatever goes wrong is one of two: not now, or never. What a mail server answers may hold an address: no error here
carries its words, only its code (RFC 5321, 4.2).
"""

from __future__ import annotations

import asyncio
import ssl
from asyncio import WriteTransport
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as RULES
from email.utils import format_datetime
from typing import cast

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from meedoen import limits
from meedoen.errors import MeedoenError
from meedoen.mailing import Mail, SmtpServer
from meedoen.render.plain import one_line, plain

_WRITTEN = RULES.clone(max_line_length=76)
_AS_IT_TRAVELS = RULES.clone(max_line_length=998)
"""A header is not folded, since an address in it would not survive that; the text was, when it was put in."""


class NotNow(MeedoenError):
    """Try again later. Without a code there was no answer, and the connection is of no more use."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(f"the mail server does not take it now ({code or 'no answer'})")
        self.code = code


class Never(MeedoenError):
    """The mail server will not take this mail, however often it is tried."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the mail server refuses it ({code})")
        self.code = code


def message(mail: Mail, address: str) -> EmailMessage:
    """RFC 5322, from the server's `address` in the name of the sender. The same mail is the same bytes, always.

    Auto-Submitted is RFC 3834, List-Unsubscribe RFC 2369, and that one POST is enough for it RFC 8058.
    """
    made = EmailMessage(policy=_WRITTEN)
    made["From"] = Address(one_line(mail.sender), addr_spec=address)
    made["To"] = Address(addr_spec=mail.to)
    made["Subject"] = one_line(mail.subject)
    made["Date"] = format_datetime(mail.created)
    made["Message-ID"] = f"<{mail.uid}@{address.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        made["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(plain(mail.text) + "\n", cte="quoted-printable")
    made["Content-Language"] = mail.language
    return made


class Post:
    """The way to the mail server. `trusted` says whose certificates are believed: else the system's."""

    def __init__(
        self,
        server: SmtpServer,
        address: str,
        trusted: ssl.SSLContext | None = None,
        wait_s: float = limits.MAIL_SEND_S,
    ) -> None:
        self._server = server
        self._wait_s = wait_s
        self._address = address
        self._trusted = trusted or ssl.create_default_context()

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Session]:
        """Mails are sent over one connection. Raises `NotNow` when there is none: whatever it says before it is asked
        to take a mail, a wrong password too, is no mail's fault."""
        server = self._server
        smtp = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.tls,
            start_tls=server.starttls,
            tls_context=self._trusted,
            timeout=self._wait_s,
        )
        try:
            async with asyncio.timeout(self._wait_s):
                await smtp.connect()
        except SMTPResponseException as error:
            _hang_up(smtp)
            raise NotNow(error.code) from None
        except (SMTPException, OSError, TimeoutError, ValueError):
            _hang_up(smtp)
            raise NotNow from None
        try:
            yield Session(smtp, self._address, self._wait_s)
        finally:
            with suppress(SMTPException, OSError, TimeoutError):
                async with asyncio.timeout(1):
                    await smtp.quit()
            _hang_up(smtp)


class Session:
    """One connection to the mail server."""

    def __init__(self, smtp: SMTP, address: str, wait_s: float) -> None:
        self._smtp = smtp
        self._wait_s = wait_s
        self._address = address

    async def send(self, mail: Mail) -> None:
        """Hand it over. Returns when the mail server has taken it upon itself; raises `NotNow` or `Never`."""
        content = message(mail, self._address).as_bytes(policy=_AS_IT_TRAVELS)
        try:
            async with asyncio.timeout(self._wait_s):
                await self._smtp.sendmail(self._address, [mail.to], content)
        except SMTPRecipientsRefused as error:
            raise _refusal(error.recipients[0].code) from None
        except SMTPDataError as error:
            raise _refusal(error.code) from None
        except SMTPResponseException as error:  # it does not let us send at all
            raise NotNow(error.code) from None
        except (SMTPException, OSError, TimeoutError):
            raise NotNow from None


def _hang_up(smtp: SMTP) -> None:
    """At once: a goodbye may never be answered."""
    transport = smtp.transport
    smtp.close()
    if transport is not None:
        cast(WriteTransport, transport).abort()


def _refusal(code: int) -> MeedoenError:
    return Never(code) if code >= 500 else NotNow(code)
