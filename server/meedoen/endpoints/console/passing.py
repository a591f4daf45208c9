# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/answers/{name}/{number}/pass-on`, `…/passed`: to another organisation on this server, which answers as itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import Response

from meedoen import limits
from meedoen.addresses import Place
from meedoen.endpoints.console import spoken
from meedoen.endpoints.console.amending import Correct
from meedoen.endpoints.console.answering import ANSWERED, at, found, led_on, placed_at
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.form import WRONG, FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.newcomers import one_of
from meedoen.endpoints.console.own_mail import hears_of_passed
from meedoen.endpoints.console.wording import Wording, Words, ready, terms_of
from meedoen.errors import Conflict, Invalid, Overtaken
from meedoen.mailing import Mail
from meedoen.official import OutcomeState
from meedoen.participation.staff import may
from meedoen.records import Organisation, Stage, Widget
from meedoen.records_answers import Decision, Passed
from meedoen.records_staff import Role
from meedoen.render.console_answers import QueueLine
from meedoen.render.forms import FormView
from meedoen.render.own_words import words_of
from meedoen.render.staff_letters import StaffLetters
from meedoen.store import answers, mails, members, organisations, passing, staff_mail, views, widgets
from meedoen.values import N_, Control, Item, Message, say

Why = Annotated[
    str,
    Control(lines=4),
    Field(
        title=N_("Why"),
        description=N_("The author reads it, and so does everybody."),
        max_length=limits.OFFICIAL_TEXT_CHARS_MAX,
    ),
]
PRIVATE = say("It was written to your organisation alone. Answer it yourself, and say where its author can go.")

UNSEEN = say("It is not open to everybody yet. Pass it on once it is.")


class PassOn(FormDesk):
    """To whom it belongs, and why."""

    title = say("Pass it on to another organisation")
    button = N_("Pass it on")
    template = "pass-on.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Which one, and why."""
        options = [(one.name, one.title) for one in await self._others(here)]
        field = one_of(options, N_("Which organisation?")) if options else (str, "")
        return create_model(
            "PassOn",
            __config__=ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True),
            organisation=field,
            reason=(Why, ""),
        )

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is, and why it cannot be passed on, if it cannot. Raises `NotFound`."""
        item, cannot = await self._look(here)
        if cannot is None and not await self._others(here):
            cannot = say("There is no other organisation on this server.")
        return {"words": words_of(self.site.composer, placed_at(here), item), "cannot": cannot, "back": at(here)}

    async def save(self, here: Here, valid: Any) -> Response:
        """It stands in the other's list; everybody reads where it went."""
        of, number = placed_at(here).widget, here.request.path_params["number"]
        _item, cannot = await self._look(here)
        if cannot is not None:
            raise Conflict(cannot)
        if not valid.reason:
            raise Invalid(WRONG, {"reason": say("Say why: the author reads it, and so does everybody.")})
        to = next(one for one in await self._others(here) if one.name == valid.organisation)
        link = f"{self.site.settings.origin_of(to.name)}/{to.name}"
        decision = Decision(OutcomeState.ELSEWHERE, valid.reason, (link,), to.title)
        now = self.site.clock()

        def unit(conn: Any) -> None:
            line = passing.on(conn, of, number, to, decision, here.member, at=now)
            if line is not None and self.site.settings.mails:
                for mail in self._letters(conn, of, to, line, now):
                    mails.put(conn, mail)

        await self.write(here, unit)
        return self.on(here, at(here), "passed")

    def _letters(self, conn: Any, of: Widget, to: Organisation, line: int, now: datetime) -> Iterator[Mail]:
        """To each who hears of it there: those who answer what is passed on, and those who decide who does."""
        settings, letters = self.site.settings, StaffLetters(self.site.composer)
        desk, origin = f"{settings.console}/at/{to.name}", settings.origin_of(to.name)
        for member in members.of_organisation(conn, to.id):
            if hears_of_passed(member) and (choice := staff_mail.passed(conn, member, at=now)).wanted:
                link = f"{desk}/passed/{line}" if may(member, Role.SPOKESPERSON) else f"{desk}/people"
                yield letters.passed(member, of, link, choice, origin, desk, now)

    async def _look(self, here: Here) -> tuple[Item, Message | None]:
        """It, and why others may not see it, if they may not. Raises `NotFound`."""
        of = placed_at(here)
        item, _asked = await self.read(found, of, here.request.path_params["number"])
        if item.kind not in of.public_kinds:
            return item, PRIVATE
        if item.merged:
            return item, led_on(item)
        return item, None if of.widget.stage is Stage.LIVE else UNSEEN

    async def _others(self, here: Here) -> Sequence[Organisation]:
        return [one for one in await self.read(organisations.every) if one.id != here.organisation.id]


