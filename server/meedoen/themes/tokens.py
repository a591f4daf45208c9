# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading an upload: CSS that holds nothing but design tokens, `--name: value`, as NL Design System publishes them.

It may stand in any number of blocks, each for `:root`, `html` or classes. A block inside
`@media (prefers-color-scheme: dark)`, or for a class that ends in `--color-scheme-dark` (Mooi & Anders) or `--dark`
(Utrecht), holds the dark values; those that it does not name stay the light ones, as in a browser.

Whatever else is there is refused, all of it at once, each with its line. One thing is left out rather than refused: a
token that holds a drawing (`url("data:…")`). Most published themes have one; it loads nothing and is never served.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tinycss2
from tinycss2 import ast

from meedoen import limits
from meedoen.errors import Invalid
from meedoen.values import Message, say

_SELECTOR = re.compile(r":root|html|(?:\.[A-Za-z_][\w-]*)+")
_DARK = ("--color-scheme-dark", "--dark")
_LIGHT = ("--color-scheme-light", "--light")
_DARK_MEDIA = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)", re.IGNORECASE)
_LOADS = {"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "element", "expression"}
_DEPTH_MAX = 16
_ENDLESS = re.compile(rf"\d{{{limits.THEME_DIGITS_MAX + 1}}}")

Place = tuple[int, int]
"""Line and column, from 1."""

ONLY_TOKENS = say("Only design tokens are taken, such as --meedoen-accent: #0a5a66. Leave this out.")


@dataclass(frozen=True, slots=True)
class Token:
    """A custom property as it was uploaded."""

    name: str
    value: Sequence[Any]
    """tinycss2's nodes, without the white space around them."""
    line: int
    column: int


@dataclass(slots=True)
class Tokens:
    """What an upload holds. Of a name that stands there twice the last holds."""

    light: dict[str, Token] = field(default_factory=dict)
    dark: dict[str, Token] = field(default_factory=dict)
    """What is otherwise in the dark."""
    left_out: dict[str, tuple[int, Message]] = field(default_factory=dict)
    """By name: on which line it stands, and why it is not used."""

    @property
    def in_the_dark(self) -> Mapping[str, Token]:
        """All of them, as they are in the dark."""
        return self.light | self.dark


def refused(faults: Mapping[Place, Message]) -> Invalid:
    """All that was wrong, by line; where a line has more than one fault, by line and column."""
    sentence = say("This style cannot be used as it is. To correct: %(count)s.", count=len(faults))
    often = Counter(line for line, _column in faults)
    named = {place: str(place[0]) if often[place[0]] == 1 else f"{place[0]}:{place[1]}" for place in sorted(faults)}
    return Invalid(sentence, {name: faults[place] for place, name in named.items()})


def read(raw: bytes) -> Tokens:
    """The tokens in an upload. Raises `Invalid`, with a sentence for each line that cannot be taken."""
    if len(raw) > limits.THEME_BYTES_MAX:
        most = limits.THEME_BYTES_MAX // 1024
        raise refused(
            {(1, 1): say("A style may take %(most)s KiB. Upload the tokens alone, not the components.", most=most)}
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refused({(line, 1): say("This is no UTF-8. Save the file as UTF-8 and upload it again.")}) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refused({(line, 1): say("This is no text. Upload the CSS file of the tokens.")})
    if endless := _ENDLESS.search(text):
        line = text.count("\n", 0, endless.start()) + 1
        raise refused({(line, 1): say("No number is this long. Leave it out.")})
    reading = _Reading()
    reading.sheet(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), dark=False)
    if reading.faults:
        raise refused(reading.faults)
    return reading.tokens


class _Reading:
    """Goes through a stylesheet, and gathers tokens and faults."""

    def __init__(self) -> None:
        self.tokens = Tokens()
        self.faults: dict[Place, Message] = {}

    def sheet(self, nodes: Iterable[Any], *, dark: bool) -> None:
        """Blocks, and media queries around blocks."""
        for node in nodes:
            if isinstance(node, ast.QualifiedRule):
                self._block(node, dark)
            elif isinstance(node, ast.AtRule) and node.lower_at_keyword == "charset":
                continue
            elif isinstance(node, ast.AtRule) and not dark and _is_dark_media(node):
                inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                self.sheet(inside, dark=True)
            elif isinstance(node, ast.AtRule):
                self._fault(node, _of_at_rule(node))
            else:
                self._fault(node, say("This is no CSS that can be read. Look for a missing brace or semicolon."))

    def _block(self, rule: ast.QualifiedRule, dark: bool) -> None:
        selectors = [one.strip() for one in _text(rule.prelude).split(",")]
        if not all(_SELECTOR.fullmatch(one) for one in selectors):
            self._fault(rule, say("Tokens stand in a block for :root or for the class of the theme. Leave this out."))
            return
        variants = [one.rpartition(".")[2] for one in selectors if "--" in one]
        if unknown := [one for one in variants if not one.endswith(_DARK + _LIGHT)] if not dark else []:
            why = say("“%(name)s” is another variant of the theme. Only its light and dark ones are taken.",
                      name=unknown[0])  # fmt: skip
            self._fault(rule, why)
            return
        dark = dark or all(one.endswith(_DARK) for one in selectors)
        into = self.tokens.dark if dark else self.tokens.light
        for node in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
            if isinstance(node, ast.Declaration) and node.name.startswith("--") and not node.important:
                self._token(node, into)
            else:
                self._fault(node, ONLY_TOKENS)

    def _token(self, node: ast.Declaration, into: dict[str, Token]) -> None:
        value = _trimmed(node.value)
        nodes = list(_walk(value))
        if any(depth > _DEPTH_MAX for depth, _node in nodes):
            self._fault(node, say("This value is nested too deep. Write it simpler."))
        elif any(one.type == "error" for _depth, one in nodes):
            self._fault(node, say("This value cannot be read. Look for a missing quote or bracket."))
        elif loads := [one for _depth, one in nodes if _loads(one)]:
            if all(map(_is_drawing, loads)):
                told = say("“%(name)s” holds a drawing, which is not used here.", name=node.name)
                self.tokens.left_out[node.name] = node.source_line, told
            else:
                why = say("Nothing may be loaded from elsewhere: leave “%(name)s” out, or its url().", name=node.name)
                self._fault(node, why)
        elif value:
            into[node.name] = Token(node.name, value, node.source_line, node.source_column)

    def _fault(self, node: Any, why: Message) -> None:
        if len(self.faults) < limits.THEME_FAULTS_MAX:
            self.faults.setdefault((node.source_line, node.source_column), why)


def _of_at_rule(node: ast.AtRule) -> Message:
    name = f"@{node.lower_at_keyword}"
    if name == "@import":
        return say("“@import” is not followed: put what it names in this file itself.")
    return say("“%(name)s” is not taken; only @media (prefers-color-scheme: dark) is. Leave it out.", name=name)


def _is_dark_media(node: ast.AtRule) -> bool:
    query = _text(node.prelude).strip()
    return node.lower_at_keyword == "media" and node.content is not None and bool(_DARK_MEDIA.fullmatch(query))


def _loads(node: Any) -> bool:
    return node.type == "url" or (node.type == "function" and node.lower_name in _LOADS)


def _is_drawing(node: Any) -> bool:
    """Whether it is `url()` with what it shows inside it."""
    if node.type == "url":
        return str(node.value).strip().lower().startswith("data:")
    inside = _trimmed(node.arguments)
    strings = len(inside) == 1 and inside[0].type == "string"
    return node.lower_name == "url" and strings and inside[0].value.strip().lower().startswith("data:")


def _walk(nodes: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Every node with its depth, without recursion: an upload may be nested as deep as it is long."""
    waiting = [(0, node) for node in nodes]
    while waiting:
        depth, node = waiting.pop()
        yield depth, node
        inside = getattr(node, "arguments", None) or getattr(node, "content", None) or ()
        waiting += [(depth + 1, one) for one in inside]


def _trimmed(nodes: Sequence[Any]) -> Sequence[Any]:
    kept = [node for node in nodes if node.type != "comment"]
    while kept and kept[0].type == "whitespace":
        del kept[0]
    while kept and kept[-1].type == "whitespace":
        del kept[-1]
    return kept


def _text(nodes: Sequence[Any]) -> str:
    """A selector or a query as text; what is nested deep is neither."""
    if any(depth > _DEPTH_MAX for depth, _node in _walk(nodes)):
        return ""
    return str(tinycss2.serialize([node for node in nodes if node.type != "comment"])).strip()
