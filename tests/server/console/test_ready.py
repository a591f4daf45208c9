# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ready answers: kept by an editor, chosen without script by who speaks, and what was typed stays."""

from __future__ import annotations

from html import unescape

import pytest

from meedoen.records_staff import Role
from tests.house import House
from tests.server.console.desk import Desk, hidden_of, hire, later, signed_in
from tests.server.endpoints.acting import rate

AT = "/console/at/voorbeeldstad"
ONE = f"{AT}/answers/fietspad/1"
READY = f"{AT}/ready"
SOURCE = "https://www.voorbeeldstad.example/paspoort"
WORDS = {"title": "Oud paspoort", "text": "Neem uw oude paspoort mee.", "source": SOURCE}


@pytest.fixture
def desks(house: House) -> tuple[Desk, Desk]:
    """Of an editor, and of a spokesperson."""
    widget = house.widget(house.organisation(), show_reasons=True)
    rate(house, widget, 3, "Moet het oude mee?")
    editor = signed_in(house, hire(house, widget.organisation, "els", [Role.EDITOR]))
    assert editor.fill(f"{READY}/new", **WORDS).status_code == 303
    return editor, signed_in(house, hire(house, widget.organisation, "fatima", [Role.SPOKESPERSON]))


def test_it_is_put_below_what_was_typed_and_its_source_goes_along(house: House, desks: tuple[Desk, Desk]) -> None:
    _editor, desk = desks
    form = hidden_of(desk.get(ONE).text, f"{ONE}/reply")
    typed = {"text": "Beste mevrouw,", "until": "2026-06-01", "source": ""}
    filled = desk.send(f"{ONE}/reply", {**form, **typed, "_ready": "1", "_fill": "1"})
    assert filled.status_code == 200
    page = unescape(filled.text)
    for shown in ("Beste mevrouw,\n\nNeem uw oude paspoort mee.", "2026-06-01", f'value="{SOURCE}"'):
        assert shown in page, shown
    assert "Neem uw oude" not in house.client.get("/voorbeeldstad/fietspad/1").text, "nothing is sent yet"
    form = hidden_of(filled.text, f"{ONE}/reply")
    assert desk.send(f"{ONE}/reply", {**form, "text": "Neem het mee.", "source": SOURCE}).status_code == 303
    public = house.client.get("/voorbeeldstad/fietspad/1").text
    assert "Bron:" in public
    assert f'<a href="{SOURCE}"' in public


def test_an_address_fills_the_form_and_several_are_answered_with_one(house: House, desks: tuple[Desk, Desk]) -> None:
    _editor, desk = desks
    bulk = f"{AT}/answers/fietspad"
    assert WORDS["text"] in desk.get(f"{ONE}?ready=1").text.partition("<textarea")[2]
    assert WORDS["text"] in desk.get(f"{bulk}?ready=1").text
    form = hidden_of(desk.get(bulk).text, bulk)
    filled = desk.send(bulk, {**form, "text": "Hallo.", "state": "none", "_ready": "1", "_fill": "1"})
    assert (filled.status_code, "Hallo.\n\nNeem uw oude" in filled.text) == (200, True)


def test_what_is_archived_is_chosen_no_more_and_what_is_old_says_so(house: House, desks: tuple[Desk, Desk]) -> None:
    editor, desk = desks
    assert desk.get(f"{READY}/1").status_code == 403, "who speaks uses them alone"
    assert "Oud paspoort" in desk.get(READY).text
    assert "Meer dan een jaar geleden" not in desk.get(READY).text
    later(house, days=366)
    for one, name in ((editor, "els"), (desk, "fatima")):
        one.sign_in(f"{name}@voorbeeldstad.example")
    assert "Meer dan een jaar geleden" in desk.get(READY).text
    assert editor.fill(f"{READY}/1", **WORDS, archived="true").status_code == 303
    assert ("Oud paspoort" in desk.get(READY).text, "Oud paspoort" in desk.get(f"{READY}?archived=1").text) == (
        False,
        True,
    )
    assert "Oud paspoort" not in desk.get(ONE).text
    assert WORDS["text"] not in desk.get(f"{ONE}?ready=1").text


def test_another_organisation_has_its_own(house: House, desks: tuple[Desk, Desk]) -> None:
    other = house.organisation("buurt", "Buurt")
    square = house.widget(other, "plein", title="Het plein", show_reasons=True)
    rate(house, square, 1, "Mooi.")
    desk = signed_in(house, hire(house, other, "piet"))
    assert "Oud paspoort" not in desk.get("/console/at/buurt/ready").text
    assert desk.get("/console/at/buurt/ready/1").status_code == 404
    assert WORDS["text"] not in desk.get("/console/at/buurt/answers/plein/1?ready=1").text
