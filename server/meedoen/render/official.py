# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation says, in words: who speaks, and what was done with a contribution."""

from __future__ import annotations

from meedoen.official import Decided, GivenOutcome, OfficialReply, OutcomeState, Said, Speaker
from meedoen.records_answers import Expiring
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
    return say("What was done with it: %(state)s", state=state_of(outcome))


def state_of(outcome: GivenOutcome | Decided) -> Message:
    """What was decided; where it was passed on, to whom."""
    if outcome.state is OutcomeState.ELSEWHERE and outcome.recipient:
        return say("Passed on to %(who)s", who=outcome.recipient)
    return say(STATES[outcome.state])


def holding(reply: OfficialReply | Said | Expiring, *, expired: bool) -> Message | None:
    """Until when it holds, or that it did; None where it has no last day."""
    if reply.until is None:
        return None
    over = N_("This answer was valid through %(day)s. It may be different by now.")
    return say(over if expired else N_("Valid through %(day)s"), day=reply.until)


def answer_told(reply: OfficialReply, words: Translator, *, expired: bool) -> str:
    """The whole of it as plain text: that it expired before what it says, its last day and its source behind that."""
    lasts = holding(reply, expired=expired)
    said = words.text(lasts) if lasts else ""
    source = words.text(say("Source: %(link)s", link=reply.source)) if reply.source else ""
    return "\n".join(filter(None, (said, reply.text, source) if expired else (reply.text, said, source)))


def told(outcome: GivenOutcome | Decided, words: Translator) -> str:
    """All of it as plain text, a line each."""
    by = say("Decided by %(who)s, %(organisation)s", who=outcome.speaker.who, organisation=outcome.speaker.organisation)
    return "\n".join(filter(None, (outcome.reason, words.text(by), *outcome.links)))
