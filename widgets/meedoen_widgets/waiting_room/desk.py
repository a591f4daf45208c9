# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff see of a waiting room: the topics that wait for an answer, by how many people wait and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from meedoen.widget import N_, Ask, Desk, Item, Items, Reads, Shown, View
from meedoen_widgets.waiting_room.settings import KINDS, Settings
from meedoen_widgets.waiting_room.topics import (
    ANSWER,
    ME_TOO,
    PAGE,
    TOPIC,
    UNANSWERED,
    facet,
    group_of,
    on_page,
    people,
    unanswered,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """A topic that waits."""

    item: Item
    page: str
    """The page it was asked under, or empty."""
    people: int
    """Who asked it, and who has it too."""
    days: int

    @property
    def weight(self) -> int:
        """People times days; what came today weighs as a day."""
        return self.people * max(self.days, 1)


def reads(_settings: Settings, ask: Ask) -> Reads:
    """The open topics that wait longest, of one group or page where that was chosen."""
    chosen = facet({"group": ask.tag, "tag": UNANSWERED, "over": ask.over})
    return Reads(items=Items(TOPIC, order="oldest", most=PAGE, tallies=[ME_TOO], under=[ANSWER], facet=chosen))


def show(view: View[Settings]) -> Shown:
    """Those with most people times days first."""
    rows = [
        Row(
            item,
            item.target if on_page(item) else "",
            1 + people(item.tallies),
            (view.moment - item.created) // _DAY,
        )
        for item in _waiting(view)
    ]
    return Shown(
        context={
            "rows": sorted(rows, key=lambda row: row.weight, reverse=True),
            "kinds": KINDS,
            "groups": view.settings.labels,
            "group_of": group_of,
        }
    )


def _waiting(view: View[Settings]) -> Sequence[Item]:
    return [item for item in view.items if item.kind == TOPIC and item.removed is None and unanswered(item)]


QUEUE = Desk(
    title=N_("What waits for an answer"),
    reads=reads,
    show=show,
    tags=lambda settings: [(group.key, group.label) for group in settings.groups],
)
