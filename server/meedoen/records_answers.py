# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The records about answering, as plain values: what waits, what is decided, what somebody said where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from meedoen.official import OutcomeState
from meedoen.values import Message


class What(StrEnum):
    """What staff has to do with a contribution."""

    ANSWER = "answer"
    """Nobody replied, and nothing is settled."""
    OUTCOME = "outcome"
    """Somebody replied, and what was done with it is not settled."""
    OBJECTION = "objection"
    """Its author says that the outcome is not right."""
    TASK = "task"
    """A widget, or somebody in it, asks something of the organisation."""
    ERASURE = "erasure"
    """Its author asks that his words be erased."""
    REPORTED = "reported"
    """Somebody says that it should not stand there."""
    HELD = "held"
    """Nobody else sees it before staff has looked at it."""
    APPEAL = "appeal"
    """Its author says that it should not have been removed."""


TO_MODERATE = (What.REPORTED, What.HELD, What.APPEAL)
"""What moderators do."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the queue, with the words that it is about."""

    widget: int
    number: int
    since: datetime
    kind: str
    target: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Passed:
    """A contribution in a widget of another organisation, which passed it on."""

    id: int
    widget: int
    number: int
    at: datetime
    target: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A task about a contribution."""

    text: Message
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """What who follows was told; about a contribution, where there is a number."""

    id: int
    text: Message
    at: datetime
    number: int = 0
    kind: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about one or several contributions."""

    state: OutcomeState
    reason: str
    links: Sequence[str] = ()
    recipient: str = ""
    """To whom it is passed on, by name."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What goes with the words of a reply."""

    until: date | None = None
    """The last day on which it holds."""
    source: str = ""
    """The address at which it can be read where it comes from."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it stands, to be corrected."""

    text: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class ReadyAnswer:
    """An answer that staff gives often."""

    id: int
    title: str
    text: str
    source: str
    archived: bool
    looked: datetime
    """When somebody looked last whether it still holds."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a member of staff tells his colleagues about a contribution."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outside:
    """To whom elsewhere a contribution was mailed."""

    name: str
    address: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Expiring:
    """A reply with a last day, and the contribution that it answers."""

    widget: int
    number: int
    text: str
    until: date


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Of which contributions changes are told: of all, or those of a kind, about a target, with a value of a facet."""

    kind: str = ""
    target: str = ""
    facet: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many contributions that stand the outcome is settled."""

    contributions: int = 0
    with_outcome: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of somebody's archive: what he said, and where. Without a `state` it is a reply."""

    id: int
    widget: int
    number: int
    version: int
    state: OutcomeState | None
    text: str
    at: datetime
