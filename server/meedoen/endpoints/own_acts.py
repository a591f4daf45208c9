# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/do/withdraw`, `…/do/token` and `…/do/forget`: the acts that are the server's own, in every widget."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from meedoen.counts import ACCEPTED, REPEATED
from meedoen.effects import Contribute
from meedoen.endpoints.acting import Acting
from meedoen.endpoints.confirming import Waiting
from meedoen.endpoints.failures import Failures
from meedoen.endpoints.input import Posted
from meedoen.endpoints.replies import html, told, wants_json
from meedoen.endpoints.who import identify
from meedoen.errors import Failure, Unidentified
from meedoen.identity.tokens import new_participant
from meedoen.participation.views import Placed
from meedoen.participation.write_path import takes
from meedoen.registry import of_staff
from meedoen.render.asked import Asked
from meedoen.render.forms import WITHDRAW, FormView
from meedoen.site import Site
from meedoen.store import known
from meedoen.values import Assurance


class Withdrawals(Acting):
    """Taking back, and the page where a receipt code is typed in."""

    def __init__(self, site: Site, failures: Failures) -> None:
        super().__init__(site, failures)
        self._waiting = Waiting(site)

    async def serve(self, request: Request) -> Response:
        """One address for both."""
        if request.method == "POST":
            return await self.answered(request, self._withdraw, self._again)
        site, placed = self._site, await self.placed(request)
        at = Asked(site.composer, placed, site.origin(request.scope), site.query(request.scope), framed=False)
        return html(site, request, site.pages.by_code(at))

    async def _withdraw(self, request: Request, placed: Placed, posted: Posted) -> Response:
        """Take back. A code typed on a page shows first what it opens; the page it leads to has the button."""
        site = self._site
        who = await identify(site, request, placed, posted, WITHDRAW, posted.get("_target"))
        if who.code and not wants_json(request):
            actions = [
                one for one in placed.installed.type.actions if not of_staff(one)
            ] or placed.installed.type.actions
            speaks = [one for one in actions if Contribute in one.effects and takes(placed, one, who.target)]
            speaking = next(iter(speaks), actions[0])
            return self.see_other(request, placed, posted, speaking.name, who, found="1")
        if who.address:
            return await self._waiting.ask_to_withdraw(request, self.asked(request, placed, posted), posted, who)
        done = placed.installed.action(posted.get("_action"))
        kind = (done.reaction or "") if done is not None else ""
        stored = await site.write_path.withdraw(placed, who.target, who.doer, who.number, kind)
        site.counts.acts[REPEATED if stored.repeated else ACCEPTED] += 1
        if wants_json(request):
            return told(site, request, {"withdrawn": True})
        return self.see_other(request, placed, posted, WITHDRAW, who)

    def _again(self, at: Asked, posted: Posted, failure: Failure) -> FormView | None:
        return (
            self._site.pages.code_form(at, failure.fields, posted.get("_code")) if "_code" in failure.fields else None
        )


class Forgetting(Acting):
    """Who took part with a code or a confirmed address is known in his browser for a while; here he ends that."""

    async def serve(self, request: Request) -> Response:
        """One address for both."""
        if request.method == "POST":
            return await self.answered(request, self._forget, lambda _at, _posted, _failure: None)
        site = self._site
        return html(site, request, site.pages.forget(self.asked(request, await self.placed(request), Posted())))

    async def _forget(self, request: Request, placed: Placed, posted: Posted) -> Response:
        """By his token. Who has none is known nowhere."""
        site = self._site
        site.write_path.limit(placed, await site.network(request.scope, placed))
        if posted.get("_token"):
            who = site.tokens.read(posted.get("_token"), placed.widget.organisation.uid)
            await site.store.write(partial(known.forget_one, widget_id=placed.widget.id, participant=who.id))
        if wants_json(request):
            return told(site, request, {"forgotten": True})
        return html(site, request, site.pages.forget(self.asked(request, placed, posted), done=True))


class NewTokens(Acting):
    """Who takes part with script asks for a token first."""

    async def serve(self, request: Request) -> Response:
        """Only posted: a token is no page, and is limited like a write."""
        return await self.answered(request, self._token, lambda _at, _posted, _failure: None)

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
        return told(site, request, {"token": site.tokens.issue(organisation, participant)})
