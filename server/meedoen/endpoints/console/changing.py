# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console/at/{org}/changes/{name}`: what was changed because of what people wrote; `…/new`: one noted for a set of
contributions; `…/{key}`: other words for it; `…/{key}/add`: more contributions for which it was done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console.answering import Links, decision_of, placed_at
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.edit import EditDesk
from meedoen.endpoints.console.form import WRONG
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.many import Many, Shown, numbers_in
from meedoen.endpoints.console.wording import TOO_FAR
from meedoen.errors import Invalid
from meedoen.official import SETTLED, OutcomeState
from meedoen.participation.views import Placed, check_ask
from meedoen.render.official import STATES
from meedoen.render.typed import typed
from meedoen.store import changes, views
from meedoen.store.alone import alone
from meedoen.values import N_, Ask, Control, Reads, say

_STATES = [(one.value, STATES[one]) for one in OutcomeState if one in SETTLED]
_TEXT: Any = Field(
    title=N_("What did you change?"),
    description=N_("In one or two sentences. Everybody reads it, and who follows one of these hears it."),
    min_length=1,
    max_length=limits.OFFICIAL_TEXT_CHARS_MAX,
)
_SINCE: Any = Field(None, title=N_("Since when is it so?"), description=N_("Leave it empty if it is so from now on."))
_DONE: Any = Field(OutcomeState.USED, title=N_("What was done with what people wrote?"))
_Lines = Annotated[str, Control(lines=4)]
_Since = Annotated[date | None, Control(optional=True)]
_State = Annotated[OutcomeState, Control(options=_STATES)]


class Noted(Shown):
    """A change, for those that are shown."""

    reason: _Lines = _TEXT
    links: Links = ()
    day: _Since = _SINCE
    state: _State = _DONE


