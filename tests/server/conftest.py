# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A server of its own for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from meedoen.registry import GROUP
from tests.house import Clock, House, running
from tests.parties import ThirdParty
from tests.postgres import Cluster


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty one: SQLite in a file, and PostgreSQL as well for tests marked `ON_BOTH`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path / 'meedoen.sqlite3'}"
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.founded()


@pytest.fixture
def house(tmp_path: Path, clock: Clock, database_url: str) -> Iterator[House]:
    with running(tmp_path, clock, database=database_url) as one:
        yield one


@pytest.fixture
def tips_house(tmp_path: Path, clock: Clock, third_party: ThirdParty) -> Iterator[House]:
    """One that has a third party's type beside its own."""
    with running(tmp_path, clock, points=[*entry_points(group=GROUP), *third_party.points]) as one:
        yield one
