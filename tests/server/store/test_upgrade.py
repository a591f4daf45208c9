# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Migrations: every older schema is led to this one, all of the way or not at all."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic.operations import Operations
from sqlalchemy import Column, Connection, Integer, inspect, select, text
from sqlalchemy.exc import IntegrityError

from meedoen.errors import SetUpError
from meedoen.records_moderation import ERASED, GROUNDS, HELD, OVER, WITHDRAWN
from meedoen.store import house, open_store
from meedoen.store.databases import database_at
from meedoen.store.migrations import STEPS, migrate
from meedoen.store.recount import recount
from meedoen.store.schema import VERSION, contribution, metadata, tally
from meedoen.store.upgrade import upgrade
from meedoen.values import EVERY
from tests.house import ON_BOTH
from tests.postgres import Cluster
from tests.server.store.trial import NOW, Trial, ranks

AT_ONCE = 4
KEPT = Path(__file__).parent / "schemas"
"""The tables of each version, as `sqlite3 … .schema` says them when that version is new; kept for ever. Those of
PostgreSQL as `metadata.create_all` makes them."""
SCRIPTS = {"sqlite": KEPT, "postgresql": KEPT / "postgresql"}


@contextmanager
def changing(url: str) -> Iterator[Connection]:
    """One transaction in which tables may be changed, as when a server starts."""
    database = database_at(url)
    try:
        with database.changing_tables() as conn:
            yield conn
    finally:
        database.release()


def brought_up_to_date(url: str) -> None:
    database = database_at(url)
    upgrade(database, NOW)
    database.release()


def made_by(url: str, version: int) -> None:
    """A database as that version left it, in place of what is there."""
    with changing(url) as conn:
        metadata.drop_all(conn)
        script = (SCRIPTS[conn.dialect.name] / f"{version}.sql").read_text("utf-8")
        for statement in script.strip().split(";\n"):
            conn.exec_driver_sql(statement)
        conn.execute(text("INSERT INTO house VALUES (1, 'uid', :version, 0, 1)"), {"version": version})


def shape(url: str) -> dict[str, Any]:
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

    with changing(url) as conn:
        return dict(of(conn))


@pytest.mark.parametrize("kind", SCRIPTS)
def test_the_versions_kept_are_all_there_were(kind: str) -> None:
    assert sorted(int(kept.stem) for kept in SCRIPTS[kind].glob("*.sql")) == list(range(1, VERSION + 1))
    assert sorted(STEPS) == list(range(2, VERSION + 1))


@ON_BOTH
@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_each_version_is_led_to_the_tables_of_this_one(tmp_path: Path, database_url: str, version: int) -> None:
    """When this fails for the newest, tables changed: that needs a `VERSION`, a step, and another kept schema."""
    brought_up_to_date(database_url)
    fresh = shape(database_url)
    made_by(database_url, version)
    brought_up_to_date(database_url)
    assert shape(database_url) == fresh


PLACED = (
    "INSERT INTO organisation VALUES (1, 'o', 'gouda', 'Gouda', 'nl', 'Europe/Amsterdam', '', '', '', '')",
    "INSERT INTO widget VALUES (1, 'w', 1, 'a', 'rating', 'A', '{}', '', '', 0, 0, NULL, '', 0, 0, 0, 2)",
)
"""A widget of version 2."""


@ON_BOTH
def test_why_something_was_removed_reads_as_it_did_and_is_kept_as_a_state(database_url: str) -> None:
    why = [None, HELD, WITHDRAWN, ERASED, OVER, *GROUNDS.values(), "dat bleek", "said by nobody"]
    made_by(database_url, 2)
    with changing(database_url) as conn:
        for statement in PLACED:
            conn.exec_driver_sql(statement)
        conn.execute(
            text(
                "INSERT INTO contribution"
                " (widget, number, kind, target, participant, data, assurance, tag, created, removed)"
                " VALUES (1, :number, 'reason', '', :who, '{}', 2, :who, 0, :why)"
            ),
            [{"number": number, "who": str(number).encode(), "why": one} for number, one in enumerate(why, 1)],
        )
    brought_up_to_date(database_url)
    with changing(database_url) as conn:
        assert conn.execute(select(contribution.c.removed).order_by(contribution.c.number)).scalars().all() == why
        kept = conn.execute(text("SELECT removed FROM contribution ORDER BY number")).scalars().all()
        assert kept[1:6] == ["held", "withdrawn", "erased", "over", "ground spam"]
        assert kept[-2:] == ["said dat bleek", "said said by nobody"]


