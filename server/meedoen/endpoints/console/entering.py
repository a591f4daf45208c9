# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/enter`: staff enter what came by paper, telephone or counter, by the widget's own forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen.addresses import Query, subject_key, with_query
from meedoen.endpoints.console.answering import placed_at
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.form import WRONG
from meedoen.endpoints.console.here import Here
from meedoen.errors import Closed, Failure, Forbidden, Invalid, NotFound
from meedoen.identity.tokens import Ticket, new_key, new_participant
from meedoen.official import Entered, Via
from meedoen.participation.forms import validate
from meedoen.participation.schedule import enterable
from meedoen.participation.views import Placed, declared_parts
from meedoen.participation.write_path import Doer, Done, check_open, check_target
from meedoen.records import Entry
from meedoen.render.forms import FieldView, FormView, field_views
from meedoen.values import N_, WHOLE, Assurance, Control, Message, State, Who, say
from meedoen.widget import Action, Targets

VIAS = [
    (Via.PAPER.value, N_("On paper")),
    (Via.TELEPHONE.value, N_("By telephone")),
    (Via.COUNTER.value, N_("At the counter")),
]
_OWN = {"via": "_via", "on": "_on"}
"""The names of its fields in the form, which none of a type's has."""


class Came(BaseModel):
    """Which way it came, and when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    via: Annotated[Via, Control(options=VIAS)] = Field(title=N_("How did it come?"))
    on: date = Field(title=N_("On which day?"))


class Enterable(Desk):
    """What can be entered: each act that anybody may do, on what it is done."""

    async def get(self, here: Here) -> Response:
        """The list."""
        placed = placed_at(here)
        check_enterable(placed, self.site.clock())
        speaks = self.site.composer.words(here.lang, placed.installed.type.name)
        acts = []
        for action in placed.installed.actions:
            if action.who is Who.ANYONE:
                url = f"{here.path}/{action.name}"
                on = [(placed.widget.title, url)] if Targets.WHOLE in action.targets else []
                parts = declared_parts(placed) if Targets.PART in action.targets else ()
                on += [(part.label, with_query(url, {"target": part.key})) for part in parts]
                others = not action.targets.isdisjoint({Targets.SUBJECT, Targets.ITEM})
                acts.append((speaks.text(action.noun or action.label), url, on, others))
        title = say("Enter what came by paper, telephone or counter")
        return self.page(here, "enterable.html", title, acts=acts, of=placed.widget, back=here.widget_base)


class Enter(Desk):
    """One of them: the questions that people are asked, behind how it came."""

    async def get(self, here: Here) -> Response:
        """The form, for the target in the address."""
        placed, action = placed_at(here), self._action(here)
        target = _target(here.request.query_params.get("target", WHOLE))
        check_enterable(placed, self.site.clock())
        check_target(placed, action, target)
        return await self._shown(here, target, {})

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Store it, and tell the receipt code. A second press of the button is the same entry."""
        own = here.own or {}
        target = own.get("_target", WHOLE)
        came, faults = self._came(here, own)
        try:
            if faults:
                raise Invalid(WRONG, {**faults, **self._unfit(here, target, fields)})
            return await self._stored(here, target, fields, came)
        except Failure as failure:  # whatever it was, what was typed is shown again
            return await self._shown(here, target, {**fields, **own}, failure)

    async def _stored(self, here: Here, target: str, fields: Mapping[str, str], came: Entered) -> Response:
        """Stored, if it fits. Raises what the act raises, and `Forbidden` for a form of another page."""
        site, placed, action = self.site, placed_at(here), self._action(here)
        check_enterable(placed, site.clock())
        ticket = site.tokens.read_form((here.own or {}).get("_check", ""))
        if (ticket.widget, ticket.action, ticket.target) != (placed.widget.uid, action.name, target):
            raise Forbidden(say("This form belongs to another page. Start again from the widget's page."))
        doer = Doer(ticket.participant.id, ticket.participant.assurance, ticket.key)
        done = await site.write_path.act(placed, action, target, fields, doer, entry=Entry(came, here.member.id))
        return await self._entered(here, ticket, doer, done)

    def _unfit(self, here: Here, target: str, fields: Mapping[str, str]) -> Mapping[str, Message]:
        """What is wrong with the answers to the widget's own questions."""
        try:
            validate(placed_at(here).form(self._action(here), target), fields)
        except Invalid as failure:
            return failure.fields
        return {}

    def _came(self, here: Here, own: Mapping[str, str]) -> tuple[Entered, Mapping[str, Message]]:
        """How it came, and what is wrong with that."""
        today = self.site.clock().astimezone(here.organisation.zone).date()
        try:
            valid: Any = validate(Came, {name: own[sent] for name, sent in _OWN.items() if own.get(sent)})
        except Invalid as failure:
            return Entered(Via.PAPER, today), {_OWN[name]: fault for name, fault in failure.fields.items()}
        faults = {}
        if valid.on > today:
            faults["_on"] = say("This day is still to come. Fill in the day on which it came.")
        elif valid.on > self._last_day(here):
            faults["_on"] = say("It had closed by then. Only what came no later than its last day counts.")
        return Entered(valid.via, valid.on), faults

    def _last_day(self, here: Here) -> date:
        """On which something may have come: today, or that on which it closed."""
        closes, now = placed_at(here).widget.phase.closes_at, self.site.clock()
        return min(closes or now, now).astimezone(here.organisation.zone).date()

    async def _entered(self, here: Here, ticket: Ticket, doer: Doer, done: Done) -> Response:
        site, placed = self.site, placed_at(here)
        receipt = site.codes(placed, doer)[0] if done.contributed else ""
        if done.stored.repeated:
            receipt = await site.receipt(placed, doer)  # as it was then
        place = site.composer.place(placed, site.settings.origin_of(here.organisation.name), Query(lang=here.lang))
        change = place.done(site.tokens.done(replace(ticket, number=done.stored.number)))
        again = with_query(here.path, {"target": ticket.target})
        return self.page(
            here,
            "entered.html",
            say("It has been entered"),
            receipt=receipt,
            tracker=site.composer.org(here.organisation, place.origin).tracker,
            change=f"{change}?lang={here.lang}",
            again=again,
            back=here.widget_base,
        )

    async def _shown(
        self, here: Here, target: str, values: Mapping[str, str], failure: Failure | None = None
    ) -> Response:
        placed, action = placed_at(here), self._action(here)
        assert here.session is not None  # noqa: S101
        words = self.site.composer.words(here.lang, placed.installed.type.name)
        faults = failure.fields if failure else {}
        asked = field_views(placed.form(action, target), words, "enter", values, faults)
        fields = (*self._own_fields(here, values, faults), *asked)
        check = (values.get("_check", "") if isinstance(failure, Invalid) else "") or self._check(here, target)
        hidden = (("_form", here.session.form), ("_check", check), ("_target", target))
        form = FormView("enter", here.path, words.gettext("Enter it"), fields, hidden, "enter")
        return self.page(
            here,
            "enter.html",
            say("Enter for somebody"),
            failure.status if failure else 200,
            form=form,
            wrong=failure.detail if failure and not form.errors else None,
            of=placed.widget,
            on=target,
            back=here.widget_base,
        )

    def _own_fields(self, here: Here, values: Mapping[str, str], faults: Mapping[str, Message]) -> list[FieldView]:
        words = self.site.composer.words(here.lang)
        typed = {one: values[sent] for one, sent in _OWN.items() if sent in values}
        given = {"on": self._last_day(here).isoformat()} | typed
        wrong = {name: faults[sent] for name, sent in _OWN.items() if sent in faults}
        return [replace(field, name=_OWN[field.name]) for field in field_views(Came, words, "enter-came", given, wrong)]

    def _check(self, here: Here, target: str) -> str:
        """Whoever it is for is a participant of his own, who is not asked for anything."""
        action, who = self._action(here).name, new_participant(Assurance.ENTERED)
        return self.site.tokens.form(Ticket(placed_at(here).widget.uid, action, target, who, new_key()))

    @staticmethod
    def _action(here: Here) -> Action[Any]:
        action = placed_at(here).installed.action(here.request.path_params["action"])
        if action is None or action.who is not Who.ANYONE:
            raise NotFound(say("This widget has no such action. Start from the widget's page."))
        return action


def check_enterable(placed: Placed, moment: datetime) -> None:
    """What came in time can be entered after it closed. Raises `Gone` or `Closed`."""
    if enterable(placed.widget, moment):
        return
    if placed.widget.withdrawn is None and placed.widget.phase.state(moment) is State.CLOSED:
        raise Closed(say("It is not kept any more who said what here, so that nothing can be entered."))
    check_open(placed, moment)


def _target(typed: str) -> str:
    """A contribution may be typed as its number alone."""
    return f"#{typed}" if typed.isascii() and typed.isdecimal() else subject_key(typed)
