# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/set-up?code=…`: the first organisation, where there is none, and its administrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, create_model
from starlette.responses import Response

from meedoen import limits
from meedoen.addresses import RESERVED, check_name
from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.host import FRONT
from meedoen.endpoints.console.newcomers import FirstOrganisation, Newcomer, one_of, welcome
from meedoen.endpoints.console.proving import keep, signed_in
from meedoen.errors import Conflict, Failure, Invalid, NotFound
from meedoen.identity.sessions import digest
from meedoen.participation.staff import EVERYTHING, check_address
from meedoen.records import Organisation
from meedoen.records_staff import Invitation
from meedoen.render.forms import Typed
from meedoen.store import invitations, members, organisations
from meedoen.values import N_, say


class Administrator(Newcomer):
    """Who sets the server up."""

    address: Annotated[str, Typed("email", "username")] = Field(
        title=N_("Your e-mail address"),
        description=N_("You sign in with it."),
        min_length=1,
        max_length=limits.ADDRESS_CHARS_MAX,
    )


class SetUp(FormDesk):
    """Opened by the code that the server printed when it started; it is used once."""

    title = say("Set up this server")
    button = N_("Begin")
    template = "set-up.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """With an organisation to found, or to choose."""
        await self._invitation(here)
        there = await self.read(organisations.every)
        if there:
            options = [(one.name, one.title) for one in there]
            return create_model("Chosen", __base__=Administrator, organisation=one_of(options, N_("Organisation")))
        words = self.site.composer.words
        spoken = [(code, words(code).locale.get_language_name() or code) for code in self.site.composer.languages]
        language = one_of(spoken, N_("Language of its pages"), here.lang)
        first = create_model("First", __base__=FirstOrganisation, language=language)
        return create_model("Founded", __base__=(Administrator, first))

    def hidden(self, here: Here) -> Mapping[str, str]:
        """The code goes along."""
        return {"_code": _code(here)}

    async def save(self, here: Here, valid: Any) -> Response:
        """All of it or nothing; then he is signed in."""
        address = check_address(valid.address)
        password = await self.site.passwords.hash(valid.password)
        invitation = await self._invitation(here)

        def unit(conn: Any) -> Any:
            at = self.site.clock()
            if not invitations.use(conn, invitation, at):
                raise _unknown()
            of = _organisation(conn, valid, here.lang, at)
            profile = valid.profile()
            return welcome(conn, address, password, of, profile, EVERYTHING, language=here.lang, at=at)

        member = await self.site.store.write(unit)
        here, secret = await signed_in(self.site, here, member.account)
        return keep(self.site, here, self.on(here, FRONT, "welcome"), secret)

    async def _invitation(self, here: Here) -> Invitation:
        found = await self.read(invitations.by_digest, digest(_code(here)), self.site.clock())
        if found is None or found.organisation is not None or await self.read(members.administered):
            raise _unknown()
        return found


def _organisation(conn: Any, valid: Any, lang: str, at: Any) -> Organisation:
    """The one that was chosen, or a new one. Raises `Invalid` that names the field."""
    if not hasattr(valid, "title"):
        found, _moved = organisations.by_name(conn, valid.organisation)
        return found
    try:
        name = check_name(valid.organisation, RESERVED)
        return organisations.add(conn, name, valid.title, language=valid.language or lang, at=at)
    except (Invalid, Conflict) as failure:
        wrong = say("Nothing was saved yet. Check the fields below.")
        raise Invalid(wrong, {"organisation": failure.detail}) from failure


def _code(here: Here) -> str:
    return (here.own or {}).get("_code") or here.request.query_params.get("code", "")


def _unknown() -> Failure:
    return NotFound(
        say(
            "This address to set up the server is not good, or not any more."
            " As long as there is no administrator, each start of the server prints another one."
        )
    )
