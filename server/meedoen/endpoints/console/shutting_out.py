# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/moderation/{name}/{number}/shut-out`, and `/console/at/{org}/moderation/shut-out`: who keeps sending spam."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.answering import placed_at
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.form import WRONG, FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.moderating import at
from meedoen.errors import Forbidden, Invalid, NotFound
from meedoen.participation.staff import may
from meedoen.records_staff import Role
from meedoen.render.console_moderation import ShutOutLine
from meedoen.render.forms import Typed
from meedoen.render.own_words import words_of
from meedoen.store import holding, moderation, shut_outs, widgets
from meedoen.values import ASKED, N_, Control, say


class ShuttingOut(BaseModel):
    """Until when, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    until: Annotated[str, Typed("date", "off")] = Field(
        title=N_("Until and with"), description=N_("At most a year from now."), min_length=1
    )
    reason: Annotated[str, Control(lines=3)] = Field(
        title=N_("Why"),
        description=N_("For your colleagues. Do not repeat what was written."),
        min_length=1,
        max_length=limits.TEXT_CHARS_MAX,
    )


class ShutOutAuthor(FormDesk):
    """Who wrote this one may write no more, for a while."""

    title = say("Shut out its author")
    button = N_("Shut out")
    template = "shut-out.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Until when, and why. It holds in all of the organisation, and so does the role that it takes."""
        if not may(here.member, Role.MODERATOR):
            raise Forbidden(say("Your roles do not allow this. Ask an administrator of your organisation for it."))
        return ShuttingOut

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What was written. Raises `NotFound`."""
        widget, number = placed_at(here).widget, here.request.path_params["number"]
        case = await self.read(moderation.case, widget, number, self.site.clock())
        reviewed = await self.read(holding.is_reviewed, widget.id)
        return {
            "words": words_of(self.site.composer, placed_at(here), case),
            "back": at(here),
            "only_here": widget.least in ASKED,
            "reviewed": reviewed,
            "review": f"{here.widget_base}/review",
        }

    async def save(self, here: Here, valid: ShuttingOut) -> Response:
        """From now on."""
        widget, number, now = placed_at(here).widget, here.request.path_params["number"], self.site.clock()
        until = _end_of(valid.until, here)
        if until > now + timedelta(days=limits.SHUT_OUT_DAYS_MAX):
            raise Invalid(WRONG, {"until": say("Choose a day within a year.")})
        if until <= now:
            raise Invalid(WRONG, {"until": say("Choose a day that is still to come.")})
        await self.write(here, shut_outs.add, widget, number, valid.reason, here.member, until=until, at=now)
        return self.on(here, at(here), "shut-out")


class ShutOuts(Desk):
    """Who is shut out now, with a button beside each."""

    async def get(self, here: Here) -> Response:
        """The list."""
        now = self.site.clock()
        found = await self.read(shut_outs.standing, here.organisation.id, now, limits.QUEUE_LINES_MAX)
        placed = {one.id: one for one in await self.read(widgets.of_organisation, here.organisation.id)}
        lines = [
            ShutOutLine(
                one.key,
                f"{here.base}/moderation/{placed[one.widget].name}/{one.number}",
                one.number,
                placed[one.widget].title,
                placed[one.widget].spoken,
                one.until,
                one.reason,
                one.by,
            )
            for one in found
        ]
        zone = here.organisation.zone
        return self.page(here, "shut-outs.html", say("Who is shut out"), lines=lines, zone=zone)

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """One may write again."""
        key = fields.get("key", "")
        if not (key.isascii() and key.isdecimal() and len(key) < len(str(moderation.NEWEST))):
            raise NotFound(say("This has ended already."))
        await self.write(here, shut_outs.end, here.organisation, int(key), at=self.site.clock())
        return self.on(here, here.path, "let-in")


def _end_of(day: str, here: Here) -> datetime:
    """The end of that day where the organisation is. Raises `Invalid`."""
    try:
        first = datetime.combine(datetime.strptime(day, "%Y-%m-%d").date(), time(), here.organisation.zone)  # noqa: DTZ007
    except ValueError:
        raise Invalid(WRONG, {"until": say("Fill in a day, such as 2026-05-03.")}) from None
    return first + timedelta(days=1)
