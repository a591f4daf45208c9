# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/answers/{name}/{number}`: one contribution with all that was said of it, and what to say now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console import spoken
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.edit import EditDesk
from meedoen.endpoints.console.form import WRONG, FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.wording import Wording, Words, is_link, ready, terms_of
from meedoen.errors import Invalid, Overtaken
from meedoen.official import SETTLED, OutcomeState
from meedoen.participation.views import Placed
from meedoen.records_answers import Decision, What
from meedoen.render.forms import FormView
from meedoen.render.official import STATES
from meedoen.render.own_words import title_of, words_of
from meedoen.render.typed import typed
from meedoen.store import answered, answers, contributions, laid, notes, passing_outside, tasks, views, waiting
from meedoen.values import N_, Control, Item, Message, say

ANSWERED = say(
    "Nothing was sent: a colleague answered this after you opened this page. Read that above. "
    "Send yours again if it is still needed."
)


CHOICES = [(one.value, label) for one, label in STATES.items()]
Reason = Annotated[
    str,
    Control(lines=4),
    Field(
        title=N_("Why"),
        description=N_(
            "What was decided, and what it changes. As long as it is only received or read, you may leave it empty."
        ),
        max_length=limits.OFFICIAL_TEXT_CHARS_MAX,
    ),
]
Links = Annotated[
    tuple[str, ...],
    Control(optional=True),
    Field(title=N_("Links"), description=N_("To the decision, or to what was changed.")),
]


