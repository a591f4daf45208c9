# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The images that staff put with their words, each under a name that nobody can guess and that is never used again."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from meedoen.records_posts import Shot
from meedoen.store.schema import contribution, picture

ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}

_ADD = insert(picture)
_ONE = picture.c.name == bindparam("named")
_KEEP = (
    update(picture)
    .where(picture.c.widget == bindparam("of"), _ONE)
    .values(kept=True, number=bindparam("one", type_=picture.c.number.type))
)
_SIZE = select(picture.c.width, picture.c.height).where(picture.c.widget == bindparam("of"), _ONE)
_SHOWN = (
    select(picture.c.body)
    .outerjoin(contribution, (contribution.c.widget == picture.c.widget) & (contribution.c.number == picture.c.number))
    .where(_ONE, contribution.c.removed.is_(None))
)
_DROP_OF = delete(picture).where(picture.c.widget == bindparam("of"), picture.c.number == bindparam("one"))
_LEAVE = update(picture).where(picture.c.widget == bindparam("of"), _ONE, picture.c.number.is_(None)).values(kept=False)
_FORGET = delete(picture).where(picture.c.kept.is_(False), picture.c.created < bindparam("before"))


def add(conn: Connection, widget_id: int, shot: Shot, *, at: datetime) -> str:
    """Keep an image for some time, until words go with it; answers its name."""
    name = f"{uuid4().hex}.{ENDINGS[shot.media]}"
    size = {"width": shot.width, "height": shot.height}
    row = {"name": name, "widget": widget_id, "number": None, "kept": False, "body": shot.body, "created": at}
    conn.execute(_ADD, row | size)
    return name


def size(conn: Connection, widget_id: int, name: str) -> tuple[int, int] | None:
    """Width and height in px, if it is this widget's."""
    row = conn.execute(_SIZE, {"of": widget_id, "named": name}).one_or_none()
    return (row.width, row.height) if row else None


def keep(conn: Connection, widget_id: int, name: str, number: int | None = None) -> None:
    """Words go with it: those of this contribution, or None: of what is to come."""
    conn.execute(_KEEP, {"of": widget_id, "named": name, "one": number})


def leave(conn: Connection, widget_id: int, name: str) -> None:
    """What was to come goes with it no longer."""
    conn.execute(_LEAVE, {"of": widget_id, "named": name})


def body(conn: Connection, name: str) -> bytes | None:
    """What is served under this name; nothing once its contribution was removed."""
    found: bytes | None = conn.execute(_SHOWN, {"named": name}).scalar_one_or_none()
    return found


def drop_of(conn: Connection, widget_id: int, number: int) -> None:
    """Those of a contribution whose words are erased."""
    conn.execute(_DROP_OF, {"of": widget_id, "one": number})


def forget(conn: Connection, before: datetime) -> None:
    """Those from before this moment with which no words went."""
    conn.execute(_FORGET, {"before": before})
