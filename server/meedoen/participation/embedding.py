# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page elsewhere as it was sent, and what is looked for on it: the values of `embedding_check`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from meedoen.participation.content_policy import Policy
from meedoen.values import Message

EVERYONE = ("*",)
"""The sites that may hold an embed, unless an organisation names its own."""


class Verdict(StrEnum):
    """How one thing stands."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in a sentence, and what to change; None when it is well."""

    verdict: Verdict
    message: Message
    change: Message | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """An iframe. `sandbox` is None when there is none; `height` is in CSS pixels, None when it does not say."""

    address: str
    title: str = ""
    sandbox: frozenset[str] | None = None
    allow: str = ""
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A script from an address."""

    address: str
    nonce: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was sent; every address in it is absolute."""

    url: str
    policies: Sequence[Policy] = ()
    isolated: bool = False
    """Whether it takes in frames of others only when they ask for it (Cross-Origin-Embedder-Policy)."""
    frames: Sequence[Frame] = ()
    scripts: Sequence[Script] = ()
    links: Sequence[str] = ()
    held_back: Sequence[str] = ()
    """Addresses that stand where no browser loads them until a script puts them elsewhere: `data-src` and its like."""
    text: str = ""
    """What visitors read, white space made one."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A widget, for who looks for it on a page."""

    origins: Collection[str]
    """Where this server is."""
    paths: Collection[str]
    """Of the widget's page, `/{org}/{name}`: now, and under the names it had."""
    reserve: Mapping[int, int]
    """Height in px by width, as its type reserves it."""
    ancestors: Sequence[str] = EVERYONE
    """The sites that may hold it, as `frame-ancestors` names them."""

    def is_frame(self, address: str) -> bool:
        """Whether this is the address of a frame of this widget, or of a contribution of it."""
        path = _path(address)
        return path.endswith("/embed") and self._is_at(address, path.removesuffix("/embed"))

    def is_page(self, address: str) -> bool:
        """Whether this is the address of its page, or of that of a contribution."""
        return self._is_at(address, _path(address))

    def is_loader(self, address: str) -> bool:
        """Whether this is the script that gives frames their height."""
        return self.is_ours(address) and bool(re.fullmatch(r"/embed/[\w.]+\.js", _path(address)))

    def _is_at(self, address: str, path: str) -> bool:
        return self.is_ours(address) and re.sub(r"/\d+$", "", path) in self.paths

    def is_ours(self, address: str) -> bool:
        """Whether this server is asked at all."""
        return origin_of(address) in self.origins


def origin_of(address: str) -> str:
    """Scheme, host and port in one form (RFC 6454); the port that is usual is left out."""
    parts = urlsplit(address)
    usual = {"https": ":443", "http": ":80"}.get(parts.scheme, "")
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(usual)}"


def _path(address: str) -> str:
    return urlsplit(address).path
