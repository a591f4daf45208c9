# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Security headers, by class of route. `'self'` means nothing to an opaque origin: the explicit one is beside it."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

Header = tuple[bytes, bytes]


class Class(StrEnum):
    """What kind of thing an address serves."""

    PAGE = "page"
    """A page of the server's own: framed by itself alone."""
    FRAME = "frame"
    """An embed, and the forms one reaches from it: framed by everyone. No X-Frame-Options, on purpose."""
    DATA = "data"
    """Feeds, oEmbed, the API: read by anyone, from anywhere."""


_COMMON: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
)
_CORS: tuple[Header, ...] = ((b"access-control-allow-origin", b"*"),)
_NO_FEATURES = b"camera=(), geolocation=(), microphone=(), payment=()"


@lru_cache(maxsize=64)
def security(kind: Class, origin: str) -> tuple[Header, ...]:
    """The headers of an answer of this class that speaks of `origin`."""
    if kind is Class.DATA:
        return (*_COMMON, *_CORS, (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"))
    ours = f"'self' {origin}"
    policy = "; ".join(
        [
            "default-src 'none'",
            f"style-src {ours}",
            f"script-src {ours}",
            f"img-src {ours}",
            f"connect-src {ours}",
            f"form-action {ours}",
            "base-uri 'none'",
            "frame-ancestors *" if kind is Class.FRAME else f"frame-ancestors {ours}",
        ]
    )
    robots: tuple[Header, ...] = ((b"x-robots-tag", b"noindex"),) if kind is Class.FRAME else ()
    return (
        *_COMMON,
        (b"content-security-policy", policy.encode()),
        (b"permissions-policy", _NO_FEATURES),
        *robots,
    )
