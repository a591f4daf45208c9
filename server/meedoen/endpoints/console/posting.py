# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/do/{action}`: what staff write in a widget, by the form of its type, with an image and a moment.

Two more pages are the same form: one corrects what stands, one changes what is to come. A field of the server's own has
a name that no field of a type can have; it is kept with the rest when somebody has to sign in anew.
"""

from __future__ import annotations

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from meedoen import limits, pictures
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.here import OWN as HERE
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.input import Posted, read_with_files
from meedoen.errors import Failure, Invalid, NotFound
from meedoen.identity.tokens import new_key
from meedoen.official import Picture
from meedoen.participation import local_times, posting
from meedoen.participation.views import Placed
from meedoen.records_posts import Coming, picture_of, words_in
from meedoen.render.console_posts import ALT, KEY, LATER, OUT, OWN, PICTURE, SHOWN, post_form
from meedoen.store import coming, posts, views
from meedoen.store import pictures as kept_pictures
from meedoen.values import N_, WHOLE, Item, Message, say
from meedoen.widget import Action

WRONG = say("Nothing was saved yet. Check the fields below.")
_KEY = re.compile(r"[0-9a-f]{32}")


async def _read(
    request: Request, own_fields: AbstractSet[str] = HERE, bytes_max: int = 0
) -> tuple[Posted, Failure | None]:
    """With an image, which may be larger than what the rest of the console takes."""
    return await read_with_files(request, own_fields, max(bytes_max, limits.PICTURE_BODY_BYTES_MAX))


class _Writing(Desk, ABC):
    """The form, and what is done with what was typed in it."""

    read_form = staticmethod(_read)
    title: Message | None = None
    """None: as its type calls what is done."""
    button = N_("Place")
    plans = True
    """Whether it can be for a later moment."""

    @abstractmethod
    async def stands(self, here: Here) -> Mapping[str, str]:
        """What stands in it before anything was typed."""

    @abstractmethod
    async def done(self, here: Here, words: posting.Composed, given: Mapping[str, str]) -> Response:
        """Do it: these words, and what the server's own fields hold."""

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
        given, faults = dict(fields), dict[str, Message]()
        given[KEY] = given.get(KEY, "") if _KEY.fullmatch(given.get(KEY, "")) else new_key()
        await self._upload(here, given, faults)
        picture = await self._picture(here, given, faults)
        self._check_due(here, given, faults)
        try:
            words = self._words(here, given, picture, faults)
            return await self.done(here, words, given)
        except Failure as failure:
            return await self.shown(here, given, failure)

    async def shown(self, here: Here, values: Mapping[str, str], failure: Failure | None = None) -> Response:
        """The page with its form."""
        placed, action = placed_at(here), self.action(here)
        form = post_form(
            self.site.composer,
            placed.form(action, WHOLE),
            here.lang,
            url=here.path,
            label=self.button,
            type_name=placed.installed.type.name,
            values=values,
            errors=failure.fields if failure else {},
            hidden={"_form": here.session.form} if here.session else {},
            plans=self.plans,
        )
        loose = failure.detail if failure and not form.errors else None
        who, name = here.member.profile.public, values.get(SHOWN, "")
        return self.page(
            here,
            "post.html",
            self.title or self.site.composer.words(here.lang, placed.installed.type.name).text(action.label),
            failure.status if failure else 200,
            form=form,
            wrong=loose,
            who=who,
            shown=name if await self._size(here, name) else "",
            of=placed.widget,
            back=here.widget_base,
        )

    def _words(
        self, here: Here, given: Mapping[str, str], picture: Picture | None, faults: Mapping[str, Message]
    ) -> posting.Composed:
        """What was written. Raises `Invalid` with all that is wrong anywhere in the form."""
        typed = {name: value for name, value in given.items() if name not in OWN}
        try:
            words = posting.contributed(placed_at(here), self.action(here), typed, self.site.clock(), picture)
        except Invalid as failure:
            raise Invalid(WRONG, {**failure.fields, **faults}) from failure
        if faults:
            raise Invalid(WRONG, faults)
        return words

    async def _upload(self, here: Here, given: dict[str, str], faults: dict[str, Message]) -> None:
        """An image is kept at once: no browser sends it again with a form that had something to correct."""
        if given.pop(OUT, "") == "true":
            given.pop(SHOWN, None)
        if sent := (here.files or {}).get(PICTURE):
            try:
                shot = await asyncio.to_thread(pictures.read, sent)
            except Invalid as failure:
                faults.update(failure.fields)
                return
            given[SHOWN] = await self.write(here, kept_pictures.add, here.widget.id, shot, at=self.site.clock())

    async def _picture(self, here: Here, given: Mapping[str, str], faults: dict[str, Message]) -> Picture | None:
        """The image with its words. Either without the other is a fault."""
        name, alt = given.get(SHOWN, ""), given.get(ALT, "").strip()
        size = await self._size(here, name)
        if len(alt) > limits.PICTURE_ALT_CHARS_MAX:
            faults[ALT] = say("Use at most %(max_length)s characters.", max_length=limits.PICTURE_ALT_CHARS_MAX)
        elif size and not alt:
            faults[ALT] = say("Say what is to be seen on the image, for who does not see it.")
        elif alt and not size:
            faults.setdefault(PICTURE, say("There is no image with these words. Choose it, or empty the words."))
        return Picture(name, alt, *size) if size and alt else None

    async def _size(self, here: Here, name: str) -> tuple[int, int] | None:
        return await self.read(kept_pictures.size, here.widget.id, name) if name else None

    def _check_due(self, here: Here, given: Mapping[str, str], faults: dict[str, Message]) -> None:
        try:
            due = local_times.moment(given.get(LATER, ""), here.organisation.zone)
            if due is not None:
                posting.check_due(placed_at(here), due, self.site.clock())
        except Invalid as failure:
            faults[LATER] = failure.detail


