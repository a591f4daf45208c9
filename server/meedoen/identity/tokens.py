# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signed tokens: one salt per purpose, the issue time in each, the organisation in the participant's.

An empty, cut or changed token is nobody; it is never "the" anonymous participant.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from meedoen import limits
from meedoen.errors import Forbidden, NotFound, Unidentified
from meedoen.values import Assurance, Message, say


@dataclass(frozen=True, slots=True)
class Participant:
    """A pseudonymous person: a random id, and how sure we are that it is one person."""

    id: bytes
    assurance: Assurance


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a one-time form or a done page is about; it lets its holder act as this participant, here, for a while."""

    widget: str
    action: str
    target: str
    participant: Participant
    key: str
    number: int | None = None
    """The contribution it is about, where there is one."""


def new_participant(assurance: Assurance) -> Participant:
    """Somebody not seen before."""
    return Participant(secrets.token_bytes(16), assurance)


def new_key() -> str:
    """An idempotency key, for a form made here."""
    return secrets.token_hex(16)


def signer(clock: Callable[[], datetime]) -> type[TimestampSigner]:
    """itsdangerous' own, by our clock, with SHA-256."""

    class Signer(TimestampSigner):
        default_digest_method = staticmethod(hashlib.sha256)

        def get_timestamp(self) -> int:
            return int(clock().timestamp())

    return Signer


class Tokens:
    """Makes and reads tokens. `keys` are oldest first: the last signs, all are read, so that keys can be rotated."""

    def __init__(self, keys: Sequence[str], clock: Callable[[], datetime]) -> None:
        own = signer(clock)
        self._participants = own(list(keys), salt="participant")
        self._forms = URLSafeTimedSerializer(list(keys), salt="form", signer=own)
        self._done = URLSafeTimedSerializer(list(keys), salt="done", signer=own)
        self._tried = URLSafeTimedSerializer(list(keys), salt="style", signer=own)

    def issue(self, organisation: str, participant: Participant) -> str:
        """A participant's token, good in one organisation (its uid)."""
        identity = base64.urlsafe_b64encode(participant.id).decode().rstrip("=")
        return self._participants.sign(f"{organisation}.{identity}.{participant.assurance.value}").decode()

    def read(self, token: str, organisation: str, *, expired: bool = False) -> Participant:
        """Who holds this token. With `expired`, an old one is read too, for renewal: the id outlives it.

        Raises `Unidentified` when it is nobody's or too old, `Forbidden` when it is another organisation's.
        """
        if not token or len(token) > limits.TOKEN_CHARS_MAX:
            raise Unidentified(say("Please try again; nothing you typed was lost."))
        try:
            value = self._participants.unsign(token, max_age=None if expired else limits.TOKEN_S).decode()
            where, identity, assurance = value.split(".")
            participant = Participant(base64.urlsafe_b64decode(identity + "=="), Assurance(int(assurance)))
        except (BadSignature, ValueError, binascii.Error) as error:
            raise Unidentified(say("Please try again; nothing you typed was lost.")) from error
        if where != organisation:
            raise Forbidden(say("You are taking part in another organisation's page. Reload this page and try again."))
        return participant

    def form(self, ticket: Ticket) -> str:
        """The hidden field of a page "check before you send"."""
        return self._dump(self._forms, ticket)

    def read_form(self, token: str) -> Ticket:
        """Raises `Unidentified` when it is not one of ours or lay open too long."""
        return self._load(
            self._forms,
            token,
            limits.CHECK_FORM_S,
            say("This page lay open too long. Check what you typed, and send it again."),
            say("This form was not recognised. Check what you typed, and send it again."),
        )

    def done(self, ticket: Ticket) -> str:
        """The last segment of a done page's address."""
        return self._dump(self._done, ticket)

    def read_done(self, token: str) -> Ticket:
        """Raises `Unidentified` when it is not one of ours or older than a done page lives."""
        late = say("This page could be seen for 15 minutes. What you sent was received; you need not send it again.")
        return self._load(self._done, token, limits.DONE_LINK_S, late, say("There is no such page. Check the address."))

    def tried(self, style: str) -> str:
        """A house style that is not kept anywhere, as a segment of an address."""
        return str(self._tried.dumps(style))

    def read_tried(self, token: str) -> str:
        """Raises `NotFound` when it is not one of ours, or too old."""
        try:
            return str(self._tried.loads(token, max_age=limits.TRIED_STYLE_S))
        except BadSignature as error:
            raise NotFound(say("There is no such file.")) from error

    @staticmethod
    def _dump(serializer: URLSafeTimedSerializer, ticket: Ticket) -> str:
        who = ticket.participant
        parts = [ticket.widget, ticket.action, ticket.target, who.id.hex(), who.assurance, ticket.key, ticket.number]
        return str(serializer.dumps(parts))

    @staticmethod
    def _load(serializer: URLSafeTimedSerializer, token: str, age_s: int, late: Message, unknown: Message) -> Ticket:
        try:
            widget, action, target, identity, assurance, key, number = serializer.loads(token, max_age=age_s)
        except SignatureExpired as error:
            raise Unidentified(late) from error
        except (BadSignature, ValueError) as error:
            raise Unidentified(unknown) from error
        return Ticket(widget, action, target, Participant(bytes.fromhex(identity), Assurance(assurance)), key, number)
