# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The value of a token, read as what a role is and written anew by us: nothing of an upload is ever served as it was.

Each function answers None for what does not fit.
"""

from __future__ import annotations

import re

from coloraide import Color

from meedoen import limits
from meedoen.themes.colours import hexed

_FAMILY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]*[A-Za-z0-9])?|-apple-system")
_GENERIC = {"serif", "sans-serif", "monospace", "system-ui", "ui-sans-serif", "ui-serif", "ui-rounded", "ui-monospace"}
_WIDE = {"inherit", "initial", "unset", "revert", "revert-layer", "default", "none"}
_LENGTH = re.compile(r"(?P<number>\d{1,4}(?:\.\d{1,6})?|\.\d{1,6})(?P<unit>px|rem|em)?", re.IGNORECASE)
_PX = {"": 1, "px": 1, "rem": 16, "em": 16}
_RADIUS_MAX_PX = 24
"""Half of the lowest field: rounder than this is a pill, and a field of several lines would lose its corners."""


def colour(value: str) -> str | None:
    """Every form of CSS Color 4 that is a colour by itself: hex, names, rgb(), hsl(), hwb(), lab(), oklch(), color().

    What lies outside sRGB is brought into it. One that is seen through does not fit: what is behind it is not known.
    """
    try:
        read = Color(value.strip())
        return hexed(read) if read.alpha(nans=False) == 1 else None
    except (ValueError, ArithmeticError):  # the second of numbers beyond what can be reckoned with
        return None


def length(value: str) -> str | None:
    """A radius in px, rem or em, at most 24 px."""
    found = _LENGTH.fullmatch(value.strip())
    if found is None or (not found["unit"] and float(found["number"])):
        return None
    pixels = float(found["number"]) * _PX[(found["unit"] or "").lower()]
    return f"{min(pixels, _RADIUS_MAX_PX):g}px"


def fonts(value: str) -> str | None:
    """A list of families, each of letters, digits and spaces; one that is generic is added where none ends it."""
    names = [one.strip().strip("\"'").strip() for one in value.split(",")]
    if len(names) > limits.THEME_FONTS_MAX or not all(
        _FAMILY.fullmatch(one) and one.lower() not in _WIDE for one in names
    ):
        return None
    written = [one.lower() if one.lower() in _GENERIC or one == "-apple-system" else f'"{one}"' for one in names]
    return ", ".join(written if written[-1] in _GENERIC else [*written, "sans-serif"])
