# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mail as plain values: a mail, who asked for mail about what and how often, and the server by which mail goes out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from meedoen import limits

SEND_MAIL = "send_mail"
"""The job that sends what waits."""
TELL_SUBSCRIBERS = "tell_subscribers"
"""The job that writes to subscribers what happened."""
TELL_MODERATORS = "tell_moderators"
"""The job that tells moderators that something waits for them."""
TELL_STAFF = "tell_staff"
"""The job that tells staff what came in, as each chose."""
TELL_WEEK = "tell_week"
"""The job that tells staff each Monday what people got stuck on."""

NEWS = "news"
"""What a mail is about that tells a subscriber what happened."""

OWN = "own"
"""How the place of an author's subscription to his own contribution ends."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@((?:{_LABEL}\.)+{_LABEL})")
_LOCAL_CHARS_MAX = 64


class Pace(StrEnum):
    """How often somebody wants mail."""

    SOON = "soon"
    """When something happens, at most once an hour."""
    DAILY = "daily"
    """In the morning, when something happened."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one address. `uid` makes its Message-ID: a mail that arrives twice has the same one."""

    to: str
    subject: str
    text: str
    language: str
    created: datetime
    sender: str
    """In whose name it is, as people read it; the address it comes from is the server's."""
    about: str
    """What it is about, for who looks after the server: `confirm`, `news`, `erased`, `colleague`. Nothing personal."""
    organisation: int | None = None
    subscription: int | None = None
    unsubscribe: str = ""
    """Where one POST ends the subscription (RFC 8058); empty where there is none."""
    uid: str = ""
    id: int = 0
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Subscription:
    """Somebody who wants mail about an organisation, a widget of it, or one contribution in that.

    Confirmed or not: until it is, one mail alone is sent, which asks.
    """

    organisation: int
    address: str
    pace: Pace
    language: str
    created: datetime
    widget: int | None = None
    number: int | None = None
    code: str = ""
    """Random; who has it can confirm and end the subscription."""
    told: datetime | None = None
    """What happened until then was told."""
    id: int = 0
    query: str = ""
    """To what of the widget it is narrowed, as a canonical query: `group=stap-3`; empty: to nothing."""
    own: bool = False
    """Its author asked, by his receipt code: he hears what was decided on it too, also where nobody else reads it."""

    @property
    def place(self) -> str:
        """What it is about, as one key: empty is the organisation."""
        parts = (self.widget, self.number, OWN if self.own else None)
        narrowed = f"?{hashlib.sha256(self.query.encode()).hexdigest()[:16]}" if self.query else ""
        return "/".join(str(part) for part in parts if part is not None) + narrowed


@dataclass(frozen=True, slots=True)
class PendingAct:
    """An act that waits until a mail address is confirmed."""

    widget: int
    action: str
    target: str
    fields: Mapping[str, str]
    person: bytes
    """As whom it is done then."""
    participant: bytes
    """The browser it was sent from; empty where that is not known."""
    key: str
    language: str
    created: datetime


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over, and how: TLS from the start, by STARTTLS (required), or none in a test."""

    host: str
    port: int
    tls: bool
    starttls: bool
    user: str = ""
    password: str = ""


def address(typed: str) -> str:
    """A mail address as it is kept: the host in small letters. Raises `ValueError`.

    It is RFC 5321's Mailbox (4.1.2) without quotes and without an address for a host, in ASCII: nothing that could end
    a header or begin another address.
    """
    found = _ADDRESS.fullmatch(typed.strip())
    if not found or len(found[1]) > _LOCAL_CHARS_MAX or len(found[0]) > limits.MAIL_ADDRESS_CHARS_MAX:
        raise ValueError("not a mail address such as naam@voorbeeld.nl")
    return f"{found[1]}@{found[2].lower()}"


def smtp_server(url: str) -> SmtpServer:
    """From `smtps://user:password@host:465` or `smtp://host:587`. Raises `ValueError` without a word of the URL in it:
    it may hold a password."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    none = parts.query == "tls=none"
    sound = parts.scheme in ("smtp", "smtps") and parts.hostname and port != 0 and parts.path in ("", "/")
    sound = sound and not parts.fragment and (not parts.query or (none and parts.scheme == "smtp"))
    if not sound or (parts.username is None) != (parts.password is None):
        raise ValueError("not an address such as smtps://user:password@mail.example:465 or smtp://mail.example:587")
    if none and parts.username is not None:
        raise ValueError("tls=none would send the password for all to read; leave it out")
    tls = parts.scheme == "smtps"
    return SmtpServer(
        host=parts.hostname or "",
        port=port or (465 if tls else 587),
        tls=tls,
        starttls=not tls and not none,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
