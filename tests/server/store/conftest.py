# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A store for each test."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.store.trial import Trial


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    """An open store with one widget, closed in the end; the kept counts must be right whatever the test did."""
    with asyncio.Runner() as runner:
        made = Trial(tmp_path / "meedoen.sqlite3", runner.run)
        yield made
        assert made.differences() == []
        made.close()
