# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The records about moderation, as plain values: what is reported, held, decided, and who is shut out.

What a contribution's `removed` says when it is not on view stands here too: why, in words, or that it is held. The
table keeps a state for each (`store/why_removed.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from meedoen.values import N_, Message

HELD = "held"
"""Kept, and shown to its author alone until somebody has looked at it."""
WITHDRAWN = N_("by its author")
ERASED = N_("at the request of its author")
OVER = N_("at the end of the time for which it was kept")
"""It stood, or was held, and was blanked so."""
BY_AUTHOR = frozenset({WITHDRAWN, ERASED})
"""Reasons for which the organisation took nothing away; every other one is its own."""


class Ground(StrEnum):
    """Why something is reported or removed: a closed list, for a different opinion is no reason."""

    SPAM = "spam"
    ABUSE = "abuse"
    OBSCENITY = "obscenity"
    PERSONAL = "personal"
    OTHER_SUBJECT = "other-subject"
    UNLAWFUL = "unlawful"


GROUNDS = {
    Ground.SPAM: N_("spam or advertising"),
    Ground.ABUSE: N_("abuse or threats"),
    Ground.OBSCENITY: N_("obscenity"),
    Ground.PERSONAL: N_("personal details"),
    Ground.OTHER_SUBJECT: N_("it is about something else"),
    Ground.UNLAWFUL: N_("against the law"),
}
"""As people read them."""


class Verdict(StrEnum):
    """What was decided; each is a kind of line in the log."""

    REMOVED = "removed"
    RELEASED = "released"
    """It stands: it was held, or stayed after a report."""
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Around:
    """What the store knows around words that come in, at the moment at which they are stored."""

    reviewed: bool = False
    """The widget's staff looks at everything first."""
    same_words: int = 0
    """How often they stand elsewhere in the organisation, lately."""
    from_network: int = 0
    """How many contributions came from the same network tag in a short time, this one aside."""


Judge = Callable[[Around], Sequence[Message]]
"""Why words are held, one sentence for each reason; none: they are shown at once."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that others would read, as they are looked at when they are stored."""

    judge: Judge
    digest: bytes | None = None
    """By which the same words are known again; None of words that many may well use."""


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody says that a contribution should not stand there."""

    ground: Ground
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided of a contribution. Rows are only added: a later one stands beside the first."""

    verdict: Verdict
    ground: Ground | None = None
    """Of a removal."""
    facts: str = ""
    """For its author and staff alone."""
    rule: str = ""
    """The rule of play, as it stood."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was taken, and what the author says of it."""

    key: int
    decision: Decision
    at: datetime
    by: str
    appeal: str | None = None
    """The author's words against it; None: he did not object."""
    shown: bool = False
    """It was held, and nobody could read it until then."""


@dataclass(frozen=True, slots=True)
class Case:
    """All there is to decide on."""

    number: int
    kind: str
    target: str
    data: Mapping[str, Any]
    created: datetime
    removed: str | None
    person: bool = True
    """Whether it is known who put it in, and that is neither staff, for itself or another, nor the clock."""
    held_for: Sequence[Message] = ()
    reports: Sequence[Report] = ()
    decided: Sequence[Decided] = ()
    """The oldest first."""
    shut_out_until: datetime | None = None

    @property
    def blank(self) -> bool:
        """Whether its words are gone for ever: then nothing is decided of it any more."""
        return not self.data


@dataclass(frozen=True, slots=True)
class ToTell:
    """Somebody who gave an address, to hear what was decided."""

    address: str
    language: str
    author: bool
    """The one who objected; else one who reported."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """A decision as everybody may read it."""

    key: int
    uid: str
    widget: int
    number: int
    verdict: Verdict
    at: datetime
    ground: Ground | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ShutOut:
    """Somebody who may not write until a moment."""

    key: int
    widget: int
    number: int
    """The contribution by which he was known."""
    until: datetime
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class News:
    """What came to moderators since they were told last, by widget."""

    organisation: int
    by_widget: Mapping[int, int]
