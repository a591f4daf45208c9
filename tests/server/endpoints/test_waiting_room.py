# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The waiting room over HTTP: from a question to its answers, and what of it stands where."""

from __future__ import annotations

from typing import Any

import pytest

from meedoen.records import Widget
from meedoen.values import Assurance
from tests.house import TEXTS, House
from tests.server.answering import official, reply
from tests.server.people import Person

ROOM = "/voorbeeldstad/paspoort"
GROUPS = [{"key": "stap-1", "label": "Stap 1: afspraak"}, {"key": "stap-3", "label": "Stap 3: foto"}]


def room(house: House, **settings: Any) -> Widget:
    of = house.organisation(**TEXTS)
    return house.widget(of, "paspoort", "waiting_room", "Paspoort aanvragen", groups=GROUPS, **settings)


def ask(who: Person, title: str = "Mag mijn kind zelf tekenen?", **fields: str) -> Any:
    answer = who.act("topic", title=title, more="", **{"kind": "question", "group": "stap-3", **fields})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_from_a_question_to_solved(house: House) -> None:
    placed = room(house)
    asker, other, neighbour = (Person(house, ROOM) for _ in range(3))
    asked = ask(asker)
    assert (asked["number"], bool(asked["receipt"])) == (1, True)
    assert other.act("me_too", _target="#1").json()["counts"] == {"me_too": {"1": 1}}
    answered = neighbour.act("answer", _target="#1", text="Vanaf twaalf jaar wel.", sort="answer", quotes="")
    assert answered.status_code == 200, answered.text
    page = house.client.get(f"{ROOM}/1").text
    for words in ("Mag mijn kind zelf tekenen?", "Vanaf twaalf jaar wel.", "1 antwoord"):
        assert words in page
    refused = other.act("solved", _target="#1", _code="")
    assert refused.status_code == 403, refused.text
    assert asker.act("solved", _target="#1", _code="").status_code == 200
    assert "Opgelost, zegt de vraagsteller" in house.client.get(f"{ROOM}/1").text
    assert placed
