# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Statements: built once, at import; those over a set of rows go through the rows, each looked up by a key."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from meedoen.limits import WRITE_SET_MAX
from meedoen.store import admission, reactions, scores, subjects
from meedoen.store.schema import part
from meedoen.store.sets import SIZES, SetStatement
from tests.server.store.trial import Trial, sets_on
from tests.tools import files, nothing, syntax

STORE = Path("server/meedoen/store")
BUILDERS = {"select", "insert", "update", "delete", "bindparam", "text", "put_row", "put_from", "values", "union_all"}
AT_HAND = {"conn", "work", "sets", "self"}
"""A function that is given one of these runs in a unit of work, and not at import."""
MODULES = (admission, reactions, scores, subjects)


def built_when_called(path: Path) -> Iterator[str]:
    for function in ast.walk(syntax(path)):
        if isinstance(function, ast.FunctionDef) and AT_HAND & {one.arg for one in function.args.args}:
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in BUILDERS:
                    yield f"{path}:{call.lineno}: {call.func.id} in {function.name}"


def test_no_statement_is_built_when_it_is_run() -> None:
    """Only `SetStatement`, which is made at import, builds in a method."""
    modules = (path for path in files("*.py", under=[str(STORE)]) if path.name != "sets.py")
    nothing(fault for path in modules for fault in built_when_called(path))


def set_statements() -> Mapping[str, SetStatement]:
    def named(module: ModuleType) -> Iterator[tuple[str, SetStatement]]:
        yield from ((name, one) for name, one in vars(module).items() if isinstance(one, SetStatement))

    return {name: one for module in MODULES for name, one in named(module)}


def sqlite_plan(conn: Connection, statement: SetStatement) -> list[str]:
    run: list[str] = []
    driver: Any = conn.connection.driver_connection
    driver.set_trace_callback(run.append)
    sets_on(conn).run(statement, [(None,) * len(statement.names)] * 3)
    driver.set_trace_callback(None)
    told = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {run[0]}")]
    assert told
    return [line for line in told if line.startswith("SCAN") and line not in {"SCAN given", "SCAN 3 CONSTANT ROWS"}]


def postgres_plan(conn: Connection, statement: SetStatement) -> list[str]:
    """Where it would find a way by a key, if only the tables were large enough for it to matter."""
    text = str(statement.over_arrays().compile(dialect=conn.dialect))
    conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
    given: dict[str, Any] = {name: [None] * 3 for name in statement.names}
    told = [line for (line,) in conn.exec_driver_sql(f"EXPLAIN {text}", given)]
    assert told
    return [line for line in told if "Seq Scan" in line]


@pytest.mark.parametrize("name", set_statements())
def test_a_set_statement_scans_no_table(trial: Trial, name: str) -> None:
    def plan(conn: Connection) -> list[str]:
        return (sqlite_plan if conn.dialect.name == "sqlite" else postgres_plan)(conn, set_statements()[name])

    nothing(trial.write(plan))


def test_each_set_finds_its_size(trial: Trial) -> None:
    """Whatever the number of rows, each comes through once, and none that was not given."""

    def several(conn: Connection, many: int) -> list[int]:
        sets = sets_on(conn)
        sets.run(subjects.NEW_PARTS, [(trial.widget.id, f"{many}/{row}", "", 0) for row in range(many)])
        keys = [(trial.widget.id, f"{many}/{row}") for row in range(many)]
        made = conn.execute(select(func.count()).where(part.c.key.startswith(f"{many}/"))).scalar_one()
        return [made, len(set(sets.run(subjects.PARTS, keys)))]

    for many in (0, 1, 2, 5, *SIZES, *(size + 1 for size in SIZES), 3 * WRITE_SET_MAX + 1):
        assert trial.write(partial(several, many=many)) == [many, many]
