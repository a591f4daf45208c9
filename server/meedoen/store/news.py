# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a feed is made of, all read at one moment: schedules and standings from the log, and the newest public words.

The words are read from their own table, by its index of kind and target, since a line of the log does not say which
subject it is about; each contribution is the line `contributed` of its number.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from meedoen.records import Widget
from meedoen.records_answers import Notice
from meedoen.records_log import LoggedEvent
from meedoen.store import contributions, events, notices, views
from meedoen.store.answered import with_answers
from meedoen.values import Item, Items, Reads


def read(
    conn: Connection, asked: Sequence[tuple[Widget, Sequence[Items]]], kinds: Sequence[str], most: int
) -> list[tuple[list[LoggedEvent], list[Item], list[Notice]]]:
    """For each widget: the newest lines of each of these kinds, the contributions that are wanted of it and those that
    these lines are about, and the newest notices."""
    return [_of(conn, widget, wanted, kinds, most) for widget, wanted in asked]


def _of(
    conn: Connection, widget: Widget, wanted: Sequence[Items], kinds: Sequence[str], most: int
) -> tuple[list[LoggedEvent], list[Item], list[Notice]]:
    lines = [line for kind in kinds for line in events.of_widget(conn, widget.id, most, kind)]
    items = [item for one in wanted for item in views.read(conn, widget, Reads(items=one)).items]
    missing = {line.number for line in lines if line.number} - {item.number for item in items}
    if missing:
        there = list(contributions.by_numbers(conn, widget.id, sorted(missing)).values())
        items += contributions.with_into(conn, widget.id, with_answers(conn, widget.id, there))
    return lines, items, notices.newest(conn, widget.id, most)
