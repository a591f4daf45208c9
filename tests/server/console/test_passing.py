# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Passing a contribution on to another organisation: it stays where it is, and is answered there by who it is for."""

from __future__ import annotations

import re

import pytest

from meedoen.records import Stage
from meedoen.records_staff import Role
from meedoen.store import events, widgets
from tests.house import ON_BOTH, House
from tests.server.console.desk import Desk, hidden_of, hire, signed_in
from tests.server.endpoints.acting import rate
from tests.server.people import Person

ONE = "/console/at/voorbeeldstad/answers/fietspad/1"
PASSED = "/console/at/provincie/passed"
WORDS = "De brug is van de provincie."
WIDGET = "/voorbeeldstad/fietspad"


PASSED_ON = {"organisation": "provincie", "reason": "De brug is niet van ons."}


@pytest.fixture
def both(house: House) -> tuple[Desk, Desk]:
    """Who speaks for the town, to whom it was written, and who speaks for the province, to which he passed it on."""
    town, province = house.organisation(), house.organisation("provincie", "Provincie Voorbeeld")
    house.widget(town, show_reasons=True)
    Person(house).act(score="1", reason=WORDS)
    desk = signed_in(house, hire(house, town, "fatima", [Role.SPOKESPERSON]))
    assert desk.fill(f"{ONE}/pass-on", **PASSED_ON).status_code == 303
    return desk, signed_in(house, hire(house, province, "piet", [Role.SPOKESPERSON]))


@ON_BOTH
def test_the_other_answers_it_where_it_stands_in_its_own_name(house: House) -> None:
    town, province = house.organisation(), house.organisation("provincie", "Provincie Voorbeeld")
    house.widget(town, show_reasons=True)
    code = Person(house).act(score="1", reason=WORDS).json()["receipt"]
    desk = signed_in(house, hire(house, town, "fatima", [Role.SPOKESPERSON]))
    other = signed_in(house, hire(house, province, "piet", [Role.SPOKESPERSON]))
    assert WORDS not in other.get(PASSED).text
    wrong = desk.fill(f"{ONE}/pass-on", organisation="provincie", reason="")
    assert (wrong.status_code, "Fout:" in wrong.text) == (400, True)
    for _twice in range(2):
        sent = desk.fill(f"{ONE}/pass-on", organisation="provincie", reason="De brug is niet van ons.")
        assert sent.status_code == 303, sent.text
    page = house.client.get(f"{WIDGET}/1").text
    assert "De brug is niet van ons." in page
    assert f'href="{house.url}/provincie"' in page
    assert other.get(PASSED).text.count(WORDS) == 1
    assert desk.get(f"{PASSED}/1").status_code == 404, "it is not theirs any more than before"
    assert other.fill(f"{PASSED}/1", text="Wij verbreden de brug.").status_code == 303
    for path in (f"{WIDGET}/1", f"{WIDGET}/1.atom"):
        told = house.client.get(path).text
        assert "Wij verbreden de brug." in told, path
        assert "Antwoord van Provincie Voorbeeld · Piet, Burgerzaken" in told, path
    tracked = house.client.post("/voorbeeldstad/-/bijdrage", data={"_code": code}).text
    assert "Antwoord van Provincie Voorbeeld" in tracked
    assert WORDS not in other.get(PASSED).text
    assert "Wij verbreden de brug." in other.get(f"{PASSED}/1").text, "it can be read and corrected"


def test_what_was_written_to_one_organisation_alone_stays_there(house: House) -> None:
    town = house.organisation()
    house.organisation("provincie", "Provincie Voorbeeld")
    rate(house, house.widget(town, show_reasons=False), 1, WORDS)
    desk = signed_in(house, hire(house, town, "fatima", [Role.SPOKESPERSON]))
    assert "alleen aan uw organisatie geschreven" in desk.get(f"{ONE}/pass-on").text
    sent = {**hidden_of(desk.get(ONE).text, f"{ONE}/reply"), "organisation": "provincie", "reason": "Niet van ons."}
    assert desk.send(f"{ONE}/pass-on", sent).status_code in (400, 409)
    assert "provincie" not in house.client.get("/voorbeeldstad/fietspad").text


def test_what_one_answered_elsewhere_stands_in_ones_archive(house: House, both: tuple[Desk, Desk]) -> None:
    _desk, other = both
    assert other.fill(f"{PASSED}/1", text="Wij verbreden de brug.").status_code == 303
    page = other.get("/console/at/provincie/said")
    assert page.status_code == 200
    assert "Wij verbreden de brug." in page.text
    assert f'href="{house.url}{WIDGET}/1"' in page.text, "to what everybody reads: it is not in his own console"
    assert "Gemeente Voorbeeldstad" in page.text


@ON_BOTH
def test_passed_on_again_it_waits_again(house: House, both: tuple[Desk, Desk]) -> None:
    desk, other = both
    assert other.fill(f"{PASSED}/1", text="Wij verbreden de brug.").status_code == 303
    assert WORDS not in other.get(PASSED).text
    for _twice in range(2):
        assert desk.fill(f"{ONE}/pass-on", organisation="provincie", reason="Zij vraagt wanneer.").status_code == 303
    assert other.get(PASSED).text.count(WORDS) == 1
    assert other.fill(f"{PASSED}/1", text="Volgend jaar.").status_code == 303
    assert WORDS not in other.get(PASSED).text
    page = house.client.get(f"{WIDGET}/1").text
    assert "Wij verbreden de brug." in page
    assert "Volgend jaar." in page
    [of] = house.read(widgets.public)
    logged = house.read(events.of_organisation, of.organisation.id, 100)
    assert [one.kind for one in logged].count("passed on") == 2, "a second press says nothing more"


