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
    "terms, content='', detail=none, tokenize=\"ascii tokenchars '=-_'\")"
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
    "SELECT alike_terms.rowid FROM json_each(:weighed) AS asked JOIN alike_terms"
    " ON alike_terms MATCH '\"' || :scope || asked.key || '\"'"
    " GROUP BY alike_terms.rowid ORDER BY sum(asked.value) DESC, alike_terms.rowid DESC LIMIT :most"
)
_NEWEST_MATCHING = text("SELECT rowid FROM alike_terms WHERE alike_terms MATCH :term ORDER BY rowid DESC LIMIT :most")
_HOLDING = text(
    "SELECT found.id FROM json_each_text(CAST(:weighed AS json)) AS asked CROSS JOIN LATERAL ("
    f"SELECT id FROM alike WHERE {_VECTOR} @@ CAST('''' || :scope || asked.key || '''' AS tsquery)) AS found"
    " GROUP BY found.id ORDER BY sum(CAST(asked.value AS float)) DESC, found.id DESC LIMIT :most"
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


def heaviest(conn: Connection, widget_id: int, kind: str, weighed: Mapping[str, float], most: int) -> list[int]:
    """The ids of those rows of a widget's contributions of that kind that hold the most of these terms, by weight."""
    statement = _MATCHING if conn.dialect.name == "sqlite" else _HOLDING
    given = {"scope": f"{widget_id}={kind}=", "weighed": json.dumps(weighed), "most": most}
    return list(conn.execute(statement, given).scalars())


def newest(conn: Connection, widget_id: int, kind: str, term: str, most: int) -> list[int]:
    """The ids of the newest rows that hold it."""
    statement, sign = (_NEWEST_MATCHING, '"') if conn.dialect.name == "sqlite" else (_NEWEST_HOLDING, "'")
    asked = f"{sign}{widget_id}={kind}={term}{sign}"
    return list(conn.execute(statement, {"term": asked, "most": most}).scalars())
