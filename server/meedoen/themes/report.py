# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a web team is told of its style: each role with where it came from, each pair with its contrast.

In sentences that are translated where they are shown, or, for the command line, as lines of plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import floor
from operator import itemgetter

from meedoen.themes.resolve import Found
from meedoen.themes.roles import OWN, ROLES
from meedoen.themes.style import Checked, Pair
from meedoen.values import Message, say

Speak = Callable[[Message], str]
NO_DARK = say("The style has no dark variant with a background of its own, so our dark one wears its colours.")


def told(checked: Checked, speak: Speak) -> str:
    """The whole report, in the language that `speak` speaks."""
    return "\n".join(speak(line) if isinstance(line, Message) else line for line in _lines(checked, speak))


def _lines(checked: Checked, speak: Speak) -> Iterator[Message | str]:
    for head, roles in ((say("Light:"), checked.light), (say("Dark:"), checked.dark)):
        yield head
        yield from _columns([_role(role.name, roles[role.name], speak) for role in ROLES])
    if not checked.own_dark:
        yield NO_DARK
    yield ""
    yield say("Contrast, as WCAG 2.2 AA asks it (4.5 of text, 3 of what is drawn):")
    yield from _columns([_pair(pair, speak) for pair in checked.pairs])
    yield from replaced(checked)
    if checked.left_out:
        yield ""
        yield say("Left out:")
        yield from left_out(checked)
    yield ""
    yield verdict(checked)


def replaced(checked: Checked) -> Iterator[Message]:
    """Of each colour that nobody could read, what is served in its place."""
    for pair in checked.pairs:
        if pair.served:
            yield say(
                "Nobody can read %(front)s on %(ground)s so: %(served)s is served in its place.",
                front=pair.front,
                ground=pair.ground,
                served=pair.served,
            )


def left_out(checked: Checked) -> Iterator[Message]:
    """What was not used, by line, and why."""
    for line, why in sorted(checked.left_out.values(), key=itemgetter(0)):
        yield say("line %(line)s: %(why)s", line=str(line), why=why)


def verdict(checked: Checked) -> Message:
    """Whether it is as the law asks, and if not, what to do."""
    if checked.passes:
        return say("Every pair has the contrast that the law asks.")
    return say(
        "Pairs with less contrast than the law asks: %(count)s. Give better colours in a block of %(own)s… tokens,"
        " which go before all others.",
        count=sum(not pair.passes for pair in checked.pairs),
        own=OWN,
    )


def _role(name: str, found: Found, speak: Speak) -> Sequence[str]:
    if not found.token:
        return name, speak(say("our own, or follows from the others")), found.value
    return name, speak(say("%(token)s, line %(line)s", token=found.token, line=str(found.line))), found.value


def _pair(pair: Pair, speak: Speak) -> Sequence[str]:
    scheme = say("dark") if pair.dark else say("light")
    on = say("%(front)s on %(ground)s", front=pair.front, ground=pair.ground)
    return speak(on), speak(scheme), f"{measured(pair):.2f}", f"({pair.needed:g})", speak(judged(pair))


def measured(pair: Pair) -> float:
    """Its contrast with two decimals, never more than it is."""
    return floor(pair.ratio * 100) / 100


def judged(pair: Pair) -> Message:
    """Whether that is enough."""
    return say("passes") if pair.passes else say("falls short")


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
