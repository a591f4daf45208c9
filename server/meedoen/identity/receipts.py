# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Receipt codes (*ontvangstcodes*): what finds a contribution again when the token is lost.

A code is derived from the act, so that a retry after a lost answer shows the same one; only its hash is stored.
80 bits: guessing one is out of reach even for who holds the hashes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from meedoen import limits

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without 0, 1, I and O, which are misread."""


def make(secret: str, widget: str, participant: bytes, key: str) -> str:
    """The code of one act, in groups of four: `7K3M-9QXA-…`."""
    mac = hmac.digest(f"receipt:{secret}".encode(), b"|".join((widget.encode(), participant, key.encode())), "sha256")
    return spell("".join(ALPHABET[byte & 31] for byte in mac[: limits.RECEIPT_CODE_CHARS]))


def fresh() -> str:
    """A code that belongs to no act yet, spelt so."""
    return spell("".join(secrets.choice(ALPHABET) for _ in range(limits.RECEIPT_CODE_CHARS)))


def spell(code: str) -> str:
    """A code as it is shown, however it was typed: in groups of four."""
    signs = _signs(code)
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def digest(code: str) -> bytes | None:
    """What is stored of a code, however it was typed; None when it cannot be one.

    A plain hash is enough for 80 random bits.
    """
    signs = _signs(code)
    if len(signs) != limits.RECEIPT_CODE_CHARS or not set(signs) <= set(ALPHABET):
        return None
    return hashlib.sha256(signs.encode()).digest()


def _signs(code: str) -> str:
    return "".join(code.split()).replace("-", "").upper()
