# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/people`: who is what here; inviting somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.newcomers import one_of
from meedoen.errors import Invalid, NotFound
from meedoen.identity.sessions import digest, new_secret
from meedoen.participation.staff import ROLES, check_address
from meedoen.records_staff import Grant, Invitation, Member, Role
from meedoen.render.console_sorting import Ways, alphabet, sorting
from meedoen.render.forms import Typed
from meedoen.store import invitations, members, widgets
from meedoen.values import N_, say

WHOLE = "all"
"""Where a role holds: in the whole organisation; else it is the id of a widget."""


_SORTED: Ways[Member] = {
    "name": (N_("Name"), lambda one: alphabet(one.profile.name)),
    "public": (N_("What people read"), lambda one: alphabet(one.profile.public)),
    "address": (N_("E-mail address"), lambda one: one.account.address),
}


class Roles(BaseModel):
    """What somebody will be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    editor: bool = Field(False, title=ROLES[Role.EDITOR])
    moderator: bool = Field(False, title=ROLES[Role.MODERATOR])
    spokesperson: bool = Field(False, title=ROLES[Role.SPOKESPERSON])
    administrator: bool = Field(False, title=ROLES[Role.ADMINISTRATOR])


class Guest(BaseModel):
    """Who is invited."""

    address: Annotated[str, Typed("email", "off")] = Field(
        title=N_("E-mail address"), min_length=1, max_length=limits.ADDRESS_CHARS_MAX
    )


async def with_where(desk: Desk, here: Here, *bases: type[BaseModel]) -> type[BaseModel]:
    """The same, and where it holds: in all of the organisation, or in one of its widgets."""
    there = await desk.read(widgets.of_organisation, here.organisation.id)
    options = [(WHOLE, N_("In the whole organisation")), *((str(one.id), one.title) for one in there)]
    where = one_of(options, N_("Where does this hold?"), WHOLE)
    return create_model("Given", __base__=bases, where=where)


def grants_of(valid: Any) -> frozenset[Grant]:
    """What was ticked. Raises `Invalid` when nothing was, or what can hold in the whole organisation alone."""
    widget = None if valid.where == WHOLE else int(valid.where)
    wrong = say("Nothing was saved yet. Check the fields below.")
    roles = [role for role in Role if getattr(valid, role.value)]
    if not roles:
        raise Invalid(wrong, {"editor": say("Choose at least one role.")})
    if widget is not None and Role.ADMINISTRATOR in roles:
        raise Invalid(wrong, {"administrator": say("An administrator is one for the whole organisation.")})
    return frozenset(Grant(role, widget) for role in roles)


class People(Desk):
    """The list."""

    async def get(self, here: Here) -> Response:
        """Who is in, and who is invited."""
        of = here.organisation.id
        asked, words = here.request.query_params.get("sort", ""), self.site.composer.words(here.lang)
        found, links = sorting(await self.read(members.of_organisation, of), _SORTED, asked, words)
        return self.page(
            here,
            "people.html",
            say("People"),
            people=found,
            sorts=links,
            invited=await self.read(invitations.of_organisation, of, self.site.clock()),
            zone=here.organisation.zone,
            moment=self.site.clock(),
        )


class Invite(FormDesk):
    """`…/people/invite`: a link that is good once."""

    title = say("Invite somebody")
    button = N_("Make an invitation")

    async def model(self, here: Here) -> type[BaseModel]:
        """Who, as what, where."""
        return await with_where(self, here, Roles, Guest)

    async def save(self, here: Here, valid: Any) -> Response:
        """Show the link, this once: its token is kept nowhere."""
        address, grants, at = check_address(valid.address), grants_of(valid), self.site.clock()
        there = await self.read(members.of_organisation, here.organisation.id)
        if any(one.account.address == address for one in there):
            wrong = say("Nothing was saved yet. Check the fields below.")
            raise Invalid(wrong, {"address": say("This person is a member already. Give another role there.")})
        token = new_secret()
        made = Invitation(
            digest(token), here.organisation, address, grants, at + timedelta(seconds=limits.INVITATION_S)
        )
        await self.write(here, invitations.add, made, at=at)
        return self.page(
            here,
            "invited.html",
            say("The invitation is ready"),
            link=f"{self.site.settings.console}/invitation/{token}",
            invitation=made,
            zone=here.organisation.zone,
            moment=at,
        )


class TakeBack(Desk):
    """`…/people/uninvite`: a button beside each invitation."""

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """It leads nowhere any more."""
        of = here.organisation.id
        for one in await self.read(invitations.of_organisation, of, self.site.clock()):
            if one.digest.hex() == fields.get("invitation"):
                await self.write(here, invitations.take_back, one, at=self.site.clock())
                return self.on(here, f"{here.base}/people", "uninvited")
        raise NotFound(say("This invitation is not there any more: it was used or taken back."))