@ON_BOTH
def test_what_counts_on_subjects_is_counted_on_all_of_them_together(database_url: str) -> None:
    made_by(database_url, 2)
    with changing(database_url) as conn:
        for statement in (*PLACED, "INSERT INTO part VALUES (1, '/a', '/a', 0), (1, '/b', '/b', 0)"):
            conn.exec_driver_sql(statement)
        for who, target, day in (("1", "/a", "2026-05-01"), ("2", "/b", "2026-05-02"), ("2", "", "2026-05-02")):
            given = {"who": who.encode(), "target": target, "day": day, "tag": b""}
            for row in (
                "reaction VALUES (1, :who, :target, 'score', 3, 2, :day, 0, :tag)",
                "tally VALUES (1, :target, 'score', 3, 2, 1)",
                "tally_day VALUES (1, :target, 'score', :day, 3, 2, 1)",
            ):
                conn.execute(text(f"INSERT INTO {row}"), given)
    brought_up_to_date(database_url)
    with changing(database_url) as conn:
        assert recount(conn) == []
        assert conn.execute(select(tally.c.count).where(tally.c.target == EVERY)).scalars().all() == [2]


def test_a_newer_database_is_refused_and_left_alone(trial: Trial) -> None:
    trial.write(lambda conn: house.set_version(conn, VERSION + 1))
    trial.close()
    with pytest.raises(SetUpError, match=rf"newer version of Meedoen \(tables {VERSION + 1}, known here {VERSION}\)"):
        trial.open()
    with changing(trial.url) as conn:
        assert house.version(conn) == VERSION + 1
        house.set_version(conn, VERSION)
    trial.store = trial.open()


@pytest.mark.parametrize("url", ["postgresql://", "sqlite://", "mysql://x/y"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(SetUpError, match="sqlite:///"):
        open_store(url, clock=lambda: NOW, ranks=ranks)


def test_another_encoding_is_refused(postgres: Cluster) -> None:
    """Or a question in Greek would be a fault of the server's."""
    postgres.command("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(SetUpError, match="keeps texts as LATIN1; make one with ENCODING 'UTF8'"):
        open_store(postgres.url("latin"), clock=lambda: NOW, ranks=ranks)
    postgres.command("DROP DATABASE latin")


# --- several processes that start at once ----------------------------------------------------------------------------


@pytest.mark.scale(test=2, long=50)
def test_however_many_start_at_once_one_makes_the_tables(postgres: Cluster, count: int) -> None:
    for _ in range(count):
        start = partial(open_store, clock=lambda: NOW, ranks=ranks)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            stores = list(threads.map(start, [postgres.database()] * AT_ONCE))
        assert len({store.uid for store in stores}) == 1
        for store in stores:
            asyncio.run(store.close())


# --- half-done migrations ---------------------------------------------------------------------------------------------


def adds_a_table(operations: Operations) -> None:
    operations.create_table("extra", Column("id", Integer, primary_key=True))
    operations.bulk_insert(operations.create_table("other", Column("id", Integer, primary_key=True)), [{"id": 1}])


def makes_a_table_over(operations: Operations) -> None:
    """In SQLite a table is copied, dropped and renamed, though others refer to it; elsewhere it is changed."""
    recreate: Any = "always" if operations.get_bind().dialect.name == "sqlite" else "never"
    with operations.batch_alter_table("widget", recreate=recreate) as batch:
        batch.add_column(Column("colour", Integer))


def fails(_operations: Operations) -> None:
    raise RuntimeError("halfway")


def orphans(operations: Operations) -> None:
    operations.execute(text("DELETE FROM widget"))


Steps = dict[int, Callable[[Operations], None]]


def try_steps(url: str, steps: Steps) -> None:
    with changing(url) as conn:
        migrate(conn, 1, steps)


def test_steps_are_taken_in_order_and_what_was_stored_stays(trial: Trial) -> None:
    trial.react(trial.mark(4))
    trial.close()
    before = shape(trial.url)
    try_steps(trial.url, {3: makes_a_table_over, 2: adds_a_table})
    after = shape(trial.url)
    assert set(after) - set(before) == {"extra", "other"}
    assert [column for column, _, _ in after["widget"][0]][-1] == "colour"
    with changing(trial.url) as conn:
        assert house.version(conn) == 3
        assert conn.execute(text("SELECT count(*) FROM reaction")).scalar_one() == 1
        house.set_version(conn, VERSION)
    trial.store = trial.open()
    assert trial.counts() == {4: 1}


@pytest.mark.parametrize("last", [fails, orphans])
def test_a_migration_that_fails_halfway_leaves_nothing(trial: Trial, last: Callable[[Operations], None]) -> None:
    trial.react(trial.mark(4))
    trial.close()
    before = shape(trial.url)
    with pytest.raises((RuntimeError, sqlite3.IntegrityError, IntegrityError)):
        try_steps(trial.url, {2: adds_a_table, 3: makes_a_table_over, 4: last})
    assert shape(trial.url) == before
    trial.store = trial.open()
    assert trial.counts() == {4: 1}


KILLED = """
import os, signal, sys
from tests.server.store.test_upgrade import adds_a_table, try_steps
try_steps(sys.argv[1], {2: adds_a_table, 3: lambda _operations: os.kill(os.getpid(), signal.SIGKILL)})
"""


def test_a_migration_that_is_killed_halfway_leaves_nothing(trial: Trial) -> None:
    trial.close()
    before = shape(trial.url)
    killed = subprocess.run([sys.executable, "-c", KILLED, trial.url], check=False)
    assert killed.returncode == -9
    assert shape(trial.url) == before
    trial.store = trial.open()


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
