# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/invitation/{token}`: somebody who was invited becomes a member."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import SIGN_IN, Here
from meedoen.endpoints.console.host import FRONT
from meedoen.endpoints.console.newcomers import Known, Newcomer, welcome
from meedoen.endpoints.console.proving import keep, signed_in
from meedoen.errors import Failure, NotFound
from meedoen.identity.sessions import digest
from meedoen.records_staff import Invitation, Member
from meedoen.store import accounts, invitations, members
from meedoen.values import N_, say


class Invited(FormDesk):
    """A newcomer chooses a password; who has an account signs in first, and it must be the one that was invited."""

    title = say("You are invited")
    button = N_("Accept the invitation")
    template = "invitation.html"

    async def get(self, here: Here) -> Response:
        """The form, or that one has to sign in."""
        if await self._is_another(here):
            return await self._sign_in_first(here)
        return await super().get(here)

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """The same, for what is sent."""
        if await self._is_another(here):
            return await self._sign_in_first(here)
        return await super().post(here, fields)

    async def model(self, here: Here) -> type[BaseModel]:
        """With a password, for who has none."""
        return Known if here.session else Newcomer

    async def more(self, here: Here) -> Mapping[str, Any]:
        """Of whom the invitation is."""
        return {"invitation": await self._invitation(here), "sign_in": ""}

    async def save(self, here: Here, valid: Any) -> Response:
        """He is a member, and signed in under a new secret, since he may do more than before."""
        invitation, profile = await self._invitation(here), valid.profile()
        password = "" if here.session else await self.site.passwords.hash(valid.password)

        def unit(conn: Any) -> Member:
            at, of = self.site.clock(), invitation.organisation
            if of is None or not invitations.use(conn, invitation, at):
                raise _unknown()
            if here.session:
                return members.join(conn, here.account, of, profile, invitation.grants, at=at)
            return welcome(
                conn, invitation.address, password, of, profile, invitation.grants, language=here.lang, at=at
            )

        member = await self.site.store.write(unit)
        here, secret = await signed_in(self.site, here, member.account)
        where = f"{FRONT}/at/{member.organisation.name}"
        return keep(self.site, here, self.on(here, where, "welcome"), secret)

    async def _is_another(self, here: Here) -> bool:
        """Whether the invitation is for an account that is not the one that is signed in."""
        address = (await self._invitation(here)).address
        if here.session:
            return here.account.address != address
        account = await self.read(accounts.by_address, address)
        return account is not None and account.disabled is None

    async def _sign_in_first(self, here: Here) -> Response:
        more = {**await self.more(here), "sign_in": f"{SIGN_IN}?next={here.path}"}
        return self.page(here, self.template, self.title, form=None, wrong=None, **more)

    async def _invitation(self, here: Here) -> Invitation:
        token = here.request.path_params["token"]
        found = await self.read(invitations.by_digest, digest(token), self.site.clock())
        if found is None or found.organisation is None:
            raise _unknown()
        return found


def _unknown() -> Failure:
    return NotFound(
        say("This invitation is not good, or not any more: it was used, or it is older than 14 days. Ask for another.")
    )
