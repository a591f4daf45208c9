# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The kinds of job there are. None of these sends anything elsewhere yet: each is one unit of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from meedoen import limits
from meedoen.outward.worker import Kind, Unit, Worker
from meedoen.participation.schedule import (
    FORGET_NETWORKS,
    STANDING,
    next_standing,
    pack_standing,
    standing_kinds,
    tells_standing,
)
from meedoen.participation.views import Placed
from meedoen.records import Job
from meedoen.registry import Registry
from meedoen.store import (
    Store,
    acts,
    events,
    invitations,
    jobs,
    network_keys,
    sessions,
    sign_ins,
    views,
    widgets,
)
from meedoen.store.pulse import words_moved
from meedoen.values import Reads

FORGET_KEYS = "forget_keys"
"""Daily, for the whole house: drop old idempotency keys, network keys that came after a widget's own job, and what
signing in left behind."""

SERVER = "server"
"""The role in which the log names the clock."""


def worker(store: Store, registry: Registry, clock: Callable[[], datetime]) -> Worker:
    """The worker with every kind of job there is."""
    return Worker(store, kinds(registry), clock, first=[FORGET_KEYS])


def kinds(registry: Registry) -> Mapping[str, Kind]:
    """How jobs are done, by their kind."""
    return {
        STANDING: _in_one_unit(lambda conn, job, now: _standing(conn, job, now, registry)),
        FORGET_NETWORKS: _in_one_unit(_forget_networks),
        FORGET_KEYS: _in_one_unit(_forget_keys),
    }


def _in_one_unit(do: Callable[[Any, Job, datetime], None]) -> Kind:
    async def kind(job: Job, now: datetime) -> Unit:
        return lambda conn: do(conn, job, now)

    return kind


def _standing(conn: Any, job: Job, now: datetime, registry: Registry) -> None:
    widget = widgets.by_id(conn, job.widget or 0)
    installed = registry[widget.type]
    placed = Placed(widget, installed, installed.settings(widget.settings))
    if tells_standing(placed, now):
        tallies = views.read(conn, widget, Reads(tallies=standing_kinds(placed))).tallies
        if any(tally.n for tally in tallies.values()):
            events.append(
                conn,
                STANDING,
                organisation=widget.organisation.id,
                widget=widget.id,
                role=SERVER,
                at=now,
                data=pack_standing(tallies),
            )
            words_moved(conn, widget.id)
    due = next_standing(placed, now)
    if due is not None:
        jobs.put(conn, STANDING, due=due, widget=widget.id)


def _forget_networks(conn: Any, job: Job, now: datetime) -> None:  # noqa: ARG001  (each kind is given its job)
    network_keys.destroy(conn, now - timedelta(days=limits.NETWORK_KEY_DAYS))


def _forget_keys(conn: Any, job: Job, now: datetime) -> None:
    acts.forget(conn, now - timedelta(days=limits.ACT_KEY_DAYS))
    _forget_networks(conn, job, now)
    sessions.forget(conn, now - timedelta(seconds=limits.SESSION_IDLE_S))
    sign_ins.forget(conn, now - timedelta(seconds=limits.SIGN_IN_WINDOW_S))
    invitations.forget(conn, now)
    jobs.put(conn, FORGET_KEYS, due=now + timedelta(days=1))
