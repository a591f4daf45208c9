# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changes: one outcome for a set of contributions, told once. Each contribution has it as its own outcome too.

What is said of a change is a row more each time; none is altered. Whoever calls what writes here is `alone`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, tuple_, union

from meedoen import limits
from meedoen.errors import Conflict, NotFound
from meedoen.official import Change
from meedoen.records import Widget
from meedoen.records_answers import Decision, Narrowing
from meedoen.records_staff import Member
from meedoen.store import answers, events, merged
from meedoen.store.answered import decided_of
from meedoen.store.pulse import words_moved
from meedoen.store.schema import (
    answer,
    change,
    change_contribution,
    contribution,
    contribution_facet,
    contribution_merged,
    membership,
    organisation,
)
from meedoen.values import say

CHANGED = "changed for many"
"""The line of the log that a change was noted, corrected, or got more contributions."""
FIRST = 2**31 - 1
"""Beyond every key: a list from before this begins with the newest."""

_C, _P, _M = change.c, change_contribution.c, contribution_merged.c
_ADD = insert(change)
_OF_KEYS = (
    select(change, membership.c.name, membership.c.show_name, organisation.c.title)
    .join(membership, membership.c.id == _C.membership)
    .join(organisation, organisation.c.id == membership.c.organisation)
    .where(_C.widget == bindparam("of"), _C.key.in_(bindparam("keys", expanding=True)))
    .order_by(_C.key.desc(), _C.version)
)
_NEWEST_KEYS = (
    select(_C.key)
    .where(_C.widget == bindparam("of"), _C.key < bindparam("before"), _C.version == 1)
    .order_by(_C.key.desc())
    .limit(bindparam("most"))
)
_STANDS = (
    select(_P.number)
    .join(contribution, (contribution.c.widget == _P.widget) & (contribution.c.number == _P.number))
    .where(
        _P.widget == bindparam("of"),
        _P.key == bindparam("one"),
        contribution.c.removed.is_(None),
    )
    .distinct()
    .order_by(_P.number)
)
_PART = (_P.widget == bindparam("of"), _P.key.in_(bindparam("keys", expanding=True)))
_TOGETHER = union(
    select(_P.widget, _P.key, _P.number).where(*_PART),
    select(_P.widget, _P.key, _M.number)
    .join(contribution_merged, (_M.widget == _P.widget) & (_M.last == _P.number))
    .where(*_PART),
).subquery()
"""Its contributions, and those that were merged with one of them."""
_STANDING = (
    select(_TOGETHER.c.key, _TOGETHER.c.number)
    .join(contribution, (contribution.c.widget == _TOGETHER.c.widget) & (contribution.c.number == _TOGETHER.c.number))
    .where(contribution.c.removed.is_(None))
    .subquery()
)
_BECAUSE = select(_STANDING.c.number).order_by(_STANDING.c.number)
_HOW_MANY = select(_STANDING.c.key, func.count().label("n")).group_by(_STANDING.c.key)
_SINCE = select(_P.key, _P.number, _P.at).where(
    _P.widget == bindparam("of"), _P.number.in_(bindparam("numbers", expanding=True))
)
_WITH_FACET = (
    select(_P.key)
    .outerjoin(contribution_merged, (_M.widget == _P.widget) & (_M.number == _P.number))
    .join(
        contribution_facet,
        (contribution_facet.c.widget == _P.widget) & (contribution_facet.c.number == func.coalesce(_M.last, _P.number)),
    )
    .where(
        _P.widget == bindparam("of"),
        _P.key.in_(bindparam("keys", expanding=True)),
        contribution_facet.c.kind == bindparam("of_kind"),
        contribution_facet.c.name == bindparam("named"),
        contribution_facet.c.value == bindparam("value"),
    )
    .distinct()
)
_WITH_KIND = (
    select(_P.key, contribution.c.kind, contribution.c.target)
    .join(contribution, (contribution.c.widget == _P.widget) & (contribution.c.number == _P.number))
    .where(_P.widget == bindparam("of"), _P.key.in_(bindparam("keys", expanding=True)))
    .distinct()
)
_OUTCOME_NOW = (
    select(answer.c.number, func.max(answer.c.version).label("version"))
    .where(
        answer.c.widget == bindparam("of"),
        answer.c.number.in_(bindparam("numbers", expanding=True)),
        answer.c.thread == answers.OUTCOME,
    )
    .group_by(answer.c.number)
)
_IS_ITS = select(_P.number, _P.version).where(
    _P.widget == bindparam("of"),
    _P.key == bindparam("one"),
    tuple_(_P.number, _P.version).in_(bindparam("pairs", expanding=True)),
)


def note(
    conn: Connection, of: Widget, numbers: Iterable[int], decision: Decision, day: str, by: Member, *, at: datetime
) -> int:
    """A change for those of these that stand; answers its key. A second press of the button notes none beside it.

    Raises `NotFound` when none stands.
    """
    numbers = sorted(set(numbers))
    last = next(iter(newest(conn, of.id, 1)), None)
    twice = last is not None and not last.earlier and _said(last) == (decision, day)
    if last and twice and set(numbers) <= set(numbers_of(conn, of.id, last.key)):
        return last.key
    key = last.key + 1 if last else 1
    answers.decide(conn, of, numbers, decision, by, at=at, change=key)
    _say(conn, of, key, 1, decision, day, by, at)
    return key


