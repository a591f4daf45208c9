# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an act may bring about, as plain values.

A reply, an outcome, a state, a task and a relation are about a contribution: the one that the same act makes, else the
one that it is done on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from meedoen.official import OutcomeState
from meedoen.values import Message


@dataclass(frozen=True, slots=True)
class React:
    """Put, or change, this participant's one reaction of `kind` on the act's target."""

    kind: str
    value: int = 1


@dataclass(frozen=True, slots=True)
class Contribute:
    """Add a contribution about the act's target.

    With `once`, a participant has at most one of this kind on a target: a later act changes its words
    as long as the server's edit window lasts. Empty `data` then leaves what was written as it is.
    """

    kind: str
    data: Mapping[str, Any]
    once: bool = False


DOUBLE = "double"
"""How two contributions relate of which one says what the other does."""


@dataclass(frozen=True, slots=True)
class Relate:
    """Merge a contribution, as a double, with the one that has the number `other`: only an action for staff, or for its
    author, has it. Both addresses go on working; lists and counts have the other alone, with all who reacted to either.

    Its type names in `doubles` of which kinds there are doubles. There is no other `how` than `DOUBLE`.
    """

    other: int
    how: str = DOUBLE


@dataclass(frozen=True, slots=True)
class SetState:
    """Give a contribution one of the states that the type declares; the empty one is none."""

    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An official reply, in the name of who acts: only an action for staff has it."""

    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done with a contribution, decided by who acts: only an action for staff has it."""

    state: OutcomeState
    reason: str
    links: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Ask the organisation to do something: it stands in its queue until somebody replies, or says that it is done.

    The same text about the same contribution is one task, once: also when it was done before.
    """

    text: Message
    """Its values are words and numbers."""


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell who follows the widget, or the contribution: a line in their feeds, and in their next mail."""

    text: Message
    """Its values are words and numbers. It is public."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Keep what the same act contributes from everybody else's sight until staff has looked at it.

    `reason` is a sentence for who looks: "It names a person." Its author is told that it is looked at first.
    """

    reason: Message


Effect = React | Contribute | Relate | SetState | Reply | Outcome | Task | Notify | Hold
