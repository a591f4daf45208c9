# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The desk of a type: what staff alone read, narrowed and paged; nothing that is secret."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from meedoen.records_staff import Role
from tests.house import House
from tests.server.console.desk import Desk, hire, signed_in
from tests.server.endpoints.acting import rate
from tests.server.people import Person

AT = "/console/at/voorbeeldstad/widgets/fietspad"
DESK = f"{AT}/desk/ratings"


def at_work(house: House, **settings: Any) -> Desk:
    widget = house.widget(house.organisation(), **settings)
    desk = signed_in(house, hire(house, widget.organisation, "fatima", [Role.SPOKESPERSON]))
    if "subjects" not in settings:
        rate(house, widget, 1, "Te smal bij de sluis.")
        rate(house, widget, 3, "Mooi breed.")
    return desk


def test_staff_read_reasons_that_are_not_public_and_narrow_them(house: House) -> None:
    desk = at_work(house, show_reasons=False)
    assert "Te smal" not in house.client.get("/voorbeeldstad/fietspad").text
    assert f'href="{DESK}"' in desk.get(AT).text
    page = desk.get(DESK).text
    assert "Te smal bij de sluis." in page
    assert "Mooi breed." in page
    assert "Antwoord op nummer 1" in page
    bad = desk.get(f"{DESK}?tag=1").text
    assert ("Te smal" in bad, "Mooi breed" in bad) == (True, False)
    assert desk.get(f"{DESK}?tag=9").text == page.replace('href="?', 'href="?'), "an unknown one is left out"
    assert desk.get(f"{AT}/desk/nothing").status_code == 404
    assert desk.get(f"{DESK}?part=nothing").status_code == 404


def test_what_is_secret_until_closing_is_secret_for_staff(house: House) -> None:
    desk = at_work(house, figures="after-closing")
    page = desk.get(DESK).text
    assert "ook voor u" in page
    assert "Te smal" in page
    assert "<strong>Slecht</strong>" not in page, "what its author gave would tell"
    assert "Mooi breed" in desk.get(f"{DESK}?tag=1").text


def test_the_list_goes_on(house: House) -> None:
    desk = at_work(house)
    for one in range(25):
        assert Person(house).act(score="2", reason=f"Reden nummer {one}.").status_code == 200
    first = desk.get(f"{DESK}?tag=2").text
    assert "Reden nummer 24." in first
    assert "Reden nummer 4." not in first
    behind = desk.get(f"{DESK}?tag=2&after=8").text
    assert f"{DESK}?tag=2&amp;after=8" in first
    assert "Reden nummer 4." in behind
    assert "Verder in de lijst" not in behind


def test_of_many_pages_each_leads_to_its_own_reasons(house: House) -> None:
    desk = at_work(house, subjects=["https://stad.example/"])
    for one in ("paspoort", "afval"):
        for _ in range(10):
            over = f"https://stad.example/{one}"
            assert Person(house).act(_target=over, score="1", reason=f"Over {one}.").status_code == 200
    page = desk.get(DESK).text
    link = f"{DESK}?over=https%3A%2F%2Fstad.example%2Fafval"
    assert f'href="{link}"' in page
    narrow = desk.get(link).text
    assert "Over afval." in narrow
    assert "Over paspoort." not in narrow


@pytest.mark.parametrize(("usual", "told"), [(14, True), (3, False)])
def test_a_burst_is_told_once_there_is_something_usual(house: House, usual: int, told: bool) -> None:
    desk = at_work(house)
    for _day in range(usual):
        house.clock.now += timedelta(days=1)  # type: ignore[attr-defined]
        Person(house).act()
    house.clock.now += timedelta(days=1)  # type: ignore[attr-defined]
    for _ in range(12):
        Person(house).act()
    desk.forget_session()
    desk.sign_in("fatima@voorbeeldstad.example")
    page = desk.get(DESK).text
    assert ("Toevallig hoogstens" in page) is told
