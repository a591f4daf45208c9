# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/style/logo`: an organisation's logo is uploaded, seen, taken away."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial

from starlette.responses import Response

from meedoen import limits, logos
from meedoen.endpoints import input as posting
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.errors import Invalid
from meedoen.render.console_style import by_line
from meedoen.store import logos as kept
from meedoen.values import Message, say


class OwnLogo(Desk):
    """One file; what is served of it is made here."""

    title = say("Logo")
    read_form = staticmethod(posting.read_with_files)

    async def get(self, here: Here) -> Response:
        """What stands there now."""
        return self.shown(here, {}, None)

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Put it up, or take it away."""
        at = self.site.clock()
        if (here.own or {}).get("_back"):
            await self.write(here, kept.remove, here.organisation, at=at)
            return self.on(here, here.path, "bare")
        raw = (here.files or {}).get("file")
        if raw is None:
            raise Invalid(say("Choose a file first: an SVG or a PNG."))
        one = await asyncio.to_thread(partial(logos.read, raw))
        await self.write(here, kept.put_up, here.organisation, one, at=at)
        return self.on(here, here.path, "logo")

    async def refused(self, here: Here, fields: Mapping[str, str], failure: Invalid) -> Response:
        """The form again, with each line that cannot be taken."""
        return self.shown(here, failure.fields, failure.detail)

    def shown(self, here: Here, lines: Mapping[str, Message], wrong: Message | None) -> Response:
        """The page."""
        status = 400 if wrong else 200
        most = limits.LOGO_BYTES_MAX // 1024
        return self.page(here, "style-logo.html", self.title, status, lines=by_line(lines), wrong=wrong, most=most)
