# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding contributions that are alike what somebody types: those that stand in one widget, of one kind.

The table `alike` has the terms of what a type says is searched in a contribution, kept in the transaction of each line
of the log. How often each term stands is kept beside it, so that a search begins with the rarest and looks at no more
rows than are few, however many there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from meedoen import likeness, limits
from meedoen.records_posts import words_in
from meedoen.store import alike_index
from meedoen.store.schema import alike, alike_count, contribution, contribution_merged, widget
from meedoen.store.upsert import put
from meedoen.store.work import Orders, Ranks
from meedoen.values import Item

_RANKS = "ranks"
_ALL = ""
"""The term under which stands how many there are."""

_CONTRIBUTIONS = select(
    contribution.c.widget,
    contribution.c.number,
    contribution.c.kind,
    contribution.c.target,
    contribution.c.data,
    contribution.c.created,
    contribution.c.removed,
    contribution_merged.c.last,
    widget.c.type,
).select_from(
    contribution.join(widget, widget.c.id == contribution.c.widget).outerjoin(
        contribution_merged,
        (contribution_merged.c.widget == contribution.c.widget)
        & (contribution_merged.c.number == contribution.c.number),
    )
)
_ONE = _CONTRIBUTIONS.where(contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one"))
_DOUBLES = _CONTRIBUTIONS.where(
    contribution_merged.c.widget == bindparam("of"),
    contribution_merged.c.last == bindparam("one"),
    contribution.c.removed.is_(None),
).order_by(contribution.c.number)
_AFTER = (
    _CONTRIBUTIONS.where(contribution.c.widget == bindparam("of"), contribution.c.number > bindparam("after"))
    .order_by(contribution.c.number)
    .limit(bindparam("most"))
)
_KEPT = select(alike.c.id, alike.c.kind, alike.c.terms).where(
    alike.c.widget == bindparam("of"), alike.c.number == bindparam("one")
)
_ADD = insert(alike)
_DROP = delete(alike).where(alike.c.id == bindparam("row"))
_MORE = put(alike_count, keys=("widget", "kind", "term"), change={"count": alike_count.c.count + 1})
_OF_TERM = (
    alike_count.c.widget == bindparam("of"),
    alike_count.c.kind == bindparam("of_kind"),
    alike_count.c.term == bindparam("one"),
)
_LESS = update(alike_count).where(*_OF_TERM).values(count=alike_count.c.count - 1)
_NONE = delete(alike_count).where(*_OF_TERM, alike_count.c.count <= 0)
_NOTHING = delete(alike_count)
_COUNTS = select(alike_count.c.term, alike_count.c.count).where(
    alike_count.c.widget == bindparam("of"),
    alike_count.c.kind == bindparam("of_kind"),
    alike_count.c.term.in_(bindparam("terms", expanding=True)),
)
_TERMS = select(alike.c.number, alike.c.terms).where(alike.c.id.in_(bindparam("rows", expanding=True)))


def find(conn: Connection, widget_id: int, kind: str, text: str, most: int) -> list[int]:
    """The numbers of those that are most alike, the best first; none where nothing is."""
    asked = likeness.terms(text)
    given = {"of": widget_id, "of_kind": kind, "terms": [*asked, _ALL]}
    counts: dict[str, int] = dict(conn.execute(_COUNTS, given).all())
    weighed = likeness.weights(asked, counts, counts.pop(_ALL, 0))
    best = _best(conn, widget_id, kind, weighed, counts)
    texts = {row.number: frozenset(row.terms.split()) for row in conn.execute(_TERMS, {"rows": best})}
    return likeness.ranked(weighed, texts, most)


def _best(
    conn: Connection, widget_id: int, kind: str, weighed: Mapping[str, float], counts: Mapping[str, int]
) -> Sequence[int]:
    """The rows to compare: those with most of the rarest terms, so many as are looked up; else the newest with one."""
    rows, looked_up = 0, {}
    rarest = sorted(counts, key=lambda term: (counts[term], term))
    for term in rarest:
        rows += counts[term]
        if rows > limits.ALIKE_ROWS_READ_MAX:
            break
        looked_up[term] = weighed[term]
    if looked_up:
        return alike_index.heaviest(conn, widget_id, kind, looked_up, limits.ALIKE_RANKED_MAX)
    return alike_index.newest(conn, widget_id, kind, rarest[0], limits.ALIKE_RANKED_MAX) if rarest else ()


def learn(conn: Connection, ranks: Ranks) -> None:
    """From now on this connection knows what a type says is searched."""
    conn.info[_RANKS] = ranks


def ranks(conn: Connection) -> Ranks:
    """What this connection knows of that."""
    known: Ranks = conn.info.get(_RANKS, _unknown)
    return known


def follow(conn: Connection, widget_id: int | None, number: int | None) -> None:
    """Keep up with a line of the log: what it is about is found by the words that it now has, if it stands.

    A double is not found; by its words the one that remains is."""
    if widget_id is None or number is None:
        return
    if (row := conn.execute(_ONE, {"of": widget_id, "one": number}).one_or_none()) is not None:
        _renew(conn, row)
        if row.last is not None:
            follow(conn, widget_id, row.last)


def clear(conn: Connection) -> None:
    """Nothing is found any more."""
    alike_index.clear(conn)
    conn.execute(_NOTHING)


def renew(conn: Connection, widget_id: int, after: int, most: int) -> None:
    """Read some of a widget's contributions again, from behind the one with number `after`."""
    for row in conn.execute(_AFTER, {"of": widget_id, "after": after, "most": most}).all():
        _renew(conn, row)


def _renew(conn: Connection, row: Any) -> None:
    told = ranks(conn)(row.type).search_text
    if told is None and row.removed is None:
        return
    rows = [row, *conn.execute(_DOUBLES, {"of": row.widget, "one": row.number})]
    items = [Item(one.number, one.kind, one.target, words_in(one.data), one.created) for one in rows]
    stands = told is not None and row.removed is None and row.last is None
    text = " ".join(told(one) for one in items) if told is not None and stands else ""
    terms = " ".join(sorted(likeness.terms(text, likeness.TOLD_WORDS_MAX)))
    kept = conn.execute(_KEPT, {"of": row.widget, "one": row.number}).one_or_none()
    if terms == (kept.terms if kept else ""):
        return
    if kept is not None:
        conn.execute(_DROP, {"row": kept.id})
        each = [{"of": row.widget, "of_kind": kept.kind, "one": term} for term in [_ALL, *kept.terms.split()]]
        conn.execute(_LESS, each)
        conn.execute(_NONE, each)
    if terms:
        said = {"widget": row.widget, "kind": row.kind}
        conn.execute(_ADD, {**said, "number": row.number, "terms": terms})
        conn.execute(_MORE, [{**said, "term": term, "count": 1} for term in [_ALL, *terms.split()]])


def _unknown(_type_name: str) -> Orders:
    """Before a server has begun nobody says what a type is."""
    return Orders()
