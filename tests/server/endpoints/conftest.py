# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""One server for the tests of a module that only ask it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house import Clock, House, running


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Gemeente Voorbeeldstad with one rating, on a clock that stands still."""
    with running(tmp_path_factory.mktemp("standing"), Clock()) as house:
        house.widget(house.organisation())
        yield house
