# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A widget that cannot be served any more harms only itself: its type was uninstalled, or takes other settings now."""

from __future__ import annotations

from pathlib import Path

import pytest

from meedoen.records import Widget
from meedoen.store import widgets
from tests.house import Clock, House, running
from tests.parties import ThirdParty
from tests.server.outputs import paths
from tests.server.people import WIDGET, Person


@pytest.fixture
def broken(house: House, clock: Clock) -> Widget:
    """One whose settings were valid once; and a sound one beside it."""
    placed = house.widget(org := house.organisation())
    house.widget(org, "brug", title="Brug over de Vliet")
    return house.write(widgets.change, placed, at=clock(), settings={"question": "?", "no_such": 1})


def test_settings_that_no_longer_fit_are_told_on_the_widgets_own_addresses(house: House, broken: Widget) -> None:
    for path in (WIDGET, f"{WIDGET}/embed", f"{WIDGET}.atom", f"{WIDGET}/do/rate"):
        page = house.client.get(path)
        assert page.status_code == 503
        assert "De instellingen van dit onderdeel passen niet meer." in page.text
    assert Person(house, token="-").post("rate", {"score": "3"}).status_code == 503


def test_and_all_else_is_as_it_was(house: House, broken: Widget) -> None:
    for path in paths(house, "/voorbeeldstad/brug", items=0):
        assert house.client.get(path).status_code == 200, path
    assert Person(house, "/voorbeeldstad/brug").act().status_code == 200
    for path in ("/voorbeeldstad", "/voorbeeldstad/embed"):
        page = house.client.get(path).text
        assert "Brug over de Vliet" in page
        assert "Nieuw fietspad" not in page


def test_of_a_type_that_was_uninstalled_the_widgets_are_not_there(
    tmp_path: Path, clock: Clock, third_party: ThirdParty
) -> None:
    with running(tmp_path, clock, points=third_party.points) as house:
        house.widget(org := house.organisation(), "tips", "tips", "Tips", question="Wat is uw tip?")
        house.widget(org)
        assert house.client.get("/voorbeeldstad/tips").status_code == 200
    with running(tmp_path, clock) as house:
        gone = house.client.get("/voorbeeldstad/tips")
        assert gone.status_code == 404
        assert "De software voor dit soort onderdeel staat hier niet." in gone.text
        for path in paths(house, items=0):
            assert house.client.get(path).status_code == 200, path
        assert [one["name"] for one in house.client.get("/api/v1/widgets").json()["items"]] == ["fietspad"]
