# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/api/v1/widgets/{organisation}/{name}` and what stands below it: the widget, its figures, its contributions.

What is withheld elsewhere is withheld here, by the same rules: they are not asked a second time, but read by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from meedoen.endpoints.api import Question, Resource, made
from meedoen.errors import Gone, NotFound
from meedoen.participation.news import wanted
from meedoen.participation.views import Placed, check_ask
from meedoen.records import Found
from meedoen.render import answering, api
from meedoen.render.asking import ContributionsAsked, Narrowed, Spoken, following_page
from meedoen.render.faces import Basis, Made
from meedoen.render.words import Translator
from meedoen.site import Site
from meedoen.store import views
from meedoen.values import Ask, Items, Reads, say


class ApiWidget(Resource[Spoken]):
    """The widget itself."""

    asked = Spoken

    async def _make(self, asked: Question[Spoken]) -> Made:
        site, moment, house = self._site, self._site.clock(), self._site.store.pulse.house
        placed = await _placed(site, asked.path)
        basis = Basis(house, ((placed.widget.id, placed.widget.revision),))
        coverage = await site.coverage(placed)
        answer = answering.detail(placed, coverage, asked.origin, moment, _words(site, placed, asked.query))
        return made(answer, basis, placed.widget.phase.next_change(moment))


class ApiFigures(Resource[Narrowed]):
    """How it stands."""

    asked = Narrowed

    async def _make(self, asked: Question[Narrowed]) -> Made:
        site, moment, house = self._site, self._site.clock(), self._site.store.pulse.house
        placed = await _placed(site, asked.path)
        basis = _basis(site, placed, house)
        check_ask(placed, ask := Ask(over=asked.query.over, part=asked.query.part))
        told = placed.reads(ask, moment).tallies
        reads = Reads(tallies=told, days=told)
        found = await site.store.read(partial(views.read, of=placed.widget, reads=reads)) if told else Found()
        answer = answering.figures(placed, found, moment, _words(site, placed, asked.query))
        return made(answer, basis, placed.widget.phase.next_change(moment))


class ApiContributions(Resource[ContributionsAsked]):
    """What people put in, of one public kind, newest first."""

    asked = ContributionsAsked

    async def _make(self, asked: Question[ContributionsAsked]) -> Made:
        site, moment, house = self._site, self._site.clock(), self._site.store.pulse.house
        placed = await _placed(site, asked.path)
        basis = _basis(site, placed, house)
        kinds = placed.public_kinds
        kind = asked.query.kind or next(iter(kinds), "")
        check_ask(placed, ask := Ask(over=asked.query.over, part=asked.query.part))
        if asked.query.kind and kind not in kinds:
            raise NotFound(
                say("This widget has no contributions of this kind. Check the address, or leave the kind out.")
            )
        found = Found()
        if kind:
            items = replace(_listed(placed, ask, kind, moment), most=asked.query.limit, after=asked.query.after)
            found = await site.store.read(partial(views.read, of=placed.widget, reads=Reads(items=items)))
        words = _words(site, placed, asked.query)
        address = answering.resource(placed.widget, asked.origin) + "/contributions"
        following = found.items[-1].number if found.items_more else 0
        answer = api.ContributionList(
            kind=kind,
            total=found.items_total,
            items=[answering.contribution(placed, item, asked.origin, words) for item in found.items],
            next=following_page(address, asked.query, following),
        )
        return made(answer, basis, placed.widget.phase.next_change(moment))


class ApiContribution(Resource[Spoken]):
    """One of them, also when it was removed."""

    asked = Spoken

    async def _make(self, asked: Question[Spoken]) -> Made:
        site, moment, house = self._site, self._site.clock(), self._site.store.pulse.house
        number = asked.path["number"]
        placed = await _placed(site, asked.path)
        basis = _basis(site, placed, house)
        kinds = placed.public_kinds
        item = await site.store.read(partial(views.one, of=placed.widget, number=number, wanted=None))
        if item.kind not in kinds:
            raise NotFound(say("There is no contribution with this number."))
        listed = _listed(placed, Ask(), item.kind, moment)
        item = await site.store.read(partial(views.one, of=placed.widget, number=number, wanted=listed))
        answer = answering.contribution(placed, item, asked.origin, _words(site, placed, asked.query))
        return made(answer, basis, placed.widget.phase.next_change(moment))


async def _placed(site: Site, path: Mapping[str, Any]) -> Placed:
    """The widget. Raises `Gone` when it was withdrawn."""
    placed = await site.directory.listed(path["org"], path["name"])
    if placed.widget.withdrawn is not None:
        raise Gone(say("This has been withdrawn by the organisation."))
    return placed


def _listed(placed: Placed, ask: Ask, kind: str, moment: datetime) -> Items:
    """How contributions of this kind are read: with what others did with them where that is shown, and not withheld.

    The kind is apart from the ask, since a type may call something else a kind by which its own list is narrowed.
    """
    [items] = [one for one in wanted(placed, ask, moment) if one.kind == kind]
    shown = placed.reads(Ask(over=ask.over, part=ask.part), moment).items
    return replace(items, tallies=shown.tallies) if shown is not None and shown.kind == items.kind else items


def _basis(site: Site, placed: Placed, house: int) -> Basis:
    """It holds until words move, and counts."""
    widget = placed.widget
    return Basis(house, ((widget.id, widget.revision),), ((widget.id, site.store.pulse.counts(widget.id)),))


def _words(site: Site, placed: Placed, query: Spoken) -> Translator:
    return site.composer.words(query.lang or placed.widget.spoken, placed.installed.type.name)
