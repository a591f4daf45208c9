# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Logos: at most one of an organisation, kept as it is served."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from meedoen.errors import NotFound
from meedoen.records import Logo, Organisation
from meedoen.store import organisations
from meedoen.store.schema import logo
from meedoen.store.upsert import excluded, put
from meedoen.values import say

_PUT = put(logo, keys=["organisation"], change=excluded(logo, "name", "media", "content"))
_REMOVE = delete(logo).where(logo.c.organisation == bindparam("of"))
_READ = select(logo.c.name, logo.c.media, logo.c.content).where(logo.c.organisation == bindparam("of"))


def put_up(conn: Connection, of: Organisation, one: Logo, *, at: datetime) -> Organisation:
    """The logo of this organisation from now on."""
    conn.execute(_PUT, {"organisation": of.id, "name": one.name, "media": one.media, "content": one.content})
    return organisations.restyled(conn, of, at=at, what="logo")


def remove(conn: Connection, of: Organisation, *, at: datetime) -> Organisation:
    """None any more. Raises `NotFound` when it had none."""
    if not conn.execute(_REMOVE, {"of": of.id}).rowcount:
        raise NotFound(say("There is no logo to take away."))
    return organisations.restyled(conn, of, at=at, what="logo")


def of_name(conn: Connection, organisation_name: str, name: str) -> Logo:
    """The logo under this name of the organisation that has, or had, that one. Raises `NotFound`."""
    of, _moved = organisations.by_name(conn, organisation_name)
    kept = conn.execute(_READ, {"of": of.id}).one_or_none()
    if kept is None or kept.name != name:
        raise NotFound(say("There is no such file."))
    return Logo(kept.name, kept.media, bytes(kept.content))
