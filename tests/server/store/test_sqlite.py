# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file: who can read it, how it is written, copied and looked at."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from meedoen.errors import Conflict, Unavailable
from meedoen.store import network_keys
from meedoen.store.sqlite import SqliteFile, broken
from tests.server.store.trial import Trial, somebody


def test_only_the_owner_can_read_what_is_there(sqlite: Trial) -> None:
    sqlite.react(sqlite.mark(4))
    files = {path.name: path.stat().st_mode & 0o777 for path in sqlite.path.parent.iterdir()}
    assert files == {f"meedoen.sqlite3{more}": 0o600 for more in ("", "-wal", "-shm", ".lock")}


def test_every_commit_is_on_disk_before_it_returns(sqlite: Trial) -> None:
    settings = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    found = sqlite.write(lambda conn: [conn.execute(text(f"PRAGMA {of}")).scalar_one() for of in settings])
    assert found == ["wal", 2, 1, 1]


def test_a_reader_cannot_write(sqlite: Trial) -> None:
    with pytest.raises(Unavailable):
        sqlite.read(lambda conn: network_keys.key(conn, sqlite.widget.id, "2026-05-01"))


def test_a_reader_sees_one_moment(sqlite: Trial) -> None:
    other = SqliteFile(sqlite.path).engine(reads_only=False)

    def looking(conn: Connection) -> list[int]:
        seen = []
        for _ in range(2):
            seen.append(conn.execute(text("SELECT count(*) FROM network_key")).scalar_one())
            with other.begin() as writing:
                network_keys.key(writing, sqlite.widget.id, "2026-05-01")
        return seen

    assert sqlite.read(looking) == [0, 0]
    assert sqlite.read(looking) == [1, 1]


@pytest.mark.parametrize(
    ("code", "is_broken"),
    [
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, False),
        (sqlite3.SQLITE_ERROR, False),
        (sqlite3.SQLITE_IOERR_FSYNC, True),
        (sqlite3.SQLITE_FULL, True),
        (sqlite3.SQLITE_CORRUPT, True),
        (sqlite3.SQLITE_BUSY, True),
        (sqlite3.SQLITE_READONLY, True),
    ],
)
def test_which_errors_a_connection_does_not_outlive(code: int, is_broken: bool) -> None:
    error = sqlite3.OperationalError("…")
    error.sqlite_errorcode = code
    assert broken(error) is is_broken


# --- copies -----------------------------------------------------------------------------------------------------------


def test_a_backup_opens_as_the_same_house(sqlite: Trial) -> None:
    sqlite.act(sqlite.deed(somebody(), "a", 4))
    copy = sqlite.path.with_name("copy.sqlite3")
    sqlite.run(sqlite.store.backup(copy))
    sqlite.react(sqlite.mark(1))
    uid = sqlite.store.uid
    sqlite.close()
    sqlite.path = copy
    sqlite.store = sqlite.open()
    assert sqlite.store.uid == uid
    assert (sqlite.counts(), sqlite.numbers()) == ({4: 1}, [1])


def test_a_backup_is_one_file_that_only_its_owner_can_read(sqlite: Trial, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    sqlite.run(sqlite.store.backup(folder / "copy.sqlite3"))
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {"copy.sqlite3": 0o600}


def test_a_backup_overwrites_nothing(sqlite: Trial, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    with pytest.raises(Conflict, match="there already"):
        sqlite.run(sqlite.store.backup(taken))
    assert taken.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []


def test_a_backup_to_a_folder_that_is_not_there_fails_and_says_so(sqlite: Trial, tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="no folder"):
        sqlite.run(sqlite.store.backup(tmp_path / "none" / "copy"))
    assert not (tmp_path / "none").exists()
