# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From tokens to one value for each role: references are followed here, once, so that no browser need do it.

`var(--name, otherwise)` means what it does in a browser (https://www.w3.org/TR/css-variables-1/): `otherwise` is taken
where the name is not there or leads nowhere. References that go round are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2

from meedoen import limits
from meedoen.themes.roles import ROLES
from meedoen.themes.tokens import Place, Token, refused
from meedoen.values import Message, say

_CLOSE = {"() block": "()", "[] block": "[]", "{} block": "{}"}


@dataclass(frozen=True, slots=True)
class Found:
    """A role's value, and where it stood."""

    value: str
    token: str = ""
    """Empty: it is our own, or follows from other roles."""
    line: int = 0


def resolve(tokens: Mapping[str, Token], left_out: dict[str, tuple[int, Message]]) -> dict[str, Found]:
    """Of each role that these tokens fill, its value; what does not fit is told in `left_out`.

    Raises `Invalid` when references go round.
    """
    if rounds := dict(_rounds(tokens)):
        raise refused(rounds)
    found: dict[str, Found] = {}
    for role in ROLES:
        for token in (tokens[name] for name in role.tokens if name in tokens):
            text = _Expanding(tokens).text(token.value)
            value = role.reads(text) if text is not None else None
            if value is not None:
                found[role.name] = Found(value, token.name, token.line)
                break
            left_out[token.name] = token.line, _unfit(role.name, token, text)
    return found


def _unfit(role: str, token: Token, text: str | None) -> Message:
    if text is None:
        return say("“%(name)s” refers to what is not there, so it is not used.", name=token.name)
    shown = text if len(text) <= limits.THEME_SHOWN_CHARS else text[: limits.THEME_SHOWN_CHARS] + "…"
    return say("“%(name)s: %(value)s” does not fit the role %(role)s, so it is not used.",
               name=token.name, value=shown, role=role)  # fmt: skip


class _Expanding:
    """One value with its references followed; it may become only so long, for each name can hold the next twice."""

    def __init__(self, tokens: Mapping[str, Token]) -> None:
        self._tokens = tokens
        self._left = limits.THEME_NODES_MAX

    def text(self, nodes: Sequence[Any], depth: int = 0) -> str | None:
        """As CSS; None when it leads nowhere."""
        parts = []
        for node in nodes:
            self._left -= 1
            if self._left < 0 or depth > limits.THEME_DEPTH_MAX:
                return None
            part = self._part(node, depth)
            if part is None:
                return None
            parts.append(part)
        return "".join(parts).strip()

    def _part(self, node: Any, depth: int) -> str | None:
        if node.type == "function" and node.lower_name == "var":
            return self._reference(node.arguments, depth + 1)
        if node.type == "function":
            inside = self.text(node.arguments, depth + 1)
            return None if inside is None else f"{node.name}({inside})"
        if node.type in _CLOSE:
            inside = self.text(node.content, depth + 1)
            return None if inside is None else _CLOSE[node.type][0] + inside + _CLOSE[node.type][1]
        return str(tinycss2.serialize([node]))

    def _reference(self, arguments: Sequence[Any], depth: int) -> str | None:
        name, otherwise = _split(arguments)
        token = self._tokens.get(name)
        text = self.text(token.value, depth) if token is not None else None
        if text is None and otherwise is not None:
            return self.text(otherwise, depth)
        return text


def _split(arguments: Sequence[Any]) -> tuple[str, Sequence[Any] | None]:
    """The name in `var()`, and what stands behind the first comma."""
    comma = next((at for at, node in enumerate(arguments) if node == ","), None)
    named = arguments if comma is None else arguments[:comma]
    names = [node.value for node in named if node.type == "ident"]
    return (names[0] if len(names) == 1 else ""), None if comma is None else arguments[comma + 1 :]


def _rounds(tokens: Mapping[str, Token]) -> Iterator[tuple[Place, Message]]:
    """A place for each circle of references. Without recursion: a chain may be as long as an upload."""
    done: set[str] = set()
    for start in tokens:
        path: dict[str, Iterator[str]] = {}
        if start not in done:
            path[start] = _references(tokens[start].value)
        while path:
            here = next(reversed(path))
            following = next((name for name in path[here] if name in tokens and name not in done), None)
            if following is None:
                done.add(here)
                del path[here]
            elif following in path:
                yield (
                    (tokens[here].line, tokens[here].column),
                    say(
                        "“%(name)s” refers to itself, by way of “%(other)s”. Give one of them a value.",
                        name=following,
                        other=here,
                    ),
                )
            else:
                path[following] = _references(tokens[following].value)


def _references(nodes: Sequence[Any]) -> Iterator[str]:
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node.type == "function" and node.lower_name == "var":
            yield _split(node.arguments)[0]
        waiting += getattr(node, "arguments", None) or getattr(node, "content", None) or ()
