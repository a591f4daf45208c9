# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Placed widgets: their settings, names and phase. Every change is one line of the log and moves the revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from meedoen.errors import Conflict, NotFound
from meedoen.records import Organisation, Phase, Widget
from meedoen.store import events, organisations
from meedoen.store.pulse import house_moved, words_moved
from meedoen.store.schema import (
    contribution_count,
    organisation,
    organisation_name,
    phase,
    tally,
    widget,
    widget_name,
)
from meedoen.store.upsert import put
from meedoen.values import Assurance, say

FIELDS = ("title", "settings", "language", "expectation", "least")
"""What `change` takes."""

_ORGANISATION = [column.label(f"organisation_{column.name}") for column in organisation.c]
_ORGANISATION += [organisations.STYLE.label("organisation_style"), organisations.LOGO.label("organisation_logo")]
READ = (
    select(widget, phase.c.opens_at, phase.c.closes_at, phase.c.closing_text, *_ORGANISATION)
    .join(phase, phase.c.widget == widget.c.id)
    .join(organisation, organisation.c.id == widget.c.organisation)
)
"""Widgets with their organisation and their phase. What `record` takes."""

_BY_ID = READ.where(widget.c.id == bindparam("of"))
_BY_NAME = READ.join(widget_name, widget_name.c.widget == widget.c.id).where(
    widget_name.c.organisation == bindparam("of"), widget_name.c.name == bindparam("named")
)
_NAMES = (
    select(organisation_name.c.name, widget_name.c.name)
    .join(widget_name, widget_name.c.organisation == organisation_name.c.organisation)
    .where(widget_name.c.widget == bindparam("of"))
)
_HELD = select(widget.c.id).where(widget.c.id == bindparam("of")).with_for_update(key_share=True)
_OF_ORGANISATION = READ.where(widget.c.organisation == bindparam("of")).order_by(widget.c.id)
_PUBLIC = READ.where(widget.c.withdrawn.is_(None)).order_by(widget.c.id)

_ADD = insert(widget).returning(widget.c.id)
_ADD_PHASE = insert(phase)
_CHANGE = update(widget).where(widget.c.id == bindparam("of"))
_CHANGE_PHASE = update(phase).where(phase.c.widget == bindparam("of"))
_TAKE = put(widget_name)
_TAKEN_BY = select(widget_name.c.widget).where(
    widget_name.c.organisation == bindparam("of"), widget_name.c.name == bindparam("named")
)
_REACTIONS = select(func.coalesce(func.sum(tally.c.count), 0)).where(tally.c.widget == bindparam("of"))
_CONTRIBUTIONS = select(func.coalesce(func.sum(contribution_count.c.count), 0)).where(
    contribution_count.c.widget == bindparam("of"), contribution_count.c.everywhere
)


def add(
    conn: Connection,
    of: Organisation,
    name: str,
    type_name: str,
    title: str,
    settings: Mapping[str, Any],
    *,
    at: datetime,
    phase: Phase | None = None,
    **fields: Any,
) -> Widget:
    """Place a widget; `fields` are `language`, `expectation`, `least`.

    Raises `Conflict` when the name is, or once was, another's in this organisation.
    """
    values = {
        "uid": uuid4().hex,
        "organisation": of.id,
        "name": name,
        "type": type_name,
        "title": title,
        "settings": dict(settings),
        "language": "",
        "expectation": "",
        "least": Assurance.FORM,
        "created": at,
        "successor": "",
        "revision": 1,
        "counted": 0,
        "last_number": 0,
        "parts_made": 0,
    } | _known(fields)
    made = conn.execute(_ADD, values).scalar_one()
    conn.execute(_ADD_PHASE, {"widget": made} | _phase_values(phase or Phase()))
    _take(conn, of.id, name, made)
    return _changed(conn, made, "placed", at, _moments(phase or Phase()))


def change(conn: Connection, of: Widget, *, at: datetime, **fields: Any) -> Widget:
    """Change some of `FIELDS`."""
    conn.execute(_CHANGE, {"of": of.id} | _known(fields))
    return _changed(conn, of.id, "changed", at, {"fields": sorted(fields)})


def reschedule(conn: Connection, of: Widget, to: Phase, *, at: datetime) -> Widget:
    """Another time to be open, or another text for when it has closed."""
    conn.execute(_CHANGE_PHASE, {"of": of.id} | _phase_values(to))
    return _changed(conn, of.id, "rescheduled", at, _moments(to))


def close(conn: Connection, of: Widget, *, at: datetime, closing_text: str | None = None) -> Widget:
    """Closed from `at` on."""
    text = of.phase.closing_text if closing_text is None else closing_text
    opens_at = of.phase.opens_at if of.phase.opens_at is not None and of.phase.opens_at < at else None
    return reschedule(conn, of, replace(of.phase, opens_at=opens_at, closes_at=at, closing_text=text), at=at)


