# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What machines look for at fixed addresses: `robots.txt` (RFC 9309), `security.txt` (RFC 9116), sitemaps (0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

ROBOTS = "/robots.txt"
SECURITY = "/.well-known/security.txt"
SITEMAP = "/sitemap.xml"
TEXT = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"

_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_EXPIRES_MONTHS = 7
_ROBOTS = """\
# Frames, share panels, feeds and the API may be read. They say themselves that they are not to be listed
# (X-Robots-Tag: noindex), which who is kept out cannot know. Forms and what was received are not for robots.
User-agent: *
Disallow: /*/do/
Disallow: /*/done/
Disallow: /console

Sitemap: {sitemap}
"""


def robots(origin: str) -> str:
    """Where robots need not come, and where the list of pages is."""
    return _ROBOTS.format(sitemap=origin + SITEMAP)


def security_txt(contacts: Sequence[str], origins: Iterable[str], languages: Iterable[str], moment: datetime) -> str:
    """Where to report a weakness, best way first. Canonical addresses are on TLS, as the standard demands."""
    lines = [f"Contact: {contact}" for contact in contacts]
    lines.append(f"Expires: {_months_on(moment, _EXPIRES_MONTHS).isoformat().replace('+00:00', 'Z')}")
    lines.append(f"Preferred-Languages: {', '.join(languages)}")
    lines += [f"Canonical: {origin}{SECURITY}" for origin in origins if origin.startswith("https://")]
    return "\n".join(lines) + "\n"


def next_month(moment: datetime) -> datetime:
    """When `security_txt` says something else: the setting is in force for as long as the server runs with it."""
    return _months_on(moment, 1)


def urlset(pages: Iterable[tuple[str, datetime | None]]) -> bytes:
    """A sitemap: each page, and when it last changed where that is known."""
    return _document("urlset", "url", pages)


def sitemap_index(sitemaps: Iterable[str]) -> bytes:
    """A list of sitemaps."""
    return _document("sitemapindex", "sitemap", ((sitemap, None) for sitemap in sitemaps))


def _document(root: str, element: str, entries: Iterable[tuple[str, datetime | None]]) -> bytes:
    whole = ET.Element(root, xmlns=_SITEMAPS)
    for address, changed in entries:
        entry = ET.SubElement(whole, element)
        ET.SubElement(entry, "loc").text = address
        if changed is not None:
            ET.SubElement(entry, "lastmod").text = changed.isoformat(timespec="seconds")
    document: bytes = ET.tostring(whole, encoding="utf-8", xml_declaration=True)
    return document


def _months_on(moment: datetime, months: int) -> datetime:
    """The first of the month, so many months on."""
    at = moment.astimezone(UTC)
    years, month = divmod(at.month - 1 + months, 12)
    return datetime(at.year + years, month + 1, 1, tzinfo=UTC)
