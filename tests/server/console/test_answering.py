# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a spokesperson does: the queue over all widgets, answering one and several, outcomes, the archive."""

from __future__ import annotations

import re
from html import unescape

import pytest

from meedoen import limits
from meedoen.official import OutcomeState
from meedoen.records import Widget
from meedoen.records_moderation import ERASED
from meedoen.records_staff import Grant, Role
from meedoen.store import erasure, events, members, views
from meedoen.values import Item
from tests.house import ON_BOTH, House
from tests.server.answering import reply
from tests.server.console.desk import Desk, hidden_of, hire, later, signed_in
from tests.server.endpoints.acting import rate

AT = "/console/at/voorbeeldstad"
QUEUE = f"{AT}/answers"
ONE = f"{QUEUE}/fietspad/1"


@pytest.fixture
def placed(house: House) -> Widget:
    widget = house.widget(house.organisation(), show_reasons=True)
    rate(house, widget, 3, "Te smal bij de sluis.")
    return widget


@pytest.fixture
def desk(house: House, placed: Widget) -> Desk:
    return signed_in(house, hire(house, placed.organisation, "fatima", [Role.SPOKESPERSON]))


def item(house: House, of: Widget, number: int = 1) -> Item:
    return house.read(views.one, of, number, None)


def words(page: str) -> list[str]:
    """What waits, as the table has it."""
    return [unescape(one) for one in re.findall(r'<th scope="row"><a [^>]*><span dir="auto">([^<]*)', page)]


@ON_BOTH
def test_what_waits_stands_in_one_queue_until_it_is_answered(house: House, placed: Widget, desk: Desk) -> None:
    later(house, hours=1)
    private = house.widget(placed.organisation, "balie", title="Onze balie", show_reasons=False)
    rate(house, private, 1, "Alleen voor u.")
    assert words(desk.get(QUEUE).text) == ["Te smal bij de sluis.", "Alleen voor u."]
    assert words(desk.get(f"{QUEUE}?widget=balie").text) == ["Alleen voor u."]
    answer = desk.fill(ONE, f"{ONE}/reply", text="Dank u, wij kijken ernaar.")
    assert answer.status_code == 303
    assert "Uw antwoord staat bij de bijdrage." in desk.get(answer.headers["location"]).text
    assert words(desk.get(QUEUE).text) == ["Alleen voor u."]
    assert words(desk.get(f"{QUEUE}?what=outcome").text) == ["Te smal bij de sluis."]
    fields = {"state": "used", "reason": "Het wordt breder.", "links": "https://stad.example/a\nhttps://stad.example/b"}
    assert desk.fill(ONE, f"{ONE}/outcome", **fields).status_code == 303
    assert words(desk.get(f"{QUEUE}?what=outcome").text) == []
    page = house.client.get("/voorbeeldstad/fietspad/1").text
    for told in ("Fatima, Burgerzaken", "wij kijken ernaar", "Gebruikt", "Het wordt breder.", "https://stad.example/b"):
        assert told in page
    [fatima] = house.read(members.of_organisation, placed.organisation.id)
    assert {line.data["by"] for line in house.read(events.of_widget, placed.id, 2)} == {fatima.uid}


def test_the_queue_goes_on_behind_what_a_page_holds(house: House, placed: Widget, desk: Desk) -> None:
    for number in range(2, limits.QUEUE_LINES_MAX + 12):
        rate(house, placed, 3, f"Reden {number}.")
    first = desk.get(QUEUE).text
    [more] = re.findall(r'href="([^"]*after=[^"]*)"', first)
    rest = desk.get(unescape(more)).text
    found = words(first) + words(rest)
    assert len(words(first)) == limits.QUEUE_LINES_MAX
    assert found[1:] == [f"Reden {number}." for number in range(2, limits.QUEUE_LINES_MAX + 12)]
    assert "after=" not in rest
    assert desk.get(f"{QUEUE}?after=nonsense").status_code == 404


