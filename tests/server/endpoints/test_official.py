# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation says of a contribution stands wherever the contribution does, in words that say who speaks."""

from __future__ import annotations

import pytest

from meedoen.official import OutcomeState
from meedoen.records import Widget
from meedoen.store import answered, answers, contributions
from tests.house import ON_BOTH, Clock, House
from tests.server.answering import LINK, REASON, decide, official, reply
from tests.server.endpoints.acting import rate

PAGE = "/voorbeeldstad/fietspad"
API = f"/api/v1/widgets{PAGE}"
BADGE = "Antwoord van Gemeente Voorbeeldstad · Fatima de Wit, Burgerzaken"
EVERYWHERE = ("", "/embed", "/1", "/1/embed")


@pytest.fixture
def placed(house: House) -> Widget:
    widget = house.widget(house.organisation(), show_reasons=True, figures="always")
    rate(house, widget, 3, "Te smal bij de sluis.")
    return widget


@ON_BOTH
def test_it_stands_wherever_the_contribution_does(house: House, placed: Widget) -> None:
    pages = [f"{PAGE}{behind}" for behind in EVERYWHERE]
    assert not any("Antwoord van" in house.client.get(path).text for path in pages)
    by = official(house, placed.organisation)
    reply(house, placed, by, 1)
    decide(house, placed, by, 1)
    for path in pages:
        page = house.client.get(path).text
        for told in (BADGE, "wij kijken ernaar", "Wat ermee gedaan is: Deels gebruikt", REASON, f'href="{LINK}"'):
            assert page.count(told) == 1, (path, told)
    assert "Answer from Gemeente" in house.client.get(f"{PAGE}/1?lang=en").text


def test_a_function_alone_where_the_name_is_not_to_be_shown(house: House, placed: Widget) -> None:
    by = official(house, placed.organisation, show_name=False)
    reply(house, placed, by, 1)
    decide(house, placed, by, 1)
    told = [house.client.get(f"{PAGE}{behind}").text for behind in (*EVERYWHERE, ".rss", ".atom", ".json")]
    told.append(house.client.get(f"{API}/contributions").text)
    assert all("Adviseur, Burgerzaken" in one for one in told)
    assert not any("Fatima" in one for one in told)


def test_what_was_said_before_stands_on_its_own_page(house: House, placed: Widget, clock: Clock) -> None:
    by = official(house, placed.organisation)
    reply(house, placed, by, 1, text="Het pad wordt drie meter.")
    decide(house, placed, by, 1, state=OutcomeState.READ, reason="Wij rekenen het uit.")
    clock.move(days=1)
    house.write(answers.correct, placed, 1, 1, "Het pad wordt vier meter.", by, at=clock())
    decide(house, placed, by, 1)
    alone, listed = house.client.get(f"{PAGE}/1").text, house.client.get(PAGE).text
    for told in ("Het pad wordt drie meter.", "Wij rekenen het uit.", "Wat ermee gedaan is: Gelezen"):
        assert told in alone
        assert told not in listed
    for page in (alone, listed):
        assert "verbeterd op 2 mei 2026" in page
        assert "Het pad wordt vier meter." in page


@ON_BOTH
def test_feeds_tell_it_under_ids_that_stay(house: House, placed: Widget, clock: Clock) -> None:
    by = official(house, placed.organisation)
    clock.move(hours=1)
    reply(house, placed, by, 1)
    clock.move(hours=1)
    decide(house, placed, by, 1)
    clock.move(hours=1)
    house.write(answers.correct, placed, 1, 1, "Beter gezegd.", by, at=clock())
    for path in (f"{PAGE}.json", f"{PAGE}/1.json", "/voorbeeldstad.json"):
        outcome, said, *_rest = house.client.get(path).json()["items"]
        assert said["title"].endswith(BADGE)
        was = "Beter gezegd.\nGecorrigeerd op 1 mei 2026. Er stond:\nDank u, wij kijken ernaar."
        assert (said["content_text"], said["authors"][0]["name"]) == (was, "Fatima de Wit, Burgerzaken")
        assert said["date_modified"] > said["date_published"]
        assert outcome["title"].endswith("Wat ermee gedaan is: Deels gebruikt")
        assert outcome["content_text"].splitlines()[::2] == [REASON, LINK]
        ids = [one["id"].partition("/contribution/")[2] for one in (outcome, said)]
        assert ids == ["1/outcome/1", "1/reply/1"]
        assert said["url"] == f"{house.url}{PAGE}/1"


