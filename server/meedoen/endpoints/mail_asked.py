# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody asks for mail: it is kept, and the one mail that asks to confirm goes out. Wherever he asks, it counts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from starlette.requests import Request

from meedoen import limits
from meedoen.addresses import Query
from meedoen.mailing import Pace, Subscription
from meedoen.records import Stage
from meedoen.render.letters import Letters
from meedoen.render.mail_pages import About, MailPages
from meedoen.site import Site
from meedoen.store import mails, subscriptions

_HOUR_S = 60 * 60


class MailAsked:
    """Keeps it."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = MailPages(site.composer)
        self._letters = Letters(site.composer)

    async def ask(self, request: Request, about: About, to: str, pace: Pace) -> None:
        """Keep it, and have the mail sent, in one transaction. Raises `TooMany`."""
        site, client = self._site, request.client
        network = ("mail", client.host if client else "")
        site.door.take(network, limits.MAIL_ASKED_PER_HOUR_PER_NETWORK, window_s=_HOUR_S)
        site.door.take(("mail to", to), limits.MAIL_ASKED_PER_HOUR_MAX, window_s=_HOUR_S)
        of = Subscription(
            organisation=about.organisation.id,
            address=to,
            pace=pace,
            language=about.language,
            created=site.clock(),
            widget=about.placed.widget.id if about.placed else None,
            number=about.number or None,
            query=str(Query(about.ask)),
            own=about.own,
        )
        await site.store.write(partial(self._keep, of=of, about=about))

    def _keep(self, conn: Any, of: Subscription, about: About) -> None:
        kept = replace(subscriptions.ask(conn, of), language=of.language)
        origin = self._site.settings.origin_of(about.organisation.name)
        title = self._pages.title(about)
        trial = about.placed is not None and about.placed.widget.stage is Stage.TRIAL
        mail = self._letters.confirm(kept, of.pace, title, about.organisation, origin, of.created, trial=trial)
        mails.put(conn, mail)
