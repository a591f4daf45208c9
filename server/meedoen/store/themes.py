# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""House styles: one of an organisation, kept as it was uploaded and as it is served; and the one before it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from meedoen.errors import NotFound
from meedoen.records import Organisation
from meedoen.store import organisations
from meedoen.store.schema import theme, theme_before
from meedoen.store.upsert import excluded, put
from meedoen.values import say

_PUT = put(theme, keys=["organisation"], change=excluded(theme, "upload", "style"))
_REMOVE = delete(theme).where(theme.c.organisation == bindparam("of"))
_NOW = select(theme.c.upload, theme.c.style).where(theme.c.organisation == bindparam("of"))
_BEFORE = select(theme_before.c.upload, theme_before.c.style).where(theme_before.c.organisation == bindparam("of"))
_PUT_BEFORE = put(theme_before, keys=["organisation"], change=excluded(theme_before, "upload", "style"))
_OWN = "", ""
"""The server's own style, as upload and as style."""


def put_on(conn: Connection, of: Organisation, upload: str, style: str, *, at: datetime) -> Organisation:
    """The style of this organisation from now on."""
    _keep(conn, of)
    conn.execute(_PUT, {"organisation": of.id, "upload": upload, "style": style})
    return organisations.restyled(conn, of, at=at)


def remove(conn: Connection, of: Organisation, *, at: datetime) -> Organisation:
    """The server's own style again. Raises `NotFound` when it had no other."""
    _keep(conn, of)
    if not conn.execute(_REMOVE, {"of": of.id}).rowcount:
        raise _none(of)
    return organisations.restyled(conn, of, at=at)


def upload(conn: Connection, of: Organisation) -> str:
    """What was uploaded. Raises `NotFound`."""
    kept = conn.execute(_NOW, {"of": of.id}).one_or_none()
    if kept is None:
        raise _none(of)
    return str(kept.upload)


def before(conn: Connection, of: Organisation) -> str | None:
    """What was uploaded before that; empty is the server's own style, None that there was nothing before."""
    kept = conn.execute(_BEFORE, {"of": of.id}).one_or_none()
    return None if kept is None else str(kept.upload)


def back(conn: Connection, of: Organisation, *, at: datetime) -> Organisation:
    """The style before, which this one is then the one before. Raises `NotFound` when there was none."""
    kept = conn.execute(_BEFORE, {"of": of.id}).one_or_none()
    if kept is None:
        raise NotFound(say("There is no style before this one to go back to."))
    if tuple(kept) == _OWN:
        return remove(conn, of, at=at)
    return put_on(conn, of, kept.upload, kept.style, at=at)


def _keep(conn: Connection, of: Organisation) -> None:
    """What it wears now, as what it wore before."""
    upload_now, style_now = conn.execute(_NOW, {"of": of.id}).one_or_none() or _OWN
    conn.execute(_PUT_BEFORE, {"organisation": of.id, "upload": upload_now, "style": style_now})


def _none(of: Organisation) -> NotFound:
    return NotFound(say("%(name)s has no style of its own; it wears the server’s.", name=of.name))
