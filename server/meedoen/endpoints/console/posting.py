# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/do/{action}`: what staff write in a widget, by the form of its type, with an image and a moment.

Two more pages are the same form (`rewriting.py`). A field of the server's own has
a name that no field of a type can have; it is kept with the rest when somebody has to sign in anew.
"""

from __future__ import annotations

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from meedoen import limits, pictures
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.form import WRONG
from meedoen.endpoints.console.here import OWN as HERE
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.input import Posted, read_with_files
from meedoen.errors import Failure, Invalid, NotFound
from meedoen.identity.tokens import new_key
from meedoen.official import Picture
from meedoen.participation import local_times, posting
from meedoen.participation.views import Placed
from meedoen.render.console_posts import ALT, KEY, LATER, OUT, OWN, PICTURE, SHOWN, PostForm, post_form
from meedoen.store import coming
from meedoen.store import pictures as kept_pictures
from meedoen.values import N_, WHOLE, Message, say
from meedoen.widget import Action

_KEY = re.compile(r"[0-9a-f]{32}")
_T = TypeVar("_T")
_Checked = tuple[_T, Mapping[str, Message]]
"""Something, and what is wrong with it."""


async def _read(
    request: Request, own_fields: AbstractSet[str] = HERE, bytes_max: int = 0
) -> tuple[Posted, Failure | None]:
    """With an image, which may be larger than what the rest of the console takes."""
    return await read_with_files(request, own_fields, max(bytes_max, limits.PICTURE_BODY_BYTES_MAX))


@dataclass(frozen=True, slots=True)
class Filled:
    """What was sent, as it is shown again; what the server's own fields come to, and what is wrong with these."""

    values: Mapping[str, str]
    picture: Picture | None
    due: datetime | None
    faults: Mapping[str, Message]


