# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/do/{action}`: the form of an action (GET) and the act itself (POST).

With script a post carries a participant's token and is answered in JSON. Without, the first post, which comes from a
cached face and so carries no token, is answered with a page "check before you send" that holds a signed one-time form;
the second post does it and is answered 303 to a page that tells what was received. No cookie is read or set.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from meedoen.addresses import subject_key
from meedoen.counts import ACCEPTED, REPEATED
from meedoen.effects import Contribute
from meedoen.endpoints.acting import Acting
from meedoen.endpoints.alike import alike
from meedoen.endpoints.answers import Answers
from meedoen.endpoints.confirming import Waiting
from meedoen.endpoints.entering import ENTRY, entered
from meedoen.endpoints.failures import Failures
from meedoen.endpoints.input import Posted
from meedoen.endpoints.replies import html, told, wants_json
from meedoen.endpoints.who import Who as Known
from meedoen.endpoints.who import identify
from meedoen.errors import Failure, Invalid, NotFound, Removed, Unidentified
from meedoen.identity.tokens import Ticket, new_key, new_participant
from meedoen.participation.forms import validate
from meedoen.participation.views import Placed
from meedoen.participation.write_path import check_assurance, check_open, check_target
from meedoen.render.forms import CODE, FormView
from meedoen.render.items import name
from meedoen.render.pages import Asked
from meedoen.site import Site
from meedoen.store.admission import item_number
from meedoen.values import ITEM, Assurance, Message, Who, say
from meedoen.widget import Action


class Acts(Acting):
    """The endpoints of a type's own actions."""

    def __init__(self, site: Site, failures: Failures) -> None:
        super().__init__(site, failures)
        self._answers = Answers(site)
        self._waiting = Waiting(site)

    async def serve(self, request: Request) -> Response:
        """One address for both, so that a refusal of any other method names both."""
        if request.method != "POST":
            return await self._shown(request)
        action = self._action(await self.placed(request), request)
        return await self.answered(request, partial(self._act, action), partial(self._again, action))

    async def _shown(self, request: Request) -> Response:
        """The form of an action as a page of its own."""
        site, placed = self._site, await self.placed(request)
        query, target = site.query(request.scope), subject_key(request.query_params.get("target", ""))
        at = Asked(site.composer, placed, site.origin(request.scope), query, framed=False)
        action = self._action(placed, request)
        check_open(placed, site.clock())
        check_target(placed, action, target)
        posted = Posted(own={"_target": target})
        form = self._form(at, action, posted)
        if not form.fields:  # a bare button: this page is the step at which one checks
            return await self._check(action, request, placed, posted)
        return html(site, request, site.pages.form(at, form, upon=await self._upon(at, target)))

    async def _upon(self, at: Asked, target: str) -> str:
        """What the contribution says that it is done on, if it is. Raises `Removed`, and `NotFound`."""
        number = item_number(target)
        if number is None:
            return ""
        item = await self._site.item(at.placed, number, self._site.clock())
        if item.removed is not None:
            raise Removed(say("It is no longer shown. Its own page says why."))
        return name(at.placed, item, at.words)

    async def _act(self, action: Action[Any], request: Request, placed: Placed, posted: Posted) -> Response:
        site = self._site
        by_author = action.who is Who.AUTHOR
        if posted.get("_change"):
            at = self.asked(request, placed, posted)
            return html(site, request, site.pages.form(at, self._form(at, action, posted)))
        if not by_author and not any(posted.get(name) for name in ("_token", "_check", "_code")):
            return await self._check(action, request, placed, posted)
        try:
            who = await identify(site, request, placed, posted, action.name, posted.get("_target"))
        except Invalid as error:
            if by_author and ENTRY in error.fields:  # who is not known here has his receipt code
                raise Invalid(error.detail, {CODE: say("Fill in your receipt code.")}) from error
            raise
        if by_author:
            who = _author(who, posted.get("_target"))
        if who.address:
            return await self._waiting.ask(
                request, self.asked(request, placed, posted, who.target), action, posted, who
            )
        done = await site.write_path.act(placed, action, who.target, posted.fields, who.doer, who.number)
        site.counts.acts[REPEATED if done.stored.repeated else ACCEPTED] += 1
        if not wants_json(request):
            return self.see_other(request, placed, posted, action.name, who, done.stored.number)
        receipt = who.code or (site.codes(placed, who.doer)[0] if done.contributed else "")
        if done.stored.repeated and not who.code:
            receipt = await site.receipt(placed, who.doer)  # as it was then, whatever is sent now
        at = self.asked(request, placed, posted, who.target)
        return told(site, request, self._answers.answer(at, action, who.target, posted.fields, done, receipt))

    async def _check(self, action: Action[Any], request: Request, placed: Placed, posted: Posted) -> Response:
        """The first post without script: nothing is stored yet."""
        if wants_json(request):
            raise Unidentified(say("Please try again; nothing you typed was lost."))
        site, target = self._site, posted.get("_target")
        check_open(placed, site.clock())
        check_target(placed, action, target)
        found = await entered(site, request, placed, posted, new_participant(Assurance.FORM))
        if not found.address:
            check_assurance(placed, found.who.assurance)
        validate(placed.form(action, target), posted.fields)
        at = self.asked(request, placed, posted)
        if action.alike and not posted.get("_alike") and (likes := await alike(site, request, at, action, posted)):
            return html(site, request, site.pages.alike(at, self._form(at, action, posted), likes))
        ticket = Ticket(placed.widget.uid, action.name, target, found.who, new_key())
        warnings = (
            site.write_path.warned(placed, action, found.who.id, posted.fields) if Contribute in action.effects else {}
        )
        form = self._form(at, action, Posted(posted.fields, {**posted.own, "_check": site.tokens.form(ticket)}))
        upon = await self._upon(at, target)
        return html(site, request, site.pages.check(at, form, warnings.values(), upon))

    def _again(self, action: Action[Any], at: Asked, posted: Posted, failure: Failure) -> FormView:
        return self._form(at, action, posted, failure.fields)

    @staticmethod
    def _form(at: Asked, action: Action[Any], posted: Posted, errors: dict[str, Message] | None = None) -> FormView:
        kept = {name: posted.get(name) for name in ("_check", "_code") if errors is None or name == "_code"}
        if action.who is Who.AUTHOR:
            kept = {}
        hidden = at.hidden(posted.get("_target"), **kept)
        typed = {**posted.fields, ENTRY: posted.get(ENTRY), CODE: posted.get(CODE)}
        return at.form(action, posted.get("_target"), hidden, typed, errors, known=bool(posted.get("_code")))

    @staticmethod
    def _action(placed: Placed, request: Request) -> Action[Any]:
        action = placed.installed.action(request.path_params["action"])
        if action is None:
            raise NotFound(say("This widget has no such action. Start from the widget's page."))
        return action


def _author(who: Known, target: str) -> Known:
    """Who says that he wrote `target`: by its receipt code, or by what his browser knows, which the store looks at.

    Raises `Invalid` for the code of another contribution.
    """
    if not who.code:
        return replace(who, number=None)
    own = f"{ITEM}{who.number}"
    if target and target != own:
        wrong = say("This is the code of another contribution. Fill in the one you got for this.")
        raise Invalid(say("Nothing was sent yet. Check the fields below."), {CODE: wrong})
    return replace(who, target=own, number=None)
