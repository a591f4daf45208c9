# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/review`: whether staff looks at everything first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from meedoen.endpoints.console.edit import EditDesk
from meedoen.endpoints.console.here import Here
from meedoen.store import holding
from meedoen.values import N_, say


class Reviewed(BaseModel):
    """A choice that costs people hours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reviewed: bool = Field(False, title=N_("Look at everything before others can read it"))


class Review(EditDesk):
    """From now on; what stands goes on standing."""

    title = say("Hold everything until a moderator has read it")
    template = "widget-review.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Whether they do."""
        return Reviewed

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is."""
        return {"reviewed": str(holding.is_reviewed(conn, here.widget.id)).lower()}

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is called, and where one is."""
        return {"of": here.widget, "back": here.widget_base}

    def change(self, conn: Any, here: Here, valid: Reviewed) -> None:
        """The next contribution is the first."""
        of = here.widget
        holding.set_reviewed(conn, of.id, of.organisation.id, to=valid.reviewed, at=self.site.clock())

    def after(self, here: Here, valid: Reviewed) -> tuple[str, str]:
        """The widget's page."""
        return here.widget_base, "saved"
