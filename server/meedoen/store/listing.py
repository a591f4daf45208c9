# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is public, a page at a time, for who lists it all: the API and the sitemap.

A page begins behind an id and looks at a bounded number of rows, so that it costs the same however long the table is,
and however few of its rows fit what is asked for. It may then hold less than was asked while the list goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, func, select

from meedoen import limits
from meedoen.records import Organisation, Stage, Widget
from meedoen.store.organisations import COLUMNS as ORGANISATION
from meedoen.store.organisations import record as organisation_record
from meedoen.store.schema import event, organisation, phase, placement, widget
from meedoen.store.widgets import READ, record
from meedoen.values import State

CHANGES = ("placed", "changed", "rescheduled", "renamed")
"""Lines of the log by which the organisation's own words in a widget are others than before."""
SAID = (
    "contributed",
    "edited",
    "removed",
    "released",
    "restored",
    "withdrawn",
    "replied",
    "reply corrected",
    "outcome",
    "state",
    "merged",
    "unmerged",
)
"""Those by which contributions are."""

_CLOSED = phase.c.closes_at.is_not(None) & (phase.c.closes_at <= bindparam("moment"))
_PLANNED = phase.c.opens_at.is_not(None) & (phase.c.opens_at > bindparam("moment")) & ~_CLOSED
_STATES: Mapping[State | None, Sequence[ColumnElement[bool]]] = {
    None: (),
    State.CLOSED: (_CLOSED,),
    State.PLANNED: (_PLANNED,),
    State.OPEN: (~_CLOSED, ~_PLANNED),
}
_BEHIND = widget.c.id > bindparam("after")
_OF: Mapping[bool, Sequence[ColumnElement[bool]]] = {False: (), True: (widget.c.organisation == bindparam("of"),)}


def _window(of: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The ids that are looked at."""
    return select(widget.c.id).where(_BEHIND, *of).order_by(widget.c.id).limit(bindparam("most"))


def _page(of: Sequence[ColumnElement[bool]], state: Sequence[ColumnElement[bool]]) -> Select[Any]:
    within = (_BEHIND, widget.c.id <= bindparam("last"), *of)
    live = placement.c.stage == Stage.LIVE.value
    public = (widget.c.withdrawn.is_(None), live, widget.c.type.in_(bindparam("types", expanding=True)))
    return READ.where(*within, *public, *state).order_by(widget.c.id).limit(bindparam("most"))


def _next_change(of: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The first moments at which one that was looked at opens or closes."""
    moments = [
        func.min(case((at > bindparam("moment"), at), else_=None)) for at in (phase.c.opens_at, phase.c.closes_at)
    ]
    within = (_BEHIND, widget.c.id <= bindparam("last"), *of)
    return select(*moments).select_from(widget.join(phase, phase.c.widget == widget.c.id)).where(*within)


_WINDOWS = {of: _window(where) for of, where in _OF.items()}
_PAGES = {(of, state): _page(where, fits) for of, where in _OF.items() for state, fits in _STATES.items()}
_NEXT_CHANGES = {of: _next_change(where) for of, where in _OF.items()}

_ORGANISATIONS = (
    select(*ORGANISATION)
    .where(organisation.c.id > bindparam("after"))
    .order_by(organisation.c.id)
    .limit(bindparam("most"))
)
_END = select(
    select(func.coalesce(func.max(organisation.c.id), 0)).scalar_subquery(),
    select(func.coalesce(func.max(widget.c.id), 0)).scalar_subquery(),
)


def _latest(kind: str) -> Any:
    newest = select(event.c.at).where(event.c.widget == widget.c.id, event.c.kind == kind)
    return newest.order_by(event.c.id.desc()).limit(1).scalar_subquery().label(kind)


_LATEST = select(widget.c.id, *(_latest(kind) for kind in (*CHANGES, *SAID))).where(
    widget.c.id.in_(bindparam("widgets", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Part of the list of widgets."""

    widgets: Sequence[Widget]
    next: int
    """Behind which id the list goes on; 0 where it ends."""
    changes: datetime | None
    """The first moment at which one opens or closes, and so may fit or no longer."""


def widgets(
    conn: Connection,
    after: int,
    most: int,
    *,
    types: Collection[str],
    moment: datetime,
    of: Organisation | None = None,
    state: State | None = None,
) -> Listed:
    """At most so many public widgets of these types, in the order they were placed."""
    asked = {"after": after, "of": of and of.id, "moment": moment, "types": sorted(types)}
    scope = of is not None
    seen = [row.id for row in conn.execute(_WINDOWS[scope], asked | {"most": limits.LIST_ROWS_READ_MAX})]
    if not seen:
        return Listed((), 0, None)
    asked |= {"last": seen[-1]}
    rows = conn.execute(_PAGES[scope, state], asked | {"most": most + 1}).all()
    changes = [at for at in conn.execute(_NEXT_CHANGES[scope], asked).one() if at is not None]
    following = seen[-1] if len(seen) == limits.LIST_ROWS_READ_MAX else 0
    if len(rows) > most:
        following = rows[most - 1].id
    return Listed([record(row) for row in rows[:most]], following, min(changes, default=None))


def organisations(conn: Connection, after: int, most: int) -> tuple[list[Organisation], int]:
    """At most so many organisations in the order they came, and behind which id the list goes on, or 0."""
    rows = conn.execute(_ORGANISATIONS, {"after": after, "most": most + 1}).all()
    return [organisation_record(row) for row in rows[:most]], rows[most - 1].id if len(rows) > most else 0


def end(conn: Connection) -> int:
    """The highest id of an organisation or a widget."""
    organisations_end, widgets_end = conn.execute(_END).one()
    return int(max(organisations_end, widgets_end))


@dataclass(frozen=True, slots=True)
class Mapped:
    """What stands in one sitemap."""

    organisations: Sequence[Organisation]
    widgets: Sequence[Widget]
    latest: Mapping[int, Mapping[str, datetime]]
    """By widget and kind of `CHANGES` and `SAID`: when this last happened."""


def sitemap(conn: Connection, after: int, most: int, types: Collection[str], moment: datetime) -> Mapped:
    """What has one of the `most` ids behind `after`: so each stands in one sitemap, and stays there."""
    found, _following = organisations(conn, after, most)
    listed = [one for one in widgets(conn, after, most, types=types, moment=moment).widgets if one.id <= after + most]
    rows = conn.execute(_LATEST, {"widgets": [one.id for one in listed]}).mappings()
    kinds = (*CHANGES, *SAID)
    latest = {row["id"]: {kind: row[kind] for kind in kinds if row[kind] is not None} for row in rows}
    return Mapped([one for one in found if one.id <= after + most], listed, latest)
