# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The job that places what staff wrote for a later moment: at that moment, once, by the way that all acts go."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from meedoen.errors import Failure, Unavailable
from meedoen.logs import tell
from meedoen.outward.worker import Unit
from meedoen.participation import posting
from meedoen.participation.views import Placed
from meedoen.records_log import Job
from meedoen.registry import Registry
from meedoen.store import Store, coming, widgets


class Publishing:
    """Places it."""

    def __init__(self, store: Store, registry: Registry) -> None:
        self._store = store
        self._registry = registry

    async def job(self, job: Job, now: datetime) -> Unit:
        """All of a widget that is due; what cannot be placed, since the widget is not open, waits for its author."""
        of = job.widget or 0
        widget = await self._store.read(partial(widgets.by_id, widget_id=of))
        installed = self._registry[widget.type]
        placed = Placed(widget, installed, installed.settings(widget.settings))
        for one in await self._store.read(partial(coming.of_widget, widget_id=of)):
            if one.due <= now:
                try:
                    await self._store.act(posting.deed(placed, one.action, one.by, one.uid, now))
                except Unavailable:
                    raise
                except Failure as failure:
                    tell("not placed", logging.WARNING, failure=failure.slug, widget=widget.uid)
        return partial(coming.wake, widget_id=of, behind=now)
