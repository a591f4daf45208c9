# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who holds a receipt code finds what became of it, and what he can do; a wrong one leaks nothing."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path

import httpx2 as httpx
import pytest

from meedoen import limits
from meedoen.records import Widget
from meedoen.records_answers import What
from meedoen.store import contributions, views, waiting, widgets
from tests.house import ON_BOTH, Clock, House, running
from tests.server.answering import REASON, decide, official, reply
from tests.server.people import Paper, Person, hidden, reasons

TRACKER = "/voorbeeldstad/-/bijdrage"
SAID = "Te smal bij de sluis."


@pytest.fixture
def placed(house: House) -> Widget:
    return house.widget(house.organisation(), show_reasons=True)


@pytest.fixture
def code(house: House, placed: Widget) -> str:
    """The receipt of somebody who is gone since."""
    return str(Person(house).act(score="1", reason=SAID).json()["receipt"])


def opened(house: House, code: str, do: str = "", **fields: str) -> httpx.Response:
    """A post of the page's own form."""
    return house.client.post(TRACKER, data={"_code": code, **({"do": do} if do else {}), **fields})


def waits(house: House, of: Widget, what: What) -> bool:
    return house.read(waiting.waits, of.id, 1, what)


@ON_BOTH
def test_it_shows_what_was_sent_and_what_became_of_it(house: House, placed: Widget, code: str) -> None:
    form = house.client.get(TRACKER)
    assert form.status_code == 200
    page = opened(house, code.lower().replace("-", " "))
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert SAID in page.text
    assert "De organisatie heeft nog niet geantwoord." in page.text
    assert "<strong>Waardering</strong>" in page.text, "in the words of the type"
    assert "Klopt dit?" not in page.text
    by = official(house, placed.organisation)
    reply(house, placed, by, 1, text="Dank u wel.")
    assert "Wat ermee gedaan wordt, is nog niet besloten." in opened(house, code).text
    decide(house, placed, by, 1)
    page = opened(house, code)
    for told in ("Fatima de Wit, Burgerzaken", "Dank u wel.", "Deels gebruikt", REASON, "Klopt dit?"):
        assert told in page.text
    assert code not in str(page.url)


def test_a_private_contribution_is_answered_for_its_author_alone(house: House, placed: Widget) -> None:
    private = house.widget(placed.organisation, "balie", show_reasons=False)
    code = Person(house, "/voorbeeldstad/balie").act(score="1", reason="Alleen voor u.").json()["receipt"]
    by = official(house, placed.organisation)
    reply(house, private, by, 1, text="Excuses voor de lange rij.")
    page = opened(house, code).text
    assert "Excuses voor de lange rij." in page
    assert "alleen u en de organisatie lezen dit" in page
    assert "Excuses" not in house.client.get("/voorbeeldstad/balie").text


@ON_BOTH
def test_its_author_says_whether_the_outcome_is_right(house: House, placed: Widget, code: str) -> None:
    assert opened(house, code, "confirm", agrees="yes").status_code == 409, "there is nothing to agree with"
    decide(house, placed, official(house, placed.organisation), 1)
    wrong = opened(house, code, "confirm", remark="Nog steeds te smal.")
    assert wrong.status_code == 400
    assert "<title>Fout:" in wrong.text
    assert "Nog steeds te smal." in wrong.text
    done = opened(house, code, "confirm", agrees="no", remark="Nog steeds te smal.")
    assert "Wat u zegt, staat bij de uitkomst." in done.text
    page = house.client.get("/voorbeeldstad/fietspad/1").text
    assert "De indiener zegt: dit klopt niet." in page
    assert "Nog steeds te smal." in page
    assert waits(house, placed, What.OBJECTION)
    opened(house, code, "confirm", agrees="yes")
    assert "De indiener zegt: dit klopt." in house.client.get("/voorbeeldstad/fietspad/1").text
    assert not waits(house, placed, What.OBJECTION)


def test_from_there_it_is_changed_for_a_quarter_of_an_hour_and_withdrawn(
    house: House, placed: Widget, code: str, clock: Clock
) -> None:
    page = opened(house, code).text
    assert "U kunt uw woorden wijzigen tot 1 mei 12.15 uur." in page
    clock.move(seconds=limits.EDIT_WINDOW_S)
    assert "U kunt uw woorden wijzigen" not in opened(house, code).text
    sent = house.client.post("/voorbeeldstad/fietspad/do/withdraw", data={"_code": code})
    shown = house.client.get(sent.headers["location"])
    assert f'action="{house.url}/voorbeeldstad/fietspad/do/withdraw"' in page
    Paper(house).send(shown, "withdraw")
    assert reasons(house, placed)[0].removed == "by its author"
    page = opened(house, code).text
    assert SAID not in page
    assert "Weggehaald: door de schrijver zelf" in page


