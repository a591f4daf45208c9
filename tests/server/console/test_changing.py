# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the conversation to a change: one outcome for a set of topics, told once to everybody whom it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from meedoen.mailing import TELL_WEEK
from meedoen.records_staff import Role
from meedoen.store import jobs, merging, views
from tests.house import House
from tests.server.console.desk import Desk, hire, signed_in
from tests.server.endpoints.test_waiting_room import GROUPS, ROOM, ask
from tests.server.following import NOOR, ORG, Following, following
from tests.server.people import Person, hidden

AT = "/console/at/voorbeeldstad/changes/paspoort"
MAIL = f"{ORG}/paspoort"
CHANGED = "/voorbeeldstad/-/veranderd/paspoort"
WEEK = "/console/at/voorbeeldstad/widgets/paspoort/week"
TOLD = "Het formulier vraagt nu om één foto."


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Following]:
    """A room with four topics, which somebody follows in every way there is."""
    with following(tmp_path, database="") as made:
        house, town = made.house, made.widget.organisation
        made.widget = house.widget(town, "paspoort", "waiting_room", "Paspoort", groups=GROUPS)
        for title in ("Twee foto's?", "Waarom twee foto's?", "Foto te groot", "Waar is de balie?"):
            ask(Person(house, ROOM), title, group="stap-1" if "balie" in title else "stap-3")
        for number in (1, 2, 4):
            made.follow(f"{MAIL}/{number}")
        made.follow(MAIL)
        made.follow(f"{MAIL}/1", "els@example.org", "daily")
        yield made


@pytest.fixture
def desk(one: Following) -> Desk:
    return signed_in(one.house, hire(one.house, one.widget.organisation, "fatima", [Role.SPOKESPERSON]))


def note(desk: Desk, which: str = "1-2-3", **fields: str) -> Any:
    """Note a change for these."""
    said = {"reason": TOLD, "links": "https://stad.example/formulier", "day": "2026-05-03", "state": "used"}
    return desk.fill(f"{AT}/new?which={which}", f"{AT}/new", **{**said, **fields})


def outcome(house: House, of: Any, number: int) -> str:
    given = house.read(views.one, of, number, None).outcome
    return given.reason if given else ""


def test_a_change_reaches_everybody_once(one: Following, desk: Desk) -> None:
    house = one.house
    for _pressed_twice in range(2):
        assert note(desk, not3="true").status_code == 303
    assert [outcome(house, one.widget, number) for number in (1, 2, 3)] == [TOLD, TOLD, ""]
    told = {str(mail["To"]): mail.get_content() for mail in one.after(minutes=2)}
    assert list(told) == [NOOR], "one mail for all three that she follows, and Els wants it tomorrow"
    assert told[NOOR].count(TOLD) == 1
    assert f"{house.url}{CHANGED}/1" in told[NOOR]
    [els] = one.after(days=1)
    assert (els["To"], TOLD in els.get_content()) == ("els@example.org", True)
    [listed] = house.client.get("/api/v1/widgets/voorbeeldstad/paspoort/changes").json()["items"]
    assert (listed["now"]["reason"], listed["since"], listed["contributions"]) == (TOLD, "2026-05-03", 2)
    page = house.client.get(f"{CHANGED}/1").text
    assert ("Sinds 3 mei 2026." in page, "Door 2 bijdragen." in page) == (True, True)
    assert "Waarom twee foto" in page
    for path in (CHANGED, ROOM, f"{ROOM}?group=stap-3", f"{ROOM}/1"):
        assert TOLD in unescape(house.client.get(path).text), path
    assert TOLD not in house.client.get(f"{ROOM}?group=stap-1").text
    assert f'href="{house.url}{CHANGED}/1"' in house.client.get(f"{ROOM}/2").text
    for path, times in ((ROOM, 1), (f"{ROOM}/1", 1), ("/voorbeeldstad", 1), (f"{ROOM}/4", 0)):
        feed = house.client.get(f"{path}.json").json()["items"]
        keys = [item["id"].rpartition("/change/")[2] for item in feed if "/change/" in item["id"]]
        assert keys == ["1"] * times, path
        assert not any("/outcome/" in item["id"] for item in feed), "it is told as one thing"


