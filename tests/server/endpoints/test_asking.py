# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking the organisation something: from the form to the answer, on the widget and on a contribution."""

from __future__ import annotations

import re

from meedoen.records_answers import What
from meedoen.store import contributions, waiting
from tests.house import House
from tests.server.answering import official, reply
from tests.server.endpoints.acting import rate
from tests.server.people import WIDGET, Paper, Person, hidden

QUESTION = "Wanneer begint het werk?"


def queue(house: House, of: int, what: What) -> list[int]:
    return [one.number for one in house.read(waiting.page, of, what, 9)]


def test_a_question_stands_beside_what_it_is_about_until_it_is_answered_and_after(house: House) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "Mooi breed.")
    client = house.client
    [where] = re.findall(r'href="([^"]*/do/ask[^"]*)"', client.get(f"{WIDGET}/1").text)
    assert where.endswith("/do/ask?target=%231")
    assert 'name="text"' in client.get(where).text
    done = Paper(house).act("ask", _target="#1", text=QUESTION)
    assert "De vraag is gesteld" in done.text
    assert "uw antwoord" not in done.text.partition("<main")[2]
    assert "Wijzig uw vraag" in done.text
    assert len(re.findall(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}", done.text)) == 1
    page = client.get(f"{WIDGET}/1").text
    assert QUESTION in page
    assert "Gevraagd, nog niet beantwoord" in page
    assert QUESTION not in client.get(WIDGET).text, "it is about the contribution"
    of = placed.organisation
    assert (queue(house, of.id, What.TASK), queue(house, of.id, What.ANSWER)) == ([2], [1])
    reply(house, placed, official(house, of), 2, text="In mei.")
    assert queue(house, of.id, What.TASK) == []
    assert queue(house, of.id, What.OUTCOME) == []
    for path in (f"{WIDGET}/1", f"{WIDGET}/2", f"{WIDGET}/2.atom", f"{WIDGET}.atom"):
        told = client.get(path).text
        assert QUESTION in told, path
        assert "In mei." in told, path
    assert "Gevraagd en beantwoord" in client.get(f"{WIDGET}/2").text
    assert QUESTION in client.get(f"{WIDGET}/2/embed").text


def test_the_whole_and_one_page_of_a_site_have_their_own(house: House) -> None:
    house.widget(house.organisation(), subjects=["https://stad.example/"])
    person = Person(house)
    page = "https://stad.example/afval"
    assert person.act("ask", text=QUESTION).json()["receipt"]
    assert person.act("ask", text="Waar vind ik de container?", _target=page).status_code == 200
    whole, narrow = house.client.get(WIDGET).text, house.client.get(WIDGET, params={"over": page}).text
    assert (QUESTION in whole, "container" in whole) == (True, False)
    assert (QUESTION in narrow, "container" in narrow) == (False, True)
    answer = house.client.get(f"/api/v1/widgets{WIDGET}/contributions?kind=question").json()
    assert [(one["title"], one["text"]) for one in answer["items"]][-1] == ("Een vraag aan de organisatie", QUESTION)
    coverage = house.client.get(f"/api/v1/widgets{WIDGET}").json()["coverage"]
    assert coverage["contributions"] == 0, "a question has an answer, and no outcome"


def test_nobody_asks_without_end_and_none_where_it_has_closed(house: House) -> None:
    closes = house.clock()
    placed = house.widget(house.organisation())
    person = Person(house)
    sent = [person.act("ask", text=f"{QUESTION} {n}").status_code for n in range(6)]
    assert sent == [200] * 5 + [429]
    assert Person(house).act("ask", text="").status_code == 400
    house.widget(placed.organisation, "dicht", closes_at=closes)
    assert "/do/ask" not in house.client.get("/voorbeeldstad/dicht").text


def test_of_what_was_removed_nothing_can_be_asked(house: House) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "Mooi breed.")
    Paper(house).act("ask", _target="#1", text=QUESTION)
    house.write(contributions.remove, placed, 1, "spam", at=house.clock())
    page = house.client.get(f"{WIDGET}/1").text
    assert (QUESTION in page, "/do/ask" in page) == (True, False)
    form = house.client.get(f"{WIDGET}/do/ask?target=%231")
    assert (form.status_code, 'name="text"' in form.text) == (410, False)


def test_a_frame_leads_to_where_one_asks_beside_it(house: House) -> None:
    placed = house.widget(house.organisation(), show_reasons=True, subjects=["/"])
    rate(house, placed, 3, "Mooi breed.", on="/brug")
    for path, target in (("/embed", ""), ("/embed?over=/brug", "?target=%2Fbrug"), ("/1/embed", "?target=%231")):
        page = house.client.get(f"{WIDGET}{path}").text
        [link] = re.findall(r'<a href="([^"]*/do/ask[^"]*)"([^>]*)>([^<]*)</a>', page)
        assert link == (
            f"{house.url}{WIDGET}/do/ask{target}",
            ' target="_blank" rel="noopener"',
            "Stel een vraag (nieuw tabblad)",
        )
        assert 'name="text"' in house.client.get(link[0]).text
    house.write(contributions.remove, placed, 1, "spam", at=house.clock())
    assert "/do/ask" not in house.client.get(f"{WIDGET}/1/embed").text


def test_what_follows_a_question_speaks_of_a_question(house: House) -> None:
    house.widget(house.organisation())
    person = Paper(house)
    assert "Uw vraag is nog niet verstuurd. Klopt dit?" in person.check("ask", text=QUESTION).text
    done = person.act("ask", text=QUESTION)
    gone = house.client.post(f"{WIDGET}/do/withdraw", data=hidden(done.text), follow_redirects=True).text
    assert "Uw vraag is ingetrokken." in gone
    assert "antwoord" not in gone.partition("<main")[2].partition("</main>")[0]