class Words(BaseModel):
    """A change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    reason: _Lines = _TEXT
    links: Links = ()
    day: _Since = _SINCE
    state: _State = _DONE


def _day(valid: Any) -> str:
    """Raises `Invalid` for a year that is none of this age."""
    if valid.day and not limits.YEAR_MIN <= valid.day.year <= limits.YEAR_MAX:
        raise Invalid(WRONG, {"day": say(TOO_FAR, first=str(limits.YEAR_MIN), last=str(limits.YEAR_MAX))})
    return valid.day.isoformat() if valid.day else ""


def _at(here: Here) -> str:
    return f"{here.base}/changes/{placed_at(here).widget.name}"


class Changes(Desk):
    """The newest first."""

    async def get(self, here: Here) -> Response:
        """A page of them."""
        of, most = placed_at(here).widget, limits.LIST_ITEMS_MAX
        before = here.request.query_params.get("before", "")
        begin = int(before) if before.isdecimal() and len(before) <= len(str(changes.FIRST)) else changes.FIRST
        found = await self.read(changes.newest, of.id, most + 1, begin)
        more = f"{_at(here)}?before={found[most - 1].key}" if len(found) > most else ""
        shown, zone = found[:most], here.organisation.zone
        return self.page(
            here, "changes.html", say("What you changed"), changes=shown, of=of, at=_at(here), more=more, zone=zone
        )


class _Choosing(Many):
    """Which ones: those that the address names, those it is narrowed to, or those that wait longest."""

    template = "change.html"

    async def first(self, here: Here) -> Sequence[int]:
        """Raises `NotFound` for a narrowing that the widget does not know."""
        asked = here.request.query_params
        if which := asked.getlist("which"):
            return numbers_in("-".join(which))
        placed, ask = placed_at(here), _ask(here)
        if ask == Ask():
            return await super().first(here)
        check_ask(placed, ask)
        items = placed.facet_items(ask)
        if items is None:
            return ()
        reads = Reads(items=replace(items, order="newest", most=limits.CHANGE_CHOSEN_MAX, tallies=(), under=()))
        found = await self.read(views.read, placed.widget, reads)
        return sorted(
            one.number
            for one in found.items
            if one.removed is None and (one.outcome is None or one.outcome.state not in SETTLED)
        )

    async def more(self, here: Here) -> Mapping[str, Any]:
        """And by what they can be narrowed."""
        of, ask = placed_at(here), _ask(here)
        words = self.site.composer.words(here.lang, of.widget.type)
        kinds = {"group": N_("Group"), "kind": N_("Kind"), "tag": N_("Which ones")}
        narrowings = [
            (name, kinds[name], options, getattr(ask, name))
            for name, among in of.narrowings.items()
            if (options := [(one, words.gettext(told)) for one, told in among.items() if _asked(of, name, one)])
        ]
        return {**await super().more(here), "narrowings": narrowings}

    def back(self, here: Here) -> tuple[str, str]:
        """All changes."""
        return _at(here), N_("Back to what you changed")


class NoteChange(_Choosing):
    """One outcome for all of them, told once."""

    title = say("Note a change")
    button = N_("Note it for all but the ticked ones")
    asks = Noted
    lead = say("This change gets a place of its own, and stands with each of these. Tick those it is not about.")
    none_left = say("All of them are ticked. Untick those that the change is about.")

    def check(self, here: Here, valid: Any) -> None:
        """Its links lead somewhere, and its day is one. Raises `Invalid`."""
        decision_of(valid)
        _day(valid)

    def do(self, conn: Any, here: Here, numbers: Sequence[int], valid: Any) -> None:
        """Note it."""
        of, decision = placed_at(here).widget, decision_of(valid)
        changes.note(conn, of, numbers, decision, _day(valid), here.member, at=self.site.clock())

    def after(self, here: Here) -> tuple[str, str]:
        """All changes."""
        return _at(here), "changed"


class AddToChange(_Choosing):
    """More of them."""

    title = say("Add contributions to a change")
    button = N_("Add all but the ticked ones")
    asks = Shown
    lead = say("The change stands with each of these too, and who follows them hears it. Tick those it is not about.")
    none_left = say("All of them are ticked. Untick those that the change is about.")

    async def first(self, here: Here) -> Sequence[int]:
        """Less those that it is for already. Raises `NotFound`."""
        of, key = placed_at(here).widget, here.request.path_params["key"]
        await self.read(changes.one, of.id, key)
        have = set(await self.read(changes.numbers_of, of.id, key))
        return [one for one in await super().first(here) if one not in have]

    def do(self, conn: Any, here: Here, numbers: Sequence[int], valid: Any) -> None:
        """Add them."""
        of, key = placed_at(here).widget, here.request.path_params["key"]
        changes.add(conn, of, key, numbers, here.member, at=self.site.clock())

    def after(self, here: Here) -> tuple[str, str]:
        """All changes."""
        return _at(here), "added"


class CorrectChange(EditDesk):
    """Other words; those from before stay to be read."""

    title = say("Correct a change")
    template = "change-correct.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """All of it."""
        return Words

    async def more(self, here: Here) -> Mapping[str, Any]:
        """The way back."""
        return {"back": _at(here)}

    def standing(self, conn: Any, here: Here) -> Mapping[str, str]:
        """As it is. Raises `NotFound`."""
        stands = changes.one(conn, placed_at(here).widget.id, here.request.path_params["key"])
        now = stands.now
        return typed(Words(reason=now.reason, links=tuple(now.links), day=stands.since, state=now.state))

    def change(self, conn: Any, here: Here, valid: Any) -> None:
        """For it, and for those of its contributions that got no other outcome since."""
        of, key = placed_at(here).widget, here.request.path_params["key"]
        alone(conn, here.base)
        changes.correct(conn, of, key, decision_of(valid), _day(valid), here.member, at=self.site.clock())

    def after(self, here: Here, valid: Any) -> tuple[str, str]:
        """All changes."""
        return _at(here), "corrected"


def _asked(of: Placed, name: str, value: str) -> bool:
    """Whether it leads to a list by date of what people put in."""
    items = of.facet_items(Ask(**{name: value}))
    return items is not None and items.kind in of.asked_kinds


def _ask(here: Here) -> Ask:
    asked = here.request.query_params
    return Ask(group=asked.get("group", ""), kind=asked.get("kind", ""), tag=asked.get("tag", ""))
