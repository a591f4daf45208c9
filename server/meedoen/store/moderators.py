# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What came to moderators since they were told last, so that one mail an hour tells all of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, exists, func, select

from meedoen.records_answers import TO_MODERATE
from meedoen.records_moderation import News
from meedoen.store.schema import organisation, waiting
from meedoen.store.schema_moderation import moderators_told
from meedoen.store.upsert import excluded, put

_NEW = and_(
    waiting.c.organisation == organisation.c.id,
    waiting.c.what.in_([one.value for one in TO_MODERATE]),
    waiting.c.since <= bindparam("until"),
    moderators_told.c.at.is_(None) | (waiting.c.since > moderators_told.c.at),
)
_HERE = organisation.outerjoin(moderators_told, moderators_told.c.organisation == organisation.c.id)
_WITH_NEWS = (
    select(organisation.c.id)
    .select_from(_HERE)
    .where(
        moderators_told.c.at.is_(None) | (moderators_told.c.at <= bindparam("before")),
        exists(select(waiting.c.number).where(_NEW)),
    )
    .order_by(organisation.c.id)
)
_BY_WIDGET = (
    select(waiting.c.widget, func.count().label("n"))
    .select_from(_HERE.join(waiting, _NEW))
    .where(organisation.c.id == bindparam("within"))
    .group_by(waiting.c.widget)
)
_TOLD = put(moderators_told, keys=("organisation",), change=excluded(moderators_told, "at"))


def news(conn: Connection, until: datetime, before: datetime) -> list[News]:
    """Of each organisation in which something came until then, and whose moderators were last told `before`."""
    found = conn.execute(_WITH_NEWS, {"until": until, "before": before}).scalars().all()
    return [
        News(one, {row.widget: row.n for row in conn.execute(_BY_WIDGET, {"within": one, "until": until})})
        for one in found
    ]


def told(conn: Connection, organisation_id: int, at: datetime) -> None:
    """They were, of all that came until then."""
    conn.execute(_TOLD, {"organisation": organisation_id, "at": at})
