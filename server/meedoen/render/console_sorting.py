# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A table of the console in the order that a link asks for: `?sort=title`, or `?sort=-title` for the reverse."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from meedoen.render.words import Translator

T = TypeVar("T")
Ways = Mapping[str, tuple[str, Callable[[T], Any]]]
"""By what stands in the address: what it is called, and what of a row is compared."""


@dataclass(frozen=True, slots=True)
class By:
    """A link that puts the table in an order, or turns the one it has."""

    label: str
    url: str
    order: str
    """What it is in now by this: `ascending`, `descending` or empty."""


def sorting(rows: Iterable[T], ways: Ways[T], asked: str, words: Translator) -> tuple[list[T], list[By]]:
    """The rows as asked for, else as they came; and the links."""
    name, down = asked.removeprefix("-"), asked.startswith("-")
    found = list(rows)
    if name in ways:
        found.sort(key=ways[name][1], reverse=down)
    links = []
    for one, (label, _key) in ways.items():
        order = "" if one != name else "descending" if down else "ascending"
        turned = f"-{one}" if order == "ascending" else one
        links.append(By(words.gettext(label), f"?{urlencode({'sort': turned})}", order))
    return found, links


def alphabet(text: str) -> str:
    """What a text is compared by: without regard to capitals and accents."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).casefold()
