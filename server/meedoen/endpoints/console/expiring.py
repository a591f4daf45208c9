# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/expiring`: the answers whose last day is near, and those for which it is over."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.participation.staff import may
from meedoen.records_staff import Role
from meedoen.store import terms, widgets
from meedoen.values import N_, say


class ExpiringAnswers(Desk):
    """A page of these. Whoever corrects one, or answers anew, has seen to it."""

    async def get(self, here: Here) -> Response:
        """Those that expire soon; or, asked for, those that have."""
        over, most = bool(here.request.query_params.get("expired")), limits.QUEUE_LINES_MAX
        placed = await self.read(widgets.of_organisation, here.organisation.id)
        mine = {one.id: one for one in placed if may(here.member, Role.SPOKESPERSON, one.id)}
        today = self.site.clock().astimezone(here.organisation.zone).date()
        if over:
            read = partial(terms.expired, yesterday=today - timedelta(days=1))
        else:
            read = partial(terms.expiring, today=today, until=today + timedelta(days=limits.EXPIRES_SOON_DAYS))
        found = await self.read(read, widgets=list(mine), most=most)
        at, soon, past = f"{here.base}/answers", here.path, f"{here.path}?expired=1"
        return self.page(
            here,
            "expiring.html",
            say("Answers that expire"),
            lines=[(one, mine[one.widget], f"{at}/{mine[one.widget].name}/{one.number}") for one in found],
            queues=[(N_("Within two weeks"), soon, not over), (N_("Expired"), past, over)],
            over=over,
            most=most,
        )
