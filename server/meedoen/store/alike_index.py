# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: S608  (what stands in these statements is named here)
"""The index of `alike` in each database: FTS5 on SQLite, a `tsvector` under GIN on PostgreSQL.

Whatever changes the table changes its index; on SQLite triggers do so. The terms are made in `likeness`, so that both
find the same; here they are looked up as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

_SCOPED = "replace(' ' || {row}terms, ' ', ' ' || CAST({row}widget AS text) || '=' || {row}kind || '=')"
"""The terms of a row, each with the widget and the kind that it is searched in before it."""
_TABLE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS alike_terms USING fts5("
    "terms, content='', detail=none, columnsize=0, tokenize=\"ascii tokenchars '=-_'\")"
)
_ADDED = (
    "CREATE TRIGGER IF NOT EXISTS alike_added AFTER INSERT ON alike BEGIN"
    f" INSERT INTO alike_terms (rowid, terms) VALUES (new.id, {_SCOPED.format(row='new.')}); END"
)
_DROPPED = (
    "CREATE TRIGGER IF NOT EXISTS alike_dropped AFTER DELETE ON alike BEGIN"
    " INSERT INTO alike_terms (alike_terms, rowid, terms)"
    f" VALUES ('delete', old.id, {_SCOPED.format(row='old.')}); END"
)
_VECTOR = f"array_to_tsvector(string_to_array(ltrim({_SCOPED.format(row='')}), ' '))"
_GIN = f"CREATE INDEX IF NOT EXISTS ix_alike_terms ON alike USING gin (({_VECTOR}))"
_MAKE: Mapping[str, Sequence[str]] = {"sqlite": (_TABLE, _ADDED, _DROPPED), "postgresql": (_GIN,)}
_CLEAR: Mapping[str, Sequence[str]] = {
    "sqlite": (
        "DROP TRIGGER alike_dropped",
        "DELETE FROM alike",
        "INSERT INTO alike_terms (alike_terms) VALUES ('delete-all')",
        _DROPPED,
    ),
    "postgresql": ("DELETE FROM alike",),
}
_MATCHING = text(
    "SELECT value AS term, alike_terms.rowid AS id FROM json_each(:terms) JOIN alike_terms"
    " ON alike_terms MATCH '\"' || :scope || value || '\"'"
)
_NEWEST_MATCHING = text("SELECT rowid FROM alike_terms WHERE alike_terms MATCH :term ORDER BY rowid DESC LIMIT :most")
_HOLDING = text(
    "SELECT value AS term, found.id FROM json_array_elements_text(CAST(:terms AS json)) AS value CROSS JOIN LATERAL ("
    f"SELECT id FROM alike WHERE {_VECTOR} @@ CAST('''' || :scope || value || '''' AS tsquery)) AS found"
)
_NEWEST_HOLDING = text(
    f"WITH found AS MATERIALIZED (SELECT id FROM alike WHERE {_VECTOR} @@ CAST(:term AS tsquery))"
    " SELECT id FROM found ORDER BY id DESC LIMIT :most"
)
"""Without the detour PostgreSQL may go through the whole table for it."""


def make(conn: Connection) -> None:
    """Make the index where it is not there yet."""
    for statement in _MAKE[conn.dialect.name]:
        conn.exec_driver_sql(statement)


def clear(conn: Connection) -> None:
    """Empty the table and its index."""
    for statement in _CLEAR[conn.dialect.name]:
        conn.exec_driver_sql(statement)


def holding(conn: Connection, widget_id: int, kind: str, terms: Sequence[str]) -> list[tuple[str, int]]:
    """(term, id of a row) for each row of a widget's contributions of that kind that holds it."""
    statement = _MATCHING if conn.dialect.name == "sqlite" else _HOLDING
    rows = conn.execute(statement, {"scope": f"{widget_id}={kind}=", "terms": json.dumps(terms)})
    return [(row.term, row.id) for row in rows]


def newest(conn: Connection, widget_id: int, kind: str, term: str, most: int) -> list[int]:
    """The ids of the newest rows that hold it."""
    statement, sign = (_NEWEST_MATCHING, '"') if conn.dialect.name == "sqlite" else (_NEWEST_HOLDING, "'")
    asked = f"{sign}{widget_id}={kind}={term}{sign}"
    return list(conn.execute(statement, {"term": asked, "most": most}).scalars())
