# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""INSERT … ON CONFLICT, which Core has once for each database.

This is PostgreSQL's. SQLite took the clause from there, and its compiler reads it: one statement for both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, Table
from sqlalchemy.dialects.postgresql import Insert, insert


def put_from(table: Table, rows: Select[Any], *, add: Sequence[str] = (), ignore: bool = False) -> Insert:
    """Insert rows; where the key is there, the row is replaced, or `add` columns are added up, or nothing is done."""
    names = rows.selected_columns.keys()
    statement = insert(table).from_select(names, rows)
    if ignore:
        return statement.on_conflict_do_nothing()
    keys = set(table.primary_key.columns.keys())
    new = statement.excluded
    changed = {name: table.c[name] + new[name] for name in add} or {
        name: new[name] for name in names if name not in keys
    }
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=changed)


def put(
    table: Table, *, keys: Sequence[str] = (), change: Mapping[str, Any] | None = None, where: Any = None
) -> Insert:
    """Insert one row of parameters; where `keys` are there already, `change` is set, or nothing is done.

    With `where`, nothing is done either to a row that is not so.
    """
    statement = insert(table)
    if change is None:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(index_elements=[table.c[key] for key in keys], set_=change, where=where)


def excluded(table: Table, *names: str) -> Mapping[str, Any]:
    """The new values of these columns, for `change`."""
    new = insert(table).excluded
    return {name: new[name] for name in names}
