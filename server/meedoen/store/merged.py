# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which contributions were merged with which, for all that reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from meedoen.store.schema import contribution, contribution_merged

_M = contribution_merged.c
_ONE = select(contribution_merged).where(_M.widget == bindparam("of"), _M.number == bindparam("one"))
_STANDING = (
    select(_M.number, _M.last)
    .join(contribution, (contribution.c.widget == _M.widget) & (contribution.c.number == _M.number))
    .where(
        _M.widget == bindparam("of"),
        _M.last.in_(bindparam("numbers", expanding=True)),
        contribution.c.removed.is_(None),
    )
)
_DOUBLES = (
    select(contribution_merged).where(_M.widget == bindparam("of"), _M.last == bindparam("one")).order_by(_M.number)
)


@dataclass(frozen=True, slots=True)
class Merged:
    """That one was merged with another, and where that leads in the end."""

    number: int
    merged_with: int
    last: int
    at: datetime


def of_one(conn: Connection, widget_id: int, number: int) -> Merged | None:
    """What this one was merged with, if it was."""
    row = conn.execute(_ONE, {"of": widget_id, "one": number}).one_or_none()
    return None if row is None else Merged(row.number, row.merged_with, row.last, row.at)


def doubles(conn: Connection, widget_id: int, number: int) -> Sequence[Merged]:
    """All that lead to this one, by number."""
    rows = conn.execute(_DOUBLES, {"of": widget_id, "one": number})
    return [Merged(row.number, row.merged_with, row.last, row.at) for row in rows]


def standing(conn: Connection, widget_id: int, numbers: Sequence[int]) -> Mapping[int, int]:
    """Those that lead to one of these and were not removed, each with which."""
    return {row.number: row.last for row in conn.execute(_STANDING, {"of": widget_id, "numbers": list(numbers)})}


def last(conn: Connection, widget_id: int, number: int) -> int:
    """Where this one leads; to itself, where it is no double."""
    found = of_one(conn, widget_id, number)
    return number if found is None else found.last
