# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/sites`, `…/rules`: which sites may hold a widget, and what holds for all widgets together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from meedoen import placing
from meedoen.endpoints.console.edit import EditDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.newcomers import one_of
from meedoen.endpoints.console.widget_keeping import INHERITED, SURE, check_sure, months
from meedoen.participation import case_numbers, framing
from meedoen.records import EVERYONE, NOBODY
from meedoen.store import framing as refused_frames
from meedoen.store import organisations, widgets
from meedoen.values import N_, Control, say

CHOICES = (
    (EVERYONE, N_("Every site. Whoever likes it can show it, as with a link.")),
    (NOBODY, N_("No site but our own. Elsewhere a link works, and a frame stays empty.")),
    (framing.LISTED, N_("Only the sites below. On every other site a frame stays empty.")),
)


class _Listed(BaseModel):
    """The sites of a list."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    sites: Annotated[tuple[str, ...], Control(optional=True)] = Field(
        (),
        title=N_("Those sites"),
        description=N_("As https://www.voorbeeldstad.nl, without a path; https://*.voorbeeldstad.nl is all under it."),
    )


class _Cases(BaseModel):
    """How case numbers are written."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    case_masks: Annotated[tuple[str, ...], Control(optional=True)] = Field(
        (),
        title=N_("How do you write case numbers?"),
        description=N_(
            "One way a line: # is a digit, @ is a letter, all else stands as it is. Z-####-###### is found in"
            " Z-2026-001234. Who is about to send one is warned of that, and decides."
        ),
    )


def _who(choices: tuple[tuple[str, str], ...], **more: Any) -> type[BaseModel]:
    chosen = one_of(choices, N_("Which sites may show it?"), choices[0][0])
    first = create_model("Who", __config__=_Listed.model_config, framers=chosen)
    return create_model("Sites", __base__=(_Listed, first), **more)


def _typed(kept: str) -> dict[str, str]:
    choice, sites = framing.unpacked(kept)
    return {"framers": choice, "sites": "\n".join(sites)}


class Sites(EditDesk):
    """Of one widget; and which sites were refused."""

    title = say("Which sites may show the widget")
    template = "widget-sites.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Which."""
        return _who((INHERITED, *CHOICES))

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is."""
        return _typed(widgets.by_id(conn, here.widget.id).framers)

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is called, what the organisation says, and who was refused."""
        refused = await self.read(refused_frames.latest, here.widget.id)
        return {"of": here.widget, "back": here.widget_base, "refused": refused}

    def change(self, conn: Any, here: Here, valid: Any) -> None:
        """From now on."""
        framers = framing.packed(valid.framers, valid.sites)
        placed = placing.to_change(conn, self.site.registry, here.organisation.name, here.widget.name)
        if framers != placed.widget.framers:
            placing.change(conn, placed, at=self.site.clock(), framers=framers)

    def after(self, here: Here, valid: Any) -> tuple[str, str]:
        """The widget's page."""
        return here.widget_base, "saved"


class HouseRules(EditDesk):
    """Of all widgets of an organisation that say nothing else."""

    title = say("For all widgets together")
    template = "house-rules.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Which sites, how long it is kept, and what is warned of."""
        return create_model("Rules", __base__=(_Cases, _who(CHOICES, keep_months=months(), sure=SURE)))

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is."""
        of = organisations.by_id(conn, here.organisation.id)
        return {**_typed(of.framers), "keep_months": str(of.keep_months), "case_masks": of.case_masks}

    def change(self, conn: Any, here: Here, valid: Any) -> None:
        """From now on."""
        at, framers = self.site.clock(), framing.packed(valid.framers, valid.sites)
        masks = case_numbers.packed(valid.case_masks, "case_masks")
        if masks != organisations.by_id(conn, here.organisation.id).case_masks:
            organisations.write_cases(conn, here.organisation, masks, at=at)
        rules = {"framers": framers, "keep_months": int(valid.keep_months)}
        changed = placing.rule(conn, self.site.registry, here.organisation, at=at, **rules)
        check_sure(changed, at, sure=valid.sure)

    def after(self, here: Here, valid: Any) -> tuple[str, str]:
        """The settings of the organisation."""
        return f"{here.base}/texts", "saved"