class Outcome(BaseModel):
    """What was done with a contribution."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    state: Annotated[OutcomeState, Control(options=CHOICES)] = Field(title=N_("What was done with it?"))
    reason: Reason = ""
    links: Links = ()


def decision_of(valid: Any) -> Decision:
    """What was filled in. Raises `Invalid` for a link that leads nowhere, and for what is settled without a reason."""
    if len(valid.links) > limits.OUTCOME_LINKS_MAX or not all(is_link(one) for one in valid.links):
        raise Invalid(WRONG, {"links": say("Fill in whole addresses, at most 10, such as https://www.example.org/.")})
    state = OutcomeState(valid.state)
    if state in SETTLED and not valid.reason:
        raise Invalid(WRONG, {"reason": say("Say why: the author reads it, and so does everybody.")})
    return Decision(state, valid.reason, valid.links)


def at(here: Here) -> str:
    """The page of the contribution."""
    params = here.request.path_params
    return f"{here.base}/answers/{params['name']}/{params['number']}"


def placed_at(here: Here) -> Placed:
    """The widget that the address names."""
    assert here.placed is not None  # noqa: S101
    return here.placed


class One(Desk):
    """What stands there. The page has a form for a reply and one for an outcome, each sent to an address of its own."""

    async def get(self, here: Here) -> Response:
        """The page, with nothing typed yet."""
        return await self.both(here)

    async def both(
        self, here: Here, of: str = "", values: Mapping[str, str] | None = None, failure: Invalid | None = None
    ) -> Response:
        """The page, with what was typed in the form `of` this id and what was wrong with it."""
        number = here.request.path_params["number"]
        widget = placed_at(here).widget
        speaks = self.site.composer.words(here.lang, widget.type)
        todo = await self.read(tasks.of_contribution, widget.id, number)
        forms = []
        for one in (Reply(self.site), GiveOutcome(self.site)):
            sent = one.form_id == of
            before = values or {} if sent else await one.values(here)
            forms.append(await one.form(here, before, failure if sent else None))
        # After the forms: what a colleague says in between stands on the page, or is told when a form is sent.
        item, asked = await self.read(found, placed_at(here), number)
        return self.page(
            here,
            "answer.html",
            say("Contribution %(number)s", number=str(number)),
            failure.status if failure else 200,
            item=item,
            own=await self.read(answers.replies_of, widget, number, here.organisation.id),
            words=words_of(self.site.composer, placed_at(here), item),
            forms=forms,
            ready=await ready(Reply(self.site), here),
            notes=await self.read(notes.about, widget.id, number),
            notes_at=f"{here.base}/notes/{widget.name}/{number}",
            has_it=await self.read(laid.holders, widget.id, number),
            mine=here.member.id in await self.read(laid.about, widget.id, number),
            before=await self.read(passing_outside.about, widget.id, number),
            wrong=failure.detail if failure and not any(one.errors for one in forms) else None,
            of=widget,
            tasks=[(speaks.text(one.text), one.at) for one in todo],
            task_waits=await self.read(waiting.waits, widget.id, number, What.TASK),
            public=item.kind in placed_at(here).public_kinds,
            asked=asked,
            may_merge=item.kind in placed_at(here).installed.type.doubles,
            into=title_of(item.into.data) if item.into else "",
            doubles=[(one.number, title_of(one.data)) for one in item.doubles],
            at=at(here),
            zone=here.organisation.zone,
            moment=self.site.clock(),
        )


class _OnOne(FormDesk):
    """One of the forms on that page."""

    async def shown(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> Response:
        """The whole page again; that of a contribution, where nothing was sent."""
        return await One(self.site).both(here, self.form_id, values, failure)


class Reply(_OnOne, Wording):
    """A reply."""

    button = N_("Answer in the organisation's name")
    form_id = "reply"

    def address(self, here: Here) -> str:
        """Its own."""
        return f"{at(here)}/reply"

    async def model(self, here: Here) -> type[BaseModel]:
        """Its words."""
        return Words

    async def save(self, here: Here, valid: Words) -> Response:
        """It stands there at once. Raises `Overtaken` for who did not read yet what a colleague said."""
        of, number, moment = placed_at(here).widget, here.request.path_params["number"], self.site.clock()
        on = terms_of(valid, moment.astimezone(here.organisation.zone).date())

        def unit(conn: Any) -> None:
            news, said = spoken.since(conn, here, of, [number])
            if news:
                raise Overtaken(ANSWERED, was=said)
            answers.reply(conn, of, [number], valid.text, here.member, at=moment, on=on)

        await self.write(here, unit)
        return self.on(here, at(here), "replied")

    async def form(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> FormView:
        """With what colleagues had said when it was opened."""
        form = await super().form(here, values, failure)
        number = here.request.path_params["number"]
        along = await spoken.goes_along(self, here, placed_at(here).widget, [number], failure)
        return replace(form, hidden=(*form.hidden, along))


class GiveOutcome(_OnOne, EditDesk):
    """An outcome."""

    button = N_("Give this outcome")
    form_id = "outcome"

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """The outcome that holds, to go on from. Raises `NotFound`."""
        item, _asked = found(conn, placed_at(here), here.request.path_params["number"])
        if (now := item.outcome) is None or now.number:
            return dict.fromkeys(Outcome.model_fields, "")
        return typed(Outcome(state=now.state, reason=now.reason, links=tuple(now.links)))

    def address(self, here: Here) -> str:
        """Its own."""
        return f"{at(here)}/outcome"

    async def model(self, here: Here) -> type[BaseModel]:
        """State, reason, links."""
        return Outcome

    def change(self, conn: Any, here: Here, valid: Any) -> None:
        """It holds from now on; the one before it stays in the history."""
        of, number = placed_at(here).widget, here.request.path_params["number"]
        answers.decide(conn, of, [number], decision_of(valid), here.member, at=self.site.clock())

    def after(self, here: Here, valid: Any) -> tuple[str, str]:
        """The same page."""
        return at(here), "decided"


class TaskDone(Desk):
    """What was asked was done, without a word to its author."""

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """It waits no longer."""
        of, number = placed_at(here).widget, here.request.path_params["number"]
        await self.write(here, tasks.done, of, number, at=self.site.clock())
        return self.on(here, at(here), "task")


def led_on(item: Item) -> Message | None:
    """Why nobody is asked about a double any more; None of all others."""
    if not item.merged:
        return None
    return say("It was merged with number %(number)s. Go to that one and do it there.", number=str(item.merged))


def found(conn: Any, of: Placed, number: int) -> tuple[Item, bool]:
    """It, with what was said of it also where it was removed; and whether its author asks that it be erased.

    What is held is here only for that, without its words.
    """
    asked = waiting.waits(conn, of.widget.id, number, What.ERASURE)
    item = (contributions.kept if asked else contributions.by_number)(conn, of.widget.id, number)
    item = views.with_doubles(conn, of.widget.id, item)
    replies, outcome = answered.together(conn, of.widget.id, [number]).get(number, answered.NOTHING)
    return replace(item, replies=replies, outcome=outcome), asked
