# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff enter what came by paper, telephone or counter: by the widget's own form, marked on every way out."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from meedoen.records import Widget
from meedoen.records_staff import Role
from meedoen.store import widgets
from meedoen.values import Assurance
from tests.house import House
from tests.server.console.desk import Desk, hidden_of, hire, later, signed_in
from tests.server.endpoints.acting import rate
from tests.server.people import Person, counts

WIDGET = "/voorbeeldstad/fietspad"
AT = "/console/at/voorbeeldstad/widgets/fietspad"
FORM = f"{AT}/enter/rate"
CAME = "Per telefoon op 30 april 2026; ingevoerd door de organisatie."
COUNTED = "2 hiervan kwamen op papier, per telefoon of aan de balie binnen"
FIELDS = {"_via": "telephone", "_on": "2026-04-30", "score": "3"}


@pytest.fixture
def placed(house: House) -> Widget:
    return house.widget(house.organisation(), show_reasons=True, figures="always", least=Assurance.STORED)


def editor(house: House, of: Widget) -> Desk:
    return signed_in(house, hire(house, of.organisation, "fatima", [Role.EDITOR]))


@pytest.fixture
def desk(house: House, placed: Widget) -> Desk:
    return editor(house, placed)


def test_it_counts_and_says_which_way_it_came_wherever_it_is_shown(house: House, placed: Widget, desk: Desk) -> None:
    rate(house, placed, 1, "Zelf gedaan.")
    assert f'href="{AT}/enter"' in desk.get(AT).text
    assert f'href="{FORM}"' in desk.get(f"{AT}/enter").text
    answer = desk.fill(FORM, **FIELDS, reason="Mooi breed.")
    assert answer.status_code == 200, answer.text
    code = re.findall(r'value="([A-Z0-9]{4}(?:-[A-Z0-9]{4}){3})"', answer.text)
    assert len(code) == 1
    assert desk.fill(FORM, **FIELDS).status_code == 200
    assert counts(house, placed) == {1: 1, 3: 2}
    get = house.client.get
    for path in (WIDGET, f"{WIDGET}/embed", f"{WIDGET}/2", f"{WIDGET}/2/embed", f"{WIDGET}.atom", f"{WIDGET}.json"):
        assert CAME in get(path).text, path
    assert CAME not in get(f"{WIDGET}/1").text
    for path in (WIDGET, f"{WIDGET}/embed"):
        assert COUNTED in get(path).text, path
    told = get(f"/api/v1/widgets{WIDGET}/contributions/2").json()["entered"]
    assert told == {"via": "telephone", "on": "2026-04-30", "label": CAME}
    figures = get(f"/api/v1/widgets{WIDGET}/figures").json()
    assert (figures["tallies"][0]["n"], figures["tallies"][0]["entered"]) == (3, 2)
    assert COUNTED in figures["note"]
    tracked = house.client.post("/voorbeeldstad/-/bijdrage", data={"_code": code[0]}).text
    assert CAME in tracked
    [change] = re.findall(r'href="([^"]*/done/[^"]*)"', answer.text)
    assert "Mooi breed." in get(unescape(change)).text


def test_a_second_press_is_the_same_entry_and_tells_the_same_code(house: House, placed: Widget, desk: Desk) -> None:
    sent = {**hidden_of(desk.get(FORM).text, FORM), **FIELDS, "reason": "Mooi breed."}
    first, again = desk.send(FORM, sent), desk.send(FORM, sent)
    assert first.text == again.text
    assert counts(house, placed) == {3: 1}


def test_what_was_typed_stays_and_each_field_says_what_is_wrong(house: House, placed: Widget, desk: Desk) -> None:
    answer = desk.fill(FORM, _on="2026-12-01", _via="pigeon", reason="Mooi breed.")
    assert answer.status_code == 400
    assert "<title>Fout:" in answer.text
    for words in ("Mooi breed.", 'value="2026-12-01"', 'href="#md-enter-came-via-1"', 'href="#md-enter-score-1"'):
        assert words in answer.text, words
    late = desk.fill(FORM, **{**FIELDS, "_on": "2026-12-01"})
    assert "Deze dag moet nog komen" in late.text
    assert counts(house, placed) == {}


def test_what_came_before_it_closed_is_entered_after(house: House, placed: Widget) -> None:
    house.write(widgets.close, placed, at=house.clock())
    later(house, hours=30)
    desk = editor(house, placed)
    assert f'href="{AT}/enter"' in desk.get(AT).text
    assert f'href="{FORM}"' in desk.get(f"{AT}/enter").text
    late = desk.fill(FORM, **{**FIELDS, "_on": "2026-05-02"}, reason="Mooi breed.")
    assert late.status_code == 400
    assert "Mooi breed." in late.text
    assert "Toen was het al gesloten." in late.text
    assert counts(house, placed) == {}
    assert desk.fill(FORM, **{**FIELDS, "_on": "2026-05-01"}).status_code == 200, "the last day"
    assert counts(house, placed) == {3: 1}
    assert Person(house).act().status_code == 409, "for people themselves it has closed"


