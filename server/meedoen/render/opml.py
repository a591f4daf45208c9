# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""OPML 2.0: a list of feeds, which a reader takes in at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from meedoen.render.plain import one_line

MEDIA = "text/x-opml; charset=utf-8"
"""Registered by nobody and known to all readers."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of the list."""

    title: str
    feed: str
    page: str


def opml(title: str, outlines: Iterable[Outline]) -> bytes:
    """The list, as a document."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = one_line(title)
    body = ET.SubElement(root, "body")
    for one in outlines:
        name = one_line(one.title)
        # The type is "rss" for Atom too: it says that this line is a feed.
        ET.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=one.feed, htmlUrl=one.page)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document
