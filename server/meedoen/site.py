# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""All that the endpoints work with, put together once by `meedoen.app`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from meedoen.addresses import Query, read_query
from meedoen.directory import Directory
from meedoen.identity.tokens import Tokens
from meedoen.participation.throttle import Throttle
from meedoen.participation.views import Placed, Seen, view
from meedoen.participation.write_path import WritePath
from meedoen.registry import Registry
from meedoen.render.compose import Composer
from meedoen.render.faces import Faces
from meedoen.settings import Settings
from meedoen.store import Store, views
from meedoen.values import Ask
from meedoen.widget import View


@dataclass(frozen=True)
class Site:
    """The parts of one running server."""

    settings: Settings
    registry: Registry
    store: Store
    clock: Callable[[], datetime]
    tokens: Tokens
    throttle: Throttle
    write_path: WritePath
    directory: Directory
    composer: Composer
    faces: Faces
    origins: Mapping[bytes, str]
    """By the Host header, the origins this server answers on."""

    def origin(self, scope: Mapping[str, Any]) -> str:
        """The origin to speak of: the one asked at when it is ours, else the canonical one. Never what a stranger sent."""
        for name, value in scope["headers"]:
            if name == b"host":
                return self.origins.get(value, self.settings.base_url)
        return self.settings.base_url

    def query(self, scope: Mapping[str, Any]) -> Query:
        """The canonical query. Raises `NotFound` when it cannot be read."""
        return read_query(scope["query_string"], self.composer.languages)

    async def view(self, placed: Placed, ask: Ask, language: str, moment: datetime) -> View[Any]:
        """Read, in one transaction, what this widget shows at `moment`."""
        reads = placed.reads(ask, moment)
        seen = Seen()
        if reads.tallies or reads.days or reads.items:
            seen = await self.store.read(partial(views.read, widget=placed.widget, reads=reads))
        return view(placed, ask, language, moment, seen)
