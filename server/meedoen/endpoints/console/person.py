# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/people/{uid}`: one member: how people know him, his roles, closing his account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen.endpoints.console.account import OwnProfile
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.people import WHOLE, Roles, grants_of, with_where
from meedoen.errors import Conflict, Invalid
from meedoen.participation.staff import ROLES, check_left
from meedoen.records_staff import Grant, Member, Role
from meedoen.store import members, widgets
from meedoen.values import N_, say


def who(conn: Any, here: Here) -> Member:
    """The member that the address names. Raises `NotFound`."""
    return members.by_uid(conn, here.organisation.id, here.request.path_params["uid"])


def at(here: Here) -> str:
    """His page."""
    return f"{here.base}/people/{here.request.path_params['uid']}"


class Person(Desk):
    """All of it, with a way to change each."""

    async def get(self, here: Here) -> Response:
        """His page."""
        of = await self.read(who, here)
        titles = {one.id: one.title for one in await self.read(widgets.of_organisation, here.organisation.id)}
        given = sorted((ROLES[one.role], titles.get(one.widget or 0, ""), one) for one in _sorted(of.grants))
        return self.page(here, "person.html", of.profile.name, of=of, given=given, at=at(here), whole=WHOLE)


class PersonProfile(OwnProfile):
    """How people know him: the same form, filled in by an administrator."""

    title = say("Name and function")

    def of(self, conn: Any, here: Here) -> Member:
        """That of the address. Raises `NotFound`."""
        return who(conn, here)

    def after(self, here: Here, valid: Any) -> tuple[str, str]:
        """His page."""
        return at(here), "saved"


class GiveRole(FormDesk):
    """A role more, or several."""

    title = say("Give a role")
    button = N_("Give")

    async def model(self, here: Here) -> type[BaseModel]:
        """Which, and where."""
        await self.read(who, here)
        return await with_where(self, here, Roles)

    async def save(self, here: Here, valid: Any) -> Response:
        """He may from his next page on."""
        grants = grants_of(valid)

        def unit(conn: Any) -> None:
            of = who(conn, here)
            for one in _sorted(grants):
                members.grant(conn, of, one, at=self.site.clock())

        await self.write(here, unit)
        return self.on(here, at(here), "given")


class TakeRole(Desk):
    """A button beside each role."""

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """One less, unless nobody would be administrator any more."""
        try:
            where = fields.get("where", "")
            one = Grant(Role(fields.get("role", "")), None if where == WHOLE else int(where))
        except ValueError:
            raise Invalid(say("Choose one of these.")) from None

        def unit(conn: Any) -> None:
            of = who(conn, here)
            if one not in of.grants:
                raise Conflict(say("This role has been taken back already."))
            if one == Grant(Role.ADMINISTRATOR):
                check_left(other for other in members.of_organisation(conn, of.organisation.id) if other.id != of.id)
            members.revoke(conn, of, one, at=self.site.clock())

        await self.write(here, unit)
        return self.on(here, at(here), "taken")


class Sure(BaseModel):
    """A page between, instead of a dialogue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sure: bool = Field(title=N_("Yes, close this account for this organisation"))


class Close(FormDesk):
    """He leaves."""

    title = say("Close an account")
    button = N_("Close the account")
    template = "close.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Whether that is meant."""
        return Sure

    async def more(self, here: Here) -> Mapping[str, Any]:
        """Whose it is."""
        return {"of": await self.read(who, here), "back": at(here)}

    async def save(self, here: Here, valid: Any) -> Response:
        """His sessions end at once; his name stays with what he wrote."""
        if not valid.sure:
            wrong = say("Nothing was saved yet. Check the fields below.")
            raise Invalid(wrong, {"sure": say("Tick the box, or go back.")})

        def unit(conn: Any) -> None:
            of = who(conn, here)
            check_left(other for other in members.of_organisation(conn, of.organisation.id) if other.id != of.id)
            members.end(conn, of, at=self.site.clock())

        await self.write(here, unit)
        return self.on(here, f"{here.base}/people", "left")


def _sorted(grants: frozenset[Grant]) -> list[Grant]:
    return sorted(grants, key=lambda one: (list(Role).index(one.role), one.widget or 0))