def test_who_speaks_in_one_widget_alone_sees_and_answers_that_one(house: House, placed: Widget) -> None:
    other = house.widget(placed.organisation, "brug", title="De brug", show_reasons=True)
    rate(house, other, 3, "Mooie brug.")
    desk = signed_in(house, hire(house, placed.organisation, "joris", [Grant(Role.SPOKESPERSON, other.id)]))
    page = desk.get(QUEUE).text
    assert words(page) == ["Mooie brug."]
    assert "fietspad" not in page
    assert words(desk.get(f"{QUEUE}?widget=fietspad").text) == ["Mooie brug."]
    assert desk.get(ONE).status_code == 403
    form = hidden_of(desk.get(f"{QUEUE}/brug/1").text, f"{QUEUE}/brug/1/reply")
    assert desk.send(f"{ONE}/reply", {**form, "text": "X"}).status_code == 403
    assert item(house, placed).replies == ()
    assert desk.fill(f"{QUEUE}/brug/1", f"{QUEUE}/brug/1/reply", text="Dank u.").status_code == 303


@ON_BOTH
def test_several_are_answered_at_once_less_those_that_are_ticked(house: House, placed: Widget, desk: Desk) -> None:
    for number in (2, 3, 4):
        rate(house, placed, 2, f"Reden {number}.")
    page = desk.get(f"{QUEUE}/fietspad").text
    rate(house, placed, 2, "Later gekomen.")
    form = {**hidden_of(page, f"{QUEUE}/fietspad"), "not3": "true", "text": "Voor u allen.", "state": "answered"}
    refused = desk.send(f"{QUEUE}/fietspad", form)
    assert refused.status_code == 400, "an outcome needs a reason"
    assert "Voor u allen." in refused.text
    assert "Later gekomen." not in refused.text, "the same ones again"
    assert re.search(r'name="not3" value="true" checked', refused.text)
    assert desk.send(f"{QUEUE}/fietspad", {**form, "reason": "Zie het verslag."}).status_code == 303
    found = [item(house, placed, number) for number in range(1, 6)]
    assert [len(one.replies) for one in found] == [1, 1, 0, 1, 0]
    assert [one.outcome is not None for one in found] == [True, True, False, True, False]
    assert words(desk.get(QUEUE).text) == ["Reden 3.", "Later gekomen."]


def test_answering_several_needs_something_to_say_and_to_whom(house: House, placed: Widget, desk: Desk) -> None:
    path = f"{QUEUE}/fietspad"
    assert "Vul een antwoord in, of kies een uitkomst." in desk.fill(path, text=" ").text
    assert "Overal staat een vinkje" in desk.fill(path, text="Dank u.", not1="true").text
    assert item(house, placed).replies == ()
    form = hidden_of(desk.get(path).text, path)
    for shown in ("", "x", "1-x", "9" * 400, "2"):
        assert desk.send(path, {**form, "shown": shown, "text": "Dank u."}).status_code in (303, 400, 404)
    assert [one.text for one in item(house, placed).replies] == ["Dank u."], "of what is no number nothing is made"


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(house: House, placed: Widget, desk: Desk) -> None:
    wrong = desk.fill(ONE, f"{ONE}/outcome", state="used", reason="", links="javascript:alert(1)")
    assert wrong.status_code == 400
    assert "<title>Fout:" in wrong.text
    assert "Vul hele adressen in" in wrong.text
    assert "javascript:alert(1)" in wrong.text
    assert "Schrijf waarom." in desk.fill(ONE, f"{ONE}/outcome", state="used", reason="").text
    long = "x" * (limits.OFFICIAL_TEXT_CHARS_MAX + 1)
    assert long in desk.fill(ONE, f"{ONE}/reply", text=long).text
    assert (item(house, placed).replies, item(house, placed).outcome) == ((), None)
    assert desk.fill(ONE, f"{ONE}/outcome", state="read", reason="").status_code == 303, "under way needs no reason"
    assert (
        desk.fill(ONE, f"{ONE}/outcome", state="used", reason="Breder.", links="https://a.example/").status_code == 303
    )
    for stands in ('<option value="used" selected>', "\nBreder.</textarea>", "\nhttps://a.example/</textarea>"):
        assert stands in desk.get(ONE).text, "what holds stands in the form, to go on from"


