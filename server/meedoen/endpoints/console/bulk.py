# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/answers/{name}`: one answer to all that waits longest in a widget, less those that are ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from meedoen import limits
from meedoen.endpoints.console.answering import CHOICES, Links, decision_of, placed_at
from meedoen.endpoints.console.form import WRONG
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.many import Many, Shown
from meedoen.endpoints.console.wording import Source, Until, Wording, ready, terms_of
from meedoen.errors import Invalid
from meedoen.official import OutcomeState
from meedoen.records_answers import Terms
from meedoen.store import answers
from meedoen.values import N_, Control, say

NOTHING = "none"
_OUTCOMES = [(NOTHING, N_("Give no outcome yet")), *CHOICES]


class Several(Shown):
    """Words, an outcome, or both."""

    text: Annotated[str, Control(lines=6, optional=True)] = Field(
        "", title=N_("Your answer"), max_length=limits.OFFICIAL_TEXT_CHARS_MAX
    )
    until: Annotated[Until, Control(optional=True)] = None
    source: Source = ""
    state: Annotated[Literal["none"] | OutcomeState, Control(options=_OUTCOMES)] = Field(
        "none", title=N_("What was done with it?")
    )
    reason: Annotated[str, Control(lines=4, optional=True)] = Field(
        "",
        title=N_("Why"),
        description=N_("What was decided, and what it changes."),
        max_length=limits.OFFICIAL_TEXT_CHARS_MAX,
    )
    links: Links = ()


class Bulk(Many, Wording):
    """To each of them the same."""

    title = say("Answer several at once")
    button = N_("Answer all but the ticked ones")
    asks = Several
    lead = say("Each of these gets what you fill in below. Tick those that need an answer of their own.")
    none_left = say("All of them are ticked, so there is nothing to answer. Untick those you answer.")

    async def more(self, here: Here) -> Mapping[str, Any]:
        """Their words, and the answers that are ready."""
        return {**await super().more(here), "ready": await ready(self, here)}

    def check(self, here: Here, valid: Any) -> None:
        """Something is said, and what goes with it too. Raises `Invalid`."""
        if valid.state != NOTHING:
            decision_of(valid)
        elif not valid.text:
            raise Invalid(WRONG, {"text": say("Fill in an answer, or choose an outcome.")})
        if not valid.text and self._terms(here, valid) != answers.NO_TERMS:
            raise Invalid(WRONG, {"text": say("A last day and a source go with an answer. Fill that in too.")})

    def do(self, conn: Any, here: Here, numbers: Sequence[int], valid: Any) -> None:
        """Each has it as if it were answered alone."""
        of, by, moment = placed_at(here).widget, here.member, self.site.clock()
        if valid.text:
            answers.reply(conn, of, numbers, valid.text, by, at=moment, on=self._terms(here, valid))
        if valid.state != NOTHING:
            answers.decide(conn, of, numbers, decision_of(valid), by, at=moment)

    def _terms(self, here: Here, valid: Any) -> Terms:
        return terms_of(valid, self.site.clock().astimezone(here.organisation.zone).date())

    def after(self, here: Here) -> tuple[str, str]:
        """What waits now."""
        return f"{here.base}/answers", "all"
