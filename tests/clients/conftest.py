# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""One server for programs of others to read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house import Clock, House, running
from tests.server.endpoints.acting import rate


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Gemeente Voorbeeldstad with a rating that has closed, and what people said in it."""
    clock = Clock()
    with running(tmp_path_factory.mktemp("busy"), clock) as house:
        closes = clock.now.replace(month=6)
        placed = house.widget(house.organisation(), closes_at=closes, closing_text="Dank u wel.", show_reasons=True)
        for score, why in ((3, "Eindelijk!"), (1, "Zes bomen & <b>asfalt</b>"), (2, "Ik mis de Molenbrug.")):
            clock.move(days=1)
            rate(house, placed, score, why)
        clock.now = closes
        yield house
