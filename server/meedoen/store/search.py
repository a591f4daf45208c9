# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding words: of widgets, of what people wrote, also what is not public, and of what was answered.

The table `searched` has them as they now are, kept in the transaction of each line of the log that is about words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from meedoen.records_figures import Hit, Sort
from meedoen.records_posts import readable
from meedoen.store import search_index
from meedoen.store.schema import answer, contribution, phase, searched, widget

ITSELF = 0
"""The number under which a widget's own words stand."""
OWN_WORDS = -1
"""The thread of what a contribution says; the others are those of `answer`, whose 0 is the outcome."""
NEWEST = 2**31 - 1
"""Beyond every row."""

_WORDLESS = frozenset({"confirmed", "objected", "erasure asked", "erasure refused", "standing", "subject_removed"})
"""Lines of the log that change nobody's words; after any other they are read again."""

_WIDGET = (
    select(
        widget.c.id,
        widget.c.organisation,
        widget.c.title,
        widget.c.expectation,
        widget.c.settings,
        phase.c.closing_text,
    )
    .outerjoin(phase, phase.c.widget == widget.c.id)
    .where(widget.c.id == bindparam("of"))
)
_CONTRIBUTIONS = select(
    contribution.c.widget,
    contribution.c.number,
    contribution.c.data,
    contribution.c.removed,
    widget.c.organisation,
).join(widget, widget.c.id == contribution.c.widget)
_ONE = _CONTRIBUTIONS.where(contribution.c.widget == bindparam("of"), contribution.c.number == bindparam("one"))
_AFTER = (
    _CONTRIBUTIONS.where(
        contribution.c.widget == bindparam("of"),
        contribution.c.number > bindparam("after"),
    )
    .order_by(contribution.c.number)
    .limit(bindparam("most"))
)
_SAID = (
    select(answer.c.number, answer.c.thread, answer.c.text)
    .where(answer.c.widget == bindparam("of"), answer.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(answer.c.number, answer.c.thread, answer.c.version)
)
_WIDGETS = select(widget.c.id).order_by(widget.c.id)
_DROP = delete(searched).where(
    searched.c.widget == bindparam("of"), searched.c.number.in_(bindparam("numbers", expanding=True))
)
_ADD = insert(searched)
_FOUND = (
    select(searched.c.id, searched.c.widget, searched.c.number, searched.c.thread, searched.c.text, contribution.c.kind)
    .outerjoin(
        contribution,
        (contribution.c.widget == searched.c.widget) & (contribution.c.number == searched.c.number),
    )
    .where(searched.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(searched.c.id.desc())
)


def find(
    conn: Connection,
    organisation_id: int,
    words: Sequence[str],
    most: int,
    *,
    sort: Sort | None = None,
    before: int = NEWEST,
) -> list[Hit]:
    """What has all of these words, or words that begin so, the newest first; from before the row with id `before`.

    `words` are as `search_words.words_of` makes them.
    """
    scope = [f"o{organisation_id}", *([sort.value] if sort else [])]
    ids = search_index.matching(conn, scope, words, before=before, most=most)
    if not ids:
        return []
    return [
        Hit(row.id, row.widget, row.number, _sort(row.number, row.thread), row.text, row.kind or "")
        for row in conn.execute(_FOUND, {"ids": ids})
    ]


def follow(conn: Connection, happened: str, widget_id: int | None, number: int | None) -> None:
    """Keep up with a line of the log: the words that it is about are those that are found from now on."""
    if widget_id is None or happened in _WORDLESS:
        return
    if number is None:
        _renew_widget(conn, widget_id)
        return
    row = conn.execute(_ONE, {"of": widget_id, "one": number}).one()
    if happened == "contributed":  # nothing was said of it yet, nor found
        _put(conn, _own(row))
        return
    _drop(conn, widget_id, [number])
    _put(conn, _all(conn, widget_id, [row]))


def clear(conn: Connection) -> list[int]:
    """Nothing is found any more; answers the ids of the widgets that are to be read again, by `renew`."""
    search_index.clear(conn)
    return list(conn.execute(_WIDGETS).scalars())


def renew(conn: Connection, widget_id: int, after: int, most: int) -> int | None:
    """Read some of a widget's words again, from behind the contribution `after`; answers behind which to go on."""
    if after == ITSELF:
        _renew_widget(conn, widget_id)
    rows = conn.execute(_AFTER, {"of": widget_id, "after": after, "most": most}).all()
    if not rows:
        return None
    _drop(conn, widget_id, [row.number for row in rows])
    _put(conn, _all(conn, widget_id, rows))
    return int(rows[-1].number)


def _renew_widget(conn: Connection, widget_id: int) -> None:
    row = conn.execute(_WIDGET, {"of": widget_id}).one()
    told = [row.title, row.expectation, *_said(row.settings), row.closing_text or ""]
    _drop(conn, widget_id, [ITSELF])
    _put(conn, [_line(row.organisation, widget_id, ITSELF, OWN_WORDS, told)])


def _all(conn: Connection, widget_id: int, rows: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    """What stands of these: their words, and of each thread what was said last."""
    standing = {row.number: row.organisation for row in rows if row.removed is None}
    for row in rows:
        yield from _own(row)
    said: dict[tuple[int, int], str] = {}
    if standing:
        for line in conn.execute(_SAID, {"of": widget_id, "numbers": list(standing)}):
            said[line.number, line.thread] = line.text
    for (number, thread), text in said.items():
        yield _line(standing[number], widget_id, number, thread, [text])


def _own(row: Any) -> Iterator[Mapping[str, Any]]:
    if row.removed is None:
        yield _line(row.organisation, row.widget, row.number, OWN_WORDS, texts(readable(row.data)))


def _line(organisation_id: int, widget_id: int, number: int, thread: int, told: Sequence[str]) -> Mapping[str, Any]:
    scope = f"o{organisation_id} w{widget_id} {_sort(number, thread).value}"
    text = "\n".join(one for one in told if one)
    return {"widget": widget_id, "number": number, "thread": thread, "scope": scope, "text": text}


def _sort(number: int, thread: int) -> Sort:
    if number == ITSELF:
        return Sort.WIDGET
    return Sort.CONTRIBUTION if thread == OWN_WORDS else Sort.ANSWER


def texts(value: object) -> list[str]:
    """Every text in some JSON, in its order."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [text for one in inside for text in texts(one)]


_CHOSEN = re.compile(r"[a-z][a-z0-9_-]*")
"""One of the options of a setting, as it is kept: nobody wrote it."""


def _said(settings: object) -> list[str]:
    """What people read of a widget's settings."""
    return [text for text in texts(settings) if not _CHOSEN.fullmatch(text)]


def _drop(conn: Connection, widget_id: int, numbers: Sequence[int]) -> None:
    conn.execute(_DROP, {"of": widget_id, "numbers": list(numbers)})


def _put(conn: Connection, lines: Iterator[Mapping[str, Any]] | Sequence[Mapping[str, Any]]) -> None:
    if told := [line for line in lines if line["text"]]:
        conn.execute(_ADD, told)
