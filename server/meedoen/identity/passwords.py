# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Passwords: kept as argon2id writes them (RFC 9106), looked at off the event loop and only a few at once.

One that is asked of an account that is not there takes as long as any other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from meedoen import limits
from meedoen.errors import unavailable

T = TypeVar("T")

NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$TdT+Q/ytmAUoocgSEs9rbg$VEo7I2f/V8d0pbzx9nHAWgDV+Mq/UjXLPQuPx6kC6kE"
"""Of the empty password, at the same cost as any; a test compares that."""


class Passwords:
    """Makes hashes and compares with them."""

    def __init__(self, hasher: PasswordHasher | None = None, nobodys: str = NOBODYS) -> None:
        """Without a hasher, as RFC 9106 (4) recommends where memory is scarce: 64 MiB, three passes."""
        self._hasher = hasher or PasswordHasher()
        self._nobodys = nobodys
        self._at_once = asyncio.Semaphore(limits.PASSWORDS_AT_ONCE_MAX)
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """What is kept. Raises `Unavailable` when too many wait."""
        return await self._in_turn(lambda: self._hasher.hash(password))

    async def fits(self, kept: str, password: str) -> bool:
        """Whether this is the password; never where none is kept, which takes as long. Raises `Unavailable`."""
        found = await self._in_turn(lambda: self._verify(kept or self._nobodys, password))
        return found and bool(kept)

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _in_turn(self, work: Callable[[], T]) -> T:
        if self._waiting >= limits.PASSWORDS_WAITING_MAX:
            raise unavailable()
        self._waiting += 1
        try:
            async with self._at_once:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1
