# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contributions by what their author gave on the same target: for a desk that sorts reasons by score.

No index has both. A page looks at so many of the kind, newest first, and may find fewer than it wants among them: so it
costs the same however few there are, and says where to go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from meedoen import limits
from meedoen.records import Widget
from meedoen.store.contributions import IN_LISTS
from meedoen.store.schema import contribution, reaction
from meedoen.values import Items

_EVERYWHERE = (
    select(contribution.c.number)
    .where(
        contribution.c.widget == bindparam("of"),
        contribution.c.kind == bindparam("of_kind"),
        contribution.c.number < bindparam("after"),
    )
    .order_by(contribution.c.number.desc())
    .limit(bindparam("looked_at"))
)
_ON_TARGET = _EVERYWHERE.where(contribution.c.target == bindparam("on"))


def _statements(looked_at: Any) -> tuple[Any, Any]:
    window = looked_at.subquery()
    end = select(func.min(window.c.number), func.count())
    fits = (
        IN_LISTS.join(window, window.c.number == contribution.c.number)
        .where(
            contribution.c.widget == bindparam("of"),
            contribution.c.removed.is_(None),
            reaction.c.value == bindparam("given"),
        )
        .order_by(contribution.c.number.desc())
        .limit(bindparam("most"))
    )
    return end, fits


_STATEMENTS = {False: _statements(_EVERYWHERE), True: _statements(_ON_TARGET)}
"""By whether it is about one target."""


def page(conn: Connection, of: Widget, wanted: Items, after: float) -> tuple[Sequence[Row[Any]], int]:
    """At most `wanted.most` rows of `LISTED`, and behind which number the list goes on, or 0."""
    end, fits = _STATEMENTS[wanted.target is not None]
    asked = {"of": of.id, "of_kind": wanted.kind, "on": wanted.target, "after": after}
    asked |= {"looked_at": limits.LIST_ROWS_READ_MAX, "mark": wanted.mark or "", "given": wanted.marked}
    last, looked_at = conn.execute(end, asked).one()
    rows = conn.execute(fits, asked | {"most": wanted.most + 1}).all()
    if len(rows) > wanted.most:
        return rows[: wanted.most], rows[wanted.most - 1].number
    return rows, last if looked_at == limits.LIST_ROWS_READ_MAX else 0