def test_where_people_are_forgotten_or_not_yet_asked_nothing_is_entered(house: House, placed: Widget) -> None:
    house.write(widgets.change, placed, at=house.clock(), keep_months=1)
    house.write(widgets.close, placed, at=house.clock())
    later(house, days=40)
    house.widget(placed.organisation, "balie")
    other, desk = "/console/at/voorbeeldstad/widgets/balie/enter/rate", editor(house, placed)
    sent = {**hidden_of(desk.get(other).text, other), **FIELDS, "reason": "Mooi breed."}
    answers = [desk.get(f"{AT}/enter"), desk.get(FORM), desk.send(FORM, sent)]
    assert [one.status_code for one in answers] == [409, 409, 409]
    assert "Mooi breed." in answers[-1].text
    assert f'href="{AT}/enter"' not in desk.get(AT).text
    house.widget(placed.organisation, "straks", opens_at=house.clock() + timedelta(days=1))
    assert desk.get("/console/at/voorbeeldstad/widgets/straks/enter").status_code == 409
    assert counts(house, placed) == {}


def test_parts_and_pages_are_chosen_first(house: House, placed: Widget, desk: Desk) -> None:
    of = placed.organisation
    house.widget(of, "balies", things=[{"key": "balie", "label": "De balie"}])
    house.widget(of, "pagina", subjects=["https://stad.example/"])
    listed = desk.get("/console/at/voorbeeldstad/widgets/balies/enter").text
    [where] = re.findall(r'href="([^"]*/rate[?]target=balie)"', listed)
    at = where.partition("?")[0]
    assert desk.fill(where, at, **FIELDS).status_code == 200
    at = "/console/at/voorbeeldstad/widgets/pagina/enter/rate"
    assert f'action="{at}"' in desk.get("/console/at/voorbeeldstad/widgets/pagina/enter").text
    assert desk.fill(f"{at}?target=https://stad.example/afval", at, **FIELDS).status_code == 200
    assert desk.get(f"{at}?target=https://elders.example/").status_code == 404


def test_nobody_is_shut_out_for_what_staff_entered(house: House, placed: Widget) -> None:
    desk = signed_in(house, hire(house, placed.organisation, "joris"))
    rate(house, placed, 1, "Zelf gedaan.")
    assert desk.fill(FORM, **FIELDS, reason="Per telefoon gezegd.").status_code == 200
    own, entered = (f"/console/at/voorbeeldstad/moderation/fietspad/{number}" for number in (1, 2))
    for case, status in ((own, 303), (entered, 404)):
        assert (f"{case}/shut-out" in desk.get(case).text) is (status == 303)
        answer = desk.fill(f"{case}/shut-out", until="2026-05-07", reason="Spam.")
        assert answer.status_code == status, case


def test_what_can_be_entered_is_called_by_what_it_is(house: House, placed: Widget, desk: Desk) -> None:
    house.widget(placed.organisation, "brug", "status_feed", "Werk aan de brug")
    for name, called in (("fietspad", "Een waardering"), ("brug", "Dat een update nuttig is")):
        page = desk.get(f"/console/at/voorbeeldstad/widgets/{name}/enter").text
        assert f"<h2>{called}</h2>" in page
        assert "Verstuur" not in page


def test_in_a_waiting_room_what_came_by_telephone_says_so_and_so_does_who_has_it_too(
    house: House, placed: Widget
) -> None:
    house.widget(placed.organisation, "kamer", "waiting_room", "Paspoort aanvragen")
    desk, room = editor(house, placed), "/voorbeeldstad/kamer"
    at = f"{AT.removesuffix('fietspad')}kamer/enter"
    came = {"_via": "telephone", "_on": "2026-04-30"}
    assert desk.fill(f"{at}/topic", title="Moet het oude mee?", kind="question", **came).status_code == 200
    for _caller in range(2):
        assert desk.fill(f"{at}/me_too?target=1", **came).status_code == 200
    assert Person(house, room).act("me_too", _target="#1").status_code == 200
    get = house.client.get
    for path in (room, f"{room}/embed", f"{room}/1", f"{room}/1/embed", f"{room}.rss", f"{room}/1.json"):
        assert CAME in get(path).text, path
    for path in (room, f"{room}/embed", f"{room}/1", f"{room}/1/embed"):
        assert COUNTED in get(path).text, path
    [too] = get(f"/api/v1/widgets{room}/contributions/1").json()["reactions"]
    assert too == {"kind": "me_too", "counts": [{"value": 1, "count": 3}], "entered": 2}
    listed = {kind: get(f"/api/v1/widgets{room}/contributions?kind={kind}").json() for kind in ("topic", "question")}
    assert [one["entered"]["label"] for one in listed["topic"]["items"]] == [CAME]
    assert listed["question"]["items"] == [], (
        "a question in the room is a topic; this kind is asked of the organisation"
    )
    assert get(f"/api/v1/widgets{room}/contributions").status_code == 200
    assert get(f"/api/v1/widgets{room}/contributions?kind=idea").status_code == 404
