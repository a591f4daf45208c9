# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may call, frame and keep what an address answers, and the headers that say so to a browser.

Each line of the route table (`meedoen.app`) names one of the policies below; nothing else decides on these headers, and
tests/server/endpoints/test_policies.py compares the table with what is really answered, failures included.

`'self'` means nothing to an opaque origin: the explicit one is beside it. There is no Cross-Origin-Opener-Policy: a
browser refuses a page that has one when a sandboxed frame opens it, and in such a frame stands, on many a site, our
link to the full page; nor does any page hold what an opener could take. The console alone has one.
No X-Frame-Options: it knows no "everyone".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from meedoen import limits

Header = tuple[bytes, bytes]


class Callers(StrEnum):
    """Whose scripts may read the answer. Never with credentials: there are none."""

    ANYONE = "anyone"
    OURSELVES = "ourselves"


class Framers(StrEnum):
    """Whose pages may hold it in a frame."""

    EVERYONE = "everyone"
    """Said in so many words: where an organisation names the sites, theirs stand in its place."""
    OURSELVES = "ourselves"
    NOBODY = "nobody"


class Kept(StrEnum):
    """Who may keep it and for how long, as `Cache-Control` says it (RFC 9111, 5861, 8246). A failure is never kept."""

    FACE = f"public, max-age={limits.FACE_MAX_AGE_S}, stale-if-error=86400"
    """By every cache, asked again by its ETag; in the last second before it changes, not without asking."""
    HOUR = "public, max-age=3600"
    DAY = "public, max-age=86400"
    FOR_EVER = "public, max-age=31536000, immutable"
    NEVER = "no-store"


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """What an address declares. Each is one object below, found by what it is and not by what it says."""

    name: str
    """Of this kind of address; what is counted is told by it."""
    called: Callers
    framed: Framers
    kept: Kept
    indexed: bool = False
    """Whether search engines may list it."""
    holds_frames: bool = False
    """Whether it holds embeds of ours; nothing else of the server's does."""
    sandboxed: bool = False
    """Whether nothing runs in it, and it is of no origin, where a browser shows it by itself."""
    apart: bool = False
    """Whether no page that opened it, or that it opens, has a hold on it (Cross-Origin-Opener-Policy)."""


PAGE = Policy("page", Callers.OURSELVES, Framers.OURSELVES, Kept.FACE, indexed=True)
"""What there is to read."""
GALLERY = Policy("gallery", Callers.OURSELVES, Framers.OURSELVES, Kept.FACE, indexed=True, holds_frames=True)
"""A page that shows embeds."""
SERVICE = Policy("service", Callers.OURSELVES, Framers.OURSELVES, Kept.FACE)
"""A page that is of use to who came from another one alone."""
FRAME = Policy("frame", Callers.OURSELVES, Framers.EVERYONE, Kept.FACE)
"""An embed."""
ACT = Policy("act", Callers.ANYONE, Framers.EVERYONE, Kept.NEVER)
"""Forms and what is posted, from the frame on whatever site; a frame in a sandbox has no origin."""
ANSWER = Policy("answer", Callers.OURSELVES, Framers.EVERYONE, Kept.NEVER)
"""What was received, for who holds its address."""
FORM = Policy("form", Callers.OURSELVES, Framers.OURSELVES, Kept.NEVER)
"""A form that stands on a page of ours alone, and what comes of it."""
OWN = Policy("own", Callers.OURSELVES, Framers.NOBODY, Kept.NEVER)
"""What somebody sent, for who types in its receipt code: a page of its own, always."""
DATA = Policy("data", Callers.ANYONE, Framers.NOBODY, Kept.FACE)
"""Feeds, oEmbed, the API."""
TABLE = Policy("table", Callers.ANYONE, Framers.NOBODY, Kept.NEVER)
"""Data that is too much to keep: sent as it is read."""
FILE = Policy("file", Callers.ANYONE, Framers.NOBODY, Kept.FOR_EVER)
"""Under a name that holds its version."""
LOGO = Policy("logo", Callers.ANYONE, Framers.NOBODY, Kept.FOR_EVER, sandboxed=True)
"""A picture that somebody uploaded, under a name that holds its version."""
LOADER = Policy("loader", Callers.ANYONE, Framers.NOBODY, Kept.HOUR)
"""The script that follows the newest loader."""
ICON = Policy("icon", Callers.ANYONE, Framers.NOBODY, Kept.DAY)
STATUS = Policy("status", Callers.OURSELVES, Framers.NOBODY, Kept.NEVER)
"""For who runs the server."""
CONSOLE = Policy("console", Callers.OURSELVES, Framers.NOBODY, Kept.NEVER, apart=True)
"""For staff, who are known by a cookie: a page of its own, always."""
NOWHERE = Policy("nowhere", Callers.ANYONE, Framers.EVERYONE, Kept.NEVER)
"""Of what is no address at all: anybody may be told, also in a frame, that nothing is there."""

_LOADS = ("style-src", "script-src", "img-src", "connect-src", "form-action")
_NO_FEATURES = b"camera=(), geolocation=(), microphone=(), payment=()"
_HSTS: Header = (b"strict-transport-security", b"max-age=31536000")


@lru_cache(maxsize=256)
def security(policy: Policy, origin: str, *, document: bool) -> tuple[Header, ...]:
    """The headers under this policy of what is answered at `origin`. A document loads what is ours, data nothing."""
    ours = f"'self' {origin}"
    shared = policy.called is Callers.ANYONE or policy.framed is Framers.EVERYONE
    headers = [
        (b"content-security-policy", _content_policy(policy, ours, document=document).encode()),
        (b"cross-origin-resource-policy", b"cross-origin" if shared else b"same-origin"),
        (b"referrer-policy", b"strict-origin-when-cross-origin"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if policy.called is Callers.ANYONE:
        headers += [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", b"*")]
    if document:
        headers.append((b"permissions-policy", _NO_FEATURES))
    if policy.apart:
        headers.append((b"cross-origin-opener-policy", b"same-origin"))
    if not policy.indexed:
        headers.append((b"x-robots-tag", b"noindex"))
    if origin.startswith("https://"):
        headers.append(_HSTS)
    return tuple(headers)


def _content_policy(policy: Policy, ours: str, *, document: bool) -> str:
    """`default-src 'none'` upwards. What does not fall back to it (base-uri, form-action, frame-ancestors) is named."""
    what_loads = (*_LOADS, "frame-src") if policy.holds_frames else _LOADS
    loads = [f"{what} {ours}" for what in what_loads] if document else ["form-action 'none'"]
    ancestors = {Framers.EVERYONE: "*", Framers.OURSELVES: ours, Framers.NOBODY: "'none'"}[policy.framed]
    sandbox = ["sandbox"] if policy.sandboxed else []
    return "; ".join(["default-src 'none'", *loads, "base-uri 'none'", f"frame-ancestors {ancestors}", *sandbox])
