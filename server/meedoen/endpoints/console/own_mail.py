# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/me/mail` and `…/me/feed`: how one hears of what comes in, by mail and in a feed reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import Response

from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.host import FRONT
from meedoen.identity import sessions
from meedoen.participation.staff import READS, allows, may
from meedoen.records import Widget
from meedoen.records_staff import Member, Role
from meedoen.store import queue_feeds, staff_mail, widgets
from meedoen.store.staff_mail import ALL, PASSED, WEEK
from meedoen.values import N_, say

_IN = "in_"
"""Before the place of a widget, as a field's name."""


class OwnMail(FormDesk):
    """What one is mailed."""

    title = say("Hear of what comes in")
    template = "own-mail.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """A tick for all of the organisation, for each widget where he reads, and for what others pass on."""
        fields: dict[str, Any] = {}
        if hears_of_passed(here.member):
            told = N_("Each contribution that another organisation passes on to yours, at once")
            fields[f"{_IN}{PASSED}"] = bool, Field(True, title=told)
        mine = await self._mine(here)
        if mine:
            told = N_("Each new contribution, in every widget in which you may read them")
            fields[f"{_IN}{ALL}"] = bool, Field(False, title=told)
            told = N_("Each Monday: what people got stuck on in the week before, in the widgets that you may read")
            fields[f"{_IN}{WEEK}"] = bool, Field(False, title=told)
        fields |= {f"{_IN}{one.id}": (bool, Field(False, title=one.title)) for one in mine}
        return create_model("Chosen", __config__=ConfigDict(extra="forbid", frozen=True), **fields)

    async def values(self, here: Here) -> Mapping[str, str]:
        """As it is."""
        chosen = await self.read(staff_mail.chosen, here.member.id)
        return {f"{_IN}{place}": str(wanted).lower() for place, wanted in chosen.items()}

    async def more(self, here: Here) -> Mapping[str, Any]:
        """Whether mail can be sent, and whether he has a feed."""
        since = await self.read(queue_feeds.since, here.member.id)
        return {"mails": self.site.settings.mails, "since": since, "zone": here.organisation.zone}

    async def save(self, here: Here, valid: BaseModel) -> Response:
        """From now on."""
        wants = {name.removeprefix(_IN): bool(wanted) for name, wanted in valid.model_dump().items()}
        await self.write(here, staff_mail.choose, here.member, wants, at=self.site.clock())
        return self.on(here, here.path, "saved")

    async def _mine(self, here: Here) -> Sequence[Widget]:
        placed = await self.read(widgets.of_organisation, here.organisation.id)
        return [one for one in placed if one.withdrawn is None and allows(READS, here.member, one.id)]


class OwnFeed(Desk):
    """The address of one's feed: shown once, when it is made."""

    async def get(self, here: Here) -> Response:
        """Whether there is one, and the buttons."""
        return await self._shown(here)

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Make it, or anew; or take it back."""
        if fields.get("do") == "end":
            await self.write(here, queue_feeds.end, here.member.id)
            return self.on(here, here.path, "no-feed")
        secret = sessions.new_secret()
        if not await self.write(here, self._made, here, sessions.digest(secret)):
            return self.on(here, here.path)
        return await self._shown(here, f"{self.site.settings.console.removesuffix(FRONT)}{FRONT}/feed/{secret}")

    def _made(self, conn: Any, here: Here, digest: bytes) -> bool:
        """Not by a form that made one before: a page that is loaded again ends no address that was just copied."""
        since = queue_feeds.since(conn, here.member.id)
        fresh = (here.own or {}).get("_was", "") == (since.isoformat() if since else "")
        if fresh:
            queue_feeds.renew(conn, here.member, digest, at=self.site.clock())
        return fresh

    async def _shown(self, here: Here, address: str = "") -> Response:
        since = await self.read(queue_feeds.since, here.member.id)
        zone, title = here.organisation.zone, say("Your private feed")
        return self.page(here, "own-feed.html", title, since=since, address=address, zone=zone)


def hears_of_passed(member: Member) -> bool:
    """Whether he is mailed what others pass on, until he says otherwise: who answers it, or decides who does."""
    return may(member, Role.SPOKESPERSON) or may(member, Role.ADMINISTRATOR)
