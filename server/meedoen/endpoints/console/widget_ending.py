# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/close`, `…/withdraw`: pages between, which say what will happen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import Response

from meedoen import limits, placing
from meedoen.endpoints.console.edit import EditDesk
from meedoen.endpoints.console.form import WRONG, FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.newcomers import one_of
from meedoen.errors import Invalid
from meedoen.store import widgets
from meedoen.values import N_, Control, State, say

ELSEWHERE = "elsewhere"


class Closing(BaseModel):
    """What people read there from then on."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    text: Annotated[str, Control(lines=4, optional=True)] = Field(
        "",
        title=N_("What people read there then"),
        description=N_("What came of it, or when you tell. It stands first, above the figures."),
        max_length=limits.PAGE_TEXT_CHARS_MAX,
    )


class CloseWidget(EditDesk):
    """Nobody can take part any more; of one that has closed, the text alone changes."""

    title = say("Close the widget")
    template = "widget-close.html"
    button = N_("Close it now")

    async def model(self, here: Here) -> type[BaseModel]:
        """The text."""
        return Closing

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is."""
        return {"text": widgets.by_id(conn, here.widget.id).phase.closing_text}

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is called, and whether it has closed."""
        is_closed = here.widget.phase.state(self.site.clock()) is State.CLOSED
        return {"of": here.widget, "back": here.widget_base, "closed": is_closed}

    def change(self, conn: Any, here: Here, valid: Closing) -> None:
        """From this moment on."""
        placed = placing.to_change(conn, self.site.registry, here.organisation.name, here.widget.name)
        placing.close(conn, placed, at=self.site.clock(), text=valid.text)

    def after(self, here: Here, valid: Closing) -> tuple[str, str]:
        """The widget's page."""
        return here.widget_base, "closed"


class WithdrawWidget(FormDesk):
    """It is no longer shown anywhere; its address says so, and where to go instead."""

    title = say("Withdraw the widget")
    template = "widget-withdraw.html"
    button = N_("Withdraw it")

    async def model(self, here: Here) -> type[BaseModel]:
        """With the other widgets there are to choose from."""
        there = await self.read(widgets.of_organisation, here.organisation.id)
        others = [one for one in there if one.id != here.widget.id and one.withdrawn is None]
        options = [("", N_("Nowhere: there is no successor")), *((one.name, one.title) for one in others)]
        successor = one_of([*options, (ELSEWHERE, N_("Another address"))], N_("Where do people go instead?"), "")
        address = Field(
            "",
            title=N_("That address"),
            description=N_("Where you chose another address: https://…"),
            max_length=limits.QUERY_CHARS_MAX,
        )
        return create_model(
            "Withdrawn",
            __config__=ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True),
            successor=successor,
            address=(Annotated[str, Control(optional=True)], address),
            sure=(bool, Field(False, title=N_("Yes, withdraw this widget for good"))),
        )

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is called."""
        return {"of": here.widget, "back": here.widget_base}

    async def save(self, here: Here, valid: Any) -> Response:
        """For good."""
        at, successor = self.site.clock(), _successor(here, valid)
        if not valid.sure:
            raise Invalid(WRONG, {"sure": say("Tick the box, or go back.")})

        def unit(conn: Any) -> None:
            placed = placing.to_change(conn, self.site.registry, here.organisation.name, here.widget.name)
            placing.withdraw(conn, placed, at=at, successor=successor)

        await self.write(here, unit)
        return self.on(here, f"{here.base}/widgets", "withdrawn")


def _successor(here: Here, valid: Any) -> str:
    """A path or an address. Raises `Invalid` when another address was chosen and is none."""
    if valid.successor != ELSEWHERE:
        return f"/{here.organisation.name}/{valid.successor}" if valid.successor else ""
    address: str = valid.address
    if not address.startswith(("https://", "http://")):
        raise Invalid(WRONG, {"address": say("Fill in an address that begins with https://.")})
    return address
