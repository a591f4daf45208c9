# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/answers/{name}/{number}/pass-outside`: to an organisation that is not on this server, by mail at once.

Its name is public, its address is not. What was written stays where it is, and its receipt goes on working.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.answering import at, found, led_on, placed_at
from meedoen.endpoints.console.form import WRONG, FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.passing import PRIVATE, UNSEEN, Why
from meedoen.errors import Conflict, Invalid
from meedoen.official import OutcomeState
from meedoen.participation.staff import check_address
from meedoen.records import Stage
from meedoen.records_answers import Decision
from meedoen.render.forms import Typed
from meedoen.render.outside_letter import outside_letter
from meedoen.render.own_words import words_of
from meedoen.store import mails, passing_outside, views
from meedoen.values import ITEM, N_, Item, Message, Reads, say
from meedoen.widget import Targets


class ToOutside(BaseModel):
    """To whom, where, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(
        title=N_("Which organisation?"),
        description=N_("Everybody reads its name."),
        min_length=1,
        max_length=limits.TITLE_CHARS_MAX,
    )
    address: Annotated[str, Typed("email", "off")] = Field(
        title=N_("Its e-mail address"),
        description=N_("Only colleagues read this. The mail goes out at once."),
        min_length=1,
        max_length=limits.ADDRESS_CHARS_MAX,
    )
    reason: Why = ""


class PassOutside(FormDesk):
    """One contribution, that everybody can read already."""

    title = say("Pass it on by mail")
    button = N_("Pass it on and send the mail")
    template = "pass-outside.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Name, address, reason."""
        return ToOutside

    async def more(self, here: Here) -> Mapping[str, Any]:
        """What it is, where it went before, and why it cannot be passed on, if it cannot. Raises `NotFound`."""
        item, cannot = await self._look(here)
        before = await self.read(passing_outside.about, placed_at(here).widget.id, item.number)
        zone = here.organisation.zone
        words = words_of(self.site.composer, placed_at(here), item)
        return {"words": words, "cannot": cannot, "before": before, "back": at(here), "zone": zone}

    async def save(self, here: Here, valid: ToOutside) -> Response:
        """It is mailed, and everybody reads to whom it went. The same address gets it once."""
        site, placed, now = self.site, placed_at(here), self.site.clock()
        item, cannot = await self._look(here)
        if cannot is not None:
            raise Conflict(cannot)
        if not valid.reason:
            raise Invalid(WRONG, {"reason": say("Say why: the author reads it, and so does everybody.")})
        address, decision = check_address(valid.address), Decision(OutcomeState.ELSEWHERE, valid.reason, (), valid.name)
        origin = site.settings.origin_of(here.organisation.name)
        counts = await self._counts(here, item)
        letter = outside_letter(site.composer, placed, item, address, decision, here.member, counts, origin, now)

        def unit(conn: Any) -> None:
            if passing_outside.on(conn, placed.widget, item.number, decision, address, here.member, at=now):
                mails.put(conn, letter)

        await self.write(here, unit)
        return self.on(here, at(here), "passed")

    async def _look(self, here: Here) -> tuple[Item, Message | None]:
        """It, and why it cannot be mailed to others, if it cannot. Raises `NotFound`."""
        of = placed_at(here)
        item, _asked = await self.read(found, of, here.request.path_params["number"])
        if item.removed is not None:
            return item, say("It was removed, so it is passed on to nobody.")
        if item.kind not in of.public_kinds:
            return item, PRIVATE
        if item.merged:
            return item, led_on(item)
        if of.widget.stage is not Stage.LIVE:
            return item, UNSEEN
        return item, None if self.site.settings.mails else say("This server sends no mail. Ask who looks after it.")

    async def _counts(self, here: Here, item: Item) -> Mapping[str, int]:
        """How many reacted to it, by the label of what they did; nothing while that is secret."""
        of = placed_at(here)
        words = self.site.composer.words(of.widget.spoken, of.installed.type.name)
        labels = {
            one.reaction: words.text(one.label)
            for one in of.installed.type.actions
            if one.reaction and Targets.ITEM in one.targets and of.revealed(self.site.clock())
        }
        target = f"{ITEM}{item.number}"
        reads = Reads(tallies=[(target, kind) for kind in labels])
        counted = (await self.read(partial(views.read, of=of.widget, reads=reads))).tallies
        return {label: counted[target, kind].n for kind, label in labels.items()}
