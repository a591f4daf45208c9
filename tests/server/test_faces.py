# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Faces hold until what they tell of moves, or until their moment passes; to the second, and without a write."""

from __future__ import annotations

from datetime import timedelta

from tests.house import Clock, House


def test_a_moved_clock_alone_opens_and_closes_a_face(house: House, clock: Clock) -> None:
    opens, closes = clock.now + timedelta(hours=1), clock.now + timedelta(hours=2)
    house.widget(house.organisation(), opens_at=opens, closes_at=closes)

    def has_form() -> bool:
        return '<form class="md-form"' in house.client.get("/voorbeeldstad/fietspad/embed").text

    assert not has_form()
    clock.now = opens - timedelta(microseconds=1)
    assert not has_form()
    clock.now = opens
    assert has_form()
    clock.now = closes - timedelta(microseconds=1)
    assert has_form()
    clock.now = closes
    assert not has_form()
