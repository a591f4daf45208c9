# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/answers`: what waits over all widgets, the oldest first; and `…/said`, what one said oneself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from meedoen import limits
from meedoen.addresses import Place
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.lines import queue_lines
from meedoen.errors import NotFound
from meedoen.participation.staff import may
from meedoen.records import Widget
from meedoen.records_answers import Line, Waiting, What
from meedoen.records_staff import Role
from meedoen.render.console_answers import QUEUES, SaidLine
from meedoen.render.official import STATES
from meedoen.store import answers, laid, overview, terms, waiting, widgets
from meedoen.values import N_, say

LAID = "laid"
"""The list of what was laid before who looks, beside the queues."""


class Queue(Desk):
    """Of each thing there is to do a list; narrowed to a widget where one is chosen."""

    queues = QUEUES
    first = What.ANSWER
    """Where it begins when nothing waits at all."""
    role = Role.SPOKESPERSON
    title = say("Answers")
    template = "answers.html"
    part = "answers"
    """Of the console, in which the lines have their pages."""
    laid = True
    """Whether its lines are laid before colleagues."""

    async def get(self, here: Here) -> Response:
        """A page of it."""
        query, of, most = here.request.query_params, here.organisation.id, limits.QUEUE_COUNTED_MAX + 1
        mine = await self._mine(here)
        chosen = next((one for one in mine.values() if one.name == query.get("widget")), None)
        within = [chosen.id] if chosen else self._within(here, mine)
        counted = await self.read(overview.how_many, of, self.queues, most, within)
        begun = next((one for one in self.queues if counted[one]), self.first)
        what = What(query["what"]) if query.get("what") in self.queues else begun
        if query.get("what") == LAID:
            found = await self.read(laid.of_member, here.member.id, most, within)
            return await self._shown(here, LAID, mine, chosen, counted, found, "")
        found = await self.read(
            partial(
                waiting.page,
                organisation_id=of,
                what=what,
                most=limits.QUEUE_LINES_MAX + 1,
                widgets=within,
                after=_place(query.get("after", "")),
            )
        )
        lines, last = found[: limits.QUEUE_LINES_MAX], found[limits.QUEUE_LINES_MAX - 1 : limits.QUEUE_LINES_MAX]
        more = ""
        if len(found) > limits.QUEUE_LINES_MAX:
            after = f"{last[0].since.isoformat()}~{last[0].widget}~{last[0].number}"
            more = self._url(here, what.value, chosen, after=after)
        return await self._shown(here, what.value, mine, chosen, counted, lines, more)

    async def _shown(
        self,
        here: Here,
        what: str,
        mine: Mapping[int, Widget],
        chosen: Widget | None,
        counted: Mapping[What, int],
        lines: Sequence[Waiting],
        more: str,
    ) -> Response:
        has = await self._holders(lines)
        queues = [
            (label, self._url(here, one.value, chosen), one == what, counted[one]) for one, label in self.queues.items()
        ]
        expiring = 0
        if self.laid:
            soon = self.site.clock().astimezone(here.organisation.zone).date()
            soon += timedelta(days=limits.EXPIRES_SOON_DAYS)
            expiring = await self.read(terms.how_many, list(mine), soon, limits.QUEUE_COUNTED_MAX + 1)
            within = [chosen.id] if chosen else self._within(here, mine)
            n = len(await self.read(laid.of_member, here.member.id, limits.QUEUE_COUNTED_MAX + 1, within))
            queues.append((N_("Laid before you"), self._url(here, LAID, chosen), what == LAID, n))
        return self.page(
            here,
            self.template,
            self.title,
            lines=queue_lines(self.site, lines, mine, f"{here.base}/{self.part}", has),
            queues=queues,
            most=limits.QUEUE_COUNTED_MAX,
            widgets=list(mine.values()),
            chosen=chosen,
            may_merge=chosen is not None and self._has_doubles(chosen),
            what=what,
            expiring=expiring,
            more=more,
            whole=may(here.member, Role.SPOKESPERSON),
            zone=here.organisation.zone,
            everywhere=may(here.member, self.role),
        )

    def _has_doubles(self, of: Widget) -> bool:
        served = self.site.directory.served(of)
        return served is not None and bool(served.installed.type.doubles)

    async def _holders(self, lines: Sequence[Waiting]) -> Mapping[tuple[int, int], Sequence[str]]:
        """Before whom each of these lies, by name."""
        by_widget: dict[int, list[int]] = {}
        for one in lines if self.laid else ():
            by_widget.setdefault(one.widget, []).append(one.number)
        return {
            (widget, number): names
            for widget, numbers in by_widget.items()
            for number, names in (await self.read(laid.holders_of, widget, numbers)).items()
        }

    async def _mine(self, here: Here) -> Mapping[int, Widget]:
        """Where he has the role, by id."""
        placed = await self.read(widgets.of_organisation, here.organisation.id)
        return {one.id: one for one in placed if may(here.member, self.role, one.id)}

    def _within(self, here: Here, mine: Mapping[int, Widget]) -> list[int] | None:
        """None where he has it in all of the organisation."""
        return None if may(here.member, self.role) else list(mine)

    @staticmethod
    def _url(here: Here, what: str, chosen: Widget | None, **more: str) -> str:
        asked = {"what": what, "widget": chosen.name if chosen else "", **more}
        return f"{here.path}?{urlencode({name: value for name, value in asked.items() if value})}"


class Said(Desk):
    """Each official's own archive."""

    async def get(self, here: Here) -> Response:
        """A page of it, newest first."""
        before = here.request.query_params.get("before", "")
        start = int(before) if before.isdecimal() and len(before) <= len(str(answers.NEWEST)) else answers.NEWEST
        most = limits.QUEUE_LINES_MAX
        found = await self.read(answers.of_member, here.member.id, start, most + 1)
        placed = {id_: await self.read(widgets.by_id, id_) for id_ in {one.widget for one in found[:most]}}
        return self.page(
            here,
            "said.html",
            say("What you said"),
            lines=[self._line(here, one, placed[one.widget]) for one in found[:most]],
            more=f"{here.path}?before={found[most - 1].id}" if len(found) > most else "",
            zone=here.organisation.zone,
        )

    def _line(self, here: Here, one: Line, of: Widget) -> SaidLine:
        """In another organisation's widget it leads to what everybody reads."""
        label = N_("Answer") if one.state is None else STATES[one.state]
        told, url, owner = of.title, f"{here.base}/answers/{of.name}/{one.number}", of.organisation
        if owner.id != here.organisation.id:
            told = f"{owner.title} · {of.title}"
            url = Place(self.site.settings.origin_of(owner.name), owner.name, of.name, number=one.number).page
        return SaidLine(url, one.number, told, of.spoken, label, one.text, one.at)


def _place(after: str) -> waiting.Place | None:
    """Behind which line a page begins. Raises `NotFound` for what is no line."""
    if not after:
        return None
    try:
        since, widget, number = after.split("~")
        return datetime.fromisoformat(since).astimezone(), int(widget), int(number)
    except ValueError:
        raise NotFound(say("There is no such page of this list. Begin at its start.")) from None
