# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Filling a new data folder: the past weeks are lived through, act by act, by the write path and the worker themselves.

So votes, words, tallies, sums per day and weekly standings are what they would have been. The clock is the context's:
each act sees its own moment. The database is made aside and put in its place when it is whole.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from meedoen import placing, themes
from meedoen.app import build_site
from meedoen.commands.serving import opened
from meedoen.demo.converse import conversations
from meedoen.demo.seed import Act, Sowing, Sown, SownOrganisation
from meedoen.demo.speak import speak
from meedoen.demo.write import Doing, writings
from meedoen.outward.jobs import worker
from meedoen.participation.views import Placed
from meedoen.participation.write_path import Doer
from meedoen.records import Organisation
from meedoen.records_staff import Grant, Profile
from meedoen.render.rules import PRESETS
from meedoen.settings import Settings
from meedoen.site import Site
from meedoen.store import accounts, members, organisations
from meedoen.store import themes as kept_themes

_MOMENT: ContextVar[datetime] = ContextVar("moment")
_FOUNDED = timedelta(days=60)
"""How long ago the organisations came."""
_DAY = timedelta(days=1)


async def fill(settings: Settings, database: Path, sown: Sown, moment: datetime) -> None:
    """Make the database as it would be at `moment`. Raises `SetUpError` when it cannot be opened."""
    aside = database.parent / "being-filled"
    shutil.rmtree(aside, ignore_errors=True)
    _MOMENT.set(moment - _FOUNDED)
    made = aside / database.name
    async with opened(settings.model_copy(update={"database": f"sqlite:///{made}"}), _MOMENT.get) as context:
        site = build_site(settings, context.registry, context.store, context.clock)
        placed: dict[tuple[str, str], Placed] = {}
        doings = [doing for one in sown.organisation for doing in await _place(site, one, moment, placed)]
        await _hire(site, sown)
        doings += await writings(site, sown.update, placed, moment)
        doings += conversations(site, sown.topic, placed, moment)
        await _live(site, sorted(doings, key=lambda doing: doing.at), moment)
        await site.store.write(partial(speak, sown=sown, moment=moment))
    made.replace(database)
    shutil.rmtree(aside)


async def _place(
    site: Site, sown: SownOrganisation, moment: datetime, there: dict[tuple[str, str], Placed]
) -> Sequence[Doing]:
    """An organisation and its widgets, each placed at its own time; answers what people will do in them."""
    texts = {name: getattr(sown, name) for name in ("title", "language", "intro", "contact")}
    words = site.composer.words(sown.language)
    texts |= {name: PRESETS[getattr(sown, name)].said(words) for name in ("rules", "privacy")}
    of: Organisation = await site.store.write(partial(organisations.add, name=sown.name, at=_MOMENT.get(), **texts))
    if sown.style:
        style = themes.check(sown.style.encode()).css
        await site.store.write(partial(kept_themes.put_on, of=of, upload=sown.style, style=style, at=_MOMENT.get()))
    doings = []
    for sowing in sorted((Sowing(one, of.zone, moment) for one in sown.widget), key=lambda one: one.placed):
        _MOMENT.set(sowing.placed)
        placed = await site.store.write(partial(_add, site=site, of=of, sowing=sowing))
        there[sown.name, sowing.widget.name] = placed
        doings += [_doing(site, placed, act) for act in sowing.acts()]
    _MOMENT.set(moment - _FOUNDED)
    return doings


async def _hire(site: Site, sown: Sown) -> None:
    """Who works for the organisations, since they are there."""
    password, at = await site.passwords.hash(sown.password), _MOMENT.get()

    def unit(conn: Any) -> None:
        for one in sown.staff:
            of = {name: organisations.by_name(conn, name)[0] for name in one.roles}
            who = accounts.add(conn, one.address, password=password, language="nl", at=at)
            profile = Profile(one.name, one.function, one.department, one.show_name)
            for name, roles in one.roles.items():
                members.join(conn, who, of[name], profile, map(Grant, roles), at=at)

    await site.store.write(unit)


def _add(conn: Any, site: Site, of: Organisation, sowing: Sowing) -> Placed:
    sown = sowing.widget
    return placing.add(
        conn,
        of,
        sown.name,
        placing.type_of(site.registry, sown.type),
        title=sown.title,
        raw=sown.settings,
        at=sowing.placed,
        phase=sowing.phase,
        language=sown.language,
        expectation=sown.expectation,
    )


async def _live(site: Site, doings: Sequence[Doing], moment: datetime) -> None:
    """Day after day: what the clock brings, then what people do, in the order in which they do it."""
    clockwork = worker(site.store, site.registry, site.clock)
    day, first = _MOMENT.get().replace(hour=8, minute=0, second=0, microsecond=0), 0
    while day < moment:
        _MOMENT.set(day)
        await clockwork.run_due()
        day = min(day + _DAY, moment)
        last = next((at for at in range(first, len(doings)) if doings[at].at >= day), len(doings))
        await asyncio.gather(*(_begin(doing) for doing in doings[first:last]))
        first = last
    _MOMENT.set(moment)
    await clockwork.run_due()


def _doing(site: Site, placed: Placed, act: Act) -> Doing:
    installed = placed.installed
    action = installed.action(act.action)
    assert action is not None, f"the type {installed.type.name} has no action {act.action}"  # noqa: S101
    doer = Doer(act.participant, act.assurance, act.key)
    return Doing(act.at, partial(site.write_path.act, placed, action, act.target, act.fields, doer))


def _begin(doing: Doing) -> asyncio.Task[Any]:
    """In a context whose clock stands at its moment."""

    async def done() -> None:
        await doing.do()

    _MOMENT.set(doing.at)
    return asyncio.create_task(done())