def correct(conn: Connection, of: Widget, key: int, decision: Decision, day: str, by: Member, *, at: datetime) -> None:
    """Other words for it, and for those of its contributions that got no other outcome since. Raises `NotFound`."""
    stands = one(conn, of.id, key)
    if _said(stands) == (decision, day):
        return
    if held := _still_its(conn, of.id, key):
        answers.decide(conn, of, held, decision, by, at=at, change=key)
    _say(conn, of, key, stands.version + 1, decision, day, by, at)


def add(conn: Connection, of: Widget, key: int, numbers: Iterable[int], by: Member, *, at: datetime) -> None:
    """More contributions for which it was done. Raises `NotFound`; `Conflict` when they are too many."""
    stands, have = one(conn, of.id, key), set(numbers_of(conn, of.id, key))
    new = sorted(set(numbers) - have)
    if len(have) + len(new) > limits.CHANGE_CONTRIBUTIONS_MAX:
        raise Conflict(say("One change is for %(n)s contributions at most.", n=limits.CHANGE_CONTRIBUTIONS_MAX))
    if new:
        now = stands.now
        answers.decide(conn, of, new, Decision(now.state, now.reason, now.links), by, at=at, change=key)
        _log(conn, of, key, stands.version, at)


def one(conn: Connection, widget_id: int, key: int) -> Change:
    """That with this key. Raises `NotFound`."""
    found = _read(conn, widget_id, [key])
    if not found:
        raise NotFound(say("There is no change with this number. See what was changed."))
    return found[0]


def newest(
    conn: Connection, widget_id: int, most: int, before: int = FIRST, within: Narrowing | None = None
) -> list[Change]:
    """The newest first, from before this key; of `within` those that are for such a contribution."""
    keys = conn.execute(_NEWEST_KEYS, {"of": widget_id, "before": before, "most": most}).scalars().all()
    return _read(conn, widget_id, _narrowed(conn, widget_id, keys, within) if within else keys)


def about(conn: Connection, widget_id: int, number: int) -> list[Change]:
    """Those for one contribution or its doubles, the newest first, each from when it was for this one, else for such a
    double."""
    numbers = [number, *(one.number for one in merged.doubles(conn, widget_id, number))]
    rows = conn.execute(_SINCE, {"of": widget_id, "numbers": numbers}).all()
    since: dict[int, datetime] = {}
    for row in sorted(rows, key=lambda row: (row.number != number, row.at)):
        since.setdefault(row.key, row.at)
    return [replace(one, began=since[one.key]) for one in _read(conn, widget_id, list(since))]


def numbers_of(conn: Connection, widget_id: int, key: int) -> Sequence[int]:
    """Its contributions that stand."""
    return conn.execute(_STANDS, {"of": widget_id, "one": key}).scalars().all()


def because_of(conn: Connection, widget_id: int, key: int) -> Sequence[int]:
    """The same, with those that were merged with one of them."""
    return conn.execute(_BECAUSE, {"of": widget_id, "keys": [key]}).scalars().all()


def _read(conn: Connection, widget_id: int, keys: Sequence[int]) -> list[Change]:
    if not keys:
        return []
    given = {"of": widget_id, "keys": list(keys)}
    said: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in conn.execute(_OF_KEYS, given):
        said[row.key].append(row)
    stand = {row.key: row.n for row in conn.execute(_HOW_MANY, given)}
    return [_change(key, rows, stand.get(key, 0)) for key, rows in said.items()]


def _change(key: int, rows: Sequence[Row[Any]], stand: int) -> Change:
    *earlier, now = [decided_of(row) for row in rows]
    day = date.fromisoformat(rows[-1].day) if rows[-1].day else None
    return Change(key, now, rows[0].at, day, tuple(earlier), stand)


def _said(stands: Change) -> tuple[Decision, str]:
    now = stands.now
    return Decision(now.state, now.reason, now.links), stands.since.isoformat() if stands.since else ""


def _narrowed(conn: Connection, widget_id: int, keys: Sequence[int], within: Narrowing) -> Sequence[int]:
    given = {"of": widget_id, "keys": list(keys)}
    if not keys:
        return ()
    if within.facet is not None:
        name, value = within.facet
        fit = set(conn.execute(_WITH_FACET, {**given, "of_kind": within.kind, "named": name, "value": value}).scalars())
    else:
        fit = {
            row.key
            for row in conn.execute(_WITH_KIND, given)
            if within.kind in ("", row.kind) and within.target in ("", row.target)
        }
    return [key for key in keys if key in fit]


def _still_its(conn: Connection, widget_id: int, key: int) -> Sequence[int]:
    """Its contributions that stand whose outcome it still is."""
    numbers = numbers_of(conn, widget_id, key)
    now: Mapping[int, int] = {
        row.number: row.version for row in conn.execute(_OUTCOME_NOW, {"of": widget_id, "numbers": numbers})
    }
    if not now:
        return ()
    rows = conn.execute(_IS_ITS, {"of": widget_id, "one": key, "pairs": list(now.items())})
    return sorted(row.number for row in rows)


def _say(
    conn: Connection, of: Widget, key: int, version: int, decision: Decision, day: str, by: Member, at: datetime
) -> None:
    who = {"membership": by.id, "function": by.profile.function, "department": by.profile.department, "at": at}
    said = {"state": decision.state.value, "text": decision.reason, "links": list(decision.links), "day": day}
    conn.execute(_ADD, {"widget": of.id, "key": key, "version": version, **said, **who})
    _log(conn, of, key, version, at)


def _log(conn: Connection, of: Widget, key: int, version: int, at: datetime) -> None:
    data = {"change": key, "version": version}
    events.append(conn, CHANGED, organisation=of.organisation.id, widget=of.id, role=events.STAFF, at=at, data=data)
    words_moved(conn, of.id)
