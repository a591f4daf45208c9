# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Work for later: rows written in the transaction that makes them due, claimed under a lease by one worker at a time.

At most one job of a kind waits for a widget (or for the house). A job that was put again while it was being done is due
again: `done` and `fail` only touch what was claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, null, or_, select, update

from meedoen.limits import JOB_LEASE_S
from meedoen.records_log import Job
from meedoen.store.schema import job
from meedoen.store.upsert import excluded
from meedoen.store.upsert import put as put_row

BACKOFF_S = 30
BACKOFF_MAX_S = 6 * 60 * 60

_PUT = put_row(job, keys=["slot"], change={**excluded(job, "due", "data", "tries"), "leased_until": null()})
_FREE = or_(job.c.leased_until.is_(None), job.c.leased_until <= bindparam("now"))
_DUE = (
    select(job.c.id)
    .where(job.c.due <= bindparam("now"), _FREE)
    .order_by(job.c.due, job.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
"""Looked for once: as a subquery PostgreSQL may look again for each row, and then finds others beyond the limit."""
_CLAIM = (
    update(job)
    .where(job.c.id.in_(select(_DUE.c.id)))
    .values(leased_until=bindparam("until"), tries=job.c.tries + 1)
    .returning(*job.c)
)
_CLAIMED = (job.c.id == bindparam("of"), job.c.due == bindparam("was_due"), job.c.tries == bindparam("was_tries"))
_DONE = delete(job).where(*_CLAIMED)
_HOW_MANY = select(
    func.count().filter(job.c.due <= bindparam("now"), _FREE),
    func.count().filter(job.c.tries > 0, job.c.leased_until.is_(None)),
)
_FAIL = update(job).where(*_CLAIMED).values(due=bindparam("again"), leased_until=None)


def put(
    conn: Connection, kind: str, *, due: datetime, widget: int | None = None, data: Mapping[str, Any] | None = None
) -> None:
    """Have this done at or after `due`; it takes the place of a job of the same kind for the same widget."""
    conn.execute(
        _PUT,
        {
            "slot": kind if widget is None else f"{kind} {widget}",
            "kind": kind,
            "widget": widget,
            "due": due,
            "data": dict(data or {}),
            "tries": 0,
            "leased_until": None,
        },
    )


def claim(conn: Connection, now: datetime, most: int = 10) -> list[Job]:
    """Take jobs that are due, the longest due first; nobody else gets them until the lease ends."""
    until = now + timedelta(seconds=JOB_LEASE_S)
    rows = conn.execute(_CLAIM, {"now": now, "until": until, "most": most}).all()
    found = [
        Job(id=row.id, kind=row.kind, widget=row.widget, due=row.due, data=row.data, tries=row.tries) for row in rows
    ]
    return sorted(found, key=lambda one: (one.due, one.id))


def done(conn: Connection, of: Job) -> None:
    """It need not be done again."""
    conn.execute(_DONE, _claimed(of))


def fail(conn: Connection, of: Job, now: datetime) -> datetime:
    """Try again later, each time twice as much later; answers when."""
    again = now + timedelta(seconds=min(BACKOFF_S * 2 ** min(of.tries - 1, 20), BACKOFF_MAX_S))
    conn.execute(_FAIL, _claimed(of) | {"again": again})
    return again


def how_many(conn: Connection, now: datetime) -> tuple[int, int]:
    """How many are due and done by nobody yet, and how many failed and wait for their next try."""
    due, failing = conn.execute(_HOW_MANY, {"now": now}).one()
    return due, failing


def _claimed(of: Job) -> dict[str, Any]:
    return {"of": of.id, "was_due": of.due, "was_tries": of.tries}
