# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which sites may hold a widget in a frame: from what staff types to `frame-ancestors` (W3C, CSP Level 3, 6.4.2.1), and
which site it was that a browser refused."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urlsplit

from meedoen import limits
from meedoen.errors import Invalid
from meedoen.participation import content_policy
from meedoen.participation.embedding import origin_of
from meedoen.records import EVERYONE, NOBODY
from meedoen.values import Message, say

LISTED = "listed"
"""The choice of a list of sites."""

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
_SITE = re.compile(rf"https?://(?:\*\.)?{_LABEL}(?:\.{_LABEL})*(?::\d{{1,5}})?")


def packed(choice: str, sites: Sequence[str]) -> str:
    """What is kept of a choice. Raises `Invalid` that names the line of a site that is none."""
    if choice != LISTED:
        return choice
    found = []
    for number, typed in enumerate(sites, 1):
        site = _site(typed)
        if site is None or _behind(typed):
            raise _wrong(
                say("Line %(n)s: fill in a site such as https://www.voorbeeldstad.nl, without a path.", n=number)
            )
        found.append(site)
    if not found:
        raise _wrong(say("Fill in at least one site, or choose nobody."))
    if len(found) > limits.FRAMERS_MAX:
        raise _wrong(
            say(
                "Fill in at most %(most)s sites. With https://*.example.nl all sites under one name may.",
                most=limits.FRAMERS_MAX,
            )
        )
    return " ".join(dict.fromkeys(found))


def unpacked(kept: str) -> tuple[str, Sequence[str]]:
    """The inverse: the choice, and the sites of a list."""
    return (kept, ()) if kept in ("", EVERYONE, NOBODY) else (LISTED, kept.split())


def admits(kept: str, site: str, ours: Collection[str]) -> bool:
    """Whether a site may hold what is at one of `ours`: our own always may."""
    return site in ours or any(content_policy.admits(kept.split(), site, own) for own in ours)


def refused(body: bytes, referer: str, ours: Collection[str]) -> str:
    """The site that a browser's report is about (CSP Level 3, 5.3), or empty.

    Chromium names it by the header Referer alone; in the report, both addresses are ours.
    """
    for address in (referer, *_named(body)):
        site = _site(address)
        if site is not None and site not in ours and len(site) <= limits.ORIGIN_CHARS_MAX:
            return site
    return ""


def _named(body: bytes) -> Iterator[str]:
    try:
        report = json.loads(body)["csp-report"]
        yield from (str(report.get(name, "")) for name in ("referrer", "blocked-uri", "document-uri"))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return


def _site(typed: str) -> str | None:
    """An origin in the one form in which origins compare; None when it is none."""
    try:
        parts = urlsplit(typed.strip().lower())
        host = parts.hostname or ""
        host = host if host.isascii() else host.encode("idna").decode()
        port = f":{parts.port}" if parts.port is not None else ""
    except (ValueError, UnicodeError):
        return None
    if "@" in parts.netloc:
        return None
    site = origin_of(f"{parts.scheme}://{host}{port}")
    return site if _SITE.fullmatch(site) else None


def _behind(typed: str) -> bool:
    """Whether more than a site was typed: a browser looks at the site alone."""
    parts = urlsplit(typed.strip())
    return parts.path not in ("", "/") or bool(parts.query or parts.fragment)


def _wrong(why: Message) -> Invalid:
    return Invalid(say("Nothing was saved yet. Check the fields below."), {"sites": why})
