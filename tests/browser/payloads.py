# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words by which somebody would run a script on another's screen, or turn the words around his own about.

Made, not kept: each way out of the place where words stand × each thing to do there × each disguise × each control
that turns the direction of words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from random import Random
from urllib.parse import quote

RUN = "pwned=7"
"""What each of them tries to run: `window.pwned` tells that one did."""
LONGEST = 76
"""Characters, so that each fits in the shortest field."""

WAYS_OUT = (
    "",
    '">',
    "'>",
    "</title>",
    "</textarea>",
    "</script>",
    "</style>",
    "</noscript>",
    "</svg>",
    "</select>",
    "-->",
    "]]>",
    "`",
    "\\",
    "*/",
    '\\";',
)
VECTORS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg/onload={RUN}//",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<a href=javascript:{RUN}>x</a>",
    f"<math><mi//xlink:href='javascript:{RUN}'>",
    f'" autofocus onfocus={RUN} x="',
    f"' onmouseover={RUN} x='",
    f"javascript:{RUN}//https://a.example/",
    f"data:text/html,<script>{RUN}</script>",
    f"<base href=//a.example/><script>{RUN}",
    f"<meta http-equiv=refresh content=0;javascript:{RUN}>",
    f"<template><img src=x onerror={RUN}></template>",
    f"${{{RUN}}}{{{{7*191}}}}{{% raw %}}",
    f";{RUN}//",
    f"\u2028{RUN}//",
    f"<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{RUN}</x:script>",
    "<!ENTITY a SYSTEM 'file:///etc/passwd'>&a;",
    f"[x](javascript:{RUN})",
)
DISGUISES: tuple[Callable[[str], str], ...] = (
    str,
    str.swapcase,
    quote,
    lambda text: text.replace("<", "&lt;").replace(">", "&gt;"),
    lambda text: text.replace("<", "&#60;").replace('"', "&#x22"),
    lambda text: text.replace("<", "\\u003c"),
    lambda text: text.replace("<", "\uff1c").replace(">", "\uff1e"),
    lambda text: text.replace(" ", "\t").replace("on", "\ton"),
)
BIDI = ("", "\u202e", "\u202d", "\u2067", "\u2066\u202e", "\u2069", "\u202c\u2069", "\u200f", "\u061c", "\u2068")
"""Unicode's UAX 9: overrides and isolates that are never ended, and ends of what others began."""


def payloads(number: int) -> Sequence[str]:
    """So many of them, no two alike: the same each time, and the first of more. Every other one is not disguised."""
    plain, disguised = _mixed([str]), _mixed(DISGUISES)
    both = (one for pair in zip(plain, disguised, strict=False) for one in pair)
    return list(dict.fromkeys(both))[:number]


def _mixed(disguises: Sequence[Callable[[str], str]]) -> list[str]:
    every = product(WAYS_OUT, VECTORS, disguises, BIDI)
    made = [control + disguise(way + vector) for way, vector, disguise, control in every]
    Random(21).shuffle(made)
    return [text for text in made if len(text) <= LONGEST]
