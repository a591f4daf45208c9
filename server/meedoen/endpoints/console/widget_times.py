# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/times`: when a widget is open, in the organisation's time zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from meedoen import placing
from meedoen.endpoints.console.edit import EditDesk
from meedoen.endpoints.console.form import WRONG
from meedoen.endpoints.console.here import Here
from meedoen.errors import Invalid
from meedoen.participation import local_times
from meedoen.records import Organisation, Phase, Widget
from meedoen.render.forms import Typed
from meedoen.store import widgets
from meedoen.values import N_, Control, Message, say

_TIME = (Typed("datetime-local", "off"), Control(optional=True))


class Times(BaseModel):
    """From when until when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    opens: Annotated[str, *_TIME] = Field(
        "", title=N_("Opens"), description=N_("By the clock of your organisation. Empty: at once.")
    )
    closes: Annotated[str, *_TIME] = Field(
        "",
        title=N_("Closes"),
        description=N_("By the clock of your organisation. Empty: it stays open until you close it."),
    )


def phase_of(times: Times, now: Phase, of: Organisation) -> Phase:
    """When it is open then. Raises `Invalid` with a sentence for each time that is none."""
    found: dict[str, Any] = {}
    faults: dict[str, Message] = {}
    for name in ("opens", "closes"):
        try:
            found[f"{name}_at"] = local_times.moment(getattr(times, name), of.zone)
        except Invalid as failure:
            faults[name] = failure.detail
    if faults:
        raise Invalid(WRONG, faults)
    phase = replace(now, **found)
    try:
        placing.check_phase(phase)
    except Invalid as failure:
        raise Invalid(WRONG, {"closes": failure.detail}) from failure
    return phase


def typed_times(of: Widget) -> dict[str, str]:
    """The inverse of `phase_of`."""
    times = {"opens": of.phase.opens_at, "closes": of.phase.closes_at}
    return {name: local_times.typed(at, of.organisation.zone) for name, at in times.items()}


class Schedule(EditDesk):
    """Another time to open or to close; a later time to close opens what has closed."""

    title = say("When it is open")
    template = "widget-times.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """From when until when."""
        return Times

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is."""
        return typed_times(widgets.by_id(conn, here.widget.id))

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is called, and where one is."""
        return {"of": here.widget, "back": here.widget_base}

    def change(self, conn: Any, here: Here, valid: Times) -> None:
        """From now on."""
        placed = placing.to_change(conn, self.site.registry, here.organisation.name, here.widget.name)
        phase = phase_of(valid, placed.widget.phase, here.organisation)
        placing.change(conn, placed, at=self.site.clock(), phase=phase)

    def after(self, here: Here, valid: Times) -> tuple[str, str]:
        """The widget's page."""
        return here.widget_base, "saved"
