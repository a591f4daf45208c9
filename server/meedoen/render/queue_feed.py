# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for a member of staff, as a feed for him alone: where it stands, and nothing of what was written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from meedoen.addresses import Place
from meedoen.records import Widget
from meedoen.records_staff import Member
from meedoen.render.compose import Composer
from meedoen.render.feeds import TAG, Feed, FeedEntry
from meedoen.render.items import which
from meedoen.values import Message


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits."""

    what: str
    """A key: which list it is in."""
    label: Message | str
    of: Widget
    number: int
    since: datetime
    link: str


def queue_feed(
    composer: Composer, to: Member, waits: Iterable[Waits], address: str, desk: str, origin: str, begun: datetime
) -> Feed:
    """The newest first. `address` is its own, `desk` the console of the organisation."""
    words = composer.words(to.account.language)
    entries = []
    for one in sorted(waits, key=lambda one: one.since, reverse=True):
        title = f"{words.text(one.label)}: {which(one.number, words)} – {one.of.title}"
        id_ = f"{TAG}{to.uid}/{one.what}/{one.of.uid}/{one.number}/{one.since.isoformat()}"
        entries.append(FeedEntry(id_, title, "", one.link, one.since, one.since))
    what = words.gettext("What waits for you")
    title = f"{what} – {to.organisation.title}"
    return Feed(
        id=f"{TAG}{to.uid}/queue",
        title=title,
        about=title,
        language=words.language,
        author=to.organisation.title,
        author_page=Place(origin, to.organisation.name).organisation_page,
        page=desk,
        addresses={"atom": address},
        begun=begun,
        entries=entries,
    )