class Write(_Writing):
    """Something new."""

    async def stands(self, here: Here) -> Mapping[str, str]:
        """Nothing yet."""
        return {}

    async def done(self, here: Here, words: posting.Composed, given: Mapping[str, str]) -> Response:
        """It stands there at once, or will at its moment."""
        placed, moment, name = placed_at(here), self.site.clock(), self.action(here).name
        due = local_times.moment(given.get(LATER, ""), here.organisation.zone)
        signer = here.member.signer
        if due is None:
            await self.site.store.act(posting.deed(placed, name, signer, given[KEY], moment, words))
            return self.on(here, posts_at(here), "posted")
        if words.further:
            raise Invalid(WRONG, {LATER: say("This answers people at once, so that it cannot wait. Leave it empty.")})
        plan = partial(coming.add, due=due, at=moment, key=given[KEY])
        await self.write(here, plan, placed.widget, name, words.kind, words.data, signer)
        return self.on(here, posts_at(here), "planned")


class Amend(_Writing):
    """Other words for what stands: both can be read from then on."""

    title = say("Correct an update")
    button = N_("Place the correction")
    plans = False

    async def stands(self, here: Here) -> Mapping[str, str]:
        """As it is. Raises `NotFound`."""
        number = here.request.path_params["number"]
        item = await self.read(views.one, placed_at(here).widget, number, None)
        if item.written is None:
            raise NotFound(say("There is no contribution of yours with this number, or it was removed before."))
        return as_typed(self.action(here), item)

    async def done(self, here: Here, words: posting.Composed, given: Mapping[str, str]) -> Response:
        """What it said before stands in its history."""
        of, number, moment = placed_at(here).widget, here.request.path_params["number"], self.site.clock()
        await self.write(here, partial(posts.correct, at=moment), of, number, words.data, here.member.signer)
        return self.on(here, posts_at(here), "corrected")


class Replan(_Writing):
    """Other words or another moment for what is to come; without a moment it is placed at once."""

    title = say("Change what is to come")
    button = N_("Save")

    async def stands(self, here: Here) -> Mapping[str, str]:
        """As it is. Raises `NotFound`."""
        one = await planned(self, here)
        item = Item(0, one.kind, WHOLE, words_in(one.data), one.due, picture=picture_of(one.data))
        return {**as_typed(self.action(here), item), LATER: local_times.typed(one.due, here.organisation.zone)}

    async def done(self, here: Here, words: posting.Composed, given: Mapping[str, str]) -> Response:
        """So it will be, or is."""
        placed, moment, signer = placed_at(here), self.site.clock(), here.member.signer
        uid, due = here.request.path_params["uid"], local_times.moment(given.get(LATER, ""), here.organisation.zone)
        plan = partial(coming.change, due=due or moment, at=moment)
        await self.write(here, plan, placed.widget, uid, words.data, signer)
        if due is None:
            await self.site.store.act(posting.deed(placed, self.action(here).name, signer, uid, moment))
        return self.on(here, posts_at(here), "planned" if due else "posted")


def placed_at(here: Here) -> Placed:
    """The widget that the address names."""
    assert here.placed is not None  # noqa: S101
    return here.placed


def posts_at(here: Here) -> str:
    """Where all that staff wrote in it stands."""
    return f"{here.widget_base}/posts"


async def planned(desk: Desk, here: Here) -> Coming:
    """What is to come under the address. Raises `NotFound`."""
    for one in await desk.read(coming.of_widget, here.widget.id):
        if one.uid == here.request.path_params["uid"]:
            return one
    raise NotFound(say("This has been placed since, or was dropped. Go back to the updates."))


def as_typed(action: Action[Any], item: Item) -> Mapping[str, str]:
    """What would have been typed for this."""
    shown = {SHOWN: item.picture.name, ALT: item.picture.alt} if item.picture else {}
    return {**action.recall({}, {item.kind: item.data}), **shown}
