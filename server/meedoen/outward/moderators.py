# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The job that tells an organisation's moderators that something waits for them: one mail an hour, for all of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from meedoen import limits
from meedoen.mailing import TELL_MODERATORS, Mail
from meedoen.outward.worker import Unit
from meedoen.participation.staff import may
from meedoen.records import Job, Organisation
from meedoen.records_moderation import News
from meedoen.records_staff import Member, Role
from meedoen.render.console_moderation import ModerationLetters
from meedoen.site import Site
from meedoen.store import jobs, mails, members, moderators, organisations


class Moderators:
    """Tells them."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._letters = ModerationLetters(site.composer)

    async def job(self, _job: Job, now: datetime) -> Unit:
        """Tell those who may be told now, and look again in a minute. Looked at and told are one transaction."""
        return lambda conn: self._tell(conn, now)

    def _tell(self, conn: Any, now: datetime) -> None:
        until = now - timedelta(seconds=limits.TELL_SETTLED_S)
        for one in moderators.news(conn, until, until - timedelta(seconds=limits.MODERATORS_TOLD_S)):
            of = organisations.by_id(conn, one.organisation)
            for mail in self._mails(one, of, members.of_organisation(conn, of.id), now):
                mails.put(conn, mail)
            moderators.told(conn, of.id, until)
        jobs.put(conn, TELL_MODERATORS, due=now + timedelta(seconds=limits.TELL_EVERY_S))

    def _mails(self, news: News, of: Organisation, everybody: Sequence[Member], now: datetime) -> list[Mail]:
        """To each the number of those on which he may decide."""
        queue = f"{self._site.settings.console}/at/{of.name}/moderation"
        counts = [
            (who, sum(n for widget, n in news.by_widget.items() if may(who, Role.MODERATOR, widget)))
            for who in everybody
        ]
        return [
            self._letters.waits(who.account.address, who.account.language, n, of, queue, now) for who, n in counts if n
        ]
