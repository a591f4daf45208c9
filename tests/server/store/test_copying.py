# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house that moves to another database is the same house there, and goes on; or it stays where it was."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from meedoen.errors import InUse, SetUpError
from meedoen.records import Logo
from meedoen.store import jobs, logos, network_keys, search, themes, widgets
from meedoen.store.copying import copy
from meedoen.store.recount import recount
from meedoen.store.schema import metadata, organisation, reaction, tally
from tests.postgres import Cluster
from tests.server.store.trial import NOW, SCORE, Trial, somebody

MEMORY_BYTES = 5_000_000
"""What a few times `AT_A_TIME` rows take, and 4,000 do not."""


@pytest.fixture
def elsewhere(trial: Trial, tmp_path: Path, postgres: Cluster) -> str:
    """An empty database of the other kind."""
    on_sqlite = trial.url.startswith("sqlite")
    return postgres.database("elsewhere") if on_sqlite else f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"


@pytest.fixture
def to_postgres(postgres: Cluster) -> str:
    return postgres.database("elsewhere")


def fill(trial: Trial) -> None:
    """With something of everything there is."""
    who = somebody()
    subject: dict[str, Any] = {"target": "/afval", "part": "Afval", "parts_most": 9}
    trial.act(trial.deed(who, "Mooi — ’t is “goed” 🚲", 4, code_hash=b"\0\xff", **subject))
    trial.react(*(trial.mark(value) for value in (1, 2, 2)))
    trial.act(trial.deed(somebody(), "weg hiermee", 5, code_hash=b"\1", tag=b"\0tag", **subject))
    trial.withdraw(trial.back(who, "/afval"))
    trial.write(lambda conn: widgets.rename(conn, trial.widget, "anders", at=NOW))
    trial.write(lambda conn: network_keys.key(conn, trial.widget.id, "2026-05-01"))
    for upload in (":root {}", ":root { --é: 1 }"):
        trial.write(partial(themes.put_on, of=trial.organisation, upload=upload, style=upload, at=NOW))
    trial.write(lambda conn: logos.put_up(conn, trial.organisation, Logo("logo.png", "image/png", b"\x89\0"), at=NOW))
    trial.write(lambda conn: jobs.put(conn, "mail", due=NOW, widget=trial.widget.id, data={"an": "é"}))


def rows(trial: Trial) -> dict[str, list[str]]:
    """All there is, by table."""

    def every(conn: Connection) -> dict[str, list[str]]:
        tables = metadata.sorted_tables
        return {one.name: sorted(repr(dict(row)) for row in conn.execute(select(one)).mappings()) for one in tables}

    return trial.read(every)


def move(trial: Trial, to: str) -> dict[str, int]:
    """Without a server, which is started again wherever the house then is."""
    trial.close()
    try:
        moved = dict(copy(trial.url, to, NOW))
        trial.url = to
        return moved
    finally:
        trial.store = trial.open()


def test_it_is_the_same_and_goes_on(trial: Trial, elsewhere: str) -> None:
    """Ids and uids too: whoever follows a feed sees nothing twice."""
    fill(trial)
    before, uid = rows(trial), trial.store.uid
    assert {"part", "reaction", "contribution_order", "receipt", "act", "job", "network_key"} <= {
        name for name, some in before.items() if some
    }
    assert move(trial, elsewhere) == {name: len(some) for name, some in before.items()}
    assert trial.url == elsewhere
    assert rows(trial) == before
    assert trial.store.uid == uid
    found = trial.read(lambda conn: search.find(conn, trial.organisation.id, ["hiermee"], 9))
    assert [hit.number for hit in found] == [2]
    assert trial.place("nieuw").id == trial.widget.id + 1
    trial.react(trial.mark(3))
    assert trial.counts() == {1: 1, 2: 2, 3: 1}
    assert trial.act(trial.deed(somebody(), "nog meer", 5)).number == 3


def test_a_house_that_is_there_is_left_alone(sqlite: Trial, to_postgres: str) -> None:
    move(sqlite, to_postgres)
    before = rows(sqlite)
    with pytest.raises(SetUpError, match="holds a house already"):
        move(sqlite, to_postgres)
    assert rows(sqlite) == before


def wrong_count(conn: Connection) -> None:
    conn.execute(update(tally).values(count=7))


