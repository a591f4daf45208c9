# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people were told when they acted holds, whatever is set later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from meedoen import placing
from meedoen.errors import Conflict
from meedoen.records import Widget
from tests.house import Clock, House
from tests.server.endpoints.acting import rate


def change(house: House, of: Widget, **settings: Any) -> None:
    raw = {**of.settings, **settings}
    placed = house.read(placing.widget, house.types, of.organisation.name, of.name)
    house.write(placing.change, placed, at=house.clock(), raw=raw)


def test_what_was_written_for_the_organisation_alone_does_not_become_public(house: House) -> None:
    placed = house.widget(house.organisation())
    rate(house, placed, 3, "Mijn buurman heet Jan.")
    with pytest.raises(Conflict, match="for the organisation alone"):
        change(house, placed, show_reasons=True)
    assert house.client.get("/voorbeeldstad/fietspad/1").status_code == 404


def test_what_was_public_may_be_kept_from_then_on(house: House) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "Veilig.")
    change(house, placed, show_reasons=False)
    assert house.client.get("/voorbeeldstad/fietspad/1").status_code == 404


def test_a_result_that_is_secret_until_closing_stays_so(house: House, clock: Clock) -> None:
    closes = clock.now + timedelta(days=1)
    placed = house.widget(house.organisation(), figures="after-closing", closes_at=closes)
    rate(house, placed, 3)
    with pytest.raises(Conflict, match="secret until closing"):
        change(house, placed, figures="always")
    clock.move(days=1)
    change(house, placed, figures="always")


def test_before_anybody_acted_everything_may_change(house: House) -> None:
    placed = house.widget(house.organisation(), figures="after-closing")
    change(house, placed, figures="always", show_reasons=True)
