# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one organisation of the benchmark, its widgets, and the people who rate in them."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from meedoen import placing
from meedoen.commands.base import Context
from meedoen.identity.tokens import Tokens, new_key, new_participant
from meedoen.participation.views import Placed
from meedoen.participation.write_path import Doer
from meedoen.records import Organisation
from meedoen.settings import Settings, load
from meedoen.site import Site
from meedoen.store import organisations, widgets
from meedoen.values import WHOLE, Assurance
from tests.house import TEXTS

ORGANISATION, WIDGET = "voorbeeldstad", "fietspad"
EMBED = f"/{ORGANISATION}/{WIDGET}/embed"
VOTE = f"/{ORGANISATION}/{WIDGET}/do/rate"
_NO_LIMIT = "1000000000"
_AT_ONCE = 1000


def settings_in(data: Path, port: int) -> Settings:
    """A demo's settings, with the limits out of the way."""
    given = {
        "mode": "demo",
        "data": str(data),
        "base_url": f"http://127.0.0.1:{port}",
        "acts_per_minute_per_network": _NO_LIMIT,
        "acts_per_minute_per_participant": _NO_LIMIT,
    }
    return load({f"MEEDOEN_{name.upper()}": value for name, value in given.items()})


async def organisation_in(context: Context) -> Organisation:
    """A new organisation."""
    found = partial(organisations.add, name=ORGANISATION, title="Gemeente Voorbeeldstad", at=context.clock(), **TEXTS)
    return await context.store.write(found)


async def widget_of(context: Context, of: Organisation, name: str = WIDGET, **settings: object) -> Placed:
    """A new rating, open from now on."""
    made = partial(
        placing.add,
        of=of,
        name=name,
        installed=placing.type_of(context.registry, "rating"),
        title="Nieuw fietspad langs de Vliet",
        raw={"question": "Wat vindt u van dit plan?", **settings},
        at=context.clock(),
    )
    return await context.store.write(made)


async def shown(context: Context, placed: Placed) -> Placed:
    """The same widget, its reasons shown from now on: what nobody may change any more, once people wrote."""
    settings = placed.settings.model_copy(update={"show_reasons": True})
    kept = settings.model_dump(mode="json")
    changed = partial(widgets.change, of=placed.widget, at=context.clock(), settings=kept)
    return replace(placed, widget=await context.store.write(changed), settings=settings)


async def rated(site: Site, placed: Placed, people: int, reason: str = "") -> None:
    """So many people rate, and say why if there is a reason to give; by the write path, as everybody."""
    action = placed.installed.action("rate")
    assert action is not None
    for first in range(0, people, _AT_ONCE):
        await asyncio.gather(
            *(
                site.write_path.act(
                    placed,
                    action,
                    WHOLE,
                    {"score": str(secrets.randbelow(3) + 1), "reason": reason},
                    Doer(new_participant(Assurance.STORED).id, Assurance.STORED, new_key()),
                )
                for _ in range(min(_AT_ONCE, people - first))
            )
        )


def vote(tokens: Tokens, organisation: str) -> bytes:
    """The body of one vote, by somebody who was not here before."""
    token = tokens.issue(organisation, new_participant(Assurance.STORED))
    return f"score={secrets.randbelow(3) + 1}&_token={token}&_key={new_key()}".encode()


def analyse(conn: Connection) -> None:
    """As autovacuum does in time."""
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql("ANALYZE")
