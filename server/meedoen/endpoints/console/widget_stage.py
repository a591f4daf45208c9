# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/stage`: who sees a widget that is a draft or in trial; opening it for all wipes the trial."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, create_model
from starlette.responses import Response

from meedoen import placing
from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.newcomers import one_of
from meedoen.endpoints.console.widget_times import Schedule, Times, phase_of
from meedoen.records import Stage
from meedoen.store import coming, widgets
from meedoen.values import N_, say

STAGES = (
    (Stage.DRAFT.value, N_("Only staff: a draft. For others there is nothing at its address.")),
    (
        Stage.TRIAL.value,
        N_("Whoever has its address: a trial. It is in no list. All that is done in it is wiped before it opens."),
    ),
    (Stage.LIVE.value, N_("Everybody. It opens at the time below, and what people do counts.")),
)


def staged(default: Stage) -> type[BaseModel]:
    """Who sees it, and from when until when."""
    stage = one_of(STAGES, N_("Who sees it?"), default.value)
    first = create_model("Seen", __config__=Times.model_config, stage=stage)
    return create_model("Staged", __base__=(Times, first))


class ShowWidget(FormDesk):
    """From draft to trial, and to open."""

    title = say("Who sees the widget")
    template = "widget-stage.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Who, and when."""
        return staged(here.widget.stage)

    async def values(self, here: Here) -> Mapping[str, str]:
        """As it is."""
        return {**await Schedule(self.site).values(here), "stage": here.widget.stage.value}

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is called, how much would be wiped, and what is to come and stays."""
        acts = await self.read(widgets.acts, here.widget.id)
        planned = len(await self.read(coming.of_widget, here.widget.id))
        return {"of": here.widget, "back": here.widget_base, "acts": acts, "planned": planned}

    async def save(self, here: Here, valid: Any) -> Response:
        """From this moment on."""
        at, to = self.site.clock(), Stage(valid.stage)

        def unit(conn: Any) -> None:
            placed = placing.to_change(conn, self.site.registry, here.organisation.name, here.widget.name)
            phase = phase_of(valid, placed.widget.phase, here.organisation)
            placing.show(conn, placed, to, at=at, phase=phase)

        await self.write(here, unit)
        return self.on(here, here.widget_base, "opened" if to is Stage.LIVE else "saved")
