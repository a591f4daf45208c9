# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The last day of an answer and its source: on every way out, before that day is over and behind it."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from meedoen.records import Widget
from meedoen.records_answers import Terms
from meedoen.records_staff import Role
from meedoen.store import answers
from tests.house import ON_BOTH, House
from tests.server.console.desk import Desk, hire, later, signed_in
from tests.server.people import Person

AT = "/console/at/voorbeeldstad"
ONE = f"{AT}/answers/kamer/1"
PAGE = "/voorbeeldstad/kamer"
API = f"/api/v1/widgets{PAGE}/contributions/1"
SOURCE = "https://www.voorbeeldstad.example/paspoort"
HOLDS = "Geldig t/m 3 mei 2026"
OVER = "Dit antwoord gold tot en met 3 mei 2026. Het kan intussen anders zijn."
WAYS = (f"{PAGE}/1", f"{PAGE}/1/embed", f"{PAGE}/1.atom", f"{PAGE}.json", "/voorbeeldstad.rss", API)
"""The clock of the house begins on 1 May 2026, 10 o'clock UTC."""


@pytest.fixture
def room(house: House) -> Widget:
    return house.widget(house.organisation(), "kamer", "waiting_room", "Paspoort aanvragen")


@pytest.fixture
def code(house: House, room: Widget) -> str:
    topic = {"title": "Moet ik mijn oude paspoort meenemen?", "kind": "question"}
    return str(Person(house, PAGE).act("topic", **topic).json()["receipt"])


@pytest.fixture
def desk(house: House, room: Widget) -> Desk:
    return signed_in(house, hire(house, room.organisation, "fatima", [Role.SPOKESPERSON, Role.EDITOR]))


def told(house: House, path: str) -> str:
    return unescape(house.client.get(path).text)


def json_ld(house: House) -> dict[str, object]:
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', house.client.get(f"{PAGE}/1").text)
    said: dict[str, object] = json.loads(found)["mainEntity"]
    return said


def test_an_answer_says_until_when_it_holds_and_from_then_on_that_it_is_over(
    house: House, code: str, desk: Desk
) -> None:
    sent = desk.fill(ONE, f"{ONE}/reply", text="Ja, neem het mee.", until="2026-05-03", source=SOURCE)
    assert sent.status_code == 303, sent.text
    tracker = {"_code": code}
    for path in WAYS:
        assert (HOLDS in told(house, path), OVER in told(house, path)) == (True, False), path
        assert SOURCE in told(house, path), path
    assert f"Bron: {SOURCE}" in told(house, f"{PAGE}/1.json")
    assert HOLDS in house.client.post("/voorbeeldstad/-/bijdrage", data=tracker).text
    assert json_ld(house)["acceptedAnswer"]["expires"] == "2026-05-03"  # type: ignore[index]
    assert "Antwoord van" in told(house, PAGE)
    house.clock.now = datetime(2026, 5, 3, 21, 59, 59, tzinfo=UTC)  # type: ignore[attr-defined]
    assert all(HOLDS in told(house, path) for path in WAYS), "in Amsterdam it is still the third"
    later(house, seconds=1)
    for path in WAYS:
        assert (HOLDS in told(house, path), OVER in told(house, path)) == (False, True), path
    assert OVER in house.client.post("/voorbeeldstad/-/bijdrage", data=tracker).text
    assert json.loads(told(house, API))["replies"][0]["expired"] is True
    assert "acceptedAnswer" not in json_ld(house)
    assert ("Antwoord van" in told(house, PAGE), OVER in told(house, PAGE)) == (False, True)


def test_a_correction_makes_it_hold_longer_and_the_day_before_stays_to_be_read(
    house: House, code: str, desk: Desk
) -> None:
    assert desk.fill(ONE, f"{ONE}/reply", text="Ja.", until="2026-05-03").status_code == 303
    assert desk.fill(f"{ONE}/reply/1", text="Ja.", until="2026-06-01", source="").status_code == 303
    page = told(house, f"{PAGE}/1")
    assert "Geldig t/m 1 juni 2026" in page
    assert HOLDS in page.partition("md-fold")[2]
    assert "Geldig t/m 1 juni 2026" in desk.get(f"{ONE}/merge").text
    [reply] = json.loads(told(house, API))["replies"]
    assert (reply["validUntil"], reply["earlier"][0]["validUntil"]) == ("2026-06-01", "2026-05-03")


def test_what_does_not_fit_is_told_and_what_was_typed_stays(house: House, code: str, desk: Desk) -> None:
    for name, typed, wrong in (
        ("until", "2026-04-30", "Deze dag is voorbij."),
        ("until", "morgen", "Vul een dag in, zoals 2026-05-03."),
        ("until", "9999-12-31", "Kies een dag in de jaren 1900 tot en met 2199."),
        ("source", "stad.example", "Vul een heel adres in"),
    ):
        sent = desk.fill(ONE, f"{ONE}/reply", **{"text": "Met zorg getypt.", name: typed})
        assert sent.status_code == 400
        for shown in ("Fout:", wrong, "Met zorg getypt.", typed):
            assert shown in unescape(sent.text), shown


@ON_BOTH
def test_the_desk_sees_what_expires_until_it_is_made_to_hold_longer(house: House, code: str, desk: Desk) -> None:
    page, queue = f"{AT}/expiring", f"{AT}/answers"
    assert desk.fill(ONE, f"{ONE}/reply", text="Tot de zomer zo.", until="2026-05-15").status_code == 303
    assert "Tot de zomer zo." in desk.get(page).text
    assert "Tot de zomer zo." not in desk.get(f"{page}?expired=1").text
    assert '/expiring">Antwoorden die verlopen</a> (1)' in desk.get(queue).text
    later(house, days=15)
    desk.sign_in("fatima@voorbeeldstad.example")
    assert "Tot de zomer zo." not in desk.get(page).text
    assert "Tot de zomer zo." in desk.get(f"{page}?expired=1").text
    assert desk.fill(ONE, f"{ONE}/reply", text="Van nu af anders.").status_code == 303
    assert "Tot de zomer zo." not in desk.get(f"{page}?expired=1").text


def test_a_mail_that_goes_out_late_says_that_the_answer_is_over(house: House, room: Widget, code: str) -> None:
    fatima = hire(house, room.organisation, "joris", [Role.SPOKESPERSON])
    on = Terms(date(2026, 5, 3), SOURCE)
    house.write(answers.reply, room, [1], "Ja, neem het mee.", fatima, at=house.clock(), on=on)
    later(house, days=3)
    [entry] = [one for one in json.loads(told(house, f"{PAGE}/1.json"))["items"] if "/reply/" in one["id"]]
    assert entry["content_text"].startswith(OVER)
    assert datetime.fromisoformat(entry["date_modified"]) == datetime(2026, 5, 3, 22, tzinfo=UTC)
    assert timedelta(0) < house.clock() - datetime.fromisoformat(entry["date_modified"])
