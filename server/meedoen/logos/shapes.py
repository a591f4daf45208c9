# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Shapes, written as SVG: attributes alone, for all that their styles and classes said of how they are painted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from meedoen import limits
from meedoen.logos import paint
from meedoen.logos.sizes import refused
from meedoen.values import say

SVG = "http://www.w3.org/2000/svg"
_NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?)\s*(?:px)?\s*", re.IGNORECASE)
_SIZE = say("The drawing does not say how large it is. Save it with a viewBox.")
Rules = list[tuple[str, dict[str, str]]]
"""Of a stylesheet: a class, and what it says."""


@dataclass(slots=True)
class Shape:
    """One, with what is in it."""

    name: str
    attributes: dict[str, str]
    classes: list[str]
    style: dict[str, str]
    inside: list[Shape] = field(default_factory=list)


def document(root: Shape, said: Mapping[str, str], rules: Rules) -> tuple[bytes, float, float]:
    """The drawing, its width and its height in its own units; `said` is all that its outermost element says.

    Raises `Invalid` when that does not tell how large it is.
    """
    left, top, width, height = _box(said)
    seen = f"{left:g} {top:g} {width:g} {height:g}"
    around = {"xmlns": SVG, "viewBox": seen, "width": f"{width:g}", "height": f"{height:g}", **_worn(root, rules)}
    return _tag("svg", around, "".join(_written(one, rules) for one in root.inside)).encode(), width, height


def _box(said: Mapping[str, str]) -> tuple[float, float, float, float]:
    """What of the plane is seen: left, top, width, height."""
    try:
        numbers = [float(one) for one in said.get("viewBox", "").replace(",", " ").split()]
        left, top, width, height = numbers or (0.0, 0.0, *map(_length, (said["width"], said["height"])))
    except (KeyError, ValueError):
        raise refused({1: _SIZE}) from None
    most = limits.LOGO_UNITS_MAX
    if not (abs(left) <= most and abs(top) <= most and 0 < width <= most and 0 < height <= most):
        raise refused({1: _SIZE})
    return left, top, width, height


def _length(said: str) -> float:
    found = _NUMBER.fullmatch(said)
    if found is None:
        raise ValueError(said)
    return float(found[1])


def _worn(node: Shape, rules: Rules) -> dict[str, str]:
    """How it is painted: what its style says goes before what its classes say, and that before its attributes."""
    worn = {name: said for name, said in node.attributes.items() if name in paint.PAINT}
    for name, said in rules:
        worn |= said if name in node.classes else {}
    return worn | node.style


def _written(node: Shape, rules: Rules) -> str:
    inside = "".join(_written(one, rules) for one in node.inside)
    return _tag(node.name, node.attributes | _worn(node, rules), inside)


def _tag(name: str, attributes: Mapping[str, str], inside: str) -> str:
    said = "".join(f" {one}={quoteattr(value)}" for one, value in attributes.items())
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"
