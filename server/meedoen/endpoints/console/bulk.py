# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/answers/{name}`: one answer to all that waits longest in a widget, less those that are ticked.

What is answered are those that were on the page, never what came since: their numbers go along with the form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console import spoken
from meedoen.endpoints.console.answering import CHOICES, Links, decision_of, placed_at
from meedoen.endpoints.console.form import WRONG
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.wording import Source, Until, Wording, ready, terms_of
from meedoen.errors import Invalid, Overtaken
from meedoen.official import OutcomeState
from meedoen.records_answers import Line, What
from meedoen.render.console_answers import words_of
from meedoen.render.forms import FormView
from meedoen.render.official import STATES
from meedoen.store import answers, contributions, waiting
from meedoen.values import N_, Control, say

NOTHING = "none"
_SHOWN = "_shown"
MEANWHILE = N_(
    "A colleague answered this one after you opened this page, so it is ticked now. What was said last: %(now)s"
)
_OUTCOMES = [(NOTHING, N_("Give no outcome yet")), *CHOICES]


class Several(BaseModel):
    """What is asked, besides a box for each contribution."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    shown: str = ""
    """The numbers that were on the page."""
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


class Bulk(Wording):
    """Words, an outcome, or both."""

    title = say("Answer several at once")
    button = N_("Answer all but the ticked ones")
    template = "bulk.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """The same questions as for one, and for each whether it is left out."""
        boxes: dict[str, Any] = {}
        for number in await self._numbers(here):
            title = say("Not this one: contribution %(number)s", number=str(number))
            boxes[_left_out(number)] = (bool, Field(False, title=title))  # type: ignore[call-overload]
        return create_model("Bulk", __base__=Several, **boxes)

    async def values(self, here: Here) -> Mapping[str, str]:
        """Those that wait longest."""
        return {**await super().values(here), "shown": "-".join(map(str, await self._numbers(here)))}

    async def more(self, here: Here) -> Mapping[str, Any]:
        """Their words, by the name of the box beside them."""
        of, numbers = placed_at(here).widget, await self._numbers(here)
        found = await self.read(contributions.by_numbers, of.id, numbers)
        lines = {_left_out(one): words_of(found[one].data) for one in numbers if one in found}
        return {"lines": lines, "of": of, "back": f"{here.base}/answers", "ready": await ready(self, here)}

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Answer them."""
        return await super().post(_seen(here, fields), fields)

    async def refused(self, here: Here, fields: Mapping[str, str], failure: Invalid) -> Response:
        """The same ones again; those that a colleague answered meanwhile are ticked."""
        ticked = dict.fromkeys(failure.fields, "true") if isinstance(failure, Overtaken) else {}
        return await super().refused(_seen(here, fields), {**fields, **ticked}, failure)

    async def form(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> FormView:
        """With what colleagues had said when it was opened."""
        form, of = await super().form(here, values, failure), placed_at(here).widget
        along = await spoken.goes_along(self, here, of, await self._numbers(here), failure)
        return replace(form, hidden=(*form.hidden, along))

    async def save(self, here: Here, valid: Any) -> Response:
        """All in one transaction. One that was taken back in the meantime is left as it is.

        Raises `Overtaken`, and answers none, when a colleague spoke on one of them after the page was opened.
        """
        shown = await self._numbers(here)
        numbers = [one for one in shown if not getattr(valid, _left_out(one))]
        if not numbers:
            raise Invalid(say("All of them are ticked, so there is nothing to answer. Untick those you answer."))
        decision = None if valid.state == NOTHING else decision_of(valid)
        if not valid.text and decision is None:
            raise Invalid(WRONG, {"text": say("Fill in an answer, or choose an outcome.")})
        of, by, moment = placed_at(here).widget, here.member, self.site.clock()
        on = terms_of(valid, moment.astimezone(here.organisation.zone).date())
        if not valid.text and on != answers.NO_TERMS:
            raise Invalid(WRONG, {"text": say("A last day and a source go with an answer. Fill that in too.")})

        def unit(conn: Any) -> None:
            news, said = spoken.since(conn, here, of, shown)
            if not news.keys().isdisjoint(numbers):
                told = {_left_out(one): say(MEANWHILE, now=self._told(here, line)) for one, line in news.items()}
                raise Overtaken(WRONG, told, was=said)
            if valid.text:
                answers.reply(conn, of, numbers, valid.text, by, at=moment, on=on)
            if decision is not None:
                answers.decide(conn, of, numbers, decision, by, at=moment)

        await self.write(here, unit)
        return self.on(here, f"{here.base}/answers", "all")

    def _told(self, here: Here, line: Line) -> str:
        state = self.site.composer.words(here.lang).gettext(STATES[line.state]) if line.state else ""
        return " – ".join(filter(None, (state, line.text)))

    async def _numbers(self, here: Here) -> Sequence[int]:
        """Those that the form was made for; before it is, those that wait longest."""
        if (shown := (here.own or {}).get(_SHOWN)) is not None:
            return _read(shown)
        of = placed_at(here).widget
        page = partial(waiting.page, organisation_id=of.organisation.id, what=What.ANSWER, widgets=[of.id])
        return [one.number for one in await self.read(partial(page, most=limits.QUEUE_LINES_MAX))]


def _left_out(number: int) -> str:
    return f"not{number}"


def _seen(here: Here, fields: Mapping[str, str]) -> Here:
    return replace(here, own={**(here.own or {}), _SHOWN: fields.get("shown", "")})


def _read(shown: str) -> Sequence[int]:
    """The numbers of what was shown; none of what is no list of numbers."""
    found = [int(one) for one in shown.split("-") if one.isdecimal() and len(one) <= len(str(answers.NEWEST))]
    return sorted(set(found))[: limits.QUEUE_LINES_MAX]
