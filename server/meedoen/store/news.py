# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a feed is made of, all read at one moment: schedules and standings from the log, and the newest public words.

The words are read from their own table, by its index of kind and target, since a line of the log does not say which
subject it is about; each contribution is the line `contributed` of its number.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from meedoen import limits
from meedoen.official import Change
from meedoen.records import Widget
from meedoen.records_answers import Narrowing, Notice
from meedoen.records_log import LoggedEvent
from meedoen.store import changes, contributions, events, notices, views
from meedoen.store.answered import with_answers
from meedoen.values import Item, Items, Reads

Found = tuple[list[LoggedEvent], list[Item], list[Notice], list[Change]]


def read(
    conn: Connection,
    asked: Sequence[tuple[Widget, Sequence[Items], Narrowing | None]],
    kinds: Sequence[str],
    most: int,
) -> list[Found]:
    """For each widget: the newest lines of each of these kinds, the contributions that are wanted of it and those that
    these lines are about, the newest notices, and the newest changes within what is narrowed to."""
    return [_of(conn, widget, wanted, within, kinds, most) for widget, wanted, within in asked]


def _of(
    conn: Connection, widget: Widget, wanted: Sequence[Items], within: Narrowing | None, kinds: Sequence[str], most: int
) -> Found:
    lines = [line for kind in kinds for line in events.of_widget(conn, widget.id, most, kind)]
    items = [item for one in wanted for item in views.read(conn, widget, Reads(items=one)).items]
    missing = {line.number for line in lines if line.number} - {item.number for item in items}
    if missing:
        there = list(contributions.by_numbers(conn, widget.id, sorted(missing)).values())
        items += contributions.with_into(conn, widget.id, with_answers(conn, widget.id, there))
    changed = changes.newest(conn, widget.id, limits.LIST_ITEMS_MAX, within=within)
    return lines, items, notices.newest(conn, widget.id, most), changed