class PassedOn(Desk):
    """What others passed on, and waits; or, asked for, what was answered."""

    async def get(self, here: Here) -> Response:
        """A page of it."""
        query, most = here.request.query_params, limits.QUEUE_LINES_MAX
        answered, after = bool(query.get("answered")), query.get("after", "")
        read, start = (passing.done, answers.NEWEST) if answered else (passing.page, 0)
        if after.isascii() and after.isdecimal() and len(after) < len(str(answers.NEWEST)):
            start = int(after)
        found = await self.read(read, here.organisation.id, start, most + 1)
        url = f"{here.path}?answered=1"
        behind = f"{url}&" if answered else f"{here.path}?"
        return self.page(
            here,
            "passed.html",
            say("Passed on to your organisation"),
            lines=[self._line(here, one, await self.read(widgets.by_id, one.widget)) for one in found[:most]],
            queues=[(N_("Not answered yet"), here.path, not answered), (N_("Answered"), url, answered)],
            answered=answered,
            more=f"{behind}after={found[most - 1].id}" if len(found) > most else "",
            zone=here.organisation.zone,
        )

    def _line(self, here: Here, one: Passed, of: Widget) -> QueueLine:
        told, served = f"{of.organisation.title} · {of.title}", self.site.directory.served(of)
        words = words_of(self.site.composer, served, one)
        return QueueLine(f"{here.base}/passed/{one.id}", one.number, words, told, of.spoken, one.at)


class PassedOne(Wording):
    """One of these, and the answer to it."""

    title = say("Passed on to your organisation")
    button = N_("Answer in the organisation's name")
    template = "passed-one.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """The words of the answer."""
        return Words

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What was written, and where it stands. Raises `NotFound`."""
        one, of = await self.read(_one, here)
        origin = self.site.settings.origin_of(of.organisation.name)
        return {
            "item": await self.read(views.one, of, one.number, None),
            "words": words_of(self.site.composer, self.site.directory.served(of), one),
            "of": of,
            "own": await self.read(answers.replies_of, of, one.number, here.organisation.id),
            "url": Place(origin, of.organisation.name, of.name, number=one.number).page,
            "at": f"{here.base}/passed/{one.id}",
            "back": f"{here.base}/passed",
            "zone": here.organisation.zone,
            "moment": self.site.clock(),
            "ready": await ready(self, here),
        }

    async def save(self, here: Here, valid: Words) -> Response:
        """It stands with the contribution, under the name of who answers. Raises `Overtaken` as `Reply` does."""
        moment = self.site.clock()
        on = terms_of(valid, moment.astimezone(here.organisation.zone).date())

        def unit(conn: Any) -> None:
            one, of = _one(conn, here)
            news, said = spoken.since(conn, here, of, [one.number])
            if news:
                raise Overtaken(ANSWERED, was=said)
            passing.answer(conn, of, one, valid.text, here.member, at=moment, on=on)

        await self.write(here, unit)
        return self.on(here, f"{here.base}/passed", "replied")

    async def form(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> FormView:
        """With what others had said when it was opened."""
        form = await super().form(here, values, failure)
        one, of = await self.read(_one, here)
        return replace(form, hidden=(*form.hidden, await spoken.goes_along(self, here, of, [one.number], failure)))


class CorrectPassed(Correct):
    """Other words for what the organisation said there."""

    def about(self, conn: Any, here: Here) -> tuple[Widget, int]:
        """Which one, in whose widget. Raises `NotFound`."""
        one, of = _one(conn, here)
        return of, one.number

    def back(self, here: Here) -> str:
        """Where its own words stand."""
        return f"{here.base}/passed/{here.request.path_params['passed']}"


def _one(conn: Any, here: Here) -> tuple[Passed, Widget]:
    one = passing.one(conn, here.organisation.id, here.request.path_params["passed"])
    return one, widgets.by_id(conn, one.widget)
