# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`…/answers/{name}/merge`, `…/answers/{name}/{number}/merge`: doubles become one; `…/unmerge` undoes it.

First one chooses: of what is alike, or of what waits, or by number or address. Then they stand side by side, and one
says which remains. Nothing is merged that a colleague changed in between.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import Response

from meedoen import limits
from meedoen.endpoints.console import meanwhile
from meedoen.endpoints.console.answering import at, placed_at
from meedoen.endpoints.console.base import Desk
from meedoen.endpoints.console.form import WRONG, FormDesk
from meedoen.endpoints.console.here import Here
from meedoen.endpoints.console.newcomers import one_of
from meedoen.errors import Invalid, Overtaken
from meedoen.participation.views import Placed
from meedoen.records_answers import What
from meedoen.render.forms import FormView
from meedoen.render.own_words import title_of, words_of
from meedoen.store import contributions, events, merged, merging, views, waiting
from meedoen.store.admission import NUMBER_DIGITS_MAX
from meedoen.store.alone import alone
from meedoen.values import N_, Ask, Control, Item, say

_SHOWN, _LISTED, _WITH = "shown", "listed", "with"
_NONE = say("There are no doubles of this kind of contribution.")
_FEW = say("Tick the ones that say the same, or fill in a number or an address.")
_UNKNOWN = say("Fill in the number of a contribution in this widget, or its address.")
CHANGED = say(
    "Nothing was merged: one of these changed after you opened this page. Look at them again, and then choose again."
)


