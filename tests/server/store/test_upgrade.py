# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Migrations: every older schema is led to this one, all of the way or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.operations import Operations
from sqlalchemy import Column, Connection, Integer, inspect, text

from meedoen.errors import SetUpError
from meedoen.store import held, house, open_store
from meedoen.store.migrations import STEPS, migrate
from meedoen.store.schema import VERSION
from meedoen.store.sqlite import SqliteFile, create
from meedoen.store.upgrade import upgrade
from tests.server.store.trial import NOW, Trial, ranks

KEPT = Path(__file__).parent / "schemas"
"""The tables of each version, as `sqlite3 … .schema` says them when that version is new; kept for ever."""


def made_by(path: Path, version: int) -> SqliteFile:
    """A database as that version left it."""
    create(path)
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript((KEPT / f"{version}.sql").read_text("utf-8"))
        conn.execute("INSERT INTO house VALUES (1, 'uid', ?, 0, 1)", (version,))
        conn.commit()
    return SqliteFile(path)


def shape(database: SqliteFile) -> dict[str, Any]:
    """Tables with their columns, keys, references and indexes, however they were made."""

    def of(conn: Connection) -> Iterator[tuple[str, Any]]:
        looked = inspect(conn)
        for table in sorted(looked.get_table_names()):
            columns = [(one["name"], str(one["type"]), one["nullable"]) for one in looked.get_columns(table)]
            indexes = sorted((one["name"], one["column_names"], one["unique"]) for one in looked.get_indexes(table))
            uniques = sorted(one["column_names"] for one in looked.get_unique_constraints(table))
            references = sorted(
                (one["constrained_columns"], one["referred_table"], one["referred_columns"])
                for one in looked.get_foreign_keys(table)
            )
            keys = looked.get_pk_constraint(table)["constrained_columns"]
            yield table, (columns, keys, references, uniques, indexes)

    with database.engine(reads_only=True).connect() as conn:
        return dict(of(conn))


def test_the_versions_kept_are_all_there_were() -> None:
    assert sorted(int(kept.stem) for kept in KEPT.glob("*.sql")) == list(range(1, VERSION + 1))
    assert sorted(STEPS) == list(range(2, VERSION + 1))


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_each_version_is_led_to_the_tables_of_this_one(tmp_path: Path, version: int) -> None:
    """When this fails for the newest, tables changed: that needs a `VERSION`, a step, and another kept schema."""
    older, fresh = made_by(tmp_path / "older.sqlite3", version), tmp_path / "fresh.sqlite3"
    upgrade(older, NOW)
    create(fresh)
    upgrade(SqliteFile(fresh), NOW)
    assert shape(older) == shape(SqliteFile(fresh))


def test_a_newer_database_is_refused_and_left_alone(sqlite: Trial) -> None:
    sqlite.write(lambda conn: house.set_version(conn, VERSION + 1))
    sqlite.close()
    with pytest.raises(SetUpError, match=rf"newer version of Meedoen \(tables {VERSION + 1}, known here {VERSION}\)"):
        sqlite.open()
    assert not held(sqlite.path)
    with closing(sqlite3.connect(sqlite.path)) as conn:
        conn.execute("UPDATE house SET version = ?", (VERSION,))
        conn.commit()
    sqlite.store = sqlite.open()


@pytest.mark.parametrize("url", ["postgresql://", "sqlite://", "mysql://x/y"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(SetUpError, match="sqlite:///"):
        open_store(url, clock=lambda: NOW, ranks=ranks)


# --- half-done migrations ---------------------------------------------------------------------------------------------


def adds_a_table(operations: Operations) -> None:
    operations.create_table("extra", Column("id", Integer, primary_key=True))
    operations.bulk_insert(operations.create_table("other", Column("id", Integer, primary_key=True)), [{"id": 1}])


def makes_a_table_over(operations: Operations) -> None:
    """In SQLite a table is copied, dropped and renamed, though others refer to it."""
    with operations.batch_alter_table("widget", recreate="always") as batch:
        batch.add_column(Column("colour", Integer))


def fails(_operations: Operations) -> None:
    raise RuntimeError("halfway")


def orphans(operations: Operations) -> None:
    operations.execute(text("DELETE FROM widget"))


Steps = dict[int, Callable[[Operations], None]]


def try_steps(path: Path, steps: Steps) -> None:
    with SqliteFile(path).changing_tables() as conn:
        migrate(conn, 1, steps)


def test_steps_are_taken_in_order_and_what_was_stored_stays(sqlite: Trial) -> None:
    sqlite.react(sqlite.mark(4))
    sqlite.close()
    before = shape(SqliteFile(sqlite.path))
    try_steps(sqlite.path, {3: makes_a_table_over, 2: adds_a_table})
    after = shape(SqliteFile(sqlite.path))
    assert set(after) - set(before) == {"extra", "other"}
    assert [column for column, _, _ in after["widget"][0]][-1] == "colour"
    with closing(sqlite3.connect(sqlite.path)) as conn:
        assert conn.execute("SELECT version FROM house").fetchall() == [(3,)]
        assert conn.execute("SELECT count(*) FROM reaction").fetchall() == [(1,)]
        conn.execute("UPDATE house SET version = ?", (VERSION,))
        conn.commit()
    sqlite.store = sqlite.open()
    assert sqlite.counts() == {4: 1}


@pytest.mark.parametrize("last", [fails, orphans])
def test_a_migration_that_fails_halfway_leaves_nothing(sqlite: Trial, last: Callable[[Operations], None]) -> None:
    sqlite.react(sqlite.mark(4))
    sqlite.close()
    before = shape(SqliteFile(sqlite.path))
    with pytest.raises((RuntimeError, sqlite3.IntegrityError)):
        try_steps(sqlite.path, {2: adds_a_table, 3: makes_a_table_over, 4: last})
    assert shape(SqliteFile(sqlite.path)) == before
    sqlite.store = sqlite.open()
    assert sqlite.counts() == {4: 1}


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.server.store.test_upgrade import adds_a_table, try_steps
try_steps(Path(sys.argv[1]), {2: adds_a_table, 3: lambda _operations: os.kill(os.getpid(), signal.SIGKILL)})
"""


def test_a_migration_that_is_killed_halfway_leaves_nothing(sqlite: Trial) -> None:
    sqlite.close()
    before = shape(SqliteFile(sqlite.path))
    killed = subprocess.run([sys.executable, "-c", KILLED, sqlite.path], check=False)
    assert killed.returncode == -9
    sqlite.store = sqlite.open()
    assert shape(SqliteFile(sqlite.path)) == before


def test_an_ordinary_start_loads_no_migrations(sqlite: Trial) -> None:
    sqlite.close()
    start = f"""
import sys
from datetime import UTC, datetime
from meedoen.store import open_store
for _ in "fresh", "again":
    open_store("sqlite:///{sqlite.path.parent}/" + _, clock=lambda: datetime.now(UTC), ranks=lambda _name: {{}})
print([name for name in sys.modules if name.startswith("alembic")])
"""
    shown = subprocess.run([sys.executable, "-c", start], check=True, capture_output=True, text=True).stdout
    assert shown == "[]\n"
    sqlite.store = sqlite.open()
