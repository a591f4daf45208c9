# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A widget as other sites take it in: the oEmbed 1.0 answer (https://oembed.com), and how they discover it.

The html begins with a quote without attributes, which WordPress shows until the frame tells its height, and ends with
the loader, which a consumer that does not trust us takes out. `maxwidth` and `maxheight` hold for every number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from meedoen.addresses import Place
from meedoen.render.headers import Header
from meedoen.render.plain import as_html, one_line

WIDTH_PX = 640
"""As wide as an embed is unless asked for less: the length of a line of text."""
CACHE_S = 24 * 60 * 60
"""How long a consumer may keep an answer: its addresses hold for ever, its words seldom change."""
LOADER = "v1.js"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of ours, with its size."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Card:
    """What a widget is called, where it is and how high it is, for whoever shows it elsewhere."""

    place: Place
    """With the query that narrows it."""
    title: str
    """`Kind: subject – organisation`, equal to the frame's own `<title>`."""
    name: str
    """The widget's title alone."""
    kind: str
    organisation: str
    organisation_page: str
    language: str
    reserve: Mapping[int, int]
    """Height in px by width, as its type reserves it for its settings, or for one contribution."""
    image: Image | None = None

    @property
    def link_text(self) -> str:
        """What stands in the link in front of a frame."""
        return one_line(f"{self.name} – {self.organisation}")

    @property
    def height(self) -> int:
        """Enough at every width."""
        return max(self.reserve.values())

    @property
    def height_wide(self) -> int:
        """Enough at the width of a line of text."""
        return self.height_at(WIDTH_PX)

    def height_at(self, width: int) -> int:
        """Enough at this width: what the widest declared width that fits in it needs."""
        return self.reserve[max((one for one in self.reserve if one <= width), default=min(self.reserve))]

    @property
    def loader(self) -> str:
        """The script that gives the frame the height of its content."""
        return f"{self.place.origin}/embed/{LOADER}"


def oembed(card: Card, maxwidth: int | None, maxheight: int | None) -> Mapping[str, str | int]:
    """The answer, the same in both formats."""
    width = min(WIDTH_PX, maxwidth or WIDTH_PX)
    height = min(card.height_at(width), maxheight or card.height)
    answer: dict[str, str | int] = {
        "type": "rich",
        "version": "1.0",
        "title": one_line(card.title),
        "author_name": one_line(card.organisation),
        "author_url": card.organisation_page,
        "provider_name": one_line(card.organisation),
        "provider_url": card.organisation_page,
        "cache_age": CACHE_S,
        "width": width,
        "height": height,
        "html": html(card, width, height),
    }
    image = card.image
    if image and image.width <= (maxwidth or image.width) and image.height <= (maxheight or image.height):
        answer |= {
            "thumbnail_url": image.url,
            "thumbnail_width": image.width,
            "thumbnail_height": image.height,
        }
    return answer


def html(card: Card, width: int, height: int) -> str:
    """Content first; then the frame; then the loader."""
    return (
        f'<blockquote><a href="{as_html(card.place.at())}">{as_html(card.link_text)}</a></blockquote>'
        f'<iframe src="{as_html(card.place.embed)}" title="{as_html(one_line(card.title))}" width="{width}"'
        f' height="{height}" loading="lazy" allow="clipboard-write"></iframe>'
        f'<script src="{as_html(card.loader)}" async></script>'
    )


def as_json(answer: Mapping[str, str | int]) -> bytes:
    """`format=json`."""
    return json.dumps(answer, ensure_ascii=False).encode()


def as_xml(answer: Mapping[str, str | int]) -> bytes:
    """`format=xml`: the same names and values."""
    root = ET.Element("oembed")
    for name, value in answer.items():
        ET.SubElement(root, name).text = str(value)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


FORMATS = {
    "json": ("application/json; charset=utf-8", as_json),
    "xml": ("text/xml; charset=utf-8", as_xml),
}
"""By the value of `format`: media type, and how it is written."""


def discovery(place: Place) -> tuple[Header, ...]:
    """How a consumer that reads no HTML finds the answers: a `Link` header for each (RFC 8288)."""
    links = (f'<{place.oembed(form)}>; rel="alternate"; type="{media}"' for form, media in _DISCOVERED.items())
    return tuple((b"link", link.encode("ascii")) for link in links)


_DISCOVERED = {"json": "application/json+oembed", "xml": "text/xml+oembed"}
