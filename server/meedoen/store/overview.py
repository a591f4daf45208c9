# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an overview tells of the queues: how long each is, as far as that is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from meedoen.records_answers import What
from meedoen.store.schema import waiting


def _counted(where: Any) -> Select[Any]:
    rows = select(waiting.c.number).where(waiting.c.what == bindparam("sought"), where).limit(bindparam("most"))
    return select(func.count()).select_from(rows.subquery())


_IN_ALL = _counted(waiting.c.organisation == bindparam("of"))
_IN_SOME = _counted(waiting.c.widget.in_(bindparam("within", expanding=True)))


def how_many(
    conn: Connection, organisation_id: int, whats: Iterable[What], most: int, widgets: Sequence[int] | None = None
) -> Mapping[What, int]:
    """How many of each wait, counted up to `most`: in these widgets, or None: in all of the organisation."""
    given = {"of": organisation_id, "within": list(widgets or ()), "most": most}
    counted = _IN_ALL if widgets is None else _IN_SOME
    return {what: conn.execute(counted, {**given, "sought": what.value}).scalar_one() for what in whats}
