# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/answers/{name}/{number}/lay-before`: ask a colleague to answer it, by mail at once and in his own list.

`…/take`: take it over from whoever has it, or give it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model
from starlette.responses import Response

from meedoen.endpoints.console.answering import at, found, led_on, placed_at
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.newcomers import one_of
from meedoen.errors import Conflict
from meedoen.participation.staff import may
from meedoen.records_staff import Member, Role
from meedoen.render.letters import Letters
from meedoen.render.own_words import words_of
from meedoen.store import laid, members
from meedoen.values import N_, say

NOBODY = say("Nobody else may answer here. Ask an administrator to give somebody that role.")


class TakeOver(Desk):
    """Take it over from whoever has it, or give it back."""

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """`do` says which. It waits on as it did."""
        of, number, back = placed_at(here).widget, here.request.path_params["number"], fields.get("do") == "back"
        item, _asked = await self.read(found, placed_at(here), number)
        if not back and (cannot := led_on(item)) is not None:
            raise Conflict(cannot)
        await self.write(here, laid.give_back if back else laid.take, of, number, here.member, at=self.site.clock())
        return self.on(here, at(here), "given-back" if back else "taken-over")


class LayBefore(FormDesk):
    """Whoever may answer there."""

    title = say("Lay it before a colleague")
    button = N_("Ask this colleague")
    template = "lay-before.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Which colleague."""
        options = [(one.uid, one.profile.name) for one in await self._colleagues(here)]
        field = one_of(options, N_("Which colleague?")) if options else (str, "")
        return create_model("LayBefore", __config__=ConfigDict(extra="forbid", frozen=True), colleague=field)

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is about, and before whom it lies. Raises `NotFound`."""
        of, number = placed_at(here).widget, here.request.path_params["number"]
        item, _asked = await self.read(found, placed_at(here), number)
        there = set(await self.read(laid.about, of.id, number))
        colleagues = await self._colleagues(here)
        asked = [one.profile.name for one in colleagues if one.id in there]
        words = words_of(self.site.composer, placed_at(here), item)
        cannot = led_on(item) or (None if colleagues else NOBODY)
        return {"words": words, "asked": asked, "cannot": cannot, "back": at(here)}

    async def save(self, here: Here, valid: Any) -> Response:
        """It is in his list, and the mail is on its way."""
        site, of, number = self.site, placed_at(here).widget, here.request.path_params["number"]
        item, _asked = await self.read(found, placed_at(here), number)
        if (cannot := led_on(item)) is not None:
            raise Conflict(cannot)
        to = next((one for one in await self._colleagues(here) if one.uid == valid.colleague), None)
        if to is None:
            raise Conflict(NOBODY)
        letter = None
        if site.settings.mails:
            link, origin = site.settings.console.removesuffix("/console") + at(here), here.origin
            letter = Letters(site.composer).laid_before(to, here.member, of, link, origin, site.clock())
        await self.write(here, laid.before, of, number, to, here.member, letter, at=site.clock())
        return self.on(here, at(here), "laid")

    async def _colleagues(self, here: Here) -> Sequence[Member]:
        everybody = await self.read(members.of_organisation, here.organisation.id)
        of = placed_at(here).widget.id
        return [one for one in everybody if one.id != here.member.id and may(one, Role.SPOKESPERSON, of)]
