# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From what a website answered to the page that `participation.embedding_check` judges.

Read by lxml, whose tokens are HTML's own since libxml2 2.14; a page with faults is read as far as it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from meedoen import limits
from meedoen.outward.fetcher import Fetched
from meedoen.participation import content_policy
from meedoen.participation.content_policy import Policy
from meedoen.participation.embedding import Frame, Page, Script

_POLICY, _EMBEDDER = "content-security-policy", "cross-origin-embedder-policy"
_ISOLATED = ("require-corp", "credentialless")
"""Under these a page takes in a frame of another site when that is under one of them too; ours are not."""


def read(answer: Fetched) -> Page:
    """The page. One that is empty has nothing in it."""
    root = etree.HTML(answer.body, _parser(answer.charset))
    if root is None:
        root = etree.Element("html")
    etree.strip_elements(root, "template", "noscript", with_tail=False)  # a browser that runs scripts shows neither
    base = _absolute(answer.url, next((one.get("href") for one in root.iterfind(".//base[@href]")), ""))
    absolute = partial(_absolute, base)
    metas = [one.get("content", "") for one in root.iterfind("./head/meta") if _named(one, "http-equiv") == _POLICY]
    return Page(
        url=answer.url,
        policies=_policies([*answer.every(_POLICY), *metas]),
        isolated=any(value.split(";")[0].strip() in _ISOLATED for value in answer.every(_EMBEDDER)),
        frames=[_frame(one, absolute(one.get("src", ""))) for one in _first(root, ".//iframe")],
        scripts=[Script(absolute(one.get("src")), one.get("nonce", "")) for one in _first(root, ".//script[@src]")],
        links=[absolute(one.get("href")) for one in _first(root, ".//a[@href]")],
        held_back=[absolute(value) for one in root.iter() for value in _held_back(one)],
        text=_text(root),
    )


def _first(root: Any, path: str) -> Iterator[Any]:
    return islice(root.iterfind(path), limits.PAGE_ELEMENTS_MAX)


def _absolute(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def _policies(values: Iterable[str]) -> Sequence[Policy]:
    read = (policy for value in values for policy in content_policy.read(value[: limits.PAGE_POLICY_CHARS_MAX]))
    return list(islice(read, limits.PAGE_POLICIES_MAX))


def _parser(charset: str) -> Any:
    settings = {"no_network": True, "remove_comments": True, "remove_pis": True}
    try:
        return etree.HTMLParser(encoding=charset or None, **settings)
    except LookupError:  # a character set that nobody knows
        return etree.HTMLParser(**settings)


def _frame(element: Any, address: str) -> Frame:
    sandbox = element.get("sandbox")
    return Frame(
        address=address,
        title=element.get("title", ""),
        sandbox=None if sandbox is None else frozenset(sandbox.lower().split()),
        allow=element.get("allow", ""),
        height=_height(element.get("height", "")) or _styled_height(element.get("style", "")),
    )


def _height(value: str) -> int | None:
    """CSS pixels of an attribute (HTML, "dimension attributes"); a percentage says nothing by itself."""
    number = re.match(r"\s*(\d{1,6})(?:\.\d*)?(?!\d*%)", value)
    return int(number[1]) if number else None


def _styled_height(style: str) -> int | None:
    number = re.search(r"(?:^|[;\s])(?:min-)?height\s*:\s*(\d{1,6})(?:\.\d+)?px", style, re.IGNORECASE)
    return int(number[1]) if number else None


def _held_back(element: Any) -> Iterator[str]:
    yield from (value for name, value in element.items() if name.startswith("data-") and "/embed" in value)


def _named(element: Any, attribute: str) -> str:
    return str(element.get(attribute, "")).strip().lower()


def _text(root: Any) -> str:
    """What is read on it, white space made one. It takes out of the tree what is not."""
    etree.strip_elements(root, "script", "style", "iframe", with_tail=False)
    return " ".join("".join(root.itertext()).split())
