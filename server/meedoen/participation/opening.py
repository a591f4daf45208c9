# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation tells people before it opens anything, and when a widget opens."""

from __future__ import annotations

from datetime import datetime
from functools import reduce

from meedoen.errors import Conflict
from meedoen.participation.views import Placed
from meedoen.records import Organisation, Phase
from meedoen.values import N_, Message, Reveal, State, say

TEXTS = {"rules": N_("rules of play"), "privacy": N_("privacy statement"), "contact": N_("contact")}
"""By the field of `Organisation`: without these it opens nothing."""


def missing(of: Organisation) -> list[str]:
    """Those that are empty, in words."""
    return [label for name, label in TEXTS.items() if not getattr(of, name).strip()]


def check_texts(of: Organisation) -> None:
    """Raises `Conflict` that names what is missing."""
    lacking = [say(label) for label in missing(of)]
    if lacking:
        raise Conflict(
            say(
                "Nothing opens before the organisation has its own rules of play, privacy statement and contact."
                " Fill in first: %(texts)s.",
                texts=reduce(_and, lacking),
            )
        )


def check_reopening(placed: Placed, to: Phase, acts: int, moment: datetime) -> None:
    """Raises `Conflict` where people were told that the result stays secret until closing, and then saw it."""
    closed = placed.widget.phase.state(moment) is State.CLOSED
    if acts and closed and to.state(moment) is not State.CLOSED and placed.reveal is Reveal.AFTER_CLOSING:
        raise Conflict(
            say("Its result was secret until it closed, and has been shown since. Place a new widget to ask again.")
        )


def opens(before: Phase | None, to: Phase, moment: datetime) -> bool:
    """Whether it opens by this, now or in time: what is open already does not."""
    was_open = before is not None and before.state(moment) is State.OPEN
    return to.state(moment) is State.PLANNED or (to.state(moment) is State.OPEN and not was_open)


def _and(one: Message, other: Message) -> Message:
    return say("%(one)s, %(other)s", one=one, other=other)
