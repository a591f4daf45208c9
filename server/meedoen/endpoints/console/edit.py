# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A form of what is there already. Another who saved since it was opened is not overwritten untold."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from meedoen.endpoints.console import meanwhile
from meedoen.endpoints.console.form import FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.errors import Invalid
from meedoen.render.forms import FormView, field_views
from meedoen.render.typed import typed
from meedoen.store.alone import alone


class EditDesk(FormDesk, ABC):
    """What differs is what stands, how it is changed, and where one goes then."""

    @abstractmethod
    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """What stands there, as it would be typed. Raises `NotFound`."""

    @abstractmethod
    def change(self, conn: Any, here: Here, valid: Any) -> None:
        """Do it. Raises `Invalid`, or `Conflict` for what cannot be done."""

    @abstractmethod
    def after(self, here: Here, valid: Any) -> tuple[str, str]:
        """Where it goes on, and what was done: a key of `meedoen.render.console.DONE`."""

    async def values(self, here: Here) -> Mapping[str, str]:
        """As it is."""
        return await self.read(self.standing, here)

    async def save(self, here: Here, valid: Any) -> Response:
        """Change it, unless another did so meanwhile: looked at in the transaction that changes it."""
        words, model = self.site.composer.words(here.lang), await self.model(here)

        def unit(conn: Any) -> None:
            alone(conn, here.base if here.at else here.account.address)
            standing = self.standing(conn, here)
            told = {one.name: one.answer for one in field_views(model, words, self.form_id, standing)}
            meanwhile.check(meanwhile.opened(here), standing, typed(valid), told)
            self.change(conn, here, valid)

        await self.write(here, unit)
        return self.on(here, *self.after(here, valid))

    async def form(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> FormView:
        """With what stood there when it was opened."""
        form = await super().form(here, values, failure)
        standing = values if here.own is None else await self.values(here)
        along = (meanwhile.WAS, meanwhile.goes_along(here, standing, failure))
        return replace(form, hidden=(*form.hidden, along))
