# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the demo's staff wrote in widgets, and who found that useful, each at its own moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from meedoen import pictures
from meedoen.demo.seed import SownUpdate
from meedoen.errors import SetUpError
from meedoen.official import Picture
from meedoen.participation import posting
from meedoen.participation.views import Placed
from meedoen.participation.write_path import Doer
from meedoen.records_posts import Shot, Signer
from meedoen.site import Site
from meedoen.store import coming, members, posts
from meedoen.store import pictures as kept_pictures
from meedoen.values import Assurance

POST, USEFUL = "post", "useful"
_CORRECTED_AFTER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that is done at a moment."""

    at: datetime
    do: Callable[[], Awaitable[Any]]


async def writings(
    site: Site, sown: Sequence[SownUpdate], placed: Mapping[tuple[str, str], Placed], moment: datetime
) -> list[Doing]:
    """All of it. What is still to come is planned already. Raises `SetUpError` for somebody who does not work there."""
    found: list[Doing] = []
    for number, one in enumerate(sorted(sown, key=lambda one: one.days_ago, reverse=True), 1):
        of, at = placed[one.organisation, one.widget], moment - timedelta(days=one.days_ago)
        staff = await site.store.read(partial(members.of_organisation, organisation_id=of.widget.organisation.id))
        by = next((who.signer for who in staff if who.account.address == one.by), None)
        if by is None:
            raise SetUpError(f"{one.by} writes for {one.organisation} and does not work there")
        key = f"{number:032x}"
        if at > moment:
            await _plan(site, of, one, by, key, at, moment)
            continue
        found.append(Doing(at, partial(_write, site, of, one, by, key, at)))
        if one.corrected:
            later = at + _CORRECTED_AFTER
            found.append(Doing(later, partial(_correct, site, of, one, by, number, later)))
        found += _found_useful(site, of, one, number, at, moment)
    return found


async def _plan(site: Site, of: Placed, one: SownUpdate, by: Signer, key: str, due: datetime, at: datetime) -> None:
    words = posting.contributed(of, _action(of), one.fields, at)
    add = partial(coming.add, due=due, at=at, key=key)
    await site.store.write(lambda conn: add(conn, of.widget, POST, words.kind, words.data, by))


async def _write(site: Site, of: Placed, one: SownUpdate, by: Signer, key: str, at: datetime) -> None:
    shown = None
    if one.image:
        shot = await asyncio.to_thread(_shot, one.image)
        name = await site.store.write(partial(kept_pictures.add, widget_id=of.widget.id, shot=shot, at=at))
        shown = Picture(name, one.alt, shot.width, shot.height)
    words = posting.contributed(of, _action(of), one.fields, at, shown)
    await site.store.act(posting.deed(of, POST, by, key, at, words))


def _shot(file: str) -> Shot:
    return pictures.read(Path(file).read_bytes())


async def _correct(site: Site, of: Placed, one: SownUpdate, by: Signer, number: int, at: datetime) -> None:
    words = posting.contributed(of, _action(of), one.corrected, at)
    await site.store.write(partial(posts.correct, of=of.widget, number=number, data=words.data, by=by, at=at))


def _found_useful(
    site: Site, of: Placed, one: SownUpdate, number: int, at: datetime, moment: datetime
) -> Iterator[Doing]:
    """From the day after on, more of them soon; what happens on one day is done all at once."""
    chance = Random(f"{one.widget} {number}")  # noqa: S311  (it only has to look like life)
    action = of.installed.action(USEFUL)
    assert action is not None  # noqa: S101
    left = (moment - at) / timedelta(days=1)
    for _one in range(one.useful):
        day = min(chance.expovariate(1.0), max(left - 2, 0))
        when = min(at + timedelta(days=1 + int(day), minutes=chance.randrange(360)), moment)
        doer = Doer(chance.randbytes(16), Assurance.STORED, chance.randbytes(16).hex())
        yield Doing(when, partial(site.write_path.act, of, action, f"#{number}", {}, doer))


def _action(of: Placed) -> Any:
    action = of.installed.staff_action(POST)
    assert action is not None  # noqa: S101
    return action
