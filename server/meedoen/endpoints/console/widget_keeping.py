# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/keep`: how long it is kept who said what, and what is erased then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from meedoen import placing
from meedoen.endpoints.console.edit import EditDesk
from meedoen.endpoints.console.form import WRONG
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.newcomers import one_of
from meedoen.errors import Invalid
from meedoen.participation.schedule import forget_people_at
from meedoen.participation.views import Placed
from meedoen.store import widgets
from meedoen.values import N_, say

INHERITED = ("", N_("As the organisation says for all its widgets"))
MONTHS = (
    ("0", N_("Until you take it away yourself")),
    ("3", N_("3 months after closing")),
    ("6", N_("6 months after closing")),
    ("12", N_("1 year after closing")),
    ("24", N_("2 years after closing")),
    ("60", N_("5 years after closing")),
)
SURE = (bool, Field(False, title=N_("Where that time has passed already: erase it now, for good")))


def months(*first: tuple[str, str]) -> tuple[Any, Any]:
    """The field that asks it; of all there is the first is what stands there before."""
    choices = (*first, *MONTHS)
    return one_of(choices, N_("How long do you keep what people say?"), choices[0][0])


def check_sure(changed: Iterable[Placed], at: datetime, *, sure: bool) -> None:
    """Raises `Invalid` where something would be erased at once and nobody said that he is sure."""
    due = [forget_people_at(one.widget) for one in changed]
    if not sure and any(one is not None and one <= at for one in due):
        passed = say("That time has passed, so all is erased at once. Tick the box, or choose a longer time.")
        raise Invalid(WRONG, {"sure": passed})


class Keeping(EditDesk):
    """Of one widget."""

    title = say("How long it is kept")
    template = "widget-keep.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """How long, and whether one is sure."""
        config = ConfigDict(extra="forbid", frozen=True)
        return create_model("Kept", __config__=config, months=months(INHERITED), sure=SURE)

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is."""
        kept = widgets.by_id(conn, here.widget.id).keep_months
        return {"months": "" if kept is None else str(kept)}

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is called, and when it is erased as things are."""
        of = here.widget
        return {"of": of, "back": here.widget_base, "erased_at": forget_people_at(of), "zone": of.organisation.zone}

    def change(self, conn: Any, here: Here, valid: Any) -> None:
        """From now on. Where that is past already, one has to be sure."""
        at, kept = self.site.clock(), int(valid.months) if valid.months else None
        placed = placing.to_change(conn, self.site.registry, here.organisation.name, here.widget.name)
        if kept != placed.widget.keep_months:
            check_sure([placing.change(conn, placed, at=at, keep_months=kept)], at, sure=valid.sure)

    def after(self, here: Here, valid: Any) -> tuple[str, str]:
        """The widget's page."""
        return here.widget_base, "saved"
