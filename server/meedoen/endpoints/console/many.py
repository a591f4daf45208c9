# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A form about a set of contributions of one widget, each with its words and a box that leaves it out.

What is done is done to those that were on the page, never to what came since: their numbers go along with the form.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console import spoken
from meedoen.endpoints.console.answering import placed_at
from meedoen.endpoints.console.form import WRONG, FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.errors import Invalid, Overtaken
from meedoen.records_answers import Line, What
from meedoen.render.console_answers import told_of
from meedoen.render.forms import FormView
from meedoen.render.official import STATES
from meedoen.store import answers, contributions, waiting
from meedoen.values import N_, Message, say

_SHOWN = "_shown"
MEANWHILE = N_(
    "A colleague answered this one after you opened this page, so it is ticked now. What was said last: %(now)s"
)


class Shown(BaseModel):
    """What every such form asks, besides a box for each contribution."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    shown: str = ""
    """The numbers that were on the page."""


class Many(FormDesk, ABC):
    """What differs is what is asked, which are shown first, and what is done with those that stay."""

    template = "bulk.html"
    asks: type[Shown]
    lead: Message
    """What happens to each."""
    none_left: Message
    """What is wrong when all are left out."""

    @abstractmethod
    def do(self, conn: Any, here: Here, numbers: Sequence[int], valid: Any) -> None:
        """Do it to these, in the transaction in which nobody else of the organisation speaks."""

    @abstractmethod
    def after(self, here: Here) -> tuple[str, str]:
        """Where it goes on, and what was done: a key of `meedoen.render.console.DONE`."""

    def check(self, here: Here, valid: Any) -> None:
        """Raises `Invalid` for what does not fit together."""

    def back(self, here: Here) -> tuple[str, str]:
        """The way back: address and label."""
        return f"{here.base}/answers", N_("Back to what waits")

    async def first(self, here: Here) -> Sequence[int]:
        """Which are shown before any was sent: those that wait longest."""
        of = placed_at(here).widget
        page = partial(waiting.page, organisation_id=of.organisation.id, what=What.ANSWER, widgets=[of.id])
        return [one.number for one in await self.read(partial(page, most=limits.QUEUE_LINES_MAX))]

    async def model(self, here: Here) -> type[BaseModel]:
        """What is asked, and for each whether it is left out."""
        boxes: dict[str, Any] = {}
        for number in await self.numbers(here):
            title = say("Not this one: contribution %(number)s", number=str(number))
            boxes[_left_out(number)] = (bool, Field(False, title=title))  # type: ignore[call-overload]
        return create_model("Many", __base__=self.asks, **boxes)

    async def values(self, here: Here) -> Mapping[str, str]:
        """Their numbers."""
        return {**await super().values(here), "shown": "-".join(map(str, await self.numbers(here)))}

    async def more(self, here: Here) -> Mapping[str, Any]:
        """Their words, by the name of the box beside them."""
        placed, numbers, composer = placed_at(here), await self.numbers(here), self.site.composer
        of, words = placed.widget, composer.words(here.lang, placed.widget.type)
        found = await self.read(contributions.by_numbers, of.id, numbers)
        lines = {_left_out(one): told_of(composer, placed, found[one], words) for one in numbers if one in found}
        return {"lines": lines, "of": of, "back": self.back(here), "lead": self.lead, "ready": ()}

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Do it to them."""
        return await super().post(_seen(here, fields), fields)

    async def refused(self, here: Here, fields: Mapping[str, str], failure: Invalid) -> Response:
        """The same ones again; those that a colleague answered meanwhile are ticked."""
        ticked = dict.fromkeys(failure.fields, "true") if isinstance(failure, Overtaken) else {}
        return await super().refused(_seen(here, fields), {**fields, **ticked}, failure)

    async def form(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> FormView:
        """With what colleagues had said when it was opened."""
        form, of = await super().form(here, values, failure), placed_at(here).widget
        along = await spoken.goes_along(self, here, of, await self.numbers(here), failure)
        return replace(form, hidden=(*form.hidden, along))

    async def save(self, here: Here, valid: Any) -> Response:
        """All in one transaction. One that was taken back in the meantime is left as it is.

        Raises `Overtaken`, and does nothing, when a colleague spoke on one of them after the page was opened.
        """
        shown = await self.numbers(here)
        numbers = [one for one in shown if not getattr(valid, _left_out(one))]
        if not numbers:
            raise Invalid(self.none_left)
        self.check(here, valid)
        of = placed_at(here).widget

        def unit(conn: Any) -> None:
            news, said = spoken.since(conn, here, of, shown)
            if not news.keys().isdisjoint(numbers):
                told = {_left_out(one): say(MEANWHILE, now=self._told(here, line)) for one, line in news.items()}
                raise Overtaken(WRONG, told, was=said)
            self.do(conn, here, numbers, valid)

        await self.write(here, unit)
        return self.on(here, *self.after(here))

    async def numbers(self, here: Here) -> Sequence[int]:
        """Those that the form was made for; before it is, the `first`."""
        if (shown := (here.own or {}).get(_SHOWN)) is not None:
            return numbers_in(shown)
        return await self.first(here)

    def _told(self, here: Here, line: Line) -> str:
        state = self.site.composer.words(here.lang).gettext(STATES[line.state]) if line.state else ""
        return " – ".join(filter(None, (state, line.text)))


def numbers_in(shown: str) -> Sequence[int]:
    """The numbers in `1-2-12`; none of what is no list of numbers."""
    found = [int(one) for one in shown.split("-") if one.isdecimal() and len(one) <= len(str(answers.NEWEST))]
    return sorted(set(found))[: limits.CHANGE_CHOSEN_MAX]


def _left_out(number: int) -> str:
    return f"not{number}"


def _seen(here: Here, fields: Mapping[str, str]) -> Here:
    return replace(here, own={**(here.own or {}), _SHOWN: fields.get("shown", "")})
