# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Merging doubles at the console: chosen, seen side by side, merged, undone; and never over what a colleague did."""

from __future__ import annotations

import re

import pytest

from meedoen.records import Widget
from tests.house import House
from tests.server.answering import reply
from tests.server.console.desk import Desk, hidden_of, hire, signed_in
from tests.server.endpoints.test_waiting_room import ROOM, answer, ask, room, topics
from tests.server.people import Person

QUEUE = "/console/at/voorbeeldstad/answers"
AT = f"{QUEUE}/paspoort"
TITLES = ("Mag mijn bril op de foto?", "Moet mijn bril af op de foto?", "Wat kost een foto?")


@pytest.fixture
def placed(house: House) -> Widget:
    of = room(house)
    for title in TITLES:
        ask(Person(house, ROOM), title)
    Person(house, ROOM).act("me_too", _target="#2")
    return of


@pytest.fixture
def desk(house: House, placed: Widget) -> Desk:
    return signed_in(house, hire(house, placed.organisation, "fatima"))


def choose(desk: Desk, at: str, **fields: str) -> str:
    sent = desk.fill(at, **fields)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


def merge(desk: Desk, sides: str, remains: str) -> str:
    form = hidden_of(desk.get(sides).text, sides.partition("?")[0])
    sent = desk.send(sides.partition("?")[0], {**form, "remains": remains})
    assert sent.status_code == 303, sent.text
    return str(desk.get(sent.headers["location"]).text)


def test_from_a_topic_its_double_is_found_merged_and_taken_apart(house: House, desk: Desk) -> None:
    assert f'href="{AT}/1/merge"' in desk.get(f"{AT}/1").text
    page = desk.get(f"{AT}/1/merge").text
    assert ("2: Moet mijn bril af op de foto?" in page, "1: Mag mijn" in page) == (True, False)
    nothing = desk.fill(f"{AT}/1/merge")
    assert (nothing.status_code, "Vink aan welke hetzelfde zeggen" in nothing.text) == (400, True)
    assert "<title>Fout: " in nothing.text
    sides = choose(desk, f"{AT}/1/merge", with2="true")
    shown = desk.get(sides).text
    assert [title for title in TITLES[:2] if title not in shown] == []
    assert "1 mens heeft dit ook" in shown
    done = merge(desk, sides, "1")
    assert "Ze zijn nu samengevoegd." in done
    assert topics(house) == ["Wat kost een foto?", "Mag mijn bril op de foto?"]
    double = desk.get(f"{AT}/2").text
    assert ("Samengevoegd met:" in double, "Geef deze uitkomst" in double) == (True, False)
    assert "Moet mijn bril af" not in desk.get(QUEUE).text
    undone = desk.send(f"{AT}/2/unmerge", hidden_of(double, f"{AT}/2/unmerge"))
    assert undone.status_code == 303
    assert "staat weer op zichzelf" in desk.get(undone.headers["location"]).text
    assert topics(house)[1] == "Moet mijn bril af op de foto?"
    again = desk.send(f"{AT}/2/unmerge", hidden_of(double, f"{AT}/2/unmerge"))
    assert (again.status_code, "niet samengevoegd met een andere" in again.text) == (409, True)


def test_what_lay_before_a_colleague_and_what_is_known_go_along(house: House, placed: Widget, desk: Desk) -> None:
    piet = hire(house, placed.organisation, "piet")
    far = desk.fill(f"{AT}/1", f"{AT}/1/reply", text="Ja.", until="9999-12-31")
    assert (far.status_code, "Kies een dag in de jaren 1900 tot en met 2199." in far.text) == (400, True)
    assert desk.fill(f"{AT}/3", f"{AT}/3/reply", text="Ja, dat mag.", until="2026-05-01").status_code == 303
    assert "Ja, dat mag." in desk.get(f"{AT}/merge?with=1&with=3").text, "also an answer with a last day"
    assert desk.fill(f"{AT}/2/lay-before", colleague=piet.uid).status_code == 303
    asked = hidden_of(desk.get(f"{AT}/2/lay-before").text, f"{AT}/2/lay-before")
    assert "with2" in desk.get(f"{AT}/1/merge").text
    merge(desk, choose(desk, f"{AT}/1/merge", with2="true"), "1")
    [listed] = re.findall("Aan u voorgelegd(.*?)</ul>", signed_in(house, piet).get(QUEUE[:-8]).text, re.DOTALL)
    assert f"{AT}/1" in listed, "it is the one that remains that he answers"
    for way in ("lay-before", "pass-on", "pass-outside"):
        assert "Dit is samengevoegd met nummer 1. Ga daarheen" in desk.get(f"{AT}/2/{way}").text, way
    late = desk.send(f"{AT}/2/lay-before", {**asked, "colleague": piet.uid})
    assert (late.status_code, "Dit is samengevoegd met nummer 1." in late.text) == (400, True)


def test_several_of_the_queue_become_one_by_number_or_address(house: House, desk: Desk) -> None:
    assert f'href="{AT}/merge"' in desk.get(f"{QUEUE}?widget=paspoort").text
    sides = choose(desk, f"{AT}/merge", with1="true", with2="true", other=f"https://x.example{ROOM}/3/embed?lang=en")
    assert "with=1&with=2&with=3" in sides
    form = hidden_of(desk.get(sides).text, f"{AT}/merge")
    assert "Hiermee samengevoegd" in merge(desk, sides, "3")
    assert desk.send(f"{AT}/merge", {**form, "remains": "3"}).status_code == 303, "a second press is the same"
    assert topics(house) == ["Wat kost een foto?"]
    for wrong, why in (("99", "Vul het nummer in"), ("bril", "Vul het nummer in"), ("1", "Vink aan welke")):
        refused = desk.fill(f"{AT}/3/merge", other=wrong)
        assert (refused.status_code, why in refused.text) == (400, True), wrong
        assert f'value="{wrong}"' in refused.text
    for text in ("Ja.", "Nee."):
        answer(Person(house, ROOM), 3, text)
    assert "Van dit soort bijdragen zijn er geen dubbele" in desk.get(f"{AT}/merge?with=4&with=5").text


def test_who_merges_what_a_colleague_changed_looks_again(house: House, placed: Widget, desk: Desk) -> None:
    sides = choose(desk, f"{AT}/1/merge", with2="true")
    form = hidden_of(desk.get(sides).text, f"{AT}/1/merge")
    reply(house, placed, hire(house, placed.organisation, "joris"), 2, text="Hij mag op blijven.")
    overtaken = desk.send(f"{AT}/1/merge", {**form, "remains": "1"})
    assert (overtaken.status_code, "Er is niets samengevoegd" in overtaken.text) == (409, True)
    assert "Hij mag op blijven." in overtaken.text
    assert len(topics(house)) == 3
    sent = desk.send(f"{AT}/1/merge", {**hidden_of(overtaken.text, f"{AT}/1/merge"), "remains": "1"})
    assert sent.status_code == 303
    assert len(topics(house)) == 2