@ON_BOTH
def test_its_author_asks_for_erasure_once(house: House, placed: Widget, code: str) -> None:
    for _press in range(2):
        assert "Iemand van de organisatie doet dat." in opened(house, code, "erase").text
    assert waits(house, placed, What.ERASURE)
    assert "Vraag om mijn woorden te wissen" not in opened(house, code).text


@ON_BOTH
def test_its_author_takes_his_data_along(house: House, placed: Widget, code: str) -> None:
    decide(house, placed, official(house, placed.organisation), 1)
    answer = opened(house, code, "export")
    assert answer.headers["content-disposition"] == 'attachment; filename="bijdrage-1.json"'
    told = json.loads(answer.text)
    assert (told["words"], told["marks"]) == ({"text": SAID}, {"score": 1})
    assert told["contribution"]["outcome"]["state"] == "partly"
    assert told["organisation"] == "Gemeente Voorbeeldstad"


WRONG = ["7K3M-9QXA-22BC-DEFG", "x", "7K3M" * 100, "'; --", "\u00e9" * 16]


@ON_BOTH
def test_a_wrong_code_leaks_nothing(house: House, placed: Widget, code: str) -> None:
    other = house.organisation("buurt", "Buurt")
    house.widget(other, "plein", show_reasons=True)
    foreign = Person(house, "/buurt/plein").act(score="3", reason="Elders.").json()["receipt"]
    assert house.client.post("/buurt/-/bijdrage", data={"_code": foreign}).status_code == 200
    answers = []
    for do, wrong in product(("", "confirm", "erase", "export"), (*WRONG, foreign)):
        answer = opened(house, wrong, do)
        assert answer.status_code == 400
        assert answer.headers["content-type"].startswith("text/html")
        answers.append(re.sub(r'(id="md-code" name="_code" value=")[^"]*', r"\1", answer.text))
    assert len(set(answers)) == 1, "whatever was wrong with it, the answer is the same"
    assert SAID not in answers[0]
    assert "Elders." not in answers[0]
    assert not waits(house, placed, What.ERASURE)


def test_an_empty_one_is_asked_for(house: House, placed: Widget) -> None:
    assert "Vul uw ontvangstcode in." in opened(house, " ").text
    assert opened(house, "x", unknown="1").status_code == 400
    assert house.client.post(TRACKER, data={"_odd": "1"}).status_code == 400
    assert house.client.get("/nergens/-/bijdrage").status_code == 404


def test_what_cannot_be_done_there_is_told(house: House, placed: Widget, code: str) -> None:
    assert opened(house, code, "explode").status_code == 404
    assert opened(house, code, "confirm", agrees="perhaps").status_code == 400


def test_guessing_is_slowed_down_whatever_is_asked(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock) as house:
        house.widget(house.organisation())
        most = limits.CODES_PER_MINUTE_PER_NETWORK
        answers = [opened(house, "7K3M-9QXA-22BC-DEFG") for _guess in range(most + 5)]
        assert [answer.status_code for answer in answers] == [400] * most + [429] * 5
        assert int(answers[-1].headers["retry-after"]) >= 1


def test_what_staff_removed_or_withdrew_is_still_found(house: House, placed: Widget, code: str) -> None:
    house.write(contributions.remove, placed, 1, "spam", at=house.clock())
    page = opened(house, code).text
    assert "Weggehaald: door de organisatie op 1 mei 2026: spam" in page
    assert SAID in page, "his own words he goes on reading"
    assert "Vraag om mijn woorden te wissen" in page
    house.write(widgets.withdraw, placed, at=house.clock())
    assert opened(house, code).status_code == 200
    assert house.read(views.one, placed, 1, None).removed == "spam"


def test_the_way_there_stands_where_a_code_is_given_and_on_each_page(house: House, placed: Widget) -> None:
    where = f'href="{house.url}{TRACKER}"'
    assert where in Person(house).act(score="1", reason="Smal.").json()["html"]
    assert where in Paper(house).act(score="3", reason="Breed.").text
    assert where in house.client.get("/voorbeeldstad").text
    english = house.client.get("/voorbeeldstad?lang=en").text
    assert f"{TRACKER}?lang=en" in english
    assert "What became of my contribution" in house.client.get(f"{TRACKER}?lang=en").text
    page = house.client.get(f"{TRACKER}?lang=en").text
    assert hidden(page)["_lang"] == "en", "the answer speaks the same language"