class Writing(Desk, ABC):
    """The form, and what is done with what was typed in it."""

    read_form = staticmethod(_read)
    title: Message | None = None
    """None: as its type calls what is done."""
    button = N_("Place")
    plans = True
    """Whether it can be for a later moment."""

    async def stands(self, here: Here) -> Mapping[str, str]:
        """What stands in it before anything was typed."""
        return {}

    @abstractmethod
    async def done(self, here: Here, words: posting.Composed, filled: Filled) -> Response:
        """Do it. Raises `Failure`."""

    async def hidden(self, here: Here, failure: Failure | None) -> Mapping[str, str]:
        """What goes along unseen, besides the form token."""
        return {}

    def action(self, here: Here) -> Action[Any]:
        """The one that the address names. Raises `NotFound`."""
        action = placed_at(here).installed.staff_action(here.request.path_params["action"])
        if action is None:
            raise NotFound(say("This widget has no such action. Start from the widget's page."))
        return action

    async def get(self, here: Here) -> Response:
        """The form."""
        posting.check_writable(placed_at(here), self.site.clock())
        return await self.shown(here, {KEY: new_key(), **await self.stands(here)})

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Do it, if all of it fits; else the form again, with the image that came along."""
        filled = await self._filled(here, fields)
        try:
            return await self.done(here, self._words(here, filled), filled)
        except Failure as failure:
            return await self.shown(here, filled.values, failure)

    async def shown(self, here: Here, values: Mapping[str, str], failure: Failure | None = None) -> Response:
        """The page with its form."""
        placed, name = placed_at(here), values.get(SHOWN, "")
        hidden = {"_form": here.session.form if here.session else "", **await self.hidden(here, failure)}
        form = self.form(here, values, failure.fields if failure else {}, hidden)
        words = self.site.composer.words(here.lang, placed.installed.type.name)
        return self.page(
            here,
            "post.html",
            self.title or words.text(self.action(here).label),
            failure.status if failure else 200,
            form=form,
            wrong=failure.detail if failure and not form.errors else None,
            who=here.member.profile.public,
            shown=name if await self._size(here, name) else "",
            of=placed.widget,
            back=here.widget_base,
        )

    def form(
        self, here: Here, values: Mapping[str, str], errors: Mapping[str, Message], hidden: Mapping[str, str]
    ) -> PostForm:
        """Its questions, with what was typed and what was wrong with it."""
        placed = placed_at(here)
        return post_form(
            self.site.composer,
            placed.form(self.action(here), WHOLE),
            here.lang,
            url=here.path,
            label=self.button,
            type_name=placed.installed.type.name,
            values=values,
            errors=errors,
            hidden=hidden,
            plans=self.plans,
        )

    async def _filled(self, here: Here, fields: Mapping[str, str]) -> Filled:
        """What the server's own fields come to."""
        key = fields.get(KEY, "")
        values, unread = await self._uploaded(here, {**fields, KEY: key if _KEY.fullmatch(key) else new_key()})
        picture, unfit = await self._picture(here, values)
        due, untimely = self._due(here, values)
        return Filled(values, picture, due, {**unfit, **untimely, **unread})

    def _words(self, here: Here, filled: Filled) -> posting.Composed:
        """What was written. Raises `Invalid` with all that is wrong anywhere in the form."""
        typed = {name: value for name, value in filled.values.items() if name not in OWN}
        try:
            words = posting.contributed(placed_at(here), self.action(here), typed, self.site.clock(), filled.picture)
        except Invalid as failure:
            raise Invalid(WRONG, {**failure.fields, **filled.faults}) from failure
        if filled.faults:
            raise Invalid(WRONG, filled.faults)
        return words

    async def _uploaded(self, here: Here, values: Mapping[str, str]) -> _Checked[Mapping[str, str]]:
        """With the image that came along. It is kept at once: no browser sends it again with a form to correct."""
        left_out = {OUT, SHOWN} if values.get(OUT) == "true" else {OUT}
        values = {name: value for name, value in values.items() if name not in left_out}
        sent = (here.files or {}).get(PICTURE)
        if not sent:
            return values, {}
        try:
            shot = await asyncio.to_thread(pictures.read, sent)
        except Invalid as failure:
            return values, failure.fields
        name = await self.write(here, kept_pictures.add, here.widget.id, shot, at=self.site.clock())
        return {**values, SHOWN: name}, {}

    async def _picture(self, here: Here, values: Mapping[str, str]) -> _Checked[Picture | None]:
        """The image with its words. Either without the other is a fault."""
        name, alt = values.get(SHOWN, ""), values.get(ALT, "").strip()
        size = await self._size(here, name)
        if len(alt) > limits.PICTURE_ALT_CHARS_MAX:
            return None, {ALT: say("Use at most %(max_length)s characters.", max_length=limits.PICTURE_ALT_CHARS_MAX)}
        if size and not alt:
            return None, {ALT: say("Say what is to be seen on the image, for who does not see it.")}
        if alt and not size:
            return None, {PICTURE: say("There is no image with these words. Choose it, or empty the words.")}
        return (Picture(name, alt, *size) if size else None), {}

    async def _size(self, here: Here, name: str) -> tuple[int, int] | None:
        return await self.read(kept_pictures.size, here.widget.id, name) if name else None

    def _due(self, here: Here, values: Mapping[str, str]) -> _Checked[datetime | None]:
        """The moment for which it is; None: now."""
        try:
            due = local_times.moment(values.get(LATER, ""), here.organisation.zone)
            if due is not None:
                posting.check_due(placed_at(here), due, self.site.clock())
        except Invalid as failure:
            return None, {LATER: failure.detail}
        return due, {}


class Write(Writing):
    """Something new."""

    async def done(self, here: Here, words: posting.Composed, filled: Filled) -> Response:
        """It stands there at once, or will at its moment."""
        placed, moment, name = placed_at(here), self.site.clock(), self.action(here).name
        signer, key = here.member.signer, filled.values[KEY]
        if filled.due is None:
            await self.site.store.act(posting.deed(placed, name, signer, key, moment, words))
            return self.on(here, posts_at(here), "posted")
        if words.further:
            raise Invalid(WRONG, {LATER: say("This answers people at once, so that it cannot wait. Leave it empty.")})
        plan = partial(coming.add, due=filled.due, at=moment, key=key)
        await self.write(here, plan, placed.widget, name, words.kind, words.data, signer)
        return self.on(here, posts_at(here), "planned")


def placed_at(here: Here) -> Placed:
    """The widget that the address names."""
    assert here.placed is not None  # noqa: S101
    return here.placed


def posts_at(here: Here) -> str:
    """Where all that staff wrote in it stands."""
    return f"{here.widget_base}/posts"
