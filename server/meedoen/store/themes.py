# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""House styles: one of an organisation, kept as it was uploaded and as it is served."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from meedoen.errors import NotFound
from meedoen.records import Organisation
from meedoen.store import organisations
from meedoen.store.schema import theme
from meedoen.store.upsert import excluded, put
from meedoen.values import say

_PUT = put(theme, keys=["organisation"], change=excluded(theme, "upload", "style"))
_REMOVE = delete(theme).where(theme.c.organisation == bindparam("of"))
_UPLOAD = select(theme.c.upload).where(theme.c.organisation == bindparam("of"))


def put_on(conn: Connection, of: Organisation, upload: str, style: str, *, at: datetime) -> Organisation:
    """The style of this organisation from now on."""
    conn.execute(_PUT, {"organisation": of.id, "upload": upload, "style": style})
    return organisations.restyled(conn, of, at=at)


def remove(conn: Connection, of: Organisation, *, at: datetime) -> Organisation:
    """The server's own style again. Raises `NotFound` when it had no other."""
    if not conn.execute(_REMOVE, {"of": of.id}).rowcount:
        raise _none(of)
    return organisations.restyled(conn, of, at=at)


def upload(conn: Connection, of: Organisation) -> str:
    """What was uploaded. Raises `NotFound`."""
    kept = conn.execute(_UPLOAD, {"of": of.id}).scalar_one_or_none()
    if kept is None:
        raise _none(of)
    return str(kept)


def _none(of: Organisation) -> NotFound:
    return NotFound(say("%(name)s has no style of its own; it wears the server’s.", name=of.name))
