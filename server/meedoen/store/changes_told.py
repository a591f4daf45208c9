# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose mail told which change: who follows many of its contributions, or their widget too, is mailed it once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from meedoen.mailing import Subscription
from meedoen.store.schema import change_told, subscription
from meedoen.store.upsert import put

_C, _S = change_told.c, subscription.c
_ADD = put(change_told)
_TOLD = (
    select(_C.widget, _C.key, _C.version)
    .join(subscription, _S.id == _C.subscription)
    .where(_S.organisation == bindparam("of"), _S.address == bindparam("whose"))
)
_TAKEN_BACK = delete(change_told).where(_C.subscription == bindparam("one"))
_FORGET = delete(change_told).where(_C.at <= bindparam("before"))


def told_to(conn: Connection, of: Subscription) -> set[tuple[int, int, int] | None]:
    """(widget, key, version) of what was lately mailed to its address, for whichever subscription."""
    rows = conn.execute(_TOLD, {"of": of.organisation, "whose": of.address})
    return {(row.widget, row.key, row.version) for row in rows}


def tell(conn: Connection, of: Subscription, told: Iterable[tuple[int, int, int]], *, at: datetime) -> None:
    """A mail for it tells these."""
    for widget_id, key, version in told:
        given = {"subscription": of.id, "widget": widget_id, "key": key, "version": version, "at": at}
        conn.execute(_ADD, given)


def take_back(conn: Connection, subscription_id: int) -> None:
    """Its mail was not sent after all, and is written anew."""
    conn.execute(_TAKEN_BACK, {"one": subscription_id})


def forget(conn: Connection, before: datetime) -> None:
    """What was told so long ago is in no mail any more."""
    conn.execute(_FORGET, {"before": before})
