# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Notes between colleagues are in nothing that others see; and one contribution is one colleague's, until it is not."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from meedoen.records import Widget
from meedoen.records_staff import Role
from meedoen.store import erasure, export
from meedoen.store.schema_desk import note
from tests.house import ON_BOTH, House
from tests.server.console.desk import Desk, hire, signed_in
from tests.server.outputs import where
from tests.server.people import Person

AT = "/console/at/voorbeeldstad"
ROOM = "/voorbeeldstad/kamer"
ONE = f"{AT}/answers/kamer/1"
NOTES = f"{AT}/notes/kamer/1"
SECRET = "Kwikstaartje"
OTHERS = ("/voorbeeldstad/-/moderatie", "/voorbeeldstad/-/moderatie.csv", "/voorbeeldstad/-/moderatie.atom", "/volg")


@pytest.fixture
def room(house: House) -> Widget:
    return house.widget(house.organisation(), "kamer", "waiting_room", "Paspoort aanvragen")


@pytest.fixture
def code(house: House, room: Widget) -> str:
    topic = {"title": "Moet mijn oude paspoort mee?", "kind": "question"}
    return str(Person(house, ROOM).act("topic", **topic).json()["receipt"])


@pytest.fixture
def desks(house: House, room: Widget) -> tuple[Desk, Desk]:
    """Of two who speak."""
    fatima, piet = (signed_in(house, hire(house, room.organisation, one, [Role.SPOKESPERSON])) for one in "ab")
    return fatima, piet


def test_a_note_is_read_by_colleagues_and_by_nobody_else(
    house: House, room: Widget, code: str, desks: tuple[Desk, Desk]
) -> None:
    fatima, piet = desks
    for _twice in range(2):
        assert fatima.fill(NOTES, text=f"{SECRET} belde hierover.").status_code == 303
    assert fatima.fill(ONE, f"{ONE}/reply", text="Ja, neem het mee.").status_code == 303
    assert piet.get(ONE).text.count(SECRET) == 1
    moderator = signed_in(house, hire(house, room.organisation, "mo", [Role.MODERATOR]))
    editor = signed_in(house, hire(house, room.organisation, "els", [Role.EDITOR]))
    assert SECRET in moderator.get(NOTES).text
    assert SECRET in moderator.get(f"{AT}/moderation/kamer/1").text
    assert editor.get(NOTES).status_code == 403
    assert where(house, SECRET, ROOM) == []
    assert [path for path in OTHERS if SECRET in house.client.get(path).text] == []
    tracker = {"_code": code}
    assert SECRET not in house.client.post("/voorbeeldstad/-/bijdrage", data=tracker).text
    assert SECRET not in house.client.post("/voorbeeldstad/-/bijdrage", data={**tracker, "do": "export"}).text
    assert f"{SECRET} belde" not in editor.get(f"{AT}/search?q={SECRET}").text
    alike = house.client.post(f"{ROOM}/do/topic/alike", data={"title": SECRET})
    assert SECRET not in json.dumps(alike.json().get("found", []))
    assert SECRET in json.dumps(house.read(export.of_widget, room.id), default=str)
    house.write(erasure.ask, room, 1, at=house.clock())
    house.write(erasure.erase, room, 1, at=house.clock())
    assert house.read(lambda conn: conn.execute(select(note)).all()) == [], "it goes with the words"


@ON_BOTH
def test_it_is_taken_over_and_given_back_and_the_queue_says_who_has_it(
    house: House, room: Widget, code: str, desks: tuple[Desk, Desk]
) -> None:
    fatima, piet = desks
    queue, own = f"{AT}/answers", f"{AT}/answers?what=laid"
    assert fatima.fill(ONE, f"{ONE}/take", do="take").status_code == 303
    assert "Ligt bij:" in piet.get(queue).text
    assert ("Moet mijn oude" in fatima.get(own).text, "Moet mijn oude" in piet.get(own).text) == (True, False)
    assert piet.fill(ONE, f"{ONE}/take", do="take").status_code == 303
    assert ("Moet mijn oude" in fatima.get(own).text, "Moet mijn oude" in piet.get(own).text) == (False, True)
    assert fatima.fill(ONE, f"{ONE}/take", do="back").status_code == 404, "it is not hers"
    assert piet.fill(ONE, f"{ONE}/take", do="back").status_code == 303
    assert "Ligt bij:" not in piet.get(queue).text
    assert "Moet mijn oude" in piet.get(queue).text, "it waits on"
