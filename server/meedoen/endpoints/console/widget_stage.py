# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/stage`: who sees a widget that is a draft or in trial; opening it for all wipes the trial."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, create_model

from meedoen import placing
from meedoen.endpoints.console.edit import EditDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.newcomers import one_of
from meedoen.endpoints.console.widget_times import Times, phase_of, typed_times
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


class ShowWidget(EditDesk):
    """From draft to trial, and to open."""

    title = say("Who sees the widget")
    template = "widget-stage.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Who, and when."""
        return staged(here.widget.stage)

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is."""
        of = widgets.by_id(conn, here.widget.id)
        return {**typed_times(of), "stage": of.stage.value}

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is called, how much would be wiped, and what is to come and stays."""
        acts = await self.read(widgets.acts, here.widget.id)
        planned = len(await self.read(coming.of_widget, here.widget.id))
        return {"of": here.widget, "back": here.widget_base, "acts": acts, "planned": planned}

    def change(self, conn: Any, here: Here, valid: Any) -> None:
        """From this moment on."""
        placed = placing.to_change(conn, self.site.registry, here.organisation.name, here.widget.name)
        phase = phase_of(valid, placed.widget.phase, here.organisation)
        placing.show(conn, placed, Stage(valid.stage), at=self.site.clock(), phase=phase)

    def after(self, here: Here, valid: Any) -> tuple[str, str]:
        """The widget's page."""
        return here.widget_base, "opened" if Stage(valid.stage) is Stage.LIVE else "saved"
