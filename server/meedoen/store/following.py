# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What follows from each line of the log, in its transaction: the words that are found, the figures that are kept.

All of it can be made anew from what there is: `clear` and `renew`, a little at a time while a server runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from meedoen import limits
from meedoen.store import alike, figures, jobs, merged, search, search_index
from meedoen.store.pulse import note
from meedoen.store.roles import PARTICIPANT, SERVER

FORGET_WORDS = "forget_words"
"""A while after words are gone: they leave the pages of the index for good."""
FORGET_ERASED = "forget_erased"
"""The same at once, where somebody asked that they be erased."""
ERASED = "erased"
_AFTER = timedelta(seconds=limits.SEARCH_FORGET_S)
_LEAVES = frozenset({"contributed", "replied", "outcome", "placed", "state"})
"""Lines of the log after which no word is gone that anybody would want to be."""


def follow(
    conn: Connection,
    happened: str,
    data: Mapping[str, Any],
    *,
    widget: int | None,
    number: int | None,
    role: str,
    at: datetime,
) -> None:
    """Keep up with one line."""
    search.follow(conn, happened, widget, number)
    if widget is None or number is None:
        return
    alike.follow(conn, widget, number)
    note(conn).items |= {(widget, number), (widget, merged.last(conn, widget, number))}
    state = str(data.get("state", ""))
    figures.follow(conn, happened, widget, number, by_participant=role == PARTICIPANT, at=at, state=state)
    if happened not in _LEAVES and search_index.forgets_late(conn):
        if happened == ERASED and role != SERVER:
            jobs.put(conn, FORGET_ERASED, due=at)
        else:
            forget_later(conn, at)


def forget_later(conn: Connection, at: datetime) -> None:
    """Put the job at the next whole interval: however many ask for it until then, it is done once."""
    jobs.put(conn, FORGET_WORDS, due=at + _AFTER - timedelta(seconds=at.timestamp() % limits.SEARCH_FORGET_S))


def clear(conn: Connection) -> list[int]:
    """Nothing is found any more; answers the ids of the widgets that are to be renewed."""
    alike.clear(conn)
    return search.clear(conn)


def renew(conn: Connection, widget_id: int, after: int, most: int = limits.SEARCH_RENEW_ROWS_MAX) -> int | None:
    """Make anew what follows from a widget's log, first its figures, then some contributions at a time.

    Answers behind which number to go on; none when it is done.
    """
    if after == search.ITSELF:
        figures.renew(conn, widget_id)
    alike.renew(conn, widget_id, after, most)
    return search.renew(conn, widget_id, after, most)


def renew_all(conn: Connection) -> None:
    """All of it, in this transaction."""
    for widget_id in clear(conn):
        after: int | None = search.ITSELF
        while after is not None:
            after = renew(conn, widget_id, after)
