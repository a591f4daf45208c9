# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The job that tells staff what came in, as each chose: one mail for all of it, an hour between two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from meedoen import limits
from meedoen.errors import NotFound
from meedoen.mailing import TELL_STAFF
from meedoen.outward.worker import Unit
from meedoen.participation.staff import READS, allows, may
from meedoen.records import Widget
from meedoen.records_log import Job
from meedoen.records_staff import Came, Choice, Member, Role
from meedoen.render.staff_letters import StaffLetters
from meedoen.site import Site
from meedoen.store import jobs, mails, members, staff_mail, widgets


class Staff:
    """Tells them."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._letters = StaffLetters(site.composer)

    async def job(self, _job: Job, now: datetime) -> Unit:
        """Tell those who may be told now, and look again in a minute. Looked at and told are one transaction."""
        return lambda conn: self._tell(conn, now)

    def _tell(self, conn: Any, now: datetime) -> None:
        until = now - timedelta(seconds=limits.TELL_SETTLED_S)
        due = staff_mail.due(conn, now, until)
        for member_id, choices in groupby(due, key=lambda one: one.membership):
            try:
                self._tell_one(conn, members.by_id(conn, member_id), list(choices), until, now)
            except NotFound:  # his account was closed
                staff_mail.forget(conn, member_id)
        jobs.put(conn, TELL_STAFF, due=now + timedelta(seconds=limits.TELL_EVERY_S))

    def _tell_one(self, conn: Any, to: Member, choices: Sequence[Choice], until: datetime, now: datetime) -> None:
        """One mail for all he chose, each contribution once."""
        found: dict[tuple[int, int], Came] = {}
        for choice in choices:
            for one in staff_mail.came(conn, to.organisation.id, choice.told, until):
                if choice.widget in (None, one.widget) and allows(READS, to, one.widget):
                    found[one.widget, one.number] = one
        due = now + timedelta(seconds=limits.MAIL_PAUSE_S) if found else now
        for choice in choices:
            staff_mail.told(conn, choice, until, due)
        if not found:
            return
        base = self._site.settings
        desk = f"{base.console}/at/{to.organisation.name}"
        placed = {id_: widgets.by_id(conn, id_) for id_ in {one.widget for one in found.values()}}
        lines = [
            (placed[one.widget], one.number, _link(to, placed[one.widget], one, desk))
            for one in sorted(found.values(), key=lambda one: one.at)
        ]
        origin = base.origin_of(to.organisation.name)
        mails.put(conn, self._letters.came(to, lines, choices[0], origin, desk, now))


def _link(to: Member, of: Widget, one: Came, desk: str) -> str:
    """Where he can do something with it, or at least learn of it."""
    if may(to, Role.SPOKESPERSON, of.id) and not one.held:
        return f"{desk}/answers/{of.name}/{one.number}"
    if may(to, Role.MODERATOR, of.id):
        return f"{desk}/moderation/{of.name}/{one.number}"
    return f"{desk}/widgets/{of.name}"
