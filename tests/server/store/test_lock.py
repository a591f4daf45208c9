# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""One server to a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from meedoen.errors import InUse
from meedoen.store import held
from tests.server.store.trial import Trial

OPEN = """
import sys
from datetime import UTC, datetime
from meedoen.store import Orders, open_store
open_store(f"sqlite:///{sys.argv[1]}", clock=lambda: datetime.now(UTC), ranks=lambda _name: Orders())
"""


def test_a_second_process_refuses_and_says_why(sqlite: Trial) -> None:
    second = subprocess.run([sys.executable, "-c", OPEN, sqlite.path], check=False, capture_output=True, text=True)
    assert second.returncode != 0
    assert f"InUse: Another process ({os.getpid()}) has {sqlite.path} open. Only one server may" in second.stderr


def test_a_second_store_in_one_process_refuses(sqlite: Trial) -> None:
    with pytest.raises(InUse):
        sqlite.open()


def test_it_can_be_asked_whether_a_server_runs(sqlite: Trial) -> None:
    assert held(sqlite.path)
    sqlite.close()
    assert not held(sqlite.path)
    sqlite.store = sqlite.open()


def test_asking_makes_no_file(tmp_path: Path) -> None:
    assert not held(tmp_path / "none.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_a_process_that_died_is_free(tmp_path: Path) -> None:
    path = tmp_path / "meedoen.sqlite3"
    died = subprocess.run([sys.executable, "-c", OPEN + "import os\nos.abort()", path], check=False)
    assert died.returncode != 0
    assert not held(path)


def test_a_store_that_could_not_open_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "meedoen.sqlite3"
    path.write_bytes(b"no database, but long enough to be taken for one" * 100)
    refused = subprocess.run([sys.executable, "-c", OPEN, path], check=False, capture_output=True, text=True)
    assert "not a database" in refused.stderr
    assert not held(path)
