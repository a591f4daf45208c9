# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a web team pastes: one text for each kind of place, from `places.toml`, filled in for one widget.

The share page, `meedoen widget snippet` and the folders of `embed-snippets/` all take their texts here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from meedoen.addresses import Place
from meedoen.render.cards import LOADER, Card
from meedoen.render.plain import as_html, one_line

WIDE, PINNED = "-wide", "-pinned"
"""What stands behind the key of a place that is wide, or whose script never changes."""


@dataclass(frozen=True, slots=True)
class Pasting:
    """One kind of place, in words by language."""

    key: str
    template: str
    html: bool
    """Whether values are escaped for HTML."""
    name: Mapping[str, str]
    how: Mapping[str, str]
    """Where it is pasted: paragraphs, one a line, with the same names between braces."""
    tried: Mapping[str, str]
    """With which version it was tried, or that it was not."""
    subjects: bool = False
    """Whether it stands under every page of a site: for widgets that take subjects alone."""


@dataclass(frozen=True, slots=True)
class Loader:
    """The version of the loader that never changes."""

    name: str
    integrity: str


def file_of(package: Path) -> Path:
    """`places.toml`: inside the package as installed, else in the checkout, whose folder stands beside `server/`."""
    inside = package / "embed_snippets/places.toml"
    return inside if inside.is_file() else package.parent.parent / "embed-snippets/places.toml"


@cache
def places() -> Mapping[str, Pasting]:
    """Every kind of place by its key, in the order of the file."""
    read: dict[str, Pasting] = {}
    for key, raw in tomllib.loads(file_of(Path(__file__).parent.parent).read_text("utf-8")).items():
        read[key] = _pasting(key, raw, raw)
        for behind in (WIDE, PINNED):
            if other := raw.get(behind[1:]):
                read[key + behind] = _pasting(key + behind, other, raw)
    return read


def newest(integrity: Mapping[str, str]) -> Loader:
    """The newest of the loaders that keep their bytes, from their SRI values by file name."""
    name = max((one for one in integrity if one != LOADER), key=_version)
    return Loader(name, integrity[name])


def snippet(place: Pasting, card: Card, loader: Loader) -> str:
    """What is pasted."""
    return fill(place.template, place.html, card, loader)


def how(place: Pasting, language: str, card: Card, loader: Loader) -> str:
    """Where it is pasted."""
    return fill(said(place.how, language), False, card, loader)


def said(words: Mapping[str, str], language: str) -> str:
    """In this language, else in English."""
    return words.get(language, words["en"])


def fill(template: str, html: bool, card: Card, loader: Loader) -> str:
    """A template with its values. A value is never read as a template."""
    place = card.place
    values = {
        "url": place.at(),
        "embed": place.embed,
        "embed_clear": place.at("/embed", background="none"),
        "title": one_line(card.title),
        "text": card.link_text,
        "kind": one_line(card.kind),
        "organisation": one_line(card.organisation),
        "url_over": _with_subject(place.base, place),
        "embed_over": _with_subject(f"{place.base}/embed", place),
        "height": str(card.height),
        "height_wide": str(card.height_wide),
        "origin": place.origin,
        "language": card.language,
        "loader": card.loader,
        "loader_pinned": f"{place.origin}/embed/{loader.name}",
        "loader_integrity": loader.integrity,
        "oembed": place.oembed("json"),
        "rss": place.feed("rss"),
        "atom": place.feed("atom"),
        "json": place.feed("json"),
    }
    return template.format_map({name: as_html(value) for name, value in values.items()} if html else values).strip()


def _with_subject(address: str, place: Place) -> str:
    """An address that ends where the page's own is to follow."""
    kept = [(name, value) for name, value in parse_qsl(place.query) if name != "over"]
    return f"{address}?{urlencode([*kept, ('over', '')])}"


def _pasting(key: str, raw: Mapping[str, Any], whole: Mapping[str, Any]) -> Pasting:
    languages = [name for name, value in raw.items() if isinstance(value, dict) and "how" in value]
    return Pasting(
        key=key,
        template=raw["template"],
        html=whole["syntax"] == "html",
        name={language: raw[language]["name"] for language in languages},
        how={language: raw[language]["how"] for language in languages},
        tried={language: whole[language]["tried"] for language in languages},
        subjects=raw.get("subjects", False),
    )


def _version(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.removesuffix(".js").split("."))
