# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town with somebody in each role, a neighbourhood beside it, and their browsers, for tests that only ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pytest

from meedoen.official import OutcomeState
from meedoen.records_answers import Decision
from meedoen.records_staff import Grant, Member, Role
from meedoen.store import changes, passing, ready_answers
from tests.house import Clock, House, running
from tests.server.answering import judged, reply
from tests.server.console.desk import Desk, hire, signed_in
from tests.server.endpoints.acting import rate
from tests.server.writing import planned, written

SECRET = "Zeldzame Achternaam"
"""Stands on pages of the town's console alone."""
LONG_WORD = "ooster" * 12
"""Breaks on a phone alone."""

ROOM = "loket"
WORKS, COMING = "werk", "0" * 32
"""A widget in which staff wrote, and what of that is still to come."""


def given(path: str, one: Member) -> dict[str, str]:
    """What stands in the addresses of the route table: somebody, a contribution; or what staff wrote."""
    known = {"org": "voorbeeldstad", "uid": one.uid, "token": "x", "name": "fietspad"}
    known |= {
        "number": "1",
        "key": "1",
        "type": "rating",
        "desk": "ratings",
        "passed": "1",
        "ready": "1",
        "action": "rate",
    }
    if path.endswith("/table"):
        return known | {"name": ROOM, "action": "frequent"}
    written = "{action}" in path and "/enter/" not in path
    return known | ({"name": WORKS, "action": "post", "uid": COMING} if written else {})


@dataclass(frozen=True)
class Staffed:
    """The server, who works for the town by what he is, and the browsers of all."""

    house: House
    members: Mapping[str, Member]
    desks: Mapping[str, Desk]


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    with running(tmp_path_factory.mktemp("staffed"), Clock()) as house:
        town, other = house.organisation(), house.organisation("buurt", "Buurt")
        first = house.widget(town)
        house.widget(town, "speeltuin", title=f"Een speeltuin in het {LONG_WORD}park")
        rate(house, first, 1, f"De lift is al een week stuk: https://stad.example/{LONG_WORD}")
        square = house.widget(other, "plein", title="Het plein", show_reasons=True)
        house.write(ready_answers.add, town.id, "Paspoort", "Neem uw oude mee.", "", at=house.clock())
        rate(house, square, 1, "Dit gaat over de weg ernaast.")
        people = {role.value: hire(house, town, role.value, [role]) for role in Role}
        people["editor of one widget"] = hire(house, town, "one", [Grant(Role.EDITOR, first.id)])
        people["nothing yet"] = hire(house, town, "nothing", [])
        hire(house, town, "zeldzame achternaam", [])
        reply(house, first, people["spokesperson"], 1)
        judged(house, first, people["moderator"], 1)
        house.widget(town, ROOM, "waiting_room", "Vragen aan het loket")
        done = Decision(OutcomeState.USED, "De lift is gemaakt.")
        house.write(changes.note, first, [1], done, "", people["spokesperson"], at=house.clock())
        works = house.widget(town, WORKS, "status_feed", "Werk aan de brug")
        written(house, works, people["spokesperson"], "De brug is dicht.")
        written(house, works, people["spokesperson"], f"Zie https://www.voorbeeldstad.example/{'omleiding' * 9}")
        planned(house, works, people["spokesperson"], "De brug gaat open.", COMING)
        of_other = hire(house, other, "elsewhere")
        decision = Decision(OutcomeState.ELSEWHERE, "De weg is van de stad.")
        house.write(passing.on, square, 1, town, decision, of_other, at=house.clock())
        about = house.read(passing.one, town.id, 1)
        house.write(passing.answer, square, about, "Wij maken hem.", people["spokesperson"], at=house.clock())
        again = replace(decision, reason="Zij vraagt wanneer.")
        house.write(passing.on, square, 1, town, again, of_other, at=house.clock())
        desks = {what: signed_in(house, one) for what, one in people.items()}
        desks |= {"elsewhere": signed_in(house, of_other), "anonymous": Desk(house)}
        yield Staffed(house, people, desks)
