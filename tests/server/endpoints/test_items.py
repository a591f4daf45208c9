# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contributions over HTTP: one on a page of its own."""

from __future__ import annotations

import pytest

from meedoen.store import contributions
from tests.house import House
from tests.server.endpoints.acting import rate

PAGE = "/voorbeeldstad/fietspad"


@pytest.mark.parametrize("behind", ["", "/embed"])
def test_a_contribution_alone_is_not_counted(house: House, behind: str) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "Eindelijk!")
    for said in ("Eindelijk!", "Weggehaald: spam"):
        page = house.client.get(f"{PAGE}/1{behind}").text
        assert said in page
        assert "1 reden" not in page
        assert "<details" not in page, "nothing has to be opened to read it"
        if said == "Eindelijk!":
            house.write(contributions.remove, placed, 1, "spam", at=house.clock())