class _Other(BaseModel):
    """What is asked besides the boxes."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    listed: str = ""
    """The numbers that were on the page."""
    other: Annotated[str, Control(optional=True)] = Field(
        "",
        title=N_("Another one"),
        description=N_("Its number, or the address of its page."),
        max_length=limits.TARGET_CHARS_MAX,
    )


class Merge(FormDesk):
    """Which say the same: of one, what is alike; else what waits longest. Then they stand side by side (`Sides`)."""

    title = say("Merge doubles")
    button = N_("See them side by side")
    template = "merge.html"

    async def get(self, here: Here) -> Response:
        """What to choose from; or what was chosen, side by side."""
        numbers = _read("-".join(here.request.query_params.getlist(_WITH)))
        if len(numbers) > 1:
            return await Sides(self.site).shown(_own(here, _SHOWN, _spelled(numbers)), {})
        return await super().get(_own(here, _LISTED, _spelled([one.number for one in await self._may_be(here)])))

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """See them, or merge them."""
        if _SHOWN in fields:
            return await Sides(self.site).post(_own(here, _SHOWN, fields[_SHOWN]), fields)
        return await super().post(_own(here, _LISTED, fields.get(_LISTED, "")), fields)

    async def refused(self, here: Here, fields: Mapping[str, str], failure: Invalid) -> Response:
        """The same ones again."""
        if _SHOWN in fields:
            return await Sides(self.site).refused(_own(here, _SHOWN, fields[_SHOWN]), fields, failure)
        return await super().refused(_own(here, _LISTED, fields.get(_LISTED, "")), fields, failure)

    async def model(self, here: Here) -> type[BaseModel]:
        """A box for each, and a number or an address."""
        found = await self.read(contributions.by_numbers, placed_at(here).widget.id, _numbers(here, _LISTED))
        fields: dict[str, Any] = {
            f"{_WITH}{one.number}": (bool, Field(False, title=f"{one.number}: {title_of(one.data)}"))
            for one in found.values()
        }
        return create_model("Choose", __base__=_Other, **fields)

    async def more(self, here: Here) -> Mapping[str, Any]:
        """The one it is about. Raises `NotFound`."""
        of, one = placed_at(here), await self._one(here)
        kinds = of.installed.type.doubles
        cannot = _NONE if not kinds or (one is not None and one.kind not in kinds) else None
        sides = [(one, words_of(self.site.composer, of, one), None)] if one else []
        back = at(here) if one else f"{here.base}/answers"
        return {**_told_with(self, here), "sides": sides, "cannot": cannot, "back": back}

    async def form(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> FormView:
        """With the numbers of those that are shown."""
        form = await super().form(here, values, failure)
        boxes, others = ([one for one in form.fields if (one.kind == "checkbox") is box] for box in (True, False))
        fields = tuple(one for one in (*boxes, *others) if one.name != _LISTED)
        return replace(form, fields=fields, hidden=(*form.hidden, (_LISTED, _spelled(_numbers(here, _LISTED)))))

    async def save(self, here: Here, valid: Any) -> Response:
        """On to where they stand side by side. Raises `Invalid` where there is nothing to merge."""
        of = placed_at(here).widget
        numbers = {one for one in _numbers(here, _LISTED) if getattr(valid, f"{_WITH}{one}", False)}
        numbers |= {_number_in(valid.other, of.name)} if valid.other else set()
        numbers |= {here.request.path_params["number"]} if "number" in here.request.path_params else set()
        led = {await self.read(merged.last, of.id, number) for number in numbers}
        there = await self.read(contributions.by_numbers, of.id, sorted(led))
        if led - there.keys():
            raise Invalid(WRONG, {"other": _UNKNOWN})
        if len(led) <= 1:
            raise Invalid(WRONG, {"other": _FEW})
        return self.on(here, f"{here.path}?{urlencode([(_WITH, one) for one in sorted(led)])}")

    async def _one(self, here: Here) -> Item | None:
        number = here.request.path_params.get("number")
        return await self.read(views.one, placed_at(here).widget, number, None) if number else None

    async def _may_be(self, here: Here) -> Sequence[Item]:
        of, one = placed_at(here), await self._one(here)
        found = await self._waiting(of) if one is None else await self._alike(of, one)
        return [item for item in found if item.kind in of.installed.type.doubles]

    async def _alike(self, of: Placed, one: Item) -> Sequence[Item]:
        told = of.installed.type.search_text
        if told is None or one.removed is not None or one.merged:
            return ()
        most = limits.DOUBLES_SHOWN_MAX
        found = await self.read(views.like, of.widget.id, one.kind, told(one), most + 1)
        return [item for item in found if item.number != one.number][:most]

    async def _waiting(self, of: Placed) -> Sequence[Item]:
        page = partial(waiting.page, organisation_id=of.widget.organisation.id, what=What.ANSWER)
        lines = await self.read(partial(page, widgets=[of.widget.id], most=limits.MERGED_AT_ONCE_MAX))
        found = await self.read(contributions.by_numbers, of.widget.id, [one.number for one in lines])
        return [found[one.number] for one in lines if one.number in found]


class Sides(FormDesk):
    """Side by side, and which of them remains."""

    title = Merge.title
    button = N_("Merge them")
    template = "merge.html"

    async def model(self, here: Here) -> type[BaseModel]:
        """Which one remains."""
        options = [(str(one.number), f"{one.number}: {title_of(one.data)}") for one in await self._items(here)]
        config = ConfigDict(extra="forbid", frozen=True)
        field = one_of(options, N_("Which one remains?"))
        return create_model("Merge", __config__=config, shown=(str, ""), remains=field)

    async def more(self, here: Here) -> Mapping[str, Any]:
        """All of them, with how many people have each."""
        of, composer = placed_at(here), self.site.composer
        kinds, items = of.installed.type.doubles, await self._items(here)
        sides = [(one, words_of(composer, of, one), _people(one, kinds.get(one.kind, ""))) for one in items]
        cannot = None if all(one.kind in kinds for one in items) else _NONE
        return {**_told_with(self, here), "sides": sides, "cannot": cannot, "back": here.path, "merges": True}

    async def save(self, here: Here, valid: Any) -> Response:
        """All in one transaction. Raises `Overtaken`, and merges none, when one changed since the page was opened.

        Who presses twice did it once."""
        of, numbers, moment = placed_at(here).widget, _numbers(here, _SHOWN), self.site.clock()
        remains = int(valid.remains)

        def unit(conn: Any) -> None:
            alone(conn, here.base)
            if {merged.last(conn, of.id, number) for number in numbers} == {remains}:
                return
            standing = _standing(conn, placed_at(here), numbers)
            if meanwhile.overtaken(meanwhile.opened(here), standing, {}):
                raise Overtaken(CHANGED, was=meanwhile.was(standing))
            for number in numbers:
                if number != remains:
                    merging.merge(conn, of, number, remains, role=events.STAFF, at=moment)

        await self.write(here, unit)
        return self.on(here, f"{here.base}/answers/{of.name}/{remains}", "merged")

    async def form(self, here: Here, values: Mapping[str, str], failure: Invalid | None = None) -> FormView:
        """With how they were when they were shown."""
        form, numbers = await super().form(here, values, failure), _numbers(here, _SHOWN)
        standing = await self.read(_standing, placed_at(here), numbers)
        along = (meanwhile.WAS, meanwhile.goes_along(here, standing, failure))
        fields = tuple(one for one in form.fields if one.name != _SHOWN)
        return replace(form, fields=fields, hidden=(*form.hidden, (_SHOWN, _spelled(numbers)), along))

    async def _items(self, here: Here) -> Sequence[Item]:
        """Those that are shown; raises `NotFound` for one that is not there."""
        of = placed_at(here)
        wanted = of.reads(Ask(), self.site.clock()).items
        return [await self.read(views.one, of.widget, number, wanted) for number in _numbers(here, _SHOWN)]


class Unmerge(Desk):
    """A double stands on its own again."""

    async def post(self, here: Here, fields: Mapping[str, str]) -> Response:
        """Everybody is back where he was."""
        of, number = placed_at(here).widget, here.request.path_params["number"]
        await self.write(here, merging.undo, of, number, role=events.STAFF, at=self.site.clock())
        return self.on(here, at(here), "unmerged")


def _told_with(desk: Desk, here: Here) -> Mapping[str, Any]:
    """What the page needs to show them."""
    return {"of": placed_at(here).widget, "zone": here.organisation.zone, "moment": desk.site.clock()}


def _standing(conn: Any, of: Placed, numbers: Sequence[int]) -> Mapping[str, str]:
    """Of each what a colleague may change, as one text."""
    found = [views.one(conn, of.widget, number, None) for number in numbers]
    return {str(one.number): _told(one) for one in found}


def _told(one: Item) -> str:
    said = [reply.text for reply in one.replies], one.outcome and (one.outcome.state.value, one.outcome.reason)
    return repr((one.merged, one.removed, sorted(one.data.items()), said, [double.number for double in one.doubles]))


def _people(one: Item, too: str) -> int | None:
    return one.tallies[too].n if too in one.tallies else None


def _own(here: Here, name: str, numbers: str) -> Here:
    return replace(here, own={**(here.own or {}), name: numbers})


def _numbers(here: Here, name: str) -> Sequence[int]:
    return _read((here.own or {}).get(name, ""))


def _spelled(numbers: Sequence[int]) -> str:
    return "-".join(map(str, numbers))


def _read(spelled: str) -> Sequence[int]:
    """None of what is no list of numbers."""
    return sorted({int(one) for one in spelled.split("-") if _is_number(one)})[: limits.MERGED_AT_ONCE_MAX]


def _is_number(one: str) -> bool:
    return one.isascii() and one.isdecimal() and len(one) <= NUMBER_DIGITS_MAX


def _number_in(typed: str, name: str) -> int:
    """The number that was typed, or the one in the address of a contribution in this widget. Raises `Invalid`."""
    bare, found = typed.removeprefix("#"), re.search(rf"/{re.escape(name)}/([1-9][0-9]*)", typed)
    number = bare if _is_number(bare) else found[1] if found else ""
    if not _is_number(number):
        raise Invalid(WRONG, {"other": _UNKNOWN})
    return int(number)
