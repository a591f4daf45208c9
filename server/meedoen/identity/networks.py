# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Network tags: enough to see that many acts come from one network, too little to know which.

An HMAC of the address (of its /64 for IPv6) under a key per widget and day that is destroyed.
The address goes no further.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from socket import AF_INET, AF_INET6, inet_pton

_IPV4_MAPPED = bytes(10) + b"\xff\xff"


class NetworkTags:
    """Makes tags with today's key of each widget, which this process keeps as long as the day lasts."""

    def __init__(self, key_of: Callable[[int, str], Awaitable[bytes]], clock: Callable[[], datetime]) -> None:
        """`key_of` gives the stored key of a widget (its id) and a day, and makes it on first use."""
        self._key_of = key_of
        self._clock = clock
        self._day = ""
        self._keys: dict[int, bytes] = {}

    async def of(self, widget: int, address: str) -> bytes:
        """Eight bytes that are the same for the same network, widget and day; empty when there is no address."""
        day = self._clock().date().isoformat()
        if day != self._day:
            self._day, self._keys = day, {}
        key = self._keys.get(widget)
        if key is None:
            key = self._keys[widget] = await self._key_of(widget, day)
        return tag(key, address)


def within(address: str, networks: Iterable[str]) -> bool:
    """Whether an address lies in one of these networks; what is no address (a Unix socket) in none."""
    try:
        one = ip_address(address)
    except ValueError:
        return False
    if isinstance(one, IPv6Address) and one.ipv4_mapped is not None:
        one = one.ipv4_mapped
    return any(one in ip_network(network) for network in networks)


def tag(key: bytes, address: str) -> bytes:
    """Eight bytes, or none when there is no address to speak of (a Unix socket)."""
    try:
        if ":" in address:
            whole = inet_pton(AF_INET6, address.partition("%")[0])
            packed = whole[12:] if whole.startswith(_IPV4_MAPPED) else whole[:8] + bytes(8)
        else:
            packed = inet_pton(AF_INET, address)
    except (OSError, ValueError):
        return b""
    return hmac.new(key, packed, "sha256").digest()[:8]
