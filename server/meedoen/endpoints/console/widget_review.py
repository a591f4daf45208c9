# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/review`: whether staff looks at everything first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.store import holding
from meedoen.values import N_, say


class Reviewed(BaseModel):
    """A choice that costs people hours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reviewed: bool = Field(False, title=N_("Look at everything before others can read it"))


class Review(FormDesk):
    """From now on; what stands goes on standing."""

    title = say("Hold everything until a moderator has read it")
    template = "widget-review.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Whether they do."""
        return Reviewed

    async def values(self, here: Here) -> Mapping[str, str]:
        """As it is."""
        return {"reviewed": "true" if await self.read(holding.is_reviewed, here.widget.id) else ""}

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is called, and where one is."""
        return {"of": here.widget, "back": here.widget_base}

    async def save(self, here: Here, valid: Reviewed) -> Response:
        """The next contribution is the first."""
        of, now = here.widget, self.site.clock()
        await self.write(here, holding.set_reviewed, of.id, of.organisation.id, to=valid.reviewed, at=now)
        return self.on(here, here.widget_base, "saved")
