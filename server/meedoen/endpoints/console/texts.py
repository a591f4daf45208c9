# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/texts`: an organisation's name and its texts; rules of play can begin from a preset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen import limits
from meedoen.addresses import Place
from meedoen.endpoints.console.edit import EditDesk
from meedoen.endpoints.console.here import Here
from meedoen.participation.opening import missing
from meedoen.render.console_widgets import lines
from meedoen.render.organisation import TEXTS as PUBLIC
from meedoen.render.rules import PRESETS
from meedoen.store import organisations, widgets
from meedoen.values import N_, Control, State, say

_LONG = Control(lines=8, optional=True)
_MOST = limits.PAGE_TEXT_CHARS_MAX


class Texts(BaseModel):
    """What stands on its pages. The names are those of `organisations.TEXTS`."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    title: str = Field(title=N_("Name of the organisation"), min_length=1, max_length=limits.TITLE_CHARS_MAX)
    intro: Annotated[str, Control(lines=3, optional=True)] = Field(
        "",
        title=N_("Introduction"),
        description=N_("One or two sentences at the top of your page."),
        max_length=limits.TEXT_CHARS_MAX,
    )
    contact: Annotated[str, _LONG] = Field(
        "",
        title=N_("Contact"),
        description=N_(
            "How people reach you who would rather call, write or come by. Needed before something can be opened."
        ),
        max_length=_MOST,
    )
    privacy: Annotated[str, _LONG] = Field(
        "",
        title=N_("Privacy statement"),
        description=N_("What you keep of people, and why. Needed before something can be opened."),
        max_length=_MOST,
    )
    rules: Annotated[str, _LONG] = Field(
        "",
        title=N_("Rules of play"),
        description=N_("What people may expect, and what is removed. Needed before something can be opened."),
        max_length=_MOST,
    )


class OwnTexts(EditDesk):
    """The texts. A preset fills in one of them and saves nothing."""

    title = say("Settings")
    template = "texts.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """All texts."""
        return Texts

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As they are."""
        of = organisations.by_id(conn, here.organisation.id)
        return {name: getattr(of, name) for name in Texts.model_fields}

    async def more(self, here: Here) -> Mapping[str, Any]:
        """The presets there are, where each text stands in public, and what cannot open while one is missing."""
        site, of = self.site, here.organisation
        origin, waiting = site.settings.origin_of(of.name), []
        if missing(of):
            placed = await self.read(widgets.of_organisation, of.id)
            found = lines(site.composer, site.registry, placed, here.lang, origin, site.clock())
            waiting = [one for one in found if one.state in (State.PLANNED.value, State.CLOSED.value)]
        place, titled = Place(origin, of.name), Texts.model_fields
        return {
            "presets": [(name, preset.field, preset.title) for name, preset in PRESETS.items()],
            "public": [(place.service(path), titled[name].title, getattr(of, name)) for path, name in PUBLIC.items()],
            "waiting": waiting,
        }

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Save them, or show them with the text of a preset in its place."""
        preset = PRESETS.get((here.own or {}).get("_preset", ""))
        if preset is None:
            return await super().post(here, fields)
        text = preset.said(self.site.composer.words(here.organisation.language))
        return await self.shown(here, {**fields, preset.field: text})

    def change(self, conn: Any, here: Here, valid: Texts) -> None:
        """They stand on the pages at once."""
        of = organisations.by_id(conn, here.organisation.id)
        changed = {name: text for name, text in valid.model_dump().items() if text != getattr(of, name)}
        if changed:
            organisations.change(conn, of, at=self.site.clock(), **changed)

    def after(self, here: Here, valid: Texts) -> tuple[str, str]:
        """The same page."""
        return here.path, "saved"
