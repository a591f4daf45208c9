# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The job that tells staff each Monday morning what people got stuck on: one mail for all that somebody may read.

What was told is kept with the choice, and only who moves it on writes the mail: once a week, whoever does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from meedoen import limits
from meedoen.errors import NotFound
from meedoen.mailing import TELL_WEEK, Mail
from meedoen.outward.worker import Unit
from meedoen.participation.staff import READS, allows
from meedoen.participation.views import Placed
from meedoen.participation.week import DAYS, monday, next_monday, topics, week
from meedoen.records_answers import What
from meedoen.records_log import Job
from meedoen.records_staff import Choice, Member
from meedoen.render.staff_letters import StaffLetters, Told
from meedoen.site import Site
from meedoen.store import jobs, mails, members, overview, staff_mail
from meedoen.store import week as store_week


class Weekly:
    """Tells them."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._letters = StaffLetters(site.composer)

    async def job(self, _job: Job, now: datetime) -> Unit:
        """Tell those whose Monday it is, and look again in a while. Each is one transaction."""
        site = self._site
        for choice in await site.store.read(partial(staff_mail.due_weekly, now=now)):
            try:
                to = await site.store.read(partial(members.by_id, member_id=choice.membership))
            except NotFound:  # his account was closed
                await site.store.write(partial(staff_mail.forget, member_id=choice.membership))
                continue
            mail = await self._mail(to, choice, now)
            await site.store.write(partial(_commit, choice=choice, now=now, to=to, mail=mail))
        later = now + timedelta(seconds=limits.WEEK_LOOK_S)
        return lambda conn: jobs.put(conn, TELL_WEEK, due=later)

    async def _mail(self, to: Member, choice: Choice, now: datetime) -> Mail | None:
        """None where it is not Monday yet for him, or nothing happened."""
        zone = to.organisation.zone
        begun = monday(now, zone)
        if choice.told >= begun:
            return None
        _, placed = await self._site.directory.organisation(to.organisation.name)
        told = [
            found
            for one in placed
            if one.widget.withdrawn is None and allows(READS, to, one.widget.id)
            for found in await self._week(one, begun)
        ]
        if not told:
            return None
        settings = self._site.settings
        desk = f"{settings.console}/at/{to.organisation.name}"
        return self._letters.week(to, told, choice, settings.origin_of(to.organisation.name), desk, now)

    async def _week(self, placed: Placed, begun: datetime) -> Sequence[Told]:
        """The week before `begun` in one widget; none where it was quiet and nothing waits."""
        of, zone, items = placed.widget, placed.widget.organisation.zone, topics(placed, begun)
        if items is None:
            return ()
        last = begun.astimezone(zone).date() - timedelta(days=1)
        reading = partial(store_week.read, of=of, items=items, orders=sorted(placed.installed.type.orders))
        found, marks = await self._site.store.read(partial(reading, since=last - timedelta(days=2 * DAYS)))
        counting = partial(overview.how_many, organisation_id=of.organisation.id, whats=[What.ANSWER], widgets=[of.id])
        waits = await self._site.store.read(partial(counting, most=limits.QUEUE_COUNTED_MAX))
        told = week(placed, found, marks, last, zone)
        return () if told.quiet and not waits[What.ANSWER] else [(placed, told, waits[What.ANSWER])]


def _commit(conn: Any, choice: Choice, now: datetime, to: Member, mail: Mail | None) -> None:
    if staff_mail.told(conn, choice, now, next_monday(now, to.organisation.zone)) and mail is not None:
        mails.put(conn, mail)
