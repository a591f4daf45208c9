# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The index of `alike` in each database: FTS5 on SQLite, a `tsvector` under GIN on PostgreSQL.

Whatever changes the table changes its index: triggers do so on SQLite, a generated column on PostgreSQL. The terms are
made in `likeness`, so that both find the same; here they are looked up as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

from meedoen import limits

_TABLE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS alike_terms USING fts5("
    "terms, content='', detail=none, columnsize=0, tokenize=\"ascii tokenchars '=-_'\")"
)
_ADDED = (
    "CREATE TRIGGER IF NOT EXISTS alike_added AFTER INSERT ON alike BEGIN"
    " INSERT INTO alike_terms (rowid, terms)"
    " VALUES (new.id, '=' || new.widget || '=' || new.kind || ' ' || new.terms); END"
)
_DROPPED = (
    "CREATE TRIGGER IF NOT EXISTS alike_dropped AFTER DELETE ON alike BEGIN"
    " INSERT INTO alike_terms (alike_terms, rowid, terms)"
    " VALUES ('delete', old.id, '=' || old.widget || '=' || old.kind || ' ' || old.terms); END"
)
_COLUMN = (
    "ALTER TABLE alike ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS (array_to_tsvector("
    "string_to_array('=' || CAST(widget AS text) || '=' || CAST(kind AS text) || ' ' || terms, ' '))) STORED"
)
_GIN = "CREATE INDEX IF NOT EXISTS ix_alike_vector ON alike USING gin (vector)"
_MAKE: Mapping[str, Sequence[str]] = {"sqlite": (_TABLE, _ADDED, _DROPPED), "postgresql": (_COLUMN, _GIN)}
_CLEAR: Mapping[str, Sequence[str]] = {
    "sqlite": (
        "DROP TRIGGER alike_dropped",
        "DELETE FROM alike",
        "INSERT INTO alike_terms (alike_terms) VALUES ('delete-all')",
        _DROPPED,
    ),
    "postgresql": ("DELETE FROM alike",),
}
_NEWEST_MATCHING = text("SELECT rowid FROM alike_terms WHERE alike_terms MATCH :asked ORDER BY rowid DESC LIMIT :most")
_MATCHING = text(
    "SELECT value AS term, alike_terms.rowid AS id FROM json_each(:terms) JOIN alike_terms"
    " ON alike_terms MATCH '\"' || :scope || '\" AND \"' || value || '\"'"
)
_HOLDING = text(
    "SELECT term, found.id FROM unnest(string_to_array(:terms, ' ')) AS term CROSS JOIN LATERAL ("
    "SELECT id FROM alike WHERE vector @@ CAST('''' || :scope || ''' & ''' || term || '''' AS tsquery)) AS found"
)
_NEWEST = text(
    "SELECT id FROM alike WHERE widget = :of AND kind = :of_kind"
    " AND vector @@ CAST('''' || :term || '''' AS tsquery) ORDER BY number DESC LIMIT :most"
)
"""Of what is common a few are enough, and they are near the end of the widget's own index."""


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
    scope = f"={widget_id}={kind}"
    if conn.dialect.name == "sqlite":
        rows = conn.execute(_MATCHING, {"scope": scope, "terms": json.dumps(terms)})
    else:
        rows = conn.execute(_HOLDING, {"scope": scope, "terms": " ".join(terms)})
    return [(row.term, row.id) for row in rows]


def newest(conn: Connection, widget_id: int, kind: str, term: str) -> list[int]:
    """The ids of the newest rows that hold it, so many as are looked at."""
    most = limits.ALIKE_ROWS_READ_MAX
    if conn.dialect.name == "sqlite":
        asked = f'"={widget_id}={kind}" AND "{term}"'
        return list(conn.execute(_NEWEST_MATCHING, {"asked": asked, "most": most}).scalars())
    return list(conn.execute(_NEWEST, {"of": widget_id, "of_kind": kind, "term": term, "most": most}).scalars())
