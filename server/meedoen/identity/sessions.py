# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sessions of staff: secrets that only a browser has, and for how long they are good."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from meedoen import limits
from meedoen.identity.tokens import signer
from meedoen.records_staff import Account, Session

_IDLE = timedelta(seconds=limits.SESSION_IDLE_S)
_WHOLE = timedelta(seconds=limits.SESSION_S)


def new_secret() -> str:
    """256 bits: a session's, an invitation's, a set-up's."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is kept of a secret. A plain hash is enough for that many random bits."""
    return hashlib.sha256(secret.encode()).digest()


def begun(secret: str, account: Account, device: str, now: datetime) -> Session:
    """A new session with this secret."""
    return Session(digest(secret), account, now, now, device, secrets.token_urlsafe(24))


def is_good(session: Session, now: datetime) -> bool:
    """Whether it was used lately, and did not begin too long ago."""
    return now - session.seen < _IDLE and now - session.created < _WHOLE


def fits(session: Session, form: str) -> bool:
    """Whether a posted form was made for this session."""
    return hmac.compare_digest(session.form.encode(), form.encode())


class Devices:
    """Says which devices somebody signed in on before: by a signed cookie, which holds an account and a random name.

    It opens nothing. It only has its own places among the sign-ins of an hour.
    """

    def __init__(self, keys: Sequence[str], clock: Callable[[], datetime]) -> None:
        self._signed = URLSafeTimedSerializer(list(keys), salt="device", signer=signer(clock))

    def mark(self, account: str, device: str) -> str:
        """What the device keeps of a sign-in to the account with this `uid`."""
        return str(self._signed.dumps([account, device]))

    def read(self, mark: str, account: str) -> str:
        """The device's name, if somebody signed in to this account on it; else empty."""
        try:
            of, device = self._signed.loads(mark, max_age=limits.DEVICE_S)
        except (BadSignature, ValueError):
            return ""
        return str(device) if of == account else ""
