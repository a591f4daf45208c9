# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Arithmetic on colours, which are `#rrggbb` everywhere here.

Contrast is WCAG 2.2's (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio): (L1 + 0.05) / (L2 + 0.05), L1 the relative
luminance of the lighter one, 0.2126 R + 0.7152 G + 0.0722 B, each channel c made linear: c / 12.92 up to 0.04045, else
((c + 0.055) / 1.055) ^ 2.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from coloraide import Color

BLACK, WHITE = "#000000", "#ffffff"
_STEP = 0.02


@lru_cache(maxsize=1024)
def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    return float(Color(one).contrast(Color(other), method="wcag21"))


def mix(colour: str, ground: str, share: float) -> str:
    """So much of `colour` in `ground`."""
    return hexed(Color(ground).mix(Color(colour), share, space="srgb"))


def best(colours: Sequence[str], ground: str) -> str:
    """Which of these is seen best on `ground`."""
    return max(colours, key=lambda colour: contrast(colour, ground))


def first(colours: Sequence[str], ground: str, needed: float) -> str:
    """The first of these that is seen well enough on `ground`, else the one that is seen best."""
    return next((one for one in colours if contrast(one, ground) >= needed), None) or best(colours, ground)


def lightened(colour: str, ground: str, needed: float) -> str:
    """The same hue, so light (in OKLCH) that it is seen well enough on a dark `ground`."""
    lighter = Color(colour).convert("oklch")
    while contrast(hexed(lighter), ground) < needed and lighter["lightness"] < 1:
        lighter["lightness"] = min(1, lighter["lightness"] + _STEP)
    return hexed(lighter)


def hexed(colour: Color) -> str:
    """`#rrggbb`: brought into sRGB, and without its alpha."""
    return str(colour.convert("srgb").fit().to_string(hex=True, alpha=False))
