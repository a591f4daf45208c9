# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/answers/{name}/{number}/reply/{key}` and `…/erase`: a reply corrected, words erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen.endpoints.console.answering import at, found, placed_at
from meedoen.endpoints.console.edit import EditDesk
from meedoen.endpoints.console.form import WRONG, FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.wording import Words, terms_of
from meedoen.errors import Invalid, NotFound
from meedoen.participation.staff import may
from meedoen.records import Widget
from meedoen.records_staff import Role
from meedoen.render.letters import Letters
from meedoen.render.own_words import words_of
from meedoen.render.typed import typed
from meedoen.store import answers, erasure, mails, subscriptions
from meedoen.values import N_, say


class Correct(EditDesk):
    """Other words for a reply of the organisation."""

    title = say("Correct an answer")
    template = "correct.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Its words."""
        return Words

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As they are. Raises `NotFound`."""
        own = answers.replies_of(conn, *self.about(conn, here), here.organisation.id)
        stands = own.get(here.request.path_params["key"])
        if stands is None:
            raise NotFound(say("Your organisation has no such answer here. Go back to the contribution."))
        return typed(Words(text=stands.text, until=stands.terms.until, source=stands.terms.source))

    async def more(self, here: Here) -> Mapping[str, Any]:
        """The way back."""
        return {"back": self.back(here)}

    def change(self, conn: Any, here: Here, valid: Words) -> None:
        """Both can be read from now on."""
        (of, number), key = self.about(conn, here), here.request.path_params["key"]
        answers.correct(conn, of, number, key, valid.text, here.member, at=self.site.clock(), on=terms_of(valid))

    def after(self, here: Here, valid: Words) -> tuple[str, str]:
        """Where it stands."""
        return self.back(here), "replied"

    def about(self, conn: Any, here: Here) -> tuple[Widget, int]:
        """Which contribution it answers. Raises `NotFound`."""
        return placed_at(here).widget, here.request.path_params["number"]

    def back(self, here: Here) -> str:
        """The page of that."""
        return at(here)


class Sure(BaseModel):
    """A page between, instead of a dialogue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sure: bool = Field(title=N_("Yes, erase these words for ever"))


class Erase(FormDesk):
    """What an author asked for."""

    title = say("Erase the words")
    button = N_("Erase")
    template = "erase.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Whether that is meant."""
        return Sure

    async def more(self, here: Here) -> Mapping[str, Any]:
        """Which words. Raises `NotFound`."""
        params = here.request.path_params
        item, asked = await self.read(found, placed_at(here), params["number"])
        decides = may(here.member, Role.MODERATOR, placed_at(here).widget.id)
        case = f"{here.base}/moderation/{params['name']}/{params['number']}" if decides else ""
        words = words_of(self.site.composer, placed_at(here), item)
        return {"words": words, "asked": asked, "case": case, "back": at(here)}

    async def save(self, here: Here, valid: Sure) -> Response:
        """They are gone; that somebody was there stays in the log. Its author hears it, if he is mailed."""
        if not valid.sure:
            raise Invalid(WRONG, {"sure": say("Tick the box, or go back.")})
        of, number, now = placed_at(here).widget, here.request.path_params["number"], self.site.clock()
        letters, origin = Letters(self.site.composer), self.site.settings.origin_of(here.organisation.name)

        def unit(conn: Any) -> None:
            told = subscriptions.of_author(conn, of.id, number)
            erasure.erase(conn, of, number, at=now)
            for one in told:
                mails.put(conn, letters.erased(one, number, of, origin, now))

        await self.write(here, unit)
        return self.on(here, at(here), "erased")
