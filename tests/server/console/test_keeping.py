# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long it is kept who said what: chosen by staff, warned of before, and told to who takes part."""

from __future__ import annotations

from meedoen.store import jobs, organisations
from tests.house import House
from tests.server.console.desk import hire, signed_in
from tests.server.console.test_widgets import FIELDS, FIETSPAD, NEW, editor, placed

PAGE = "/voorbeeldstad/fietspad"
KEEP = f"{FIETSPAD}/keep"
RULES = "/console/at/voorbeeldstad/defaults"
KEPT = "tot 12 maanden na sluiting"


def test_who_takes_part_reads_how_long_it_is_kept(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **FIELDS, closes="2026-06-01T17:00")
    told = (PAGE, f"{PAGE}/embed", f"{PAGE}/do/rate")
    assert not any("maanden na sluiting" in house.client.get(path).text for path in told)
    assert desk.fill(KEEP, months="12").status_code == 303
    assert all(KEPT in house.client.get(path).text for path in told)
    page = desk.get(FIETSPAD).text
    assert "Op 1 juni 2027 wissen wij wie wat zei." in page
    assert "Gewijzigd: hoe lang het bewaard blijft" in page
    assert "wordt het gewist op 1 juni 2027" in desk.get(KEEP).text


def test_what_the_organisation_says_holds_for_its_widgets_and_stands_in_its_privacy_statement(house: House) -> None:
    desk = editor(house)
    desk.fill(NEW, **FIELDS)
    boss = signed_in(house, hire(house, placed(house).organisation, "joris"))
    assert boss.fill(RULES, framers="*", keep_months="12").status_code == 303
    privacy = house.client.get("/voorbeeldstad/-/privacy").text
    assert "Wij bewaren weinig." in privacy, "its own words"
    assert KEPT in privacy
    assert KEPT in house.client.get(PAGE).text
    assert 'value="12" checked' in boss.get(RULES).text
    desk.fill(KEEP, months="0")
    assert KEPT not in house.client.get(PAGE).text


def test_what_would_be_erased_at_once_is_asked_about(house: House) -> None:
    desk = editor(house)
    [of] = house.read(organisations.every)
    house.widget(of, "oud", closes_at=house.clock().replace(year=2025))
    keep = "/console/at/voorbeeldstad/widgets/oud/keep"
    answer = desk.fill(keep, months="6")
    assert answer.status_code == 400
    assert answer.text.count("dus alles wordt meteen gewist") == 2
    boss = signed_in(house, hire(house, of, "joris"))
    assert boss.fill(RULES, framers="*", keep_months="6").status_code == 400
    assert house.read(jobs.how_many, house.clock())[0] == 0, "nothing was saved"
    assert desk.fill(keep, months="6", sure="true").status_code == 303
    assert house.read(jobs.how_many, house.clock())[0] == 2, "its people, and its networks"
