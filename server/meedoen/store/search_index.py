# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The index of `searched` in each database: FTS5 on SQLite, a `tsvector` under GIN on PostgreSQL.

Whatever changes the table changes its index: triggers do so on SQLite, a generated column on PostgreSQL. Both know
words without accents and capitals, and words that begin so; PostgreSQL knows Dutch word stems besides.

FTS5 leaves a word that was deleted in its pages until these are merged (SQLite manual, FTS5, 6.6): `forget` does that,
a little at a time, so that nobody who writes waits long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

from meedoen import limits
from meedoen.search_words import folded

_ACCENTED = {
    sign: base for code in range(0xC0, 0x180) if (sign := chr(code)) != (base := folded(sign)) and len(base) == 1
}
_SIGNS = "!\"#$%%&()*+,-./:;<=>?@[]^_`{|}~'\\"
"""What parts words. The per cent is doubled for the driver."""

_FOLDED = (
    "lower(translate(text,"
    f" '{''.join(_ACCENTED)}{_SIGNS.replace(chr(39), chr(39) * 2)}',"
    f" '{''.join(_ACCENTED.values())}{' ' * len(_SIGNS % ())}'))"
)
_TABLE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS searched_words USING fts5("
    "scope, text, content='', tokenize='unicode61 remove_diacritics 2', prefix='3')"
)
_ADDED = (
    "CREATE TRIGGER IF NOT EXISTS searched_added AFTER INSERT ON searched BEGIN"
    " INSERT INTO searched_words (rowid, scope, text) VALUES (new.id, new.scope, new.text); END"
)
_DROPPED = (
    "CREATE TRIGGER IF NOT EXISTS searched_dropped AFTER DELETE ON searched BEGIN"
    " INSERT INTO searched_words (searched_words, rowid, scope, text)"
    " VALUES ('delete', old.id, old.scope, old.text); END"
)
_COLUMN = (
    "ALTER TABLE searched ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS"
    f" (to_tsvector('simple', {_FOLDED}) || to_tsvector('dutch', {_FOLDED})) STORED"
)
_GIN = "CREATE INDEX IF NOT EXISTS ix_searched_vector ON searched USING gin (vector, string_to_array(scope, ' '))"
_MAKE: Mapping[str, Sequence[str]] = {"sqlite": (_TABLE, _ADDED, _DROPPED), "postgresql": (_COLUMN, _GIN)}
_CLEAR: Mapping[str, Sequence[str]] = {
    "sqlite": (
        "DROP TRIGGER searched_dropped",
        "DELETE FROM searched",
        "INSERT INTO searched_words (searched_words) VALUES ('delete-all')",
        _DROPPED,
    ),
    "postgresql": ("DELETE FROM searched",),
}
_MATCHING = text(
    "SELECT rowid FROM searched_words WHERE searched_words MATCH :asked AND rowid < :before"
    " ORDER BY rowid DESC LIMIT :most"
)
_FITS = (
    "FROM searched WHERE vector @@ (to_tsquery('simple', :asked) || to_tsquery('dutch', :asked))"
    " AND string_to_array(scope, ' ') @> string_to_array(:scope, ' ') AND id < :before"
)
_MATCHING_LATELY = text(
    f"SELECT id {_FITS} AND id > (SELECT coalesce(max(id), 0) FROM searched WHERE id < :before) - :lately"  # noqa: S608
    " ORDER BY id DESC LIMIT :most"
)
_MATCHING_EVER = text(
    f"WITH fits AS MATERIALIZED (SELECT id {_FITS}) SELECT id FROM fits ORDER BY id DESC LIMIT :most"  # noqa: S608
)
"""What is common is found among the newest rows; what is rare by the index. PostgreSQL cannot tell which is which, and
left to itself goes through the whole table for a word that is nowhere."""
_MERGE = [
    text(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', :pages)")  # noqa: S608  (both are named here)
    for index in ("searched_words", "alike_terms")
]
_CHANGES = text("SELECT total_changes()")
_WORK_DONE = 2
"""A merge that had nothing to do changes fewer rows (SQLite manual, FTS5, 6.8)."""


def make(conn: Connection) -> None:
    """Make the index where it is not there yet."""
    for statement in _MAKE[conn.dialect.name]:
        conn.exec_driver_sql(statement)


def clear(conn: Connection) -> None:
    """Empty the table and its index."""
    for statement in _CLEAR[conn.dialect.name]:
        conn.exec_driver_sql(statement)


def matching(conn: Connection, scope: Sequence[str], words: Sequence[str], *, before: int, most: int) -> list[int]:
    """The newest rows within all of this scope that have all of these words; of longer ones the beginning is enough."""
    if not words:
        return []
    if conn.dialect.name == "sqlite":
        terms = [f'"{one}"{"*" if _begins(one) else ""}' for one in words]
        asked = f"scope:({' AND '.join(scope)}) AND text:({' AND '.join(terms)})"
        return list(conn.execute(_MATCHING, {"asked": asked, "before": before, "most": most}).scalars())
    asked = " & ".join(f"{one}:*" if _begins(one) else one for one in words)
    given = {"asked": asked, "scope": " ".join(scope), "before": before, "most": most}
    lately = conn.execute(_MATCHING_LATELY, {**given, "lately": limits.SEARCH_LATELY_ROWS_MAX}).scalars().all()
    return list(lately if len(lately) == most else conn.execute(_MATCHING_EVER, given).scalars())


def forgets_late(conn: Connection) -> bool:
    """Whether words stay in the index after they are gone from it, until `forget`."""
    return conn.dialect.name == "sqlite"


def forget(conn: Connection, *, begin: bool) -> bool:
    """Do a part of removing deleted words for good; answers whether that goes on."""
    pages, goes_on = limits.SEARCH_MERGE_PAGES_MAX, False
    for merge in _MERGE:
        before = conn.execute(_CHANGES).scalar_one()
        conn.execute(merge, {"pages": -pages if begin else pages})
        goes_on |= bool(conn.execute(_CHANGES).scalar_one() - before >= _WORK_DONE)
    return goes_on


def _begins(word: str) -> bool:
    """Whether words are found that begin so; there are too many that begin with a shorter one."""
    return len(word) >= limits.SEARCH_BEGINNING_CHARS_MIN