def test_a_correction_keeps_what_was_said(house: House, placed: Widget, desk: Desk) -> None:
    desk.fill(ONE, f"{ONE}/reply", text="Drie meter.")
    at = f"{ONE}/reply/1"
    assert "Drie meter." in desk.get(at).text
    assert desk.fill(at, text="Vier meter.").status_code == 303
    [said] = item(house, placed).replies
    assert (said.text, [one.text for one in said.earlier]) == ("Vier meter.", ["Drie meter."])
    page = desk.get(ONE).text
    assert "Vier meter." in page
    assert "Drie meter." in page
    assert desk.get(f"{ONE}/reply/2").status_code == 404


def test_words_are_erased_when_their_author_asks(house: House, placed: Widget, desk: Desk) -> None:
    house.write(erasure.ask, placed, 1, at=house.clock())
    assert words(desk.get(f"{QUEUE}?what=erasure").text) == ["Te smal bij de sluis."]
    assert "vraagt om deze woorden te wissen" in desk.get(ONE).text
    assert desk.fill(f"{ONE}/erase").status_code == 400
    assert desk.fill(f"{ONE}/erase", sure="true").status_code == 303
    assert (item(house, placed).data, item(house, placed).removed) == ({}, ERASED)
    assert words(desk.get(f"{QUEUE}?what=erasure").text) == []
    assert "op verzoek van de indiener" in house.client.get("/voorbeeldstad/fietspad/1").text


def test_nobody_erases_what_its_author_did_not_ask_for(house: House, placed: Widget, desk: Desk) -> None:
    page = desk.get(f"{ONE}/erase").text
    assert "De indiener vroeg niet om deze woorden te wissen." in page
    assert f'action="{ONE}/erase' not in page
    assert "/moderation/fietspad/1" not in page, "who does not moderate is not led where he may not go"
    answer = desk.send(f"{ONE}/erase", {**hidden_of(desk.get(ONE).text, f"{ONE}/reply"), "sure": "true"})
    assert answer.status_code == 400
    assert "De indiener vroeg niet om deze woorden te wissen." in answer.text
    assert item(house, placed).data["text"] == "Te smal bij de sluis."
    both = signed_in(house, hire(house, placed.organisation, "mo", [Role.SPOKESPERSON, Role.MODERATOR]))
    assert 'href="/console/at/voorbeeldstad/moderation/fietspad/1"' in both.get(f"{ONE}/erase").text


def test_each_has_an_archive_of_his_own(house: House, placed: Widget, desk: Desk) -> None:
    other = hire(house, placed.organisation, "joris")
    reply(house, placed, other, 1, text="Van Joris.")
    assert "U hebt nog niets beantwoord." in desk.get(f"{AT}/said").text
    desk.fill(ONE, f"{ONE}/reply", text="Van Fatima.")
    desk.fill(ONE, f"{ONE}/outcome", state=OutcomeState.ANSWERED.value, reason="Zie boven.")
    page = desk.get(f"{AT}/said").text
    assert words(page) == ["Zie boven.", "Van Fatima."]
    assert f'href="{ONE}"' in page
    assert "Van Joris." not in page


def test_the_page_says_who_reads_it(house: House, placed: Widget, desk: Desk) -> None:
    rate(house, house.widget(placed.organisation, "balie", show_reasons=False), 1, "Alleen voor u.")
    assert "Iedereen kan deze bijdrage" in desk.get(ONE).text
    assert "Alleen de indiener leest" in desk.get(f"{QUEUE}/balie/1").text
    assert desk.get(f"{QUEUE}/balie/2").status_code == 404
