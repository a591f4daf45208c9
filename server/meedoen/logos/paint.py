# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an attribute of a shape may say, wherever it stands: beside it, in its `style`, in a stylesheet of classes.

All three become attributes, so that what is served holds no CSS. A value that fits is plain: numbers, names, colours,
transforms, and references to what stands in the same file. One that loads something is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import tinycss2
from tinycss2 import ast

GEOMETRY = frozenset(
    {
        "d",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "width",
        "height",
        "points",
        "transform",
        "offset",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "clipPathUnits",
    }
)
PAINT = frozenset(
    {
        "fill",
        "fill-opacity",
        "fill-rule",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-opacity",
        "opacity",
        "clip-path",
        "clip-rule",
        "stop-color",
        "stop-opacity",
        "color",
        "display",
        "visibility",
    }
)
ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_WITHIN = re.compile(rf"url\(\s*[\"']?(#{ID.pattern})[\"']?\s*\)")
_PLAIN = re.compile(r"[A-Za-z0-9#%.,()+\s-]*")
_CALLED = re.compile(r"([A-Za-z-]+)\s*\(")
_CALLS = frozenset({"rgb", "rgba", "hsl", "hsla", "matrix", "translate", "scale", "rotate", "skewX", "skewY"})
_CLASS = re.compile(r"\.([A-Za-z_][A-Za-z0-9_-]*)")


class Refused(Exception):
    """A value that is not taken, or a rule."""


def value(text: str) -> str:
    """An attribute's value, if it is plain or refers to this file itself. Raises `Refused`."""
    text = text.strip()
    if within := _WITHIN.fullmatch(text):
        return f"url({within[1]})"
    if not _PLAIN.fullmatch(text) or not set(_CALLED.findall(text)) <= _CALLS:
        raise Refused(text)
    return text


def style(text: str) -> dict[str, str]:
    """The declarations of a `style`, as attributes; those that are none are left out. Raises `Refused`."""
    nodes = tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
    return dict(_declared(nodes))


def sheet(text: str) -> list[tuple[str, dict[str, str]]]:
    """The rules of a stylesheet in their order: a class, and its declarations. Raises `Refused`."""
    rules = []
    for node in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if not isinstance(node, ast.QualifiedRule):
            raise Refused(text)
        selectors = [_CLASS.fullmatch(one.strip()) for one in tinycss2.serialize(node.prelude).split(",")]
        inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        said = dict(_declared(inside))
        for one in selectors:
            if one is None:
                raise Refused(text)
            rules.append((one[1], said))
    return rules


def _declared(nodes: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if not isinstance(node, ast.Declaration):
            raise Refused("")
        said = tinycss2.serialize([one for one in node.value if one.type != "comment"]).strip()
        if node.lower_name in PAINT:
            yield node.lower_name, value(said)
        elif any(one.type in ("url", "function") for one in node.value):
            raise Refused(said)
