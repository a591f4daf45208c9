# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}`: one widget, what can be done with it, and what was done by whom."""

from __future__ import annotations

from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.answering import placed_at
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.participation.schedule import enterable, forget_people_at
from meedoen.participation.staff import EDITOR, ENTERS, READS, REVIEWS, SPEAKS, WRITES, allows
from meedoen.participation.week import topics
from meedoen.render.console_posts import staff_ways
from meedoen.render.console_widgets import history, lines
from meedoen.store import entry, events, members, widgets
from meedoen.store import framing as refused_frames
from meedoen.values import N_, Assurance, State


class OneWidget(Desk):
    """Its own page."""

    async def get(self, here: Here) -> Response:
        """All of it."""
        site, of, moment = self.site, here.widget, self.site.clock()
        origin = site.settings.origin_of(here.organisation.name)
        line = lines(site.composer, site.registry, [of], here.lang, origin, moment)[0]
        logged = await self.read(events.of_widget, of.id, limits.HISTORY_LINES_MAX)
        names = {one.uid: one.profile.name for one in await self.read(members.of_organisation, here.organisation.id)}
        return self.page(
            here,
            "widget.html",
            of.title,
            line=line,
            of=of,
            acts=await self.read(widgets.acts, of.id),
            refused=await self.read(refused_frames.latest, of.id) if allows(EDITOR, here.member, of.id) else (),
            lacks_codes=of.least is Assurance.CODE and not (await self.read(entry.how_many, of.id)).made,
            erased_at=forget_people_at(of),
            zone=of.organisation.zone,
            closed=of.phase.state(moment) is State.CLOSED,
            at=here.widget_base,
            enters=enterable(of, moment) and allows(ENTERS, here.member, of.id),
            desks=self._desks(here) if allows(READS, here.member, of.id) else [],
            editor=allows(EDITOR, here.member, of.id),
            writing=staff_ways(site.registry, site.composer, of.type, here.lang),
            tables=staff_ways(site.registry, site.composer, of.type, here.lang, of_tables=True),
            writes=allows(WRITES, here.member, of.id),
            reviews=allows(REVIEWS, here.member, of.id),
            new=f"{here.base}/widgets/-/new/{of.type}?from={of.name}",
            history=history(site.composer.words(here.lang), logged, names, of.organisation.zone, moment),
        )

    def _desks(self, here: Here) -> list[tuple[str, str]]:
        """Address and title of each page that its type has for staff."""
        declared = placed_at(here).installed.type
        words = self.site.composer.words(here.lang, declared.name)
        week = topics(placed_at(here), self.site.clock()) is not None
        own = [(f"{here.widget_base}/week", words.gettext(N_("What people got stuck on this week")))] if week else []
        if allows(SPEAKS, here.member, here.widget.id):
            own.append((f"{here.base}/changes/{here.widget.name}", words.gettext(N_("What you changed"))))
        return own + [
            (f"{here.widget_base}/desk/{name}", words.text(desk.title)) for name, desk in declared.desks.items()
        ]
