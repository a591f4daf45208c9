# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation says of a contribution, as plain values: its replies, and what was done with it.

Nothing of it is overwritten: what was said before stands in `earlier`, oldest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any


class OutcomeState(StrEnum):
    """What was done with a contribution. The first two say that it is under way, the others that it is settled."""

    RECEIVED = "received"
    READ = "read"
    USED = "used"
    PARTLY = "partly"
    NOT_USED = "not-used"
    ELSEWHERE = "elsewhere"
    ANSWERED = "answered"


SETTLED = frozenset(OutcomeState) - {OutcomeState.RECEIVED, OutcomeState.READ}
"""Those that count as an outcome."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks for an organisation, as people may know it."""

    who: str
    """Name, or function alone, with the department: "Fatima de Wit, Burgerzaken"."""
    organisation: str


@dataclass(frozen=True, slots=True)
class Said:
    """The words of an official reply, as they were said at one moment."""

    text: str
    speaker: Speaker
    at: datetime
    until: date | None = None
    """Its last day, as it was then."""


@dataclass(frozen=True, slots=True)
class OfficialReply:
    """A reply by staff in their role. `key` numbers the replies to one contribution, from 1."""

    key: int
    text: str
    speaker: Speaker
    at: datetime
    """When it was first said."""
    corrected: datetime | None = None
    earlier: Sequence[Said] = ()
    until: date | None = None
    """The last day on which it holds; None: there is none."""
    expires: datetime | None = None
    """The moment that day is over, where who speaks is."""
    source: str = ""
    """The address at which it can be read where it comes from, or empty."""
    number: int = 0
    """Of which double of the contribution it was said; 0: of itself."""

    def holds(self, moment: datetime) -> bool:
        """Whether it is the answer of that moment; of one that expired it is said that it may be otherwise by now."""
        return self.expires is None or moment < self.expires


def expiry(until: date | None, zone: tzinfo) -> datetime | None:
    """The moment the day `until` is over in `zone`, in UTC."""
    if until is None:
        return None
    return datetime.combine(until + timedelta(days=1), time(), zone).astimezone(UTC)


def next_expiry(replies: Iterable[OfficialReply], moment: datetime) -> datetime | None:
    """When the first of these expires that holds at `moment`; None where none does."""
    return min((one.expires for one in replies if one.expires is not None and one.holds(moment)), default=None)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was done with a contribution, as it was decided at one moment."""

    state: OutcomeState
    reason: str
    speaker: Speaker
    at: datetime
    links: Sequence[str] = ()
    change: int = 0
    """The key of the change that it is part of; 0: it was decided on this contribution alone."""
    recipient: str = ""
    """To whom it was passed on, by name."""


@dataclass(frozen=True, slots=True)
class GivenOutcome:
    """What was done with a contribution, and whether its author says that this is right."""

    state: OutcomeState
    reason: str
    speaker: Speaker
    at: datetime
    links: Sequence[str] = ()
    earlier: Sequence[Decided] = ()
    agrees: bool | None = None
    """None: its author did not say."""
    remark: str = ""
    """What he says of it, in his own words."""
    change: int = 0
    """The key of the change that it is part of; 0: it was decided on this contribution alone."""
    recipient: str = ""
    """To whom it was passed on, by name."""
    number: int = 0
    """Of which double of the contribution it was decided; 0: of itself."""


@dataclass(frozen=True, slots=True)
class Change:
    """One outcome for a set of contributions: what the organisation changed because of them."""

    key: int
    """It numbers the changes of a widget, from 1."""
    now: Decided
    began: datetime
    """When it was first told; where it is told of one contribution, when that was added."""
    since: date | None = None
    """Since when it is so, where that was said."""
    earlier: Sequence[Decided] = ()
    """What it said before, oldest first."""
    contributions: int = 0
    """How many of its contributions stand."""

    @property
    def version(self) -> int:
        """Which of all that was said of it holds, from 1."""
        return len(self.earlier) + 1

    @property
    def corrected(self) -> datetime | None:
        """Since when it says this, where it said something else before."""
        return self.now.at if self.earlier else None


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that staff put with their words."""

    name: str
    """What it is served under, `/files/{name}`: another image has another name."""
    alt: str
    """What is to be seen on it, in words."""
    width: int
    """In px, as it is served."""
    height: int


@dataclass(frozen=True, slots=True)
class Wording:
    """What staff wrote in a contribution, as it stood until it was corrected."""

    data: Mapping[str, Any]
    author: Speaker
    at: datetime
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """Of a contribution that staff wrote: who, and all that it said before."""

    author: Speaker
    corrected: datetime | None = None
    earlier: Sequence[Wording] = ()
    """Oldest first."""


class Via(StrEnum):
    """By which way something came that staff entered."""

    PAPER = "paper"
    TELEPHONE = "telephone"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class Entered:
    """That staff entered something, which way it came, and on which day."""

    via: Via
    on: date
