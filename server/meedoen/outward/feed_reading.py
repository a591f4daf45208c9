# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a feed elsewhere to plain entries: RSS and Atom by feedparser, and JSON Feed 1.1 (https://jsonfeed.org)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import ParseError

import feedparser
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from lxml import etree

from meedoen import limits
from meedoen.errors import AnswerRefused
from meedoen.outward.fetcher import Fetched
from meedoen.values import say

MEDIA = (
    "application/rss+xml",
    "application/atom+xml",
    "application/xml",
    "text/xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
)
_BLOCKS = frozenset({"p", "div", "li", "br", "ul", "ol", "h1", "h2", "h3", "h4", "tr", "blockquote", "dt", "dd"})


def read(answer: Fetched) -> Sequence[Mapping[str, str]]:
    """Its entries, each with `id`, `title`, `text`, `link`. Raises `AnswerRefused` where it is none, or has none."""
    entries = _json(answer) if "json" in answer.media else _xml(answer)
    found = [one for one in entries if one["title"] and one["text"]][: limits.TABLE_LINES_MAX]
    if not found:
        raise AnswerRefused(
            say("There is no feed with questions and answers at this address. Give the address of an RSS or Atom feed.")
        )
    return found


def _xml(answer: Fetched) -> list[dict[str, str]]:
    try:
        fromstring(answer.body)
    except DefusedXmlException as error:
        raise AnswerRefused(say("This feed holds definitions that are not read. Ask who made it.")) from error
    except (ParseError, ValueError):
        pass  # one with faults is read as far as it goes
    headers = {"content-location": answer.url, "content-type": ", ".join(answer.every("content-type")[:1])}
    parsed = feedparser.parse(BytesIO(answer.body), response_headers=headers)
    return [_entry(one) for one in parsed.entries]


def _entry(one: Any) -> dict[str, str]:
    content = one.get("content") or [{"value": one.get("summary", "")}]
    return _plain(one.get("id", ""), one.get("title", ""), content[0].get("value", ""), one.get("link", ""))


def _json(answer: Fetched) -> list[dict[str, str]]:
    try:
        items = json.loads(answer.body)["items"]
        return [
            _plain(
                str(one.get("id", "")),
                str(one.get("title", "")),
                str(one.get("content_html") or one.get("content_text", "")),
                urljoin(answer.url, str(one.get("url", ""))),
            )
            for one in items
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _plain(id_: str, title: str, content: str, link: str) -> dict[str, str]:
    safe = link if link.startswith("https://") else ""
    return {"id": id_.strip(), "title": _text(title).replace("\n", " "), "text": _text(content), "link": safe}


def _text(markup: str) -> str:
    """What one reads of it, a line for each block."""
    root = etree.HTML(f"<body>{markup}</body>") if markup.strip() else None
    if root is None:
        return ""
    etree.strip_elements(root, "script", "style", "template", with_tail=False)
    for one in root.iter():
        if one.tag in _BLOCKS:
            one.tail = f"\n{one.tail or ''}"
            one.text = f"\n{one.text or ''}" if one.tag != "br" else one.text
    lines = (" ".join(line.split()) for line in "".join(root.itertext()).split("\n"))
    return "\n".join(line for line in lines if line)
