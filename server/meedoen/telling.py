# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened, read from the store and put in words: what feeds and mail both tell, so that they say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from meedoen import limits
from meedoen.addresses import Query
from meedoen.participation.news import LINES, News, narrowing, news, of_author, of_item, wanted
from meedoen.participation.views import Placed
from meedoen.records import Organisation
from meedoen.render.fates import author_feed, followed_feed
from meedoen.render.feeds import Feed
from meedoen.render.telling import Told, item_feed, organisation_feed, widget_feed
from meedoen.site import Site
from meedoen.store import changes, moderation, notices, tracker
from meedoen.store import news as store_news
from meedoen.values import Ask, Item


class Telling:
    """Each method answers what happened until `moment`, the newest first."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def widget(self, placed: Placed, origin: str, query: Query, moment: datetime) -> Feed:
        """In one widget, narrowed as the query says."""
        [told] = await self._told([placed], query.ask, moment)
        return widget_feed(self._site.composer, told, origin, query)

    async def item(self, placed: Placed, number: int, origin: str, query: Query, moment: datetime) -> Feed:
        """With one contribution. Raises `NotFound` when there is none, or it is not public."""
        item = await self._site.item(placed, number, moment)
        marked = any(one.mark for one in wanted(placed, Ask(), moment) if one.kind == item.kind)
        about = partial(notices.newest, widget_id=placed.widget.id, most=limits.FEED_ENTRIES_MAX, number=number)
        item = item if marked else replace(item, mark=None)
        said, under = await self._site.store.read(about), await self._site.newest_under(placed, item, moment)
        changed = await self._site.store.read(partial(changes.about, widget_id=placed.widget.id, number=number))
        told = placed, of_item(item, moment, said, under, changed, await self._further(placed, item, moment))
        return item_feed(self._site.composer, told, item, origin, query)

    async def _further(self, placed: Placed, item: Item, moment: datetime) -> Sequence[News]:
        """What there is to tell of the one that a double was merged with."""
        if not item.merged:
            return ()
        last = await self._site.item(placed, item.merged, moment)
        about = partial(notices.newest, widget_id=placed.widget.id, most=limits.FEED_ENTRIES_MAX, number=last.number)
        said, under = await self._site.store.read(about), await self._site.newest_under(placed, last, moment)
        changed = await self._site.store.read(partial(changes.about, widget_id=placed.widget.id, number=last.number))
        return of_item(replace(last, mark=None, doubles=()), moment, said, under, changed)

    async def followed(self, placed: Placed, number: int, origin: str, query: Query, moment: datetime) -> Feed:
        """The same for who follows it by mail, who also hears that it went or came back. Raises `NotFound`."""
        feed = await self.item(placed, number, origin, query, moment)
        item = await self._site.item(placed, number, moment)
        decided = await self._site.store.read(partial(moderation.decided, widget_id=placed.widget.id, number=number))
        return followed_feed(feed, item, decided, self._site.composer.words(feed.language))

    async def author(self, placed: Placed, number: int, origin: str, query: Query) -> Feed:
        """What became of it, for its author alone. Raises `NotFound`."""
        of, moment = placed.widget.id, self._site.clock()
        item, decided, told, changed = await self._site.store.read(
            lambda conn: (
                tracker.answered_item(conn, of, number),
                moderation.decided(conn, of, number),
                notices.newest(conn, of, limits.FEED_ENTRIES_MAX, number),
                changes.about(conn, of, number),
            )
        )
        seen = item.kind in placed.public_kinds
        further = await self._further(placed, item, moment) if seen else ()
        news_of_it = placed, of_author(item, moment, told, changed, further)
        return author_feed(self._site.composer, news_of_it, item, decided, origin, query)

    async def organisation(
        self, of: Organisation, widgets: Sequence[Placed], origin: str, query: Query, moment: datetime
    ) -> Feed:
        """In these widgets of an organisation."""
        told = await self._told(widgets, query.ask, moment)
        return organisation_feed(self._site.composer, of, told, origin, query)

    async def _told(self, widgets: Sequence[Placed], ask: Ask, moment: datetime) -> list[Told]:
        """Of each of these, read in one transaction."""
        asked = [(one.widget, wanted(one, ask, moment), narrowing(one, ask)) for one in widgets]
        read = partial(store_news.read, asked=asked, kinds=LINES, most=limits.FEED_ENTRIES_MAX)
        found = await self._site.store.read(read)
        return [(one, news(one, ask, moment, *read)) for one, read in zip(widgets, found, strict=True)]
