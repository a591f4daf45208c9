# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Organisations, and the names they have and had. A name that was given once leads to its organisation for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from meedoen.errors import Conflict, NotFound
from meedoen.records import EVERYONE, Organisation
from meedoen.store import events
from meedoen.store.pulse import house_moved
from meedoen.store.schema import case_masks, logo, organisation, organisation_name, theme
from meedoen.store.schema_placing import house_rules
from meedoen.store.upsert import excluded, put
from meedoen.values import say

STYLE = func.coalesce(
    select(theme.c.style).where(theme.c.organisation == organisation.c.id).correlate(organisation).scalar_subquery(), ""
)
LOGO = func.coalesce(
    select(logo.c.name).where(logo.c.organisation == organisation.c.id).correlate(organisation).scalar_subquery(), ""
)


def _rule(column: Any, otherwise: object) -> Any:
    of = select(column).where(column.table.c.organisation == organisation.c.id)
    return func.coalesce(of.correlate(organisation).scalar_subquery(), otherwise)


MORE = {
    "style": STYLE,
    "logo": LOGO,
    "framers": _rule(house_rules.c.framers, EVERYONE),
    "keep_months": _rule(house_rules.c.keep_months, 0),
    "case_masks": _rule(case_masks.c.masks, ""),
}
COLUMNS = (*organisation.c, *(column.label(name) for name, column in MORE.items()))
"""What `record` takes: its own; and its house style, its logo and what holds for its widgets, which stand elsewhere."""
_ADD = insert(organisation).returning(organisation.c.id)
_CHANGE = update(organisation).where(organisation.c.id == bindparam("of"))
_TAKE = put(organisation_name)
_TAKEN_BY = select(organisation_name.c.organisation).where(organisation_name.c.name == bindparam("name"))
_BY_NAME = (
    select(*COLUMNS)
    .join(organisation_name, organisation_name.c.organisation == organisation.c.id)
    .where(organisation_name.c.name == bindparam("name"))
)
_BY_ID = select(*COLUMNS).where(organisation.c.id == bindparam("of"))
_RULES = put(house_rules, keys=["organisation"], change=excluded(house_rules, "framers", "keep_months"))
_MASKS = put(case_masks, keys=["organisation"], change=excluded(case_masks, "masks"))
_EVERY = select(*COLUMNS).order_by(organisation.c.title, organisation.c.id)

TEXTS = ("title", "language", "time_zone", "intro", "contact", "privacy", "rules")
"""What `change` takes."""


def add(conn: Connection, name: str, title: str, *, at: datetime, **texts: str) -> Organisation:
    """A new organisation. Raises `Conflict` when the name is, or once was, another's."""
    given: dict[str, Any] = dict(texts)
    made = Organisation(id=0, uid=uuid4().hex, name=name, title=title, **given)
    values = {"uid": made.uid, "name": name} | {text: getattr(made, text) for text in TEXTS}
    made_id = conn.execute(_ADD, values).scalar_one()
    _take(conn, name, made_id)
    _changed(conn, made_id, "founded", at)
    return by_id(conn, made_id)


def change(conn: Connection, of: Organisation, *, at: datetime, **texts: str) -> Organisation:
    """Change some of `TEXTS`."""
    conn.execute(_CHANGE, {"of": of.id} | _known(texts))
    _changed(conn, of.id, "changed", at, {"fields": sorted(texts)})
    return by_id(conn, of.id)


def rename(conn: Connection, of: Organisation, name: str, *, at: datetime) -> Organisation:
    """Another address; the old one leads here for ever. Raises `Conflict` when the name is, or once was, another's."""
    _take(conn, name, of.id)
    conn.execute(_CHANGE, {"of": of.id, "name": name})
    _changed(conn, of.id, "renamed", at, {"from": of.name, "to": name})
    return by_id(conn, of.id)


def restyled(conn: Connection, of: Organisation, *, at: datetime, what: str = "style") -> Organisation:
    """Its house style or its logo is another: every page of it moves."""
    _changed(conn, of.id, "changed", at, {"fields": [what]})
    return by_id(conn, of.id)


def rule(conn: Connection, of: Organisation, *, framers: str, keep_months: int, at: datetime) -> Organisation:
    """What holds for its widgets that say nothing else."""
    conn.execute(_RULES, {"organisation": of.id, "framers": framers, "keep_months": keep_months})
    _changed(conn, of.id, "changed", at, {"fields": ["framers", "keep_months"]})
    return by_id(conn, of.id)


def write_cases(conn: Connection, of: Organisation, masks: str, *, at: datetime) -> Organisation:
    """How it writes its case numbers from now on, a mask a line."""
    conn.execute(_MASKS, {"organisation": of.id, "masks": masks})
    _changed(conn, of.id, "changed", at, {"fields": ["case_masks"]})
    return by_id(conn, of.id)


def by_name(conn: Connection, name: str) -> tuple[Organisation, bool]:
    """The organisation that has or had this name, and whether it has moved to another. Raises `NotFound`."""
    row = conn.execute(_BY_NAME, {"name": name}).one_or_none()
    if row is None:
        raise NotFound(say("There is no organisation with this name here."))
    found = record(row)
    return found, found.name != name


def id_of(conn: Connection, name: str) -> int | None:
    """Of the organisation that has, or had, this name."""
    try:
        return by_name(conn, name)[0].id
    except NotFound:
        return None


def by_id(conn: Connection, organisation_id: int) -> Organisation:
    """The organisation with this id, which is known to be there."""
    return record(conn.execute(_BY_ID, {"of": organisation_id}).one())


def every(conn: Connection) -> list[Organisation]:
    """All of them, by title."""
    return [record(row) for row in conn.execute(_EVERY)]


def record(row: Row[Any]) -> Organisation:
    """From a row of this table."""
    return Organisation(
        id=row.id,
        uid=row.uid,
        name=row.name,
        title=row.title,
        **{name: getattr(row, name) for name in MORE},
        **{text: getattr(row, text) for text in TEXTS if text != "title"},
    )


def _known(texts: Mapping[str, str]) -> dict[str, str]:
    if unknown := sorted(set(texts) - set(TEXTS)):
        raise TypeError(f"An organisation has no {', '.join(unknown)}.")
    return dict(texts)


def _take(conn: Connection, name: str, organisation_id: int) -> None:
    conn.execute(_TAKE, {"name": name, "organisation": organisation_id})
    if conn.execute(_TAKEN_BY, {"name": name}).scalar_one() != organisation_id:
        raise Conflict(
            say("The name %(name)s is taken, or leads to an organisation that had it. Choose another.", name=name)
        )


def _changed(
    conn: Connection, organisation_id: int, kind: str, at: datetime, data: Mapping[str, Any] | None = None
) -> None:
    events.append(conn, kind, organisation=organisation_id, widget=None, role=events.STAFF, at=at, data=data)
    house_moved(conn)
