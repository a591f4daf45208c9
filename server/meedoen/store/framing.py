# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which sites were refused as frames of a widget, as browsers tell it, by day. What comes from outside is bounded."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, select

from meedoen import limits
from meedoen.store.schema_placing import refused_frame
from meedoen.store.upsert import put

_ONE_MORE = put(refused_frame, keys=["widget", "day", "origin"], change={"count": refused_frame.c.count + 1})
_HOW_MANY = select(func.count()).where(
    refused_frame.c.widget == bindparam("of"),
    refused_frame.c.day == bindparam("on_day"),
    refused_frame.c.origin != bindparam("site"),
)
_LATEST = (
    select(refused_frame.c.day, refused_frame.c.origin, refused_frame.c.count)
    .where(refused_frame.c.widget == bindparam("of"))
    .order_by(refused_frame.c.day.desc(), refused_frame.c.count.desc(), refused_frame.c.origin)
    .limit(limits.REFUSED_FRAMES_SHOWN_MAX)
)
_FORGET = delete(refused_frame).where(refused_frame.c.day < bindparam("before"))


@dataclass(frozen=True, slots=True)
class RefusedFrame:
    """A site that was refused on a day, as `YYYY-MM-DD`, and how often."""

    day: str
    origin: str
    count: int


def refused(conn: Connection, widget_id: int, day: str, origin: str) -> None:
    """Once more. Of a day that has as many sites as are kept, no further one is."""
    others = conn.execute(_HOW_MANY, {"of": widget_id, "on_day": day, "site": origin}).scalar_one()
    if others < limits.REFUSED_FRAMES_PER_DAY_MAX:
        conn.execute(_ONE_MORE, {"widget": widget_id, "day": day, "origin": origin, "count": 1})


def latest(conn: Connection, widget_id: int) -> list[RefusedFrame]:
    """The newest days first."""
    return [RefusedFrame(*row) for row in conn.execute(_LATEST, {"of": widget_id})]


def forget(conn: Connection, before: str) -> None:
    """Drop what is of days before this one."""
    conn.execute(_FORGET, {"before": before})
