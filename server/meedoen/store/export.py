# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything of one widget that its organisation may have: counts of every assurance, words, removed ones too, its log.

Who took part is not in it: no participant, no network tag, no receipt. What an author withdrew is blank here as well.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, select

from meedoen.store import terms
from meedoen.store.schema import (
    answer,
    change,
    change_contribution,
    confirmation,
    contribution,
    contribution_merged,
    event,
    membership,
    part,
    tally,
    tally_day,
    written,
)
from meedoen.store.schema_desk import answer_terms, note

_COUNT_KEYS = ("target", "kind", "value", "assurance", "count")
_TALLIES = (
    select(*(tally.c[name] for name in _COUNT_KEYS))
    .where(tally.c.widget == bindparam("of"), tally.c.count > 0)
    .order_by(*(tally.c[name] for name in _COUNT_KEYS[:-1]))
)
_DAYS = (
    select(tally_day.c.day, *(tally_day.c[name] for name in _COUNT_KEYS))
    .where(tally_day.c.widget == bindparam("of"), tally_day.c.count > 0)
    .order_by(tally_day.c.day, *(tally_day.c[name] for name in _COUNT_KEYS[:-1]))
)
_SUBJECTS = (
    select(part.c.key, part.c.label, part.c.created).where(part.c.widget == bindparam("of")).order_by(part.c.key)
)
_CONTRIBUTIONS = (
    select(
        *(
            contribution.c[name]
            for name in ("number", "kind", "target", "data", "assurance", "created", "edited", "removed", "removed_at")
        )
    )
    .where(contribution.c.widget == bindparam("of"))
    .order_by(contribution.c.number)
)
_MERGED = (
    select(*(contribution_merged.c[name] for name in ("number", "merged_with", "at")))
    .where(contribution_merged.c.widget == bindparam("of"))
    .order_by(contribution_merged.c.number)
)
_ANSWERS = (
    select(
        *(answer.c[name] for name in ("number", "thread", "version", "state", "text", "links")),
        case((membership.c.show_name, membership.c.name), else_=answer.c.function).label("speaker"),
        *(answer.c[name] for name in ("department", "at")),
        *(func.coalesce(one, "").label(one.name) for one in terms.COLUMNS),
    )
    .join(membership, membership.c.id == answer.c.membership)
    .outerjoin(answer_terms, terms.OF_ANSWER)
    .where(answer.c.widget == bindparam("of"))
    .order_by(answer.c.id)
)
_WRITTEN = (
    select(
        *(written.c[name] for name in ("number", "version", "data")),
        case((membership.c.show_name, membership.c.name), else_=written.c.function).label("author"),
        *(written.c[name] for name in ("department", "at")),
    )
    .join(membership, membership.c.id == written.c.membership)
    .where(written.c.widget == bindparam("of"))
    .order_by(written.c.number, written.c.version)
)
_CHANGES = (
    select(
        *(change.c[name] for name in ("key", "version", "state", "text", "links", "day")),
        case((membership.c.show_name, membership.c.name), else_=change.c.function).label("speaker"),
        *(change.c[name] for name in ("department", "at")),
    )
    .join(membership, membership.c.id == change.c.membership)
    .where(change.c.widget == bindparam("of"))
    .order_by(change.c.key, change.c.version)
)
_CHANGED = (
    select(*(change_contribution.c[name] for name in ("key", "number", "version", "at")))
    .where(change_contribution.c.widget == bindparam("of"))
    .order_by(change_contribution.c.key, change_contribution.c.number, change_contribution.c.version)
)
_CONFIRMATIONS = (
    select(*(confirmation.c[name] for name in ("number", "version", "agrees", "text", "at")))
    .where(confirmation.c.widget == bindparam("of"))
    .order_by(confirmation.c.number, confirmation.c.version)
)
_NOTES = (
    select(note.c.number, note.c.text, membership.c.name.label("by"), note.c.at)
    .join(membership, membership.c.id == note.c.membership)
    .where(note.c.widget == bindparam("of"))
    .order_by(note.c.id)
)
_EVENTS = (
    select(*(event.c[name] for name in ("uid", "kind", "role", "at", "number", "data")))
    .where(event.c.widget == bindparam("of"))
    .order_by(event.c.id)
)


def of_widget(conn: Connection, widget_id: int) -> dict[str, list[dict[str, Any]]]:
    """By subject, each row with its columns by name."""
    queries = {
        "tallies": _TALLIES,
        "days": _DAYS,
        "subjects": _SUBJECTS,
        "contributions": _CONTRIBUTIONS,
        "merged": _MERGED,
        "written": _WRITTEN,
        "answers": _ANSWERS,
        "changes": _CHANGES,
        "changed": _CHANGED,
        "confirmations": _CONFIRMATIONS,
        "notes": _NOTES,
        "events": _EVENTS,
    }
    return {name: [_named(row) for row in conn.execute(query, {"of": widget_id})] for name, query in queries.items()}


def _named(row: Row[Any]) -> dict[str, Any]:
    return dict(row._mapping)
