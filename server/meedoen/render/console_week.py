# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The week of a widget, as the console and its mail tell it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meedoen.addresses import with_query
from meedoen.participation.views import Placed
from meedoen.participation.week import Cause, Counted, Stuck, Week
from meedoen.render.items import name
from meedoen.render.words import Translator
from meedoen.values import Item


@dataclass(frozen=True, slots=True)
class Line:
    """A cause or a contribution."""

    label: str
    people: Counted
    url: str = ""
    """Where it is answered."""
    note: str = ""
    """Where a change is noted for it."""


def label(placed: Placed, cause: Cause, words: Translator) -> str:
    """A group and a kind, in words."""
    of = placed.narrowings
    parts = (of.get("group", {}).get(cause.group, ""), words.gettext(of.get("kind", {}).get(cause.kind, "")))
    return " · ".join(filter(None, parts))


def cause_lines(placed: Placed, told: Week, changes: str, words: Translator) -> Sequence[Line]:
    """`changes`: where they are noted; empty where he may not."""
    return [
        Line(
            label(placed, one, words),
            one.people,
            note=with_query(f"{changes}/new", {"group": one.group, "kind": one.kind}) if changes else "",
        )
        for one in told.causes
    ]


def stuck_lines(
    placed: Placed, told: Iterable[Stuck | Item], answers: str, changes: str, words: Translator
) -> Sequence[Line]:
    """The same of contributions, with the beginning of their words. `answers`: where they are answered, or empty."""
    lines = []
    for one in told:
        item, people = (one.item, one.people) if isinstance(one, Stuck) else (one, Counted(0, 0))
        url = f"{answers}/{item.number}" if answers else ""
        lines.append(
            Line(name(placed, item, words), people, url, f"{changes}/new?which={item.number}" if changes else "")
        )
    return lines
