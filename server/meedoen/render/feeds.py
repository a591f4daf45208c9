# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""One feed in three formats, as pure functions: the same feed gives the same bytes, always.

RSS 2.0 and Atom (RFC 4287) are feedgen's, with its traps mended; JSON Feed 1.1 is one dict.
Ids are `tag:` URIs (RFC 4151) that hold uids alone, so they outlive a host, a port, a rename and a restored backup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from feedgen.feed import FeedGenerator

from meedoen.render.plain import image, one_line, paragraphs, plain

TAG = "tag:meedoen,2026:"
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Image:
    """An image with an entry: where it is, and what is to be seen on it in words."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing that happened; both texts are plain."""

    id: str
    title: str
    text: str
    link: str
    published: datetime
    updated: datetime
    author: str = ""
    """Who said it, when that is not the organisation whose feed this is."""
    image: Image | None = None
    corrected: datetime | None = None
    """Since when the organisation says this, where it said something else before."""
    expires: datetime | None = None
    """Until when it can be told in these words, where it cannot for good."""
    change: tuple[int, int, int] | None = None
    """Where it tells a change, in whichever feed: widget, key, version. Whoever follows several is mailed it once."""

    @property
    def html(self) -> str:
        """The text, with the image before it."""
        shown = image(self.image.url, self.image.alt) if self.image else ""
        return shown + paragraphs(self.text)


@dataclass(frozen=True, slots=True)
class Feed:
    """What the three formats have in common. `entries` are newest first."""

    id: str
    title: str
    about: str
    language: str
    author: str
    author_page: str
    page: str
    addresses: Mapping[str, str]
    """By format."""
    begun: datetime
    """When nothing had happened yet."""
    entries: Sequence[FeedEntry]
    within: str = ""
    """The title of the widget in which all of it happened; in an organisation's feed each entry says where."""
    trial: bool = False
    """What it tells of is wiped before its widget opens."""

    @property
    def updated(self) -> datetime:
        """From what it tells, never from the clock: else an ETag would never match."""
        return max((one.updated for one in self.entries), default=self.begun)

    @property
    def fresh_until(self) -> datetime | None:
        """When the first of what it tells expires; None: it holds until something happens."""
        return min((one.expires for one in self.entries if one.expires is not None), default=None)


class _TypedLinks:
    """feedgen drops `rel` and `type` of an entry's link; as one of its extensions this puts them back."""

    def extend_atom(self, entry: Any) -> None:
        for link in entry.findall("link"):
            link.set("rel", "alternate")
            link.set("type", HTML)


def rss(feed: Feed) -> bytes:
    """RSS 2.0. Texts are HTML in it, as readers expect; guids are no addresses, and say so."""
    document: bytes = _generator(feed, "rss").rss_str()
    return document


def atom(feed: Feed) -> bytes:
    """RFC 4287."""
    document: bytes = _generator(feed, "atom").atom_str()
    return document


def json_feed(feed: Feed) -> bytes:
    """JSON Feed 1.1."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": one_line(feed.title),
        "home_page_url": feed.page,
        "feed_url": feed.addresses["json"],
        "description": one_line(feed.about),
        "language": feed.language,
        "authors": [{"name": one_line(feed.author), "url": feed.author_page}],
        "items": [_item(one) for one in feed.entries],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _item(entry: FeedEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.link,
        "title": one_line(entry.title),
        "content_text": plain(entry.text),
        "date_published": _utc(entry.published).isoformat(),
        "date_modified": _utc(entry.updated).isoformat(),
        **({"authors": [{"name": one_line(entry.author)}]} if entry.author else {}),
        **({"image": entry.image.url, "content_html": entry.html} if entry.image else {}),
    }


FORMATS = {
    "rss": ("application/rss+xml; charset=utf-8", rss),
    "atom": ("application/atom+xml; charset=utf-8", atom),
    "json": ("application/feed+json", json_feed),
}
"""By the ending of the address: media type, and how it is written."""
NAMES = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
"""What each is called."""


def _generator(feed: Feed, form: str) -> FeedGenerator:
    made = FeedGenerator()
    made.id(feed.id)
    made.title(one_line(feed.title))
    made.description(one_line(feed.about))
    made.language(feed.language)
    made.author(name=one_line(feed.author), uri=feed.author_page)
    made.generator("Meedoen")
    made.updated(_utc(feed.updated))
    # The last link is what RSS takes for its own.
    made.link(href=feed.addresses[form], rel="self", type=FORMATS[form][0].partition(";")[0])
    made.link(href=feed.page, rel="alternate", type=HTML)
    for one in feed.entries:
        entry = made.add_entry(order="append")
        entry.id(one.id)
        entry.title(one_line(one.title))
        entry.link(href=one.link, rel="alternate", type=HTML)
        entry.published(_utc(one.published))
        entry.updated(_utc(one.updated))
        if one.author:
            entry.author(name=one_line(one.author))
        if one.html:
            entry.content(one.html, type="html")
        entry.register_extension("typed_links", _TypedLinks, rss=False)
    return made


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
