# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of a widget, made from its type's settings: filled in, looked at beside its preview, saved."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from meedoen.endpoints.console import meanwhile
from meedoen.endpoints.console import widget_fields as asked
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import Here
from meedoen.errors import Conflict, Invalid, Overtaken
from meedoen.participation.views import Placed
from meedoen.records import Phase, Widget
from meedoen.registry import Installed
from meedoen.render.console_preview import Look, looks
from meedoen.render.forms import FieldView, FormView, field_views
from meedoen.values import N_, Ask, Message

_LINES = ("text", "textarea", "date", "number")


class WidgetForm(Desk, ABC):
    """What differs between placing a widget and changing one is below."""

    title: Message
    button: str
    more: type[BaseModel] | None = None
    """What is asked besides."""

    @abstractmethod
    def installed(self, here: Here) -> Installed:
        """The type."""

    @abstractmethod
    async def values(self, here: Here) -> Mapping[str, str]:
        """What stands in the form before anything was typed."""

    @abstractmethod
    async def save(self, here: Here, filled: asked.Filled) -> Response:
        """Do it. Raises `Invalid` or `Conflict`."""

    async def there(self, here: Here) -> Widget | None:
        """The widget as it is, if it is there."""
        return None

    async def get(self, here: Here) -> Response:
        """The form; of a widget that is there, with what it looks like."""
        values = await self.values(here)
        seen: Sequence[Look] = ()
        if there := await self.there(here):
            seen = await self.looks(here, asked.Filled(there.name, {}, self.installed(here).settings(there.settings)))
        return await self.shown(here, values, seen=seen)

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Show what it would look like, or do it."""
        installed = self.installed(here)
        filled = asked.read(self.site.composer, installed, fields, self.more)
        if (here.own or {}).get("_preview"):
            return await self.shown(here, asked.again(installed, fields), seen=await self.looks(here, filled))
        try:
            return await self.save(here, filled)
        except Overtaken:
            raise
        except (Conflict, Invalid) as failure:
            raise asked.refusal(installed, failure) from failure

    async def refused(self, here: Here, fields: Mapping[str, str], failure: Invalid) -> Response:
        """The form again, with what was wrong."""
        return await self.shown(here, asked.again(self.installed(here), fields), failure)

    async def shown(
        self, here: Here, values: Mapping[str, str], failure: Invalid | None = None, seen: Sequence[Look] = ()
    ) -> Response:
        """The page."""
        words = self.site.composer.words(here.lang, self.installed(here).type.name)
        groups = self._groups(here, values, failure.fields if failure else {})
        fields = tuple(field for _heading, several in groups for field in several)
        hidden = (("_form", here.session.form if here.session else ""), *await self.opened(here, failure))
        form = FormView("desk", here.path, words.gettext(self.button), fields, hidden, "desk")
        loose = words.text(failure.detail) if failure and not form.errors else ""
        return self.page(
            here,
            "widget-form.html",
            self.title,
            failure.status if failure else 200,
            form=form,
            groups=groups,
            wrong=loose,
            looks=seen,
            kind=words.text(self.installed(here).type.title),
        )

    async def opened(self, here: Here, failure: Invalid | None) -> Sequence[tuple[str, str]]:
        """What stood in the form of a widget that is there, when it was opened, or when one was told that it no longer
        does: who sends it again then, has read what another typed."""
        of = await self.there(here)
        if of is None:
            return ()
        standing = asked.kept(self.installed(here), of)
        return ((meanwhile.WAS, meanwhile.goes_along(here, standing, failure)),)

    async def looks(self, here: Here, filled: asked.Filled) -> Sequence[Look]:
        """What it would look like now, with what people did in it so far."""
        site, moment, installed = self.site, self.site.clock(), self.installed(here)
        widget = await self.there(here) or Widget(
            id=0,
            uid="preview",
            organisation=here.organisation,
            name=filled.name,
            type=installed.type.name,
            title="",
            settings={},
            phase=Phase(),
            created=moment,
        )
        placed = Placed(replace(widget, **filled.plain), installed, filled.settings)
        view = await site.view(placed, Ask(), placed.widget.spoken, moment)
        return looks(site.composer, placed, view, site.settings.origin_of(here.organisation.name))

    def _groups(
        self, here: Here, values: Mapping[str, str], errors: Mapping[str, Message]
    ) -> list[tuple[str, Sequence[FieldView]]]:
        """What belongs together, each under its heading."""
        composer, installed = self.site.composer, self.installed(here)
        words, spoken = composer.words(here.lang), composer.words(here.lang, installed.type.name)
        own, wrong = asked.own(values), asked.own(errors)
        settings = field_views(installed.type.settings, spoken, "set", own, wrong)
        told = [_of_settings(one, installed.type.settings) for one in settings]
        groups = [
            (N_("Title and address"), field_views(asked.Plain, words, "desk", values, errors)),
            (N_("What is in it"), told),
            (N_("Around it"), field_views(asked.around(composer), words, "desk", values, errors)),
        ]
        if self.more:
            groups.append((N_("When it is open"), field_views(self.more, words, "desk", values, errors)))
        return [(words.gettext(heading), fields) for heading, fields in groups]


def _of_settings(field: FieldView, settings: type[BaseModel]) -> FieldView:
    optional = field.kind in _LINES and not settings.model_fields[field.name].is_required()
    return replace(field, name=asked.OF_SETTINGS + field.name, optional=field.optional or optional)


def raw_of(filled: asked.Filled) -> dict[str, Any]:
    """The settings, as `placing` takes them."""
    return filled.settings.model_dump(mode="json")
