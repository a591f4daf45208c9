# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The job that writes to subscribers what happened, as the feeds tell it: one mail for all of it, at their pace.

The mail and how far it tells are committed together, so each piece of news is in one mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from meedoen import limits
from meedoen.addresses import Query, read_query
from meedoen.errors import NotFound
from meedoen.mailing import TELL_SUBSCRIBERS, Mail, Subscription
from meedoen.outward.worker import Unit
from meedoen.participation.paces import next_due
from meedoen.participation.views import check_ask
from meedoen.records import Organisation
from meedoen.records_log import Job
from meedoen.render.feeds import Feed, FeedEntry
from meedoen.render.letters import Letters
from meedoen.site import Site
from meedoen.store import changes_told, jobs, mails, organisations, subscriptions, widgets
from meedoen.telling import Telling

_SETTLED = timedelta(seconds=limits.TELL_SETTLED_S)
_Letter = tuple[Subscription, Mail | None, Sequence[tuple[int, int, int]]]
"""To whom, what, and the changes that it tells."""


class Subscribers:
    """Tells them."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._telling = Telling(site)
        self._letters = Letters(site.composer)

    async def job(self, _job: Job, now: datetime) -> Unit:
        """Tell all that may be told now, and look again in a minute. Also drops addresses that are wanted no more."""
        site, until = self._site, now - _SETTLED
        await site.store.write(partial(subscriptions.forget, now=now))
        reading = partial(subscriptions.due, now=now, until=until, most=limits.SUBSCRIPTIONS_READ_MAX)
        while due := await site.store.read(reading):
            for _place, together in groupby(due, key=lambda one: (one.organisation, one.place, one.language)):
                await self._tell(list(together), now, until)
        later = now + timedelta(seconds=limits.TELL_EVERY_S)
        return lambda conn: _finish(conn, now, later)

    async def _tell(self, alike: Sequence[Subscription], now: datetime, until: datetime) -> None:
        """Those who want to hear of the same in the same language."""
        store, of = self._site.store, alike[0]
        organisation = await store.read(partial(organisations.by_id, organisation_id=of.organisation))
        feed = await self._feed(of, organisation, now)
        origin = self._site.settings.origin_of(organisation.name)
        letters: list[_Letter] = []
        for one in alike:
            entries = _between(feed, one.told, until) if feed else []
            if any(entry.change for entry in entries):
                before = await store.read(partial(changes_told.told_to, of=one))
                entries = [entry for entry in entries if entry.change not in before]
            written = self._letters.news(one, feed, entries, organisation, origin, now) if feed and entries else None
            told = [entry.change for entry in entries if entry.change] if written else []
            letters.append((one, written, told))
        await store.write(partial(_commit, letters=letters, until=until, now=now, zone=organisation.zone))

    async def _feed(self, of: Subscription, organisation: Organisation, now: datetime) -> Feed | None:
        """What the feed says there; None where there is none any more."""
        site, origin = self._site, self._site.settings.origin_of(organisation.name)
        query = Query(lang=of.language)
        if of.widget is None:
            _, placed = await site.directory.organisation(organisation.name)
            here = [one for one in placed if one.widget.withdrawn is None]
            return await self._telling.organisation(organisation, here, origin, query, now)
        widget = site.directory.served(await site.store.read(partial(widgets.by_id, widget_id=of.widget)))
        if widget is None:
            return None
        try:
            if of.number is None:
                ask = read_query(of.query.encode(), ()).ask
                check_ask(widget, ask)
                return await self._telling.widget(widget, origin, Query(ask, of.language), now)
            if of.own:
                return await self._telling.author(widget, of.number, origin, query)
            return await self._telling.followed(widget, of.number, origin, query, now)
        except NotFound:
            return None


def _between(feed: Feed, told: datetime | None, until: datetime) -> list[FeedEntry]:
    """What happened since, and of what happened before what was corrected since, the oldest first."""
    if told is None:
        return []
    happened = [
        (one.corrected if one.corrected and one.published <= told else one.published, one)
        for one in reversed(feed.entries)
    ]
    return [one for at, one in sorted(happened, key=itemgetter(0)) if told < at <= until]


def _commit(
    conn: Any,
    letters: Sequence[_Letter],
    until: datetime,
    now: datetime,
    zone: tzinfo,
) -> None:
    for one, mail, told in letters:
        due = next_due(one.pace, now, zone, wrote=mail is not None)
        if subscriptions.told(conn, one, until, due) and mail is not None:
            mails.put(conn, mail)
            changes_told.tell(conn, one, told, at=now)


def _finish(conn: Any, now: datetime, later: datetime) -> None:
    mails.forget(conn, now - timedelta(days=limits.MAIL_KEPT_DAYS))
    changes_told.forget(conn, now - timedelta(days=limits.MAIL_KEPT_DAYS))
    jobs.put(conn, TELL_SUBSCRIBERS, due=later)
