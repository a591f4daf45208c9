# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/style/logo`: an organisation's logo is uploaded, seen, taken away."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.responses import Response

from meedoen import limits, logos
from meedoen.endpoints import input as posting
from meedoen.endpoints.console import meanwhile
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.errors import Invalid, Overtaken
from meedoen.render.console_style import by_line
from meedoen.store import logos as kept
from meedoen.store import organisations
from meedoen.store.alone import alone
from meedoen.values import say

FILE = "file"
OVERTAKEN = say(
    "Meanwhile somebody else put up another logo: it stands below. Choose your file again to put yours in its place."
)


class OwnLogo(Desk):
    """One file; what is served of it is made here."""

    title = say("Logo")
    read_form = staticmethod(posting.read_with_files)

    async def get(self, here: Here) -> Response:
        """What stands there now."""
        return await self.shown(here)

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Put it up, or take it away."""
        at = self.site.clock()
        if (here.own or {}).get("_back"):
            await self.write(here, kept.remove, here.organisation, at=at)
            return self.on(here, here.path, "bare")
        raw = (here.files or {}).get(FILE)
        if raw is None:
            raise Invalid(say("Choose a file first: an SVG or a PNG."))
        one = await asyncio.to_thread(partial(logos.read, raw))

        def unit(conn: Any) -> None:
            alone(conn, here.base)
            now = _standing(conn, here)
            if meanwhile.overtaken(meanwhile.opened(here), now, {FILE: one.name}):
                raise Overtaken(OVERTAKEN, was=meanwhile.was(now))
            kept.put_up(conn, here.organisation, one, at=at)

        await self.write(here, unit)
        return self.on(here, here.path, "logo")

    async def refused(self, here: Here, fields: Mapping[str, str], failure: Invalid) -> Response:
        """The form again, with each line that cannot be taken."""
        return await self.shown(here, failure)

    async def shown(self, here: Here, failure: Invalid | None = None) -> Response:
        """The page."""
        return self.page(
            here,
            "style-logo.html",
            self.title,
            failure.status if failure else 200,
            lines=by_line(failure.fields if failure else {}),
            wrong=failure.detail if failure else None,
            most=limits.LOGO_BYTES_MAX // 1024,
            was=meanwhile.goes_along(here, await self.read(_standing, here), failure),
        )


def _standing(conn: Any, here: Here) -> Mapping[str, str]:
    return {FILE: organisations.by_id(conn, here.organisation.id).logo}