def rename(conn: Connection, of: Widget, name: str, *, at: datetime) -> Widget:
    """Another address; the old one leads here for ever. Raises `Conflict` when the name is, or once was, another's."""
    _take(conn, of.organisation.id, name, of.id)
    conn.execute(_CHANGE, {"of": of.id, "name": name})
    return _changed(conn, of.id, "renamed", at, {"from": of.name, "to": name})


def withdraw(conn: Connection, of: Widget, *, at: datetime, successor: str = "") -> Widget:
    """Take it away, for good: from now on it answers 410, and names where to go instead."""
    conn.execute(_CHANGE, {"of": of.id, "withdrawn": at, "successor": successor})
    return _changed(conn, of.id, "retired", at)


def by_name(conn: Connection, organisation_name: str, name: str) -> tuple[Widget, bool]:
    """The widget at this address, and whether it has moved from there (it, or its organisation). Raises `NotFound`."""
    owner, moved = organisations.by_name(conn, organisation_name)
    row = conn.execute(_BY_NAME, {"of": owner.id, "named": name}).one_or_none()
    if row is None:
        raise NotFound(say("There is nothing at this address. Go to the organisation’s page to see what there is."))
    found = record(row)
    return found, moved or found.name != name


def names(conn: Connection, of: Widget) -> list[tuple[str, str]]:
    """Every pair of names, of organisation and widget, by which it is or once was found."""
    return [(owner, name) for owner, name in conn.execute(_NAMES, {"of": of.id})]


def by_id(conn: Connection, widget_id: int) -> Widget:
    """The widget with this id, which is known to be there."""
    return record(conn.execute(_BY_ID, {"of": widget_id}).one())


def held(conn: Connection, of: Widget) -> Widget:
    """The widget as it is, once nobody else acts on it or changes it until the end of this transaction."""
    conn.execute(_HELD, {"of": of.id})
    return by_id(conn, of.id)


def of_organisation(conn: Connection, organisation_id: int) -> list[Widget]:
    """All of an organisation's widgets, withdrawn ones too, in the order they were placed."""
    return [record(row) for row in conn.execute(_OF_ORGANISATION, {"of": organisation_id})]


def public(conn: Connection) -> list[Widget]:
    """Every widget that is not withdrawn, in the order they were placed."""
    return [record(row) for row in conn.execute(_PUBLIC)]


def acts(conn: Connection, widget_id: int) -> int:
    """How many reactions and contributions there are: whether people have acted."""
    reactions = conn.execute(_REACTIONS, {"of": widget_id}).scalar_one()
    return int(reactions + conn.execute(_CONTRIBUTIONS, {"of": widget_id}).scalar_one())


def record(row: Row[Any]) -> Widget:
    """From a row of `READ`."""
    told = {column.name: getattr(row, f"organisation_{column.name}") for column in organisation.c}
    owner = Organisation(**told, style=row.organisation_style, logo=row.organisation_logo)
    return Widget(
        id=row.id,
        uid=row.uid,
        organisation=owner,
        name=row.name,
        type=row.type,
        title=row.title,
        settings=row.settings,
        phase=Phase(row.opens_at, row.closes_at, row.closing_text),
        created=row.created,
        revision=row.revision,
        language=row.language,
        expectation=row.expectation,
        least=Assurance(row.least),
        withdrawn=row.withdrawn,
        successor=row.successor,
    )


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise TypeError(f"A widget has no {', '.join(unknown)}.")
    return dict(fields)


def _phase_values(of: Phase) -> dict[str, Any]:
    return {"opens_at": of.opens_at, "closes_at": of.closes_at, "closing_text": of.closing_text}


def _moments(of: Phase) -> dict[str, str | None]:
    """For the log: from its schedules a feed tells each opening and closing there was."""
    moments = {"opens_at": of.opens_at, "closes_at": of.closes_at}
    return {name: None if at is None else at.isoformat() for name, at in moments.items()}


def _take(conn: Connection, organisation_id: int, name: str, widget_id: int) -> None:
    conn.execute(_TAKE, {"organisation": organisation_id, "name": name, "widget": widget_id})
    if conn.execute(_TAKEN_BY, {"of": organisation_id, "named": name}).scalar_one() != widget_id:
        taken = say("The name %(name)s is taken, or leads to something that had it. Choose another.", name=name)
        raise Conflict(taken, {"name": taken})


def _changed(
    conn: Connection, widget_id: int, kind: str, at: datetime, data: Mapping[str, Any] | None = None
) -> Widget:
    words_moved(conn, widget_id)
    house_moved(conn)
    changed = by_id(conn, widget_id)
    events.append(
        conn, kind, organisation=changed.organisation.id, widget=widget_id, role=events.STAFF, at=at, data=data
    )
    return changed
