# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long the newest contributions of a kind waited for the organisation, and since when those wait that still do.

A double that nobody answered waits with the one that remains."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from meedoen import limits
from meedoen.store.schema import contribution, contribution_merged, first_answer

_NEWEST = (
    select(contribution.c.created, first_answer.c.took_s)
    .outerjoin(
        first_answer,
        (first_answer.c.widget == contribution.c.widget) & (first_answer.c.number == contribution.c.number),
    )
    .outerjoin(
        contribution_merged,
        (contribution_merged.c.widget == contribution.c.widget)
        & (contribution_merged.c.number == contribution.c.number),
    )
    .where(
        contribution.c.widget == bindparam("of"),
        contribution.c.kind == bindparam("of_kind"),
        contribution.c.removed.is_(None),
        contribution_merged.c.last.is_(None) | first_answer.c.took_s.is_not(None),
    )
    .order_by(contribution.c.number.desc())
    .limit(bindparam("most"))
)


def newest(conn: Connection, widget_id: int, kind: str) -> Sequence[tuple[datetime, int | None]]:
    """(created, seconds until the first answer; None: there is none yet)."""
    rows = conn.execute(_NEWEST, {"of": widget_id, "of_kind": kind, "most": limits.WAITS_READ_MAX})
    return [(row.created, row.took_s) for row in rows]
