# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a feed is made of, read at one moment: a widget's schedules and standings from the log, its newest public words.

The words are read from their own table, by its index of kind and target, since a line of the log does not say which
subject it is about; each contribution is the line `contributed` of its number.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from meedoen.records import LoggedEvent, Widget
from meedoen.store import events, views
from meedoen.values import Item, Items, Reads


def of_widget(
    conn: Connection, of: Widget, kinds: Sequence[str], most: int, wanted: Sequence[Items]
) -> tuple[list[LoggedEvent], list[Item]]:
    """The newest lines of each of these kinds, and the contributions that are `wanted`."""
    log = [line for kind in kinds for line in events.of_widget(conn, of.id, most, kind)]
    items = [item for one in wanted for item in views.read(conn, of, Reads(items=one)).items]
    return log, items
