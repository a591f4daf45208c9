# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/-/new`, `…/new/{type}`, `…/widgets/{name}/settings`: choosing a kind, placing one, changing one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from meedoen import placing
from meedoen.endpoints.console import meanwhile
from meedoen.endpoints.console import widget_fields as asked
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.widget_form import WidgetForm, raw_of
from meedoen.endpoints.console.widget_stage import staged
from meedoen.endpoints.console.widget_times import phase_of
from meedoen.errors import NotFound
from meedoen.participation.views import Placed
from meedoen.records import Phase, Stage, Widget
from meedoen.registry import Installed
from meedoen.render.console_preview import kinds
from meedoen.render.gallery import Gallery
from meedoen.site import Site
from meedoen.store import widgets
from meedoen.store.alone import alone
from meedoen.values import N_, say


class Kinds(Desk):
    """The types that are installed, each at work."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self._gallery = Gallery(site.composer, site.registry)

    async def get(self, here: Here) -> Response:
        """All of them."""
        site = self.site
        origin, installed = site.settings.origin_of(here.organisation.name), list(site.registry.values())
        found = kinds(site.composer, self._gallery, installed, here.lang, origin)
        return self.page(here, "kinds.html", say("Place a widget"), kinds=found, at=here.path)


class NewWidget(WidgetForm):
    """One of a kind; `?from=` begins with what another of that kind has."""

    title = say("Place a widget")
    button = N_("Place it")
    more = staged(Stage.LIVE)

    def installed(self, here: Here) -> Installed:
        """The one in the address."""
        found: Installed | None = self.site.registry.get(here.request.path_params["type"])
        if found is None:
            raise NotFound(say("There is no widget type of this name here. See /gallery for what there is."))
        return found

    async def values(self, here: Here) -> Mapping[str, str]:
        """Nothing, or what the other has; its address and its times are its own."""
        installed, name = self.installed(here), here.request.query_params.get("from")
        there = await self.read(widgets.of_organisation, here.organisation.id) if name else []
        other = next((one for one in there if one.name == name and one.type == installed.type.name), None)
        return {**asked.kept(installed, other), "name": ""} if other else {}

    async def save(self, here: Here, filled: asked.Filled) -> Response:
        """It is there at once, for who may see it, and opens at its time."""
        site, of = self.site, here.organisation
        more: Any = filled.more
        phase = phase_of(more, Phase(), of)
        plain = {**filled.plain, "raw": raw_of(filled), "phase": phase, "at": site.clock(), "stage": Stage(more.stage)}
        await self.write(here, placing.add, of, filled.name, self.installed(here), **plain)
        return self.on(here, f"{here.base}/widgets/{filled.name}", "placed")


class ChangeWidget(WidgetForm):
    """All but its times."""

    title = say("Change the widget")
    button = N_("Save")

    def installed(self, here: Here) -> Installed:
        """That of the widget."""
        assert here.placed is not None  # noqa: S101
        return here.placed.installed

    async def there(self, here: Here) -> Widget:
        """The one in the address."""
        return here.widget

    async def values(self, here: Here) -> Mapping[str, str]:
        """As it is."""
        return asked.kept(self.installed(here), here.widget)

    async def save(self, here: Here, filled: asked.Filled) -> Response:
        """What differs is changed; another address leaves one behind that leads there."""
        at = self.site.clock()

        def unit(conn: Any) -> None:
            alone(conn, here.base)
            placed = placing.to_change(conn, self.site.registry, here.organisation.name, here.widget.name)
            self._not_overtaken(here, placed, filled)
            fields = {name: one for name, one in filled.plain.items() if one != getattr(placed.widget, name)}
            raw = None if filled.settings == placed.settings else raw_of(filled)
            if fields or raw is not None:
                placed = placing.change(conn, placed, at=at, raw=raw, **fields)
            if filled.name != placed.widget.name:
                placing.rename(conn, placed, filled.name, at=at)

        await self.write(here, unit)
        return self.on(here, f"{here.base}/widgets/{filled.name}", "saved")

    def _not_overtaken(self, here: Here, placed: Placed, filled: asked.Filled) -> None:
        """Raises `Overtaken` that says beside each field what another made of it after this form was opened."""
        standing = asked.kept(placed.installed, placed.widget)
        told = {one.name: one.answer for _heading, group in self._groups(here, standing, {}) for one in group}
        meanwhile.check(meanwhile.opened(here), standing, asked.as_filled(filled), told)
