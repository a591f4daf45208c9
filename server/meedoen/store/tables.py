# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""All that staff wrote of one kind in a widget, to compare a table with."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from meedoen import limits
from meedoen.records_posts import Stands
from meedoen.store import coming
from meedoen.store.schema import contribution

_OF_KIND = (
    select(contribution.c.number, contribution.c.data, contribution.c.removed)
    .where(contribution.c.widget == bindparam("of"), contribution.c.kind == bindparam("of_kind"))
    .order_by(contribution.c.number.desc())
    .limit(limits.TABLE_STANDING_READ_MAX)
)


def standing(conn: Connection, widget_id: int, kind: str) -> Sequence[Stands]:
    """Those that stand, that were taken away, and that are to come."""
    rows = conn.execute(_OF_KIND, {"of": widget_id, "of_kind": kind})
    there = [Stands(row.data, number=row.number, gone=row.removed is not None) for row in rows]
    return there + [Stands(one.data, uid=one.uid) for one in coming.of_widget(conn, widget_id) if one.kind == kind]
