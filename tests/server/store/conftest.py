# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A store for each test."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house import found
from tests.server.store.trial import Trial


@contextmanager
def a_trial(url: str) -> Iterator[Trial]:
    with asyncio.Runner() as runner:
        made = Trial(found(url), runner.run)
        yield made
        assert made.differences() == []
        made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def trial(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Trial]:
    """An open store with one widget, closed in the end; the kept counts must be right whatever the test did."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'meedoen.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres").founded()
    with a_trial(url) as made:
        yield made


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Trial]:
    """One on SQLite, for what is particular to it."""
    with a_trial(f"sqlite:///{tmp_path / 'meedoen.sqlite3'}") as made:
        yield made
