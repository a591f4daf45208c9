# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/notes/{name}/{number}`: what colleagues tell one another about a contribution.

Who may answer there or decides on it reads and writes them. The words of the contribution are not on this page: those
of one that is held are for who decides on it alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.participation.staff import may
from meedoen.records_staff import Role
from meedoen.store import contributions, notes
from meedoen.values import N_, Control, say


class Noted(BaseModel):
    """A note."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    text: Annotated[str, Control(lines=4)] = Field(
        title=N_("Your note"), min_length=1, max_length=limits.OFFICIAL_TEXT_CHARS_MAX
    )


class Notes(FormDesk):
    """All of them, and one more."""

    title = say("Notes for colleagues")
    button = N_("Add this note")
    template = "notes-page.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Its words."""
        return Noted

    async def more(self, here: Here) -> Mapping[str, Any]:
        """Those that are there, and the pages of the contribution that he may see. Raises `NotFound`."""
        of, params = here.widget, here.request.path_params
        await self.read(contributions.kept, of.id, params["number"])
        leads = [
            (label, f"{here.base}/{part}/{params['name']}/{params['number']}")
            for part, role, label in (
                ("answers", Role.SPOKESPERSON, N_("Back to the contribution")),
                ("moderation", Role.MODERATOR, N_("Decide on it")),
            )
            if may(here.member, role, of.id)
        ]
        return {
            "notes": await self.read(notes.about, of.id, params["number"]),
            "of": of,
            "leads": leads,
            "zone": here.organisation.zone,
        }

    async def save(self, here: Here, valid: Noted) -> Response:
        """Colleagues read it from now on."""
        number, now = here.request.path_params["number"], self.site.clock()
        await self.write(here, notes.add, here.widget, number, valid.text, here.member, at=now)
        return self.on(here, here.path, "noted")
