# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Network tags: enough to see that many acts come from one network, too little to know which.

An HMAC of the address (of its /64 for IPv6) under a key per widget and day that is destroyed.
The address goes no further.
"""

from __future__ import annotations

import hmac
from ipaddress import IPv6Address, ip_address


def tag(key: bytes, address: str) -> bytes:
    """Eight bytes, or none when there is no address to speak of (a Unix socket)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return b""
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64)
    return hmac.digest(key, parsed.packed, "sha256")[:8]
