# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}`: where one begins; and `…/widgets`, the list of what is placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.lines import queue_lines
from meedoen.participation.calendar import changes, month_of, next_of
from meedoen.participation.staff import EDITOR, MODERATES_SOMEWHERE, SPEAKS_SOMEWHERE, WRITES, allows, may
from meedoen.records import Stage, Widget
from meedoen.records_answers import Waiting, What
from meedoen.records_log import LoggedEvent
from meedoen.records_staff import Member, Role
from meedoen.render import console_overview as shown
from meedoen.render.console_answers import QUEUES
from meedoen.render.console_moderation import QUEUES as JUDGED
from meedoen.render.console_posts import staff_ways
from meedoen.render.console_sorting import Ways, alphabet, sorting
from meedoen.render.console_widgets import STATES, Line, lines
from meedoen.store import events, laid, overview, passing, waiting, widgets
from meedoen.values import N_, State, say

_STATES = list(STATES)
_SORTED: Ways[Line] = {
    "title": (N_("Title"), lambda one: alphabet(one.title)),
    "kind": (N_("Kind"), lambda one: alphabet(one.kind)),
    "state": (N_("State"), lambda one: (_STATES.index(one.state), str(one.closes or "~"))),
}


@dataclass
class _Found:
    """The widgets, the newest lines of the log; how many wait for who asks, those that wait longest, those laid before
    him."""

    placed: Sequence[Widget]
    logged: Sequence[LoggedEvent]
    waiting: dict[What, int] = field(default_factory=dict)
    longest: list[Waiting] = field(default_factory=list)
    laid: list[Waiting] = field(default_factory=list)
    passed: int | None = None
    """How many others passed on and wait; None where he does not answer those."""


class Overview(Desk):
    """What waits for who asks, what closes and opens, what happened: each limited, however much there is."""

    async def get(self, here: Here) -> Response:
        """The first page."""
        found = await self.read(partial(_read, here=here))
        placed = found.placed
        zone, moment = here.organisation.zone, self.site.clock()
        by_id = {one.id: one for one in placed}
        coming = changes(placed)
        first = month_of(here.request.query_params.get("month", ""), moment, zone)
        live = (one for one in placed if one.withdrawn is None and one.stage is Stage.LIVE)
        states = Counter(one.phase.state(moment).value for one in live)
        around = shown.Around(self.site.composer.words(here.lang), here.base, zone, moment)
        return self.page(
            here,
            "overview.html",
            say("Overview"),
            blocks=shown.blocks(here.member),
            laid=queue_lines(self.site, found.laid, by_id, f"{here.base}/answers"),
            queues=_queues(found, QUEUES, f"{here.base}/answers"),
            passed=found.passed,
            judged=_queues(found, JUDGED, f"{here.base}/moderation"),
            most=limits.QUEUE_COUNTED_MAX,
            longest=queue_lines(self.site, found.longest, by_id, f"{here.base}/answers"),
            zone=zone,
            states=states,
            closing=shown.soon(next_of(coming, moment, limits.SOON_MAX, opens=False), around),
            opening=shown.soon(next_of(coming, moment, limits.SOON_MAX, opens=True), around),
            month=shown.month(first, coming, around),
            activity=shown.activity(found.logged, by_id, around),
            writing=self._writing(here, placed, moment),
        )

    def _writing(
        self, here: Here, placed: Iterable[Widget], moment: datetime
    ) -> list[tuple[Widget, list[tuple[str, str]]]]:
        """The widgets in which he may write, with what: it is what many come here for."""
        site = self.site
        opened = (one for one in placed if one.withdrawn is None and one.phase.state(moment) is State.OPEN)
        may_write = [one for one in opened if allows(WRITES, here.member, one.id)]
        ways = [(one, staff_ways(site.registry, site.composer, one.type, here.lang)) for one in may_write]
        return [(one, each) for one, each in ways if each][: limits.WRITING_SHOWN_MAX]


def _queues(found: _Found, labels: Mapping[What, str], at: str) -> list[tuple[str, str, int]]:
    """Of each queue what it is called, where it is, and how many wait there."""
    return [(label, f"{at}?what={what}", found.waiting.get(what, 0)) for what, label in labels.items()]


def _within(member: Member, role: Role, placed: Iterable[Widget]) -> list[int] | None:
    """The widgets in which he has this role; None: all there are."""
    return None if may(member, role) else [one.id for one in placed if may(member, role, one.id)]


def _read(conn: Any, here: Here) -> _Found:
    of, most = here.organisation.id, limits.QUEUE_COUNTED_MAX + 1
    placed = widgets.of_organisation(conn, of)
    found = _Found(placed, events.of_organisation(conn, of, limits.ACTIVITY_EVENTS_READ_MAX))
    if allows(SPEAKS_SOMEWHERE, here.member):
        within = _within(here.member, Role.SPOKESPERSON, placed)
        found.waiting |= overview.how_many(conn, of, QUEUES, most, within)
        found.longest += waiting.page(conn, of, What.ANSWER, limits.LONGEST_MAX, widgets=within)
        found.laid += laid.of_member(conn, here.member.id, limits.QUEUE_LINES_MAX, within)
    if may(here.member, Role.SPOKESPERSON):
        found.passed = passing.how_many(conn, of, most)
    if allows(MODERATES_SOMEWHERE, here.member):
        found.waiting |= overview.how_many(conn, of, JUDGED, most, _within(here.member, Role.MODERATOR, placed))
    return found


class Widgets(Desk):
    """All of them, those that were withdrawn last."""

    async def get(self, here: Here) -> Response:
        """The table, in the order that is asked for."""
        site, of = self.site, here.organisation
        asked, words = here.request.query_params.get("sort", ""), site.composer.words(here.lang)
        placed = await self.read(partial(widgets.of_organisation, organisation_id=of.id))
        origin = site.settings.origin_of(of.name)
        there = lines(site.composer, site.registry, placed, here.lang, origin, site.clock())
        found, links = sorting(there, _SORTED, asked, words)
        return self.page(
            here, "widgets.html", say("Widgets"), lines=found, sorts=links, editor=allows(EDITOR, here.member)
        )