def not_text(conn: Connection) -> None:
    """SQLite takes it, and PostgreSQL does not."""
    conn.execute(update(organisation).values(intro="a\0b"))


def right_again(conn: Connection) -> None:
    conn.execute(update(tally).values(count=1))


@pytest.mark.parametrize(("spoil", "said"), [(wrong_count, "recount --repair"), (not_text, "what is in organisation")])
def test_all_of_it_or_nothing(
    sqlite: Trial, to_postgres: str, postgres: Cluster, spoil: Callable[[Connection], None], said: str
) -> None:
    sqlite.react(sqlite.mark(2))
    sqlite.write(spoil)
    with pytest.raises(SetUpError, match=said) as refused:
        move(sqlite, to_postgres)
    assert "Gouda" not in str(refused.value)
    assert postgres.command("SELECT count(*) FROM organisation", of="elsewhere") == [(0,)]
    sqlite.write(right_again)


def test_a_server_has_it(trial: Trial, elsewhere: str) -> None:
    with pytest.raises(InUse):
        copy(trial.url, elsewhere, NOW)


def test_a_file_that_is_no_database_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Meedoen")
    with pytest.raises(SetUpError, match=r"README\.md is no database") as refused:
        copy(f"sqlite:///{tmp_path / 'README.md'}", f"sqlite:///{tmp_path / 'new.sqlite3'}", NOW)
    assert "MEEDOEN" not in str(refused.value)
    assert [one.name for one in tmp_path.iterdir()] == ["README.md"]


@pytest.mark.parametrize(("source", "target", "said"), [("x", "y", "--from: “x”"), ("", "mysql://x/y", "--to: mysql")])
def test_an_address_that_is_none_is_named(sqlite: Trial, source: str, target: str, said: str) -> None:
    sqlite.close()
    with pytest.raises(SetUpError, match=said):
        copy(source or sqlite.url, target, NOW)
    sqlite.store = sqlite.open()


def test_a_file_that_was_made_for_nothing_is_gone(sqlite: Trial, tmp_path: Path) -> None:
    sqlite.react(sqlite.mark(2))
    sqlite.write(wrong_count)
    before = {one.name for one in tmp_path.iterdir()}
    with pytest.raises(SetUpError, match="recount --repair"):
        move(sqlite, f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert not {one.name for one in tmp_path.iterdir()} - before
    sqlite.write(right_again)


def test_postgresql_knows_at_once_how_much_there_is(sqlite: Trial, to_postgres: str, postgres: Cluster) -> None:
    sqlite.react(*(sqlite.mark(value) for value in (1, 2, 3)))
    move(sqlite, to_postgres)
    many = "SELECT reltuples FROM pg_class WHERE relname = 'reaction'"
    assert postgres.command(many, of="elsewhere") == [(3.0,)], "without ANALYZE it is -1"


def test_there_is_no_house(tmp_path: Path, postgres: Cluster, to_postgres: str) -> None:
    with pytest.raises(SetUpError, match="no database at"):
        copy(f"sqlite:///{tmp_path / 'typo.sqlite3'}", to_postgres, NOW)
    with pytest.raises(SetUpError, match="holds no house"):
        copy(to_postgres, f"sqlite:///{tmp_path / 'new.sqlite3'}", NOW)
    assert not list(tmp_path.glob("*.sqlite3*"))
    assert postgres.command("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", of="elsewhere") == [(0,)]


@pytest.mark.scale(test=4_000, long=100_000)
def test_however_large_it_takes_little_memory(sqlite: Trial, to_postgres: str, count: int) -> None:
    mark = sqlite.mark(3)
    values: dict[str, Any] = {"widget": sqlite.widget.id, "target": "", "kind": SCORE, "value": 3}
    values |= {"assurance": mark.scene.assurance, "day": mark.scene.day, "at": NOW, "tag": b""}
    sqlite.write(
        lambda conn: conn.execute(
            insert(reaction), [{**values, "participant": number.to_bytes(16, "big")} for number in range(count)]
        )
    )
    sqlite.write(lambda conn: recount(conn, repair=True))
    tracemalloc.start()
    moved = move(sqlite, to_postgres)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert moved["reaction"] == count
    assert most < MEMORY_BYTES
