# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff write in widgets: who wrote it, and what it said before it was corrected. Each wording is a row more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from meedoen.errors import NotFound
from meedoen.official import Speaker, Wording, Written
from meedoen.records import Widget
from meedoen.records_posts import PICTURE, Signer, picture_of, words_in
from meedoen.records_staff import Profile
from meedoen.store import events, pictures
from meedoen.store.pulse import words_moved
from meedoen.store.schema import contribution, membership, organisation, written
from meedoen.values import Item, say

_ADD = insert(written)
_WRITTEN = (
    select(written, membership.c.name, membership.c.show_name, organisation.c.title)
    .join(membership, membership.c.id == written.c.membership)
    .join(organisation, organisation.c.id == membership.c.organisation)
    .where(written.c.widget == bindparam("of"), written.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(written.c.number, written.c.version)
)
_STANDS = (
    select(contribution.c.data)
    .where(
        contribution.c.widget == bindparam("of"),
        contribution.c.number == bindparam("one"),
        contribution.c.removed.is_(None),
    )
    .with_for_update()
)
_LATEST = (
    select(written.c.version)
    .where(written.c.widget == bindparam("of"), written.c.number == bindparam("one"))
    .order_by(written.c.version.desc())
    .limit(1)
)
_EDIT = (
    update(contribution)
    .where(contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one"))
    .values(data=bindparam("words"), edited=bindparam("moment"))
)
_BLANK = (
    update(written).where(written.c.widget == bindparam("of"), written.c.number == bindparam("one")).values(data={})
)


def sign(
    conn: Connection,
    widget_id: int,
    number: int,
    data: Mapping[str, Any],
    by: Signer,
    *,
    at: datetime,
    version: int = 1,
) -> None:
    """Keep who wrote this; its image is that of the contribution from now on."""
    about = {"widget": widget_id, "number": number, "version": version, "membership": by.member}
    who = {"function": by.function, "department": by.department}
    conn.execute(_ADD, {**about, **who, "data": dict(data), "at": at})
    if shown := data.get(PICTURE):
        pictures.keep(conn, widget_id, shown["name"], number)


def correct(conn: Connection, of: Widget, number: int, data: Mapping[str, Any], by: Signer, *, at: datetime) -> None:
    """Other words; those from before stay in its history. Raises `NotFound` where staff wrote nothing that stands."""
    where = {"of": of.id, "one": number}
    stands = conn.execute(_STANDS, where).scalar_one_or_none()
    version = conn.execute(_LATEST, where).scalar_one_or_none()
    if stands is None or version is None:
        raise NotFound(say("There is no contribution of yours with this number, or it was removed before."))
    if stands == data:
        return
    sign(conn, of.id, number, data, by, at=at, version=version + 1)
    conn.execute(_EDIT, {**where, "words": dict(data), "moment": at})
    events.append(
        conn,
        "edited",
        organisation=of.organisation.id,
        widget=of.id,
        role=events.STAFF,
        at=at,
        number=number,
        data={"version": version + 1},
    )
    words_moved(conn, of.id)


def with_authors(conn: Connection, widget_id: int, items: Sequence[Item]) -> list[Item]:
    """The same, those that staff wrote with who did and what they said before. Of what was removed nothing is told."""
    numbers = [one.number for one in items if one.removed is None]
    versions: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in conn.execute(_WRITTEN, {"of": widget_id, "numbers": numbers}) if numbers else ():
        versions[row.number].append(row)
    return [replace(one, written=_written(versions[one.number])) if one.number in versions else one for one in items]


def blank(conn: Connection, widget_id: int, number: int) -> None:
    """Its words are gone, those from before too, and its images."""
    conn.execute(_BLANK, {"of": widget_id, "one": number})
    pictures.drop_of(conn, widget_id, number)


def _written(rows: Sequence[Row[Any]]) -> Written:
    now, before = rows[-1], rows[:-1]
    earlier = tuple(Wording(words_in(row.data), _speaker(row), row.at, picture_of(row.data)) for row in before)
    return Written(_speaker(now), now.at if earlier else None, earlier)


def _speaker(row: Row[Any]) -> Speaker:
    return Speaker(Profile(row.name, row.function, row.department, row.show_name).public, row.title)
