# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/week`: what people got stuck on in the last seven days, and what still waits; always current."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.answering import placed_at
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.participation.staff import SPEAKS, allows
from meedoen.participation.week import DAYS, topics, week
from meedoen.records_answers import What
from meedoen.render.console_week import cause_lines, stuck_lines
from meedoen.render.items import name
from meedoen.store import contributions, overview, waiting
from meedoen.store import week as store_week
from meedoen.values import say


class OneWeek(Desk):
    """Of one widget."""

    async def get(self, here: Here) -> Response:
        """The page. Where people fill no list, it says what waits."""
        placed, moment, zone = placed_at(here), self.site.clock(), here.organisation.zone
        of, items = placed.widget, topics(placed, moment)
        last = moment.astimezone(zone).date()
        since = last - timedelta(days=2 * DAYS)
        orders = sorted(placed.installed.type.orders)
        found, marks = await self.read(store_week.read, of, items, orders, since) if items else ((), {})
        told = week(placed, found, marks, last, zone)
        counted = partial(overview.how_many, organisation_id=here.organisation.id, widgets=[of.id])
        waits = await self.read(partial(counted, whats=[What.ANSWER], most=limits.QUEUE_COUNTED_MAX + 1))
        page = partial(waiting.page, organisation_id=here.organisation.id, what=What.ANSWER, widgets=[of.id])
        longest = await self.read(partial(page, most=limits.LONGEST_MAX))
        there = await self.read(contributions.by_numbers, of.id, [one.number for one in longest])
        words = self.site.composer.words(here.lang, of.type)
        speaks = allows(SPEAKS, here.member, of.id)
        answers, changes = f"{here.base}/answers/{of.name}", f"{here.base}/changes/{of.name}"
        return self.page(
            here,
            "week.html",
            say("The week in “%(what)s”", what=of.title),
            of=of,
            told=told,
            causes=cause_lines(placed, told, changes if speaks else "", words),
            stuck=stuck_lines(placed, told.stuck, answers if speaks else "", changes if speaks else "", words),
            praise=stuck_lines(placed, told.praise, answers if speaks else "", "", words),
            waits=waits[What.ANSWER],
            most=limits.QUEUE_COUNTED_MAX,
            longest=[
                (f"{answers}/{one.number}" if speaks else "", name(placed, there[one.number], words), one.since)
                for one in longest
                if one.number in there
            ],
            changes=changes if speaks else "",
            zone=zone,
            back=here.widget_base,
        )
