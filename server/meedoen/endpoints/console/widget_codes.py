# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/codes`: making codes with which people take part. They are sent once, as a file; we keep hashes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.replies import headers_of
from meedoen.identity import receipts
from meedoen.render.forms import Typed
from meedoen.store import entry
from meedoen.values import N_, Assurance, say

MEDIA = "text/csv; charset=utf-8"


class HowMany(BaseModel):
    """How many are made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: Annotated[int, Typed(autocomplete="off")] = Field(
        title=N_("How many codes do you need?"),
        description=N_("One for each person. You can make more later."),
        ge=1,
        le=limits.ENTRY_CODES_TOGETHER_MAX,
    )


class EntryCodes(FormDesk):
    """How many there are, and making more."""

    title = say("Codes for taking part")
    template = "widget-codes.html"
    button = N_("Make the codes and download them")

    async def model(self, here: Here) -> type[BaseModel]:
        """How many."""
        return HowMany

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is called, and what there is."""
        codes = await self.read(entry.how_many, here.widget.id)
        needed = here.widget.least is Assurance.CODE
        return {"of": here.widget, "back": here.widget_base, "codes": codes, "needed": needed}

    async def save(self, here: Here, valid: HowMany) -> Response:
        """Make them; this answer alone holds them."""
        codes = [receipts.fresh() for _ in range(valid.number)]
        hashed = [(receipts.digest(code) or b"", secrets.token_bytes(16)) for code in codes]
        await self.write(here, entry.make, here.widget, hashed, at=self.site.clock())
        text = "\r\n".join(["code", *codes, ""])
        name = f"codes-{here.organisation.name}-{here.widget.name}.csv"
        headers = {
            **headers_of(self.site, here.request.scope, MEDIA),
            "content-disposition": f'attachment; filename="{name}"',
        }
        return Response(text, headers=headers, media_type=MEDIA)