def test_who_follows_a_topic_that_comes_later_hears_it_then(one: Following, desk: Desk) -> None:
    note(desk)
    ask(Person(one.house, ROOM), "Hoeveel foto's moet ik hebben?")
    one.after(minutes=70)
    one.follow(f"{MAIL}/5", "joris@example.org")
    one.after(minutes=30)
    assert desk.fill(f"{AT}/1/add?which=4-5", f"{AT}/1/add").status_code == 303
    assert outcome(one.house, one.widget, 5) == TOLD
    told = [str(mail["To"]) for mail in one.after(minutes=2)]
    assert told == ["joris@example.org"], "who follows more of them heard it before"
    assert "Door 5 bijdragen." in one.house.client.get(f"{CHANGED}/1").text


def test_a_change_reaches_who_follows_a_double_and_counts_who_wrote_it(one: Following, desk: Desk) -> None:
    house, jan = one.house, "jan@example.org"
    one.follow(f"{MAIL}/3", jan)
    note(desk, "2", reason="De uitleg staat er nu bij.")
    for double in (2, 3):
        house.write(merging.merge, one.widget, double, 1, role="staff", at=one.clock())
    one.after(minutes=70)
    assert "De uitleg staat er nu bij." in house.client.get(f"{ROOM}/1.atom").text, "it was for what is one with it now"
    assert "De uitleg staat er nu bij." in house.client.get(f"{ROOM}.atom?group=stap-3").text
    note(desk, "1")
    told = {str(mail["To"]): mail.get_content() for mail in one.after(minutes=70)}
    assert (TOLD in told[jan], TOLD in told[NOOR]) == (True, True)
    assert TOLD in house.client.get(f"{ROOM}/3.atom").text
    page = house.client.get(f"{CHANGED}/2").text
    assert ("Door 3 bijdragen." in page, "Foto te groot" in page) == (True, True)


def test_a_correction_is_told_with_what_it_said(one: Following, desk: Desk) -> None:
    note(desk)
    one.after(minutes=70)
    own = {"state": "partly", "reason": "Bij dit ene niet.", "links": ""}
    answers = "/console/at/voorbeeldstad/answers/paspoort/2"
    assert desk.fill(answers, f"{answers}/outcome", **own).status_code == 303
    one.after(minutes=70)
    assert desk.fill(f"{AT}/1", reason="Het formulier vraagt om een foto.").status_code == 303
    assert outcome(one.house, one.widget, 1) == "Het formulier vraagt om een foto."
    assert outcome(one.house, one.widget, 2) == "Bij dit ene niet.", "what was decided on it alone since, stays"
    mails = [mail for mail in one.after(minutes=2) if mail["To"] == NOOR]
    assert len(mails) == 1
    assert "Gecorrigeerd: " in mails[0].get_content()
    page = one.house.client.get(f"{CHANGED}/1").text
    assert (TOLD in page, "verbeterd op" in page) == (True, True)


def test_it_is_chosen_from_a_group_or_a_kind(one: Following, desk: Desk) -> None:
    page = desk.get(f"{AT}/new?group=stap-3").text
    assert re.findall(r'name="not(\d+)"', page) == ["1", "2", "3"]
    note(desk, "1")
    assert re.findall(r'name="not(\d+)"', desk.get(f"{AT}/new?group=stap-3").text) == ["2", "3"], "one is done"
    assert desk.get(f"{AT}/new?group=stap-9").status_code == 404
    chosen = re.findall(r'value="(\w+)"', re.search(r'name="kind".*?</select>', page, re.DOTALL)[0])  # type: ignore[index]
    assert ("question" in chosen, "frequent" in chosen) == (True, False), "no topic of anybody"
    refused = desk.fill(f"{AT}/new?which=2", f"{AT}/new", reason=TOLD, links="hier", day="3 mei", state="used")
    assert (refused.status_code, f"{TOLD}</textarea>" in refused.text) == (400, True)
    listed = desk.get(AT).text
    assert (TOLD in listed, f"{AT}/1/add" in listed) == (True, True)


# --- the week ---------------------------------------------------------------------------------------------------------


