# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/widgets/{name}/do/{action}/{number}`, `…/coming/{uid}/{action}`: the same form, for what stands or is to come."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from meedoen.endpoints.console import meanwhile
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.posting import Filled, Writing, placed_at, posts_at
from meedoen.errors import Failure, NotFound
from meedoen.participation import local_times, posting
from meedoen.records_posts import Coming, picture_of, words_in
from meedoen.render.console_posts import ALT, KEY, LATER, PICTURE, SHOWN
from meedoen.store import coming, posts, views
from meedoen.store.alone import alone
from meedoen.values import N_, WHOLE, Item, say
from meedoen.widget import Action


class _Rewriting(Writing, ABC):
    """Other words for what somebody wrote. Another who saved since is not overwritten untold (`meanwhile.py`)."""

    @abstractmethod
    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is. Raises `NotFound`."""

    @abstractmethod
    def change(self, conn: Any, here: Here, words: posting.Composed, filled: Filled) -> None:
        """Do it."""

    async def stands(self, here: Here) -> Mapping[str, str]:
        """As it is."""
        return await self.read(self.standing, here)

    async def hidden(self, here: Here, failure: Failure | None) -> Mapping[str, str]:
        """What stood there when it was opened."""
        return {meanwhile.WAS: meanwhile.goes_along(here, _compared(await self.stands(here)), failure)}

    async def rewrite(self, here: Here, words: posting.Composed, filled: Filled) -> None:
        """Change it, unless another did so meanwhile. Raises `Overtaken`."""

        def unit(conn: Any) -> None:
            alone(conn, here.base)
            standing = _compared(self.standing(conn, here))
            told = {one.name: one.answer for one in self.form(here, standing, {}, {}).form.fields}
            if standing[PICTURE]:
                told[PICTURE] = self.site.composer.words(here.lang).gettext("another image")
            meanwhile.check(meanwhile.opened(here), standing, _compared(filled.values), told)
            self.change(conn, here, words, filled)

        await self.write(here, unit)


class Amend(_Rewriting):
    """Other words for what stands: both can be read from then on."""

    title = say("Correct an update")
    button = N_("Place the correction")
    plans = False

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is. Raises `NotFound`."""
        item = views.one(conn, placed_at(here).widget, here.request.path_params["number"], None)
        if item.written is None:
            raise NotFound(say("There is no contribution of yours with this number, or it was removed before."))
        return as_typed(self.action(here), item)

    def change(self, conn: Any, here: Here, words: posting.Composed, filled: Filled) -> None:
        """What it said before stands in its history."""
        of, number, moment = placed_at(here).widget, here.request.path_params["number"], self.site.clock()
        posts.correct(conn, of, number, words.data, here.member.signer, at=moment)

    async def done(self, here: Here, words: posting.Composed, filled: Filled) -> Response:
        """From now on."""
        await self.rewrite(here, words, filled)
        return self.on(here, posts_at(here), "corrected")


class Replan(_Rewriting):
    """Other words or another moment for what is to come; without a moment it is placed at once."""

    title = say("Change what is to come")
    button = N_("Save")

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is. Raises `NotFound`."""
        one = planned(conn, here)
        item = Item(0, one.kind, WHOLE, words_in(one.data), one.due, picture=picture_of(one.data))
        return {**as_typed(self.action(here), item), LATER: local_times.typed(one.due, here.organisation.zone)}

    def change(self, conn: Any, here: Here, words: posting.Composed, filled: Filled) -> None:
        """So it will be."""
        uid, moment = here.request.path_params["uid"], self.site.clock()
        of, signer = placed_at(here).widget, here.member.signer
        coming.change(conn, of, uid, words.data, signer, due=filled.due or moment, at=moment)

    async def done(self, here: Here, words: posting.Composed, filled: Filled) -> Response:
        """At its moment, or at once."""
        await self.rewrite(here, words, filled)
        if filled.due is None:
            name, uid = self.action(here).name, here.request.path_params["uid"]
            deed = posting.deed(placed_at(here), name, here.member.signer, uid, self.site.clock())
            await self.site.store.act(deed)
        return self.on(here, posts_at(here), "planned" if filled.due else "posted")


def planned(conn: Any, here: Here) -> Coming:
    """What is to come under the address. Raises `NotFound`."""
    for one in coming.of_widget(conn, here.widget.id):
        if one.uid == here.request.path_params["uid"]:
            return one
    raise NotFound(say("This has been placed since, or was dropped. Go back to the updates."))


def as_typed(action: Action[Any], item: Item) -> Mapping[str, str]:
    """What would have been typed for this."""
    shown = {SHOWN: item.picture.name, ALT: item.picture.alt} if item.picture else {SHOWN: "", ALT: ""}
    return {**action.recall({}, {item.kind: item.data}), **shown}


def _compared(values: Mapping[str, str]) -> dict[str, str]:
    """By the fields that people see: an image stands under its own."""
    return {PICTURE if name == SHOWN else name: value for name, value in values.items() if name != KEY}