def test_a_feed_tells_of_an_answer_to_what_is_long_past(house: House, placed: Widget, clock: Clock) -> None:
    for number in range(60):
        clock.move(minutes=1)
        rate(house, placed, 3, f"Reden {number}.")
    reply(house, placed, official(house, placed.organisation), 1)
    first = house.client.get(f"{PAGE}.json").json()["items"][0]
    assert (first["title"], first["url"]) == (BADGE, f"{house.url}{PAGE}/1")


def test_of_what_is_private_or_gone_nothing_is_told(house: House, placed: Widget) -> None:
    private = house.widget(placed.organisation, "balie", show_reasons=False)
    rate(house, private, 1, "Alleen voor u.")
    by = official(house, placed.organisation)
    for one in (private, placed):
        reply(house, one, by, 1)
        decide(house, one, by, 1)
    house.write(contributions.remove, placed, 1, "spam", at=house.clock())
    for at in ("/voorbeeldstad/balie", PAGE):
        paths = [f"{at}{behind}" for behind in ("", "/embed", "/1", ".rss", ".json", "/1.json")]
        paths += [f"/api/v1/widgets{at}", f"/api/v1/widgets{at}/contributions", "/voorbeeldstad.json"]
        answers_ = [house.client.get(path).text for path in paths]
        assert not any(word in one for one in answers_ for word in ("Fatima", "kijken ernaar", REASON))
    assert house.client.get("/api/v1/widgets/voorbeeldstad/balie").json()["coverage"] == {
        "contributions": 0,
        "withOutcome": 0,
    }


@ON_BOTH
def test_the_api_has_all_of_it(house: House, placed: Widget, clock: Clock) -> None:
    by, path = official(house, placed.organisation), f"{API}/contributions/1"
    assert (house.client.get(path).json()["replies"], house.client.get(path).json()["outcome"]) == ([], None)
    reply(house, placed, by, 1, text="Eerst dit.")
    decide(house, placed, by, 1)
    clock.move(days=1)
    house.write(answers.correct, placed, 1, 1, "Dan dat.", by, at=clock())
    house.write(answered.confirm, placed, 1, agrees=False, text="Niet waar.", at=clock())
    told = house.client.get(path).json()
    [said], outcome = told["replies"], told["outcome"]
    who = {"speaker": "Fatima de Wit, Burgerzaken", "organisation": "Gemeente Voorbeeldstad"}
    first, later = "2026-05-01T10:00:00Z", "2026-05-02T10:00:00Z"
    assert said == {
        **who,
        "text": "Dan dat.",
        "at": first,
        "correctedAt": later,
        "earlier": [{"text": "Eerst dit.", "speaker": who["speaker"], "at": first, "validUntil": None}],
        "label": BADGE,
        "validUntil": None,
        "expired": False,
        "validity": "",
        "source": "",
        "saidOf": None,
    }
    assert outcome == {
        **who,
        "state": "partly",
        "reason": REASON,
        "decidedAt": first,
        "links": [LINK],
        "passedOnTo": "",
        "label": "Deels gebruikt",
        "change": None,
        "saidOf": None,
        "earlier": [],
        "authorAgrees": False,
        "authorRemark": "Niet waar.",
    }
    assert house.client.get(f"{API}/contributions").json()["items"] == [told]
    page = house.client.get(f"{PAGE}/1").text
    assert "De indiener zegt: dit klopt niet." in page
    assert "Niet waar." in page


@ON_BOTH
def test_of_how_many_the_outcome_is_settled(house: House, placed: Widget) -> None:
    for number in range(3):
        rate(house, placed, 2, f"Reden {number}.")
    by = official(house, placed.organisation)
    assert "hebben een uitkomst" not in house.client.get(PAGE).text
    decide(house, placed, by, 1, 2)
    decide(house, placed, by, 3, state=OutcomeState.READ)
    assert "2 van de 4 bijdragen hebben een uitkomst." in house.client.get(PAGE).text
    assert house.client.get(API).json()["coverage"] == {"contributions": 4, "withOutcome": 2}
    house.write(contributions.remove, placed, 1, "spam", at=house.clock())
    assert "1 van de 3 bijdragen" in house.client.get(PAGE).text
    assert house.client.get(API).json()["coverage"] == {"contributions": 3, "withOutcome": 1}
