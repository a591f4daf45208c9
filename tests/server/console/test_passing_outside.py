# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Passing a contribution on by mail: it stays where it is; everybody reads to whom it went, nobody at which address."""

from __future__ import annotations

from html import unescape

import pytest
from sqlalchemy import text

from meedoen import limits
from meedoen.official import OutcomeState
from meedoen.records import Stage, Widget
from meedoen.records_answers import Decision
from meedoen.records_staff import Role
from meedoen.store import members, passing_outside, widgets
from tests.house import ON_BOTH, House
from tests.server.console.desk import Desk, hire, later, signed_in
from tests.server.people import Person

AT = "/console/at/voorbeeldstad"
ROOM = "/voorbeeldstad/kamer"
ONE = f"{AT}/answers/kamer/1"
OUTSIDE = f"{ONE}/pass-outside"
ADDRESS = "loket@waterschap.example"
TO = {"name": "Waterschap Voorbeeld", "address": ADDRESS, "reason": "De sluis is van het waterschap."}


@pytest.fixture
def room(house: House) -> Widget:
    room = house.widget(house.organisation(), "kamer", "waiting_room", "De sluis")
    topic = {"title": "Wanneer gaat de sluis open?", "kind": "question", "more": "Ik vaar elke week."}
    Person(house, ROOM).act("topic", **topic)
    Person(house, ROOM).act("me_too", _target="#1")
    return room


@pytest.fixture
def desk(house: House, room: Widget) -> Desk:
    return signed_in(house, hire(house, room.organisation, "fatima", [Role.SPOKESPERSON]))


def mailed(house: House) -> list[tuple[str, str, str]]:
    rows = house.read(lambda conn: conn.execute(text("SELECT address, subject, text FROM mail")).all())
    return [(row.address, row.subject, row.text) for row in rows]


def test_it_is_mailed_once_and_its_page_says_to_whom_it_went(house: House, room: Widget, desk: Desk) -> None:
    for _twice in range(2):
        assert desk.fill(OUTSIDE, **TO).status_code == 303
    [(address, subject, body)] = mailed(house)
    assert address == ADDRESS
    assert "Wanneer gaat de sluis open?" in subject
    for told in ("Ik vaar elke week.", f"{house.url}{ROOM}/1", TO["reason"], "Fatima, Burgerzaken", "Ik ook: 1"):
        assert told in body, told
    for path in (f"{ROOM}/1", f"{ROOM}/1/embed", f"{ROOM}/1.atom", f"/api/v1/widgets{ROOM}/contributions/1"):
        public = unescape(house.client.get(path).text)
        assert "Doorverbonden met Waterschap Voorbeeld" in public, path
        assert ADDRESS not in public, "its name is public, its address is not"
    assert ADDRESS in desk.get(ONE).text
    assert 'Ik ook <span class="md-count">· 1</span>' in house.client.get(f"{ROOM}/1").text, "and takes no less part"


def test_what_is_typed_stands_in_the_mail_as_lines_of_its_own(house: House, room: Widget, desk: Desk) -> None:
    typed = {**TO, "reason": "Het gaat over de sluis.\n\nWij gaan daar niet over."}
    assert desk.fill(OUTSIDE, **typed).status_code == 303
    [(_address, _subject, body)] = mailed(house)
    assert f"Waarom: \n{typed['reason']}\n" in body


def test_without_one_of_these_nothing_goes_out_and_the_rest_stays(house: House, room: Widget, desk: Desk) -> None:
    for lacks in TO:
        sent = desk.fill(OUTSIDE, **{**TO, lacks: ""})
        assert (sent.status_code, "Fout:" in sent.text) == (400, True), lacks
        assert [one for name, one in TO.items() if name != lacks and one not in unescape(sent.text)] == []
    assert mailed(house) == []


@ON_BOTH
def test_there_is_a_limit_to_a_day(house: House, room: Widget, desk: Desk) -> None:
    went = Decision(OutcomeState.ELSEWHERE, TO["reason"], (), TO["name"])
    [fatima] = house.read(members.of_organisation, room.organisation.id)
    for n in range(limits.PASSED_OUTSIDE_PER_DAY_MAX):
        house.write(passing_outside.on, room, 1, went, f"{n}@waterschap.example", fatima, at=house.clock())
    sent = desk.fill(OUTSIDE, **TO)
    assert (sent.status_code, TO["reason"] in sent.text) == (400, True)
    assert mailed(house) == []
    later(house, days=1)
    desk.sign_in("fatima@voorbeeldstad.example")
    assert desk.fill(OUTSIDE, **TO).status_code == 303


def test_what_others_may_not_see_goes_to_nobody(house: House, room: Widget, desk: Desk) -> None:
    house.write(widgets.staged, room, Stage.TRIAL, at=house.clock())
    assert "nog niet" in desk.get(OUTSIDE).text
    assert '<form class="md-form"' not in desk.get(OUTSIDE).text