def test_what_was_withdrawn_waits_for_nobody(house: House, both: tuple[Desk, Desk]) -> None:
    _desk, other = both
    form = hidden_of(other.get(f"{PASSED}/1").text, f"{PASSED}/1")
    [of] = house.read(widgets.public)
    house.write(widgets.withdraw, of, at=house.clock())
    assert WORDS not in other.get(PASSED).text
    assert other.get(f"{PASSED}/1").status_code == 404
    assert other.send(f"{PASSED}/1", {**form, "text": "Wij verbreden de brug."}).status_code == 404


def test_the_overview_counts_what_was_passed_on(house: House, both: tuple[Desk, Desk]) -> None:
    _desk, other = both
    counted = re.compile(rf'<a href="{PASSED}">[^<]*</a></dt><dd>(\d+)</dd>')
    page = other.get("/console/at/provincie").text
    assert counted.findall(page) == ["1"]
    assert "Alles is beantwoord." not in page
    assert other.fill(f"{PASSED}/1", text="Wij verbreden de brug.").status_code == 303
    page = other.get("/console/at/provincie").text
    assert counted.findall(page) == ["0"]
    assert "Alles is beantwoord." in page


@ON_BOTH
def test_only_who_spoke_may_correct_it(house: House, both: tuple[Desk, Desk]) -> None:
    desk, other = both
    assert desk.fill(ONE, f"{ONE}/reply", text="Wij vragen het na.").status_code == 303
    assert other.fill(f"{PASSED}/1", text="Wij verbreden de brug.").status_code == 303
    page = desk.get(ONE).text
    assert f'href="{ONE}/reply/1"' in page
    assert f"{ONE}/reply/2" not in page, "that is the province's"
    assert desk.get(f"{ONE}/reply/2").status_code == 404
    form = hidden_of(page, f"{ONE}/reply")
    assert desk.send(f"{ONE}/reply/2", {**form, "text": "Wij doen niets."}).status_code == 404
    assert f'href="{PASSED}/1"' in other.get(f"{PASSED}?answered=1").text, "a colleague finds it too"
    page = other.get(f"{PASSED}/1").text
    assert "Wij verbreden de brug." in page
    assert f'href="{PASSED}/1/reply/2"' in page
    assert f"{PASSED}/1/reply/1" not in page, "that is the town's"
    assert other.get(f"{PASSED}/1/reply/1").status_code == 404
    assert "Wij verbreden de brug." in other.get(f"{PASSED}/1/reply/2").text
    assert other.fill(f"{PASSED}/1/reply/2", text="Wij vernieuwen de brug.").status_code == 303
    page = house.client.get(f"{WIDGET}/1").text
    assert "Wij vernieuwen de brug." in page
    assert "Wij doen niets." not in page
    assert '<span dir="auto">Piet, Burgerzaken, Provincie Voorbeeld</span>' in page, (
        "history says whose words those were"
    )


def test_taken_back_it_waits_no_longer(house: House, both: tuple[Desk, Desk]) -> None:
    desk, other = both
    settled = {"state": "partly", "reason": "Wij doen het toch zelf."}
    assert desk.fill(ONE, f"{ONE}/outcome", **settled, links="").status_code == 303
    assert WORDS not in other.get(PASSED).text
    assert other.get(f"{PASSED}/1").status_code == 404
    assert desk.fill(f"{ONE}/pass-on", **PASSED_ON).status_code == 303
    [waits] = re.findall(rf"{PASSED}/\d+", other.get(PASSED).text)
    assert other.fill(waits, text="Wij verbreden de brug.").status_code == 303
    assert desk.fill(f"{ONE}/pass-on", organisation="provincie", reason="Zij vraagt wanneer.").status_code == 303
    assert desk.fill(ONE, f"{ONE}/outcome", **settled, links="").status_code == 303
    assert WORDS not in other.get(PASSED).text
    assert f"{waits}/reply/1" in other.get(waits).text, "what it answered it may still correct"


def test_what_others_do_not_see_yet_is_passed_on_to_nobody(house: House, both: tuple[Desk, Desk]) -> None:
    desk, other = both
    [of] = house.read(widgets.public)
    for stage in (Stage.TRIAL, Stage.DRAFT):
        house.write(widgets.staged, of, stage, at=house.clock())
        assert WORDS not in other.get(PASSED).text, stage
        assert other.get(f"{PASSED}/1").status_code == 404, stage
        assert "nog niet voor iedereen" in desk.get(f"{ONE}/pass-on").text, stage
        sent = {**hidden_of(desk.get(ONE).text, f"{ONE}/reply"), **PASSED_ON}
        assert desk.send(f"{ONE}/pass-on", sent).status_code in (400, 409), stage


def test_the_form_tells_what_it_needs(both: tuple[Desk, Desk]) -> None:
    """The only organisation there is, is chosen; a reason is not called optional, and without it nothing is passed."""
    desk, _other = both
    page = desk.get(f"{ONE}/pass-on").text
    [box] = re.findall(r"<input[^>]* name=\"organisation\"[^>]*>", page)
    assert "checked" in box
    assert "(hoeft niet)" not in page
    settled = desk.get(ONE).text.partition('name="reason"')[0].rpartition("<label")[2]
    assert "(hoeft niet)" not in settled
    assert "leeg laten" in settled, "it says when"
    assert desk.fill(f"{ONE}/pass-on", organisation="provincie", reason="").status_code == 400
