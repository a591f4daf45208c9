# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation says, in words: who speaks, and what was done with a contribution."""

from __future__ import annotations

from meedoen.official import Decided, GivenOutcome, OutcomeState, Speaker
from meedoen.render.words import Translator
from meedoen.values import N_, Message, say

STATES = {
    OutcomeState.RECEIVED: N_("Received"),
    OutcomeState.READ: N_("Read"),
    OutcomeState.USED: N_("Used"),
    OutcomeState.PARTLY: N_("Partly used"),
    OutcomeState.NOT_USED: N_("Not used"),
    OutcomeState.ELSEWHERE: N_("Passed on to where it belongs"),
    OutcomeState.ANSWERED: N_("Answered"),
}
"""As people read them."""


def badge(speaker: Speaker) -> Message:
    """Whose words a reply holds. That it is the organisation's is said in words, never by a colour alone."""
    return say("Answer from %(organisation)s · %(who)s", organisation=speaker.organisation, who=speaker.who)


def verdict(outcome: GivenOutcome | Decided) -> Message:
    """What was done with it, in one line."""
    return say("What was done with it: %(state)s", state=say(STATES[outcome.state]))


def told(outcome: GivenOutcome | Decided, words: Translator) -> str:
    """All of it as plain text, a line each."""
    by = say("Decided by %(who)s, %(organisation)s", who=outcome.speaker.who, organisation=outcome.speaker.organisation)
    return "\n".join(filter(None, (outcome.reason, words.text(by), *outcome.links)))
