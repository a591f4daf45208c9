# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From an address to the widget that stands there, kept in memory for as long as nothing moved.

This is what lets a vote be judged, and a face be served, without reading the widget again from the database.
"""

from __future__ import annotations

import logging
from functools import partial

from pydantic import ValidationError

from meedoen import limits
from meedoen.errors import MeedoenError, NotFound, Unavailable
from meedoen.logs import tell
from meedoen.participation.views import Placed
from meedoen.records import Organisation, Stage, Widget
from meedoen.registry import Registry
from meedoen.store import Store, organisations, widgets
from meedoen.values import say


class Moved(MeedoenError):
    """What was asked for has another name now. A redirect, not a failure."""

    def __init__(self, organisation: str, name: str = "") -> None:
        super().__init__(organisation, name)
        self.organisation = organisation
        self.name = name


class Directory:
    """The organisations and widgets of this server, by their names."""

    def __init__(self, store: Store, registry: Registry) -> None:
        self._store = store
        self._registry = registry
        self._kept: dict[tuple[str, str], tuple[int, Placed]] = {}

    async def widget(self, organisation: str, name: str) -> Placed:
        """The widget at `/{organisation}/{name}`, for who has its address.

        Raises `Moved` after a rename, `NotFound` when nothing is there, or a draft.
        """
        return await self.any(organisation, name, drafts=False)

    async def listed(self, organisation: str, name: str) -> Placed:
        """The same, where people are led: a trial is not there either."""
        placed = await self.widget(organisation, name)
        if placed.widget.stage is not Stage.LIVE:
            raise NotFound(say("This is not open to all yet. Go to the organisation’s page to see what is."))
        return placed

    async def any(self, organisation: str, name: str, *, drafts: bool = True) -> Placed:
        """The same, for staff: with `drafts`, whatever is there."""
        kept = self._kept.get((organisation, name))
        pulse = self._store.pulse
        if kept is not None and kept[0] == pulse.house and pulse.words(kept[1].widget.id) == kept[1].widget.revision:
            return _shown(kept[1], drafts=drafts)
        house = pulse.house
        widget, moved = await self._store.read(partial(widgets.by_name, organisation_name=organisation, name=name))
        placed = _shown(self.placed(widget), drafts=drafts)
        if moved:
            raise Moved(widget.organisation.name, widget.name)
        if len(self._kept) >= limits.FACES_MAX:
            self._kept.clear()
        self._kept[organisation, name] = (house, placed)
        return placed

    async def organisation(self, name: str) -> tuple[Organisation, list[Placed]]:
        """The organisation at `/{name}` and all its widgets that are open to all. Raises `Moved` or `NotFound`."""
        found, moved = await self._store.read(partial(organisations.by_name, name=name))
        if moved:
            raise Moved(found.name)
        placed = await self._store.read(partial(widgets.of_organisation, organisation_id=found.id))
        shown = [self.served(one) for one in placed if one.stage is Stage.LIVE]
        return found, [served for served in shown if served is not None]

    async def is_another(self, name: str, than: str) -> bool:
        """Whether `name` is, or was, that of another organisation `than` has, or had, this one."""
        if name == than:
            return False
        one, other = await self._store.read(lambda conn: [organisations.id_of(conn, each) for each in (name, than)])
        return one is not None and one != other

    def placed(self, widget: Widget) -> Placed:
        """The widget with its type and typed settings. Raises `NotFound` when its type is not installed here,
        `Unavailable` when a newer version of it no longer takes these settings."""
        installed = self._registry.get(widget.type)
        if installed is None:
            raise NotFound(say("The software for this kind of widget is not installed here. Tell the organisation."))
        try:
            return Placed(widget, installed, installed.settings(widget.settings))
        except ValidationError as error:
            tell("settings that no longer fit", logging.WARNING, widget=widget.uid, faults=error.error_count())
            raise Unavailable(say("The settings of this widget no longer fit. Tell the organisation.")) from error

    def served(self, widget: Widget) -> Placed | None:
        """What can be shown beside others: one that cannot harms only itself."""
        try:
            return self.placed(widget)
        except (NotFound, Unavailable):
            return None


def _shown(placed: Placed, *, drafts: bool) -> Placed:
    if placed.widget.stage is Stage.DRAFT and not drafts:
        raise NotFound(say("There is nothing at this address. Go to the organisation’s page to see what there is."))
    return placed