def test_the_week_says_what_most_people_got_stuck_on(one: Following, desk: Desk) -> None:
    house = one.house
    for _others in range(3):
        Person(house, ROOM).act("me_too", _target="#3")
    page = unescape(desk.get(WEEK).text)
    assert re.findall(r'data-label="Mensen in deze 7 dagen">(\d+)', page) == ["6", "1", "4", "1", "1", "1"]
    assert page.index("Stap 3: foto · Vraag") < page.index("Stap 1: afspraak · Vraag") < page.index("Foto te groot")
    assert f'href="{AT}/new?group=stap-3&kind=question"' in page
    assert f'href="{AT}/new?which=3"' in page
    assert "Er wachten 4 bijdragen." in page
    assert "Foto te groot" in page.partition("Er wachten 4")[2], "nobody knows them by number"
    one.clock.move(days=8)
    assert re.findall(r'dagen ervoor">(\d+)', again(desk).get(WEEK).text) == [], "nobody is stuck on it now"


def test_each_monday_who_chose_so_is_mailed_the_week_once(one: Following, desk: Desk) -> None:
    house = one.house
    assert desk.fill("/console/at/voorbeeldstad/me/mail", in_week="true").status_code == 303
    house.write(jobs.put, TELL_WEEK, due=one.clock())
    own = "fatima@voorbeeldstad.example"
    assert [mail for mail in one.after(minutes=10) if mail["To"] == own] == [], "it is no Monday"
    monday = datetime(2026, 5, 4, 5, 0, tzinfo=UTC)
    one.clock.now = monday
    [mail] = [mail for mail in one.after(minutes=10) if mail["To"] == own]
    text = mail.get_content()
    assert mail["Subject"].startswith("Waar mensen op vastliepen, 27 april 2026 tot en met 3 mei 2026")
    assert "Stap 3: foto · Vraag: 3 mensen, de week ervoor 0" in text
    assert "4 bijdragen wachten op antwoord" in text
    assert f"{house.url}{WEEK}" in text
    assert f"Bijdrage 4: 1 mens\n{house.url}{ROOM}/4\n" in text
    assert "foto's" not in text, "what was written stands behind the link"
    assert [mail for mail in one.after(days=1) if mail["To"] == own] == [], "once a week"


def again(desk: Desk) -> Desk:
    """The same person, some days later."""
    other = Desk(desk.house)
    assert other.sign_in("fatima@voorbeeldstad.example").status_code == 303
    return other


# --- following -------------------------------------------------------------------------------------------------------


def test_a_group_is_followed_by_mail_as_it_is_read(one: Following, desk: Desk) -> None:
    house = one.house
    page = house.client.get(f"{ROOM}?group=stap-1").text
    assert f'href="{house.url}{MAIL}?group=stap-1"' in page
    asked = house.client.get(f"{MAIL}?group=stap-1").text
    assert "Stap 1: afspraak – Paspoort" in asked
    assert house.client.get(f"{MAIL}?group=stap-9").status_code == 404
    one.follow(f"{MAIL}?group=stap-1", "jan@example.org")
    ask(Person(house, ROOM), "Mag het op zaterdag?", group="stap-1")
    ask(Person(house, ROOM), "Mag de bril op?", group="stap-3")
    note(desk, "1")
    note(desk, "4", reason="De balie is ook op zaterdag open.")
    [mail] = [mail for mail in one.after(minutes=2) if mail["To"] == "jan@example.org"]
    told = mail.get_content()
    assert ("op zaterdag?" in told, "De balie is ook op zaterdag open." in told) == (True, True)
    assert ("bril" in told, TOLD in told) == (False, False), "that is of another group"
    assert "Stap 1: afspraak" in told.replace("\n", " ")


def test_who_has_it_too_is_offered_to_hear_of_it(one: Following) -> None:
    house = one.house
    answer = Person(house, ROOM).act("me_too", _target="#3").json()
    assert f'href="{house.url}{MAIL}/3"' in answer["html"]
    check = house.client.get(f"{ROOM}/do/me_too?target=%233").text
    sent = house.client.post(f"{ROOM}/do/me_too", data=hidden(check))
    done = house.client.get(sent.headers["location"]).text
    assert f'href="{house.url}{MAIL}/3"' in done
    assert f'href="{house.url}{ROOM}/3.rss"' in done
    assert f'href="{house.url}{MAIL}/3"' in house.client.get(f"{ROOM}/3").text
    assert f'href="{house.url}{MAIL}"' in house.client.get(f"{ROOM}/embed").text
