# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page of the console with one form, made from a model: asked, checked, shown again with what was typed, saved."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import partial
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.errors import Conflict, Invalid
from meedoen.participation.forms import validate
from meedoen.render.forms import FormView
from meedoen.render.typed import resent, untyped
from meedoen.values import N_, Message, say

WRONG = say("Nothing was saved yet. Check the fields below.")


class FormDesk(Desk, ABC):
    """What differs is the model, what stands in it before, and what is done with it."""

    template = "form.html"
    title: Message
    button = N_("Save")
    form_id = "desk"
    """Its own, where a page has more than one."""

    @abstractmethod
    async def model(self, here: Here) -> type[BaseModel]:
        """What is asked."""

    async def values(self, here: Here) -> Mapping[str, str]:
        """What stands in it before anything was typed."""
        return {}

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What else the template shows."""
        return {}

    @abstractmethod
    async def save(self, here: Here, valid: Any) -> Response:
        """Do it. Raises `Invalid`, or `Conflict` for what cannot be done."""

    def hidden(self, here: Here) -> Mapping[str, str]:
        """What goes along unseen, besides the form token."""
        return {}

    def address(self, here: Here) -> str:
        """Where it is sent."""
        return here.path

    async def get(self, here: Here) -> Response:
        """The form."""
        return await self.shown(here, await self.values(here))

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Save it, if it fits."""
        model = await self.model(here)
        valid = validate(model, fields, chars_max=limits.PAGE_TEXT_CHARS_MAX, shape=partial(untyped, model))
        try:
            return await self.save(here, valid)
        except Conflict as failure:
            raise Invalid(failure.detail, failure.fields) from failure

    async def refused(self, here: Here, fields: Mapping[str, str], failure: Invalid) -> Response:
        """The form again."""
        return await self.shown(here, resent(await self.model(here), fields), failure)

    async def shown(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> Response:
        """The page with its form. What was wrong with no field in particular stands above it."""
        form = await self.form(here, values, failure)
        loose = failure.detail if failure and not form.errors else None
        status = failure.status if failure else 200
        return self.page(here, self.template, self.title, status, form=form, wrong=loose, **await self.more(here))

    async def form(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> FormView:
        """Its questions, with what was typed and what was wrong with it."""
        hidden, url = self.hidden(here), f"{here.path}?lang={here.lang}"
        if here.session:
            hidden, url = {"_form": here.session.form, **hidden}, self.address(here)
        model, errors = await self.model(here), failure.fields if failure else {}
        return self.pages.form(model, here.lang, url, self.button, values, errors, hidden, self.form_id)
