# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/sign-in`, `/console/sign-out` and `/console` itself, which leads on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from starlette.responses import Response

from meedoen.endpoints.console import cookies
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import SIGN_IN, Here, own_path, unkept
from meedoen.endpoints.console.host import FRONT
from meedoen.endpoints.console.proving import keep, prove, signed_in
from meedoen.errors import Failure, Invalid, TooMany
from meedoen.participation.forms import validate
from meedoen.render.console import SignIn
from meedoen.store import sessions
from meedoen.values import Message, say


class Front(Desk):
    """`/console`: to the first of one's organisations."""

    async def get(self, here: Here) -> Response:
        """On to it; who has none is told so."""
        if here.joined:
            return self.on(
                here, f"{FRONT}/at/{here.joined[0].organisation.name}", here.request.query_params.get("done", "")
            )
        return self.page(here, "nowhere.html", say("You are signed in"))


class SignInDesk(Desk):
    """The door."""

    async def get(self, here: Here) -> Response:
        """The form; who is signed in goes on."""
        where = own_path(here.request.query_params.get("next", FRONT))
        if here.session:
            return self.on(here, where)
        return self._shown(here, {"_next": where})

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Let in who proves to be somebody, to where he was going; what he had filled in is there still."""
        own = here.own or {}
        hidden = {name: own[name] for name in ("_next", "_kept") if name in own}
        address = fields.get("address", "").strip().lower()
        try:
            validate(SignIn, fields)
            account = await prove(self.site, here, address, fields["password"])
        except (Invalid, TooMany) as failure:
            return self._shown(here, hidden, fields.get("address", ""), failure)
        if account is None:
            wrong = Invalid(say("This address and this password do not belong together. Check both."))
            return self._shown(here, hidden, fields["address"], wrong)
        here, secret = await signed_in(self.site, here, account)
        if sent := unkept(own.get("_kept", "")):
            response = self.resumed(here, *sent, say("You are signed in. This is what you filled in."))
        else:
            response = self.on(here, own_path(own.get("_next", FRONT)))
        return keep(self.site, here, response, secret)

    def _shown(
        self, here: Here, hidden: Mapping[str, str], address: str = "", failure: Failure | None = None
    ) -> Response:
        if here.session:
            hidden = {**hidden, "_form": here.session.form}
        errors: Mapping[str, Message] = failure.fields if failure else {}
        form = self.pages.sign_in(here.lang, address, hidden, errors)
        status = failure.status if failure else 200
        loose = failure.detail if failure and not errors else None
        response = self.page(here, "sign-in.html", say("Sign in"), status, form=form, lead=None, wrong=loose)
        response.headers.update(failure.headers if failure else {})
        return response


class SignOut(Desk):
    """A button on every page."""

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """The session is over, here and in the store."""
        if here.session:
            await self.site.store.write(partial(sessions.end, digest=here.session.digest))
        response = self.on(here, SIGN_IN, "out")
        if cookies.get(here.request, cookies.SESSION, here.origin):
            cookies.drop(response, cookies.SESSION, here.origin)
        return response
