# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Content Security Policies of pages that embed us: what each lets a page load (W3C, CSP Level 3, 2.2 and 6.7).

Of the sources that a policy names, those are read that can let in a frame or a script by its address, and nonces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import SplitResult, unquote, urlsplit

Policy = Mapping[str, Sequence[str]]
"""By directive, its sources."""

FRAME = ("frame-src", "child-src", "default-src")
"""What decides on frames: the first of these that is there."""
SCRIPT = ("script-src-elem", "script-src", "default-src")

STRICT = "'strict-dynamic'"
"""With this source addresses do not count, and only a nonce lets a script in."""

_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_SOURCE = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>\*|(?:\*\.)?[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::(?P<port>\d+|\*))?(?P<path>/.*)?",
    re.IGNORECASE,
)


def read(value: str) -> list[Policy]:
    """The policies of one header, or of one `<meta>`. Of a directive that is there twice the first counts."""
    policies: list[Policy] = []
    for serialized in value.split(","):
        directives: dict[str, Sequence[str]] = {}
        for directive in serialized.split(";"):
            name, *sources = directive.split() or [""]
            if name:
                directives.setdefault(name.lower(), sources)
        if directives:
            policies.append(directives)
    return policies


def decides(policy: Policy, chain: Sequence[str]) -> str:
    """The directive that decides; empty when the policy leaves it free."""
    return next((name for name in chain if name in policy), "")


def admits(sources: Sequence[str], url: str, page: str, nonce: str = "") -> bool:
    """Whether sources let a page at `page` load `url`. A script may have a nonce."""
    if nonce and f"'nonce-{nonce}'" in sources:
        return True
    if STRICT in sources:
        return False
    try:
        to, here = urlsplit(url), urlsplit(page)
        return any(_matches(source, to, here) for source in sources)
    except ValueError:
        return False


def _matches(source: str, url: SplitResult, page: SplitResult) -> bool:
    if source == "*":
        return url.scheme in ("http", "https")
    if source.lower() == "'self'":
        return url.hostname == page.hostname and _scheme(page.scheme, url.scheme) and _port(None, page, url)
    if re.fullmatch(r"[a-z][a-z0-9+.-]*:", source, re.IGNORECASE):
        return _scheme(source[:-1].lower(), url.scheme)
    named = _SOURCE.fullmatch(source)
    if named is None or not url.hostname:
        return False
    return (
        _scheme((named["scheme"] or page.scheme).lower(), url.scheme)
        and _host(named["host"].lower(), url.hostname)
        and _port(named["port"], urlsplit(f"{named['scheme'] or page.scheme}://x"), url)
        and _path(named["path"] or "", url.path or "/")
    )


def _scheme(named: str, asked: str) -> bool:
    """The same, or the secure one in its stead."""
    return asked == named or (named, asked) == ("http", "https")


def _host(named: str, asked: str) -> bool:
    return named == "*" or (asked.endswith(named[1:]) if named.startswith("*.") else asked == named.strip("[]"))


def _port(named: str | None, of: SplitResult, asked: SplitResult) -> bool:
    """The one that is named, or of the page; else that of the scheme. 443 may stand for 80."""
    wanted = (of.port or _PORTS.get(of.scheme)) if named is None else named if named == "*" else int(named)
    given = asked.port or _PORTS.get(asked.scheme)
    return wanted in ("*", given) or (wanted, given) == (80, 443)


def _path(named: str, asked: str) -> bool:
    named, asked = unquote(named), unquote(asked)
    return asked.startswith(named) if named.endswith("/") or not named else asked == named
