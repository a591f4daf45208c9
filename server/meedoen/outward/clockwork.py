# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The job that asks a widget's type what the clock brings: a pure function of its view, and what comes of it an act.

It is an act in nobody's name, under a key of the moment at which it was due: done again it is done once.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from meedoen.effects import Contribute
from meedoen.errors import Failure, Unavailable
from meedoen.outward.worker import Unit
from meedoen.participation.schedule import DUE
from meedoen.participation.views import Placed, view
from meedoen.records import Deed, Scene
from meedoen.records_log import Job
from meedoen.registry import Registry
from meedoen.store import Store, jobs, views, widgets
from meedoen.store.authors import CLOCK
from meedoen.values import WHOLE, Ask, Assurance, State
from meedoen.widget import View


class Clockwork:
    """Asks, and has it stored."""

    def __init__(self, store: Store, registry: Registry) -> None:
        self._store = store
        self._registry = registry

    async def job(self, job: Job, now: datetime) -> Unit:
        """What is due now; and when to ask again, as far as the type says."""
        widget = await self._store.read(partial(widgets.by_id, widget_id=job.widget or 0))
        installed = self._registry[widget.type]
        placed = Placed(widget, installed, installed.settings(widget.settings))
        due = installed.type.due
        if due is None or widget.withdrawn is not None or widget.phase.state(now) is not State.OPEN:
            return _nothing
        effects = list(due(await self._view(placed, now)))
        if not all(isinstance(one, Contribute) for one in effects):
            raise RuntimeError(f"{widget.type}.due answers something else than what to contribute")
        if effects:
            await self._contribute(placed, effects, job, now)
        fresh = installed.type.show(await self._view(placed, now)).fresh_until
        return partial(jobs.put, kind=DUE, due=fresh, widget=widget.id) if fresh is not None else _nothing

    async def _view(self, placed: Placed, now: datetime) -> View[Any]:
        """With what is not public, too: nobody is shown it."""
        reads = placed.installed.type.reads(placed.settings, Ask())
        found = await self._store.read(partial(views.read, of=placed.widget, reads=reads))
        return view(placed, Ask(), placed.widget.spoken, now, found)

    async def _contribute(self, placed: Placed, effects: list[Any], job: Job, now: datetime) -> None:
        of = placed.widget
        key, day = f"{DUE} {job.due.isoformat()}", now.astimezone(of.organisation.zone).date().isoformat()
        scene = Scene(of.id, WHOLE, CLOCK, Assurance.FORM, key, now, day)
        try:
            await self._store.act(Deed(scene, DUE, effects, clock=True))
        except Unavailable:
            raise
        except Failure:  # it closed in this very moment, and nothing is brought to what is closed
            return


def _nothing(_conn: Any) -> None:
    """There is nothing to write down."""
