# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/do/{action}`: the form of an action (GET) and the act itself (POST).

With script a post carries a participant's token and is answered in JSON. Without, the first post, which comes from a
cached face and so carries no token, is answered with a page "check before you send" that holds a signed one-time form;
the second post does it and is answered 303 to a page that tells what was received. No cookie is read or set.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from meedoen.addresses import Query, with_query
from meedoen.endpoints import input as posting
from meedoen.endpoints.answers import Answers
from meedoen.endpoints.failures import Failures
from meedoen.endpoints.input import Posted
from meedoen.endpoints.replies import html, plain_headers, told, wants_json
from meedoen.endpoints.who import Who, identify
from meedoen.errors import Failure, NotFound, Unidentified
from meedoen.identity.tokens import Ticket, new_key, new_participant
from meedoen.participation.forms import validate
from meedoen.participation.views import Placed, ask_of
from meedoen.participation.write_path import check_assurance, check_open, check_target
from meedoen.render.forms import FormView
from meedoen.render.headers import Class
from meedoen.render.pages import Asked
from meedoen.site import Site
from meedoen.values import Assurance, Contribute, Message, say
from meedoen.widget import Action

WITHDRAW, TOKEN = "withdraw", "token"


class Acts:
    """The endpoints of acting."""

    def __init__(self, site: Site, failures: Failures) -> None:
        self._site = site
        self._failures = failures
        self._answers = Answers(site)

    async def serve(self, request: Request) -> Response:
        """One address for both, so that a refusal of any other method names both."""
        return await (self.post(request) if request.method == "POST" else self.form(request))

    async def form(self, request: Request) -> Response:
        """The form of an action as a page of its own."""
        site, placed = self._site, await self._placed(request)
        query, target = site.query(request.scope), request.query_params.get("target", "")
        at = Asked(site.composer, placed, site.origin(request.scope), query, framed=False)
        if request.path_params["action"] == WITHDRAW:
            return html(site, request, site.pages.by_code(at))
        action = self._action(placed, request)
        check_open(placed, site.clock())
        check_target(placed, action, target)
        return html(site, request, site.pages.form(at, self._form(at, action, Posted(own={"_target": target}))))

    async def post(self, request: Request) -> Response:
        """Do it, or say why not with everything that was typed still there."""
        placed, posted = await self._placed(request), Posted()
        name = request.path_params["action"]
        try:
            posted = await posting.read(request)
            if name == TOKEN:
                return await self._token(request, placed, posted)
            if name == WITHDRAW:
                return await self._withdraw(request, placed, posted)
            return await self._act(request, placed, self._action(placed, request), posted)
        except Failure as failure:
            at = self._asked(request, placed, posted)
            if wants_json(request):
                return self._failures.problem(request, failure, at.words)
            if name == WITHDRAW and "_code" in failure.fields:
                page = self._site.pages.by_code(at, failure.fields, posted.get("_code"))
                return html(self._site, request, page, failure.status, failure.headers)
            action = placed.installed.action(name)
            form = self._form(at, action, posted, failure.fields) if action is not None else None
            return self._failures.page(request, failure, at, form)

    async def _act(self, request: Request, placed: Placed, action: Action[Any], posted: Posted) -> Response:
        site = self._site
        if not any(posted.get(name) for name in ("_token", "_check", "_code")):
            return self._check(request, placed, action, posted)
        if posted.get("_change"):
            at = self._asked(request, placed, posted)
            return html(site, request, site.pages.form(at, self._form(at, action, posted)))
        who = await identify(site, request, placed, posted, action.name, posted.get("_target"))
        done = await site.write_path.act(placed, action, who.target, posted.fields, who.doer, who.number)
        if not wants_json(request):
            return self._see_other(request, placed, posted, action.name, who, done.stored.number)
        receipt = who.code or (site.codes(placed, who.doer)[0] if done.contributed else "")
        if done.stored.repeated and not who.code:
            receipt = await site.receipt(placed, who.doer)  # as it was then, whatever is sent now
        at = self._asked(request, placed, posted, who.target)
        return told(self._answers.answer(at, action, who.target, posted.fields, done, receipt))

    def _check(self, request: Request, placed: Placed, action: Action[Any], posted: Posted) -> Response:
        """The first post without script: nothing is stored yet."""
        if wants_json(request):
            raise Unidentified(say("Please try again; nothing you typed was lost."))
        site, target = self._site, posted.get("_target")
        check_open(placed, site.clock())
        check_target(placed, action, target)
        check_assurance(placed, Assurance.FORM)
        validate(placed.form(action, target), posted.fields)
        ticket = Ticket(placed.widget.uid, action.name, target, new_participant(Assurance.FORM), new_key())
        at = self._asked(request, placed, posted)
        form = self._form(at, action, Posted(posted.fields, {**posted.own, "_check": site.tokens.form(ticket)}))
        return html(site, request, site.pages.check(at, form))

    async def _withdraw(self, request: Request, placed: Placed, posted: Posted) -> Response:
        """Take back. A code typed on a page shows first what it opens; the page it leads to has the button."""
        site = self._site
        who = await identify(site, request, placed, posted, WITHDRAW, posted.get("_target"))
        if who.code and not wants_json(request):
            actions = placed.installed.type.actions
            speaking = next((one for one in actions if Contribute in one.effects), actions[0])
            return self._see_other(request, placed, posted, speaking.name, who, found="1")
        await site.write_path.withdraw(placed, who.target, who.doer, who.number)
        if wants_json(request):
            return told({"withdrawn": True})
        return self._see_other(request, placed, posted, WITHDRAW, who)

    async def _token(self, request: Request, placed: Placed, posted: Posted) -> Response:
        """A participant's token: a new one, or the old one renewed with the same id."""
        site, organisation = self._site, placed.widget.organisation.uid
        site.write_path.limit(placed, await site.network(request.scope, placed))
        assurance = Assurance.STORED if posted.get("_mode") == "stored" else Assurance.SESSION
        participant = new_participant(assurance)
        if posted.get("_token"):
            try:
                participant = site.tokens.read(posted.get("_token"), organisation, expired=True)
            except Unidentified:
                participant = new_participant(assurance)
        return told({"token": site.tokens.issue(organisation, participant)})

    def _see_other(
        self,
        request: Request,
        placed: Placed,
        posted: Posted,
        action: str,
        who: Who,
        number: int | None = None,
        **more: str,
    ) -> Response:
        at = self._asked(request, placed, posted)
        where = at.place.done(self._site.tokens.done(who.ticket(placed.widget.uid, action, number)))
        kept = {name[1:]: value for name, value in at.hidden() if name in ("_lang", "_framed")}
        headers = {"cache-control": "no-store", **plain_headers(Class.FRAME, at.place.origin)}
        return RedirectResponse(with_query(where, kept | more), 303, headers)

    def _asked(self, request: Request, placed: Placed, posted: Posted, target: str = "") -> Asked:
        site, lang = self._site, posted.get("_lang")
        if not lang and request.scope["query_string"]:
            lang = request.query_params.get("lang", "")
        target = target or posted.get("_target")
        query = Query(ask_of(placed, target), lang if lang in site.composer.languages else "")
        return Asked(site.composer, placed, site.origin(request.scope), query, framed=bool(posted.get("_framed")))

    @staticmethod
    def _form(at: Asked, action: Action[Any], posted: Posted, errors: dict[str, Message] | None = None) -> FormView:
        kept = {name: posted.get(name) for name in ("_check", "_code") if errors is None or name == "_code"}
        hidden = at.hidden(posted.get("_target"), **kept)
        return at.form(action, posted.get("_target"), hidden, posted.fields, errors)

    @staticmethod
    def _action(placed: Placed, request: Request) -> Action[Any]:
        action = placed.installed.action(request.path_params["action"])
        if action is None:
            raise NotFound(say("This widget has no such action. Start from the widget's page."))
        return action

    async def _placed(self, request: Request) -> Placed:
        return await self._site.directory.widget(request.path_params["org"], request.path_params["name"])
