# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Statements over a set of rows: built once with Core, compiled to text, run by the driver in one step.

The rows come in as `given`, a common table expression. One step for a whole set matters in Python: a driver gives up
the interpreter's lock at every step, and a step per row (`executemany`) waits for it again each time.
What is particular to a database stands here: how rows are given. SQLite takes VALUES, PostgreSQL arrays, by `unnest`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, Protocol

from sqlalchemy import CTE, ClauseElement, Column, Connection, Select, bindparam, func, select, values
from sqlalchemy import column as plain_column
from sqlalchemy.dialects.postgresql import ARRAY

from meedoen.limits import WRITE_SET_MAX

SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, WRITE_SET_MAX)
"""With VALUES a statement exists for so many rows: a set is filled up with empty rows to the next, cut at the last."""

Row = tuple[Any, ...]


class SetStatement:
    """One statement over given rows. `build` makes it from `given`, whose columns are named and typed as `columns`.

    The first column of a given row is never None: a row where it is, is filling. Given values are the only parameters:
    a constant is a `literal_column`.
    """

    def __init__(self, columns: Sequence[Column[Any]], build: Callable[[CTE], ClauseElement]) -> None:
        self._columns = [plain_column(column.name, column.type) for column in columns]
        self._build = build
        self.names = [column.name for column in columns]

    def over_values(self) -> ClauseElement:
        """With one row of VALUES for the rows."""
        one_row = tuple(bindparam(column.name, type_=column.type) for column in self._columns)
        return self._build(values(*self._columns, name="given").data([one_row]).cte("given"))

    def over_arrays(self) -> ClauseElement:
        """With an array for each column."""
        arrays = [bindparam(column.name, type_=ARRAY(column.type)) for column in self._columns]
        rows = func.unnest(*arrays).table_valued(*self._columns, name="rows").render_derived()
        return self._build(select(*rows.c).cte("given"))


def filled(given: CTE) -> Select[Any]:
    """All columns of the given rows, filling aside: what an INSERT takes."""
    return select(*given.c).where(next(iter(given.c)).is_not(None))


class Sets(Protocol):
    """Runs set statements on one connection, in its transaction. Values are the driver's own, not Core's."""

    def run(self, statement: SetStatement, rows: Sequence[Row]) -> list[Row]:
        """Run it over `rows`; answers the rows that come back."""

    def command(self, sql: str) -> None:
        """Run a statement without parameters and without rows."""


class ValuesSets:
    """For SQLite."""

    def __init__(self, conn: Connection) -> None:
        self._cursor = conn.connection.cursor()
        self._dialect = conn.dialect
        self._texts: dict[SetStatement, Sequence[tuple[int, str]]] = {}

    def run(self, statement: SetStatement, rows: Sequence[Row]) -> list[Row]:
        """Run it over `rows`; answers the rows that come back."""
        found: list[Row] = []
        texts = self._texts.get(statement) or self._compile(statement)
        for start in range(0, len(rows), SIZES[-1]):
            some = rows[start : start + SIZES[-1]]
            size, text = next(one for one in texts if one[0] >= len(some))
            filling = (None,) * (len(statement.names) * (size - len(some)))
            self._cursor.execute(text, (*chain.from_iterable(some), *filling))
            if self._cursor.description:
                found += self._cursor.fetchall()
        return found

    def command(self, sql: str) -> None:
        """Run a statement without parameters and without rows."""
        self._cursor.execute(sql)

    def _compile(self, statement: SetStatement) -> Sequence[tuple[int, str]]:
        row = "(" + ", ".join("?" * len(statement.names)) + ")"
        # CROSS keeps SQLite to the order as written: through the given rows, each looked up by a key.
        core = str(statement.over_values().compile(dialect=self._dialect)).replace(" JOIN ", " CROSS JOIN ")
        head, tail = core.split(f"VALUES {row}")
        texts = [(size, f"{head}VALUES {', '.join([row] * size)}{tail}") for size in SIZES]
        self._texts[statement] = texts
        return texts


class ArraySets:
    """For PostgreSQL, whose driver prepares a text that comes often."""

    def __init__(self, conn: Connection) -> None:
        self._cursor = conn.connection.cursor()
        self._dialect = conn.dialect
        self._texts: dict[SetStatement, str] = {}

    def run(self, statement: SetStatement, rows: Sequence[Row]) -> list[Row]:
        """Run it over `rows`; answers the rows that come back."""
        if not rows:
            return []
        text = self._texts.get(statement) or self._compile(statement)
        columns = map(list, zip(*rows, strict=True))
        self._cursor.execute(text, dict(zip(statement.names, columns, strict=True)))
        return list(self._cursor.fetchall()) if self._cursor.description else []

    def command(self, sql: str) -> None:
        """Run a statement without parameters and without rows."""
        self._cursor.execute(sql)

    def _compile(self, statement: SetStatement) -> str:
        text = self._texts[statement] = str(statement.over_arrays().compile(dialect=self._dialect))
        return text
