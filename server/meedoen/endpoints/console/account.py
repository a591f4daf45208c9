# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/account`: what concerns oneself, whatever the organisation; and how one is known in each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.edit import EditDesk
from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.host import FRONT
from meedoen.endpoints.console.newcomers import PASSWORD_HELP, Known, Password, one_of
from meedoen.endpoints.console.proving import keep, prove, signed_in
from meedoen.errors import Invalid, TooMany
from meedoen.records_staff import Member
from meedoen.render.forms import Typed
from meedoen.render.typed import typed
from meedoen.store import accounts, members, queue_feeds, sessions
from meedoen.values import N_, say

HERE = f"{FRONT}/account"


class OwnAccount(EditDesk):
    """The language; and the ways to the rest."""

    title = say("Your account")
    template = "account.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """The languages there are."""
        words = self.site.composer.words
        spoken = [(code, words(code).locale.get_language_name() or code) for code in self.site.composer.languages]
        return create_model("Language", language=one_of(spoken, N_("Language of the console")))

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is."""
        return {"language": (accounts.by_address(conn, here.account.address) or here.account).language}

    async def more(self, here: Here) -> Mapping[str, Any]:
        """How he is known, in each of his organisations."""
        return {"joined": here.joined}

    def change(self, conn: Any, here: Here, valid: Any) -> None:
        """The console speaks it from the next page on."""
        accounts.set_language(conn, here.account, valid.language)

    def after(self, here: Here, valid: Any) -> tuple[str, str]:
        """The same page."""
        return HERE, "saved"


class ChangedPassword(BaseModel):
    """From one to another."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    password: Annotated[str, Typed("password", "current-password")] = Field(
        title=N_("Your password now"), min_length=1, max_length=limits.PASSWORD_CHARS_MAX
    )
    password_new: Password = Field(
        title=N_("Your new password"),
        description=PASSWORD_HELP,
        min_length=limits.PASSWORD_CHARS_MIN,
        max_length=limits.PASSWORD_CHARS_MAX,
    )


class ChangePassword(FormDesk):
    """Every other session ends, and each private feed; this session goes on under another secret."""

    title = say("Change your password")

    async def model(self, here: Here) -> type[BaseModel]:
        """Both passwords."""
        return ChangedPassword

    async def save(self, here: Here, valid: Any) -> Response:
        """A wrong one counts as one that was tried at the door."""
        wrong = say("Nothing was saved yet. Check the fields below.")
        try:
            proved = await prove(self.site, here, here.account.address, valid.password)
        except TooMany as failure:
            raise Invalid(wrong, {"password": failure.detail}) from failure
        if proved is None:
            raise Invalid(wrong, {"password": say("This is not your password now.")})
        password = await self.site.passwords.hash(valid.password_new)

        def unit(conn: Any) -> None:
            accounts.set_password(conn, here.account, password)
            sessions.end_all(conn, here.account.id)
            queue_feeds.end_all(conn, here.account.id)

        await self.site.store.write(unit)
        here, secret = await signed_in(self.site, here, here.account)
        return keep(self.site, here, self.on(here, HERE, "password"), secret)


class SignOutEverywhere(Desk):
    """For who lost a device, or forgot one."""

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Every session but this one is over, and so is what a feed reader on a lost device had."""
        assert here.session is not None  # noqa: S101
        account, this = here.account.id, here.session.digest

        def unit(conn: Any) -> None:
            sessions.end_all(conn, account, but=this)
            queue_feeds.end_all(conn, account)

        await self.site.store.write(unit)
        return self.on(here, HERE, "everywhere")


class OwnProfile(EditDesk):
    """`/console/at/{org}/me`: how one is known there."""

    title = say("How people know you")

    async def model(self, here: Here) -> type[BaseModel]:
        """As it was asked of a newcomer."""
        return Known

    def of(self, conn: Any, here: Here) -> Member:
        """Whose it is. Raises `NotFound`."""
        return members.by_uid(conn, here.organisation.id, here.member.uid)

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is."""
        one = self.of(conn, here).profile
        return typed(Known(name=one.name, function=one.function, department=one.department, show_name=one.show_name))

    def change(self, conn: Any, here: Here, valid: Any) -> None:
        """From now on; what was written under the old name keeps it."""
        members.set_profile(conn, self.of(conn, here), valid.profile(), at=self.site.clock())

    def after(self, here: Here, valid: Any) -> tuple[str, str]:
        """The same page."""
        return f"{here.base}/me", "saved"
