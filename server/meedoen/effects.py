# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an act may bring about, as plain values: two stand in `values`, the others here."""

from __future__ import annotations

from dataclasses import dataclass

from meedoen.values import Contribute, Message, React


@dataclass(frozen=True, slots=True)
class Relate:
    """Link two contributions. Not served yet."""

    other: int
    how: str


@dataclass(frozen=True, slots=True)
class SetState:
    """Change a contribution's state. Not served yet."""

    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An official reply. Not served yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done with a contribution. Not served yet."""

    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Task:
    """Ask the organisation to do something. Not served yet."""

    text: Message


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell subscribers. Not served yet."""

    text: Message


@dataclass(frozen=True, slots=True)
class Hold:
    """Keep what the same act contributes from everybody else's sight until staff has looked at it.

    `reason` is a sentence for who looks: "It names a person." Its author is told that it is looked at first.
    """

    reason: Message


Effect = React | Contribute | Relate | SetState | Reply | Outcome | Task | Notify | Hold
