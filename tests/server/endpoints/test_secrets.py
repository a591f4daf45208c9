# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may not be told is told nowhere: counts before closing, reasons that are not public, what was removed."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from meedoen.records import Mark, Scene, Widget
from meedoen.store import contributions
from meedoen.values import WHOLE, Assurance
from tests.house import Clock, House
from tests.server.endpoints.acting import rate
from tests.server.outputs import everything, where
from tests.server.people import WIDGET, Paper, Person, counts

HOUR = timedelta(hours=1)
VOTES = {1: 89, 3: 137}
TOLD = r"\b(?:137|138|226|227)\b|\b6[01] ?%"
"""The counts of `VOTES`, also with one more; their sum; their share."""


def vote(house: House, of: Widget, votes: dict[int, int], kind: str = "score", target: str = WHOLE) -> None:
    """So many people each, at once."""
    at = house.clock()
    marks = [
        Mark(
            Scene(
                of.id, target, secrets.token_bytes(16), Assurance.STORED, secrets.token_hex(16), at, day="2026-05-01"
            ),
            kind,
            value,
        )
        for value, n in votes.items()
        for _ in range(n)
    ]

    async def all_of_them() -> None:
        await asyncio.gather(*map(house.store.react, marks))

    house.run(all_of_them())


@pytest.fixture
def secret(house: House, clock: Clock) -> Widget:
    placed = house.widget(
        house.organisation(), figures="after-closing", show_reasons=True, closes_at=clock.now + HOUR, scale="stars"
    )
    vote(house, placed, VOTES)
    return placed


def test_counts_are_secret_until_it_closes_on_every_way_out(house: House, clock: Clock, secret: Widget) -> None:
    assert where(house, TOLD) == []
    clock.move(hours=1)
    assert {path.split(" ")[0] for path in where(house, TOLD)} == {
        WIDGET,
        f"{WIDGET}/embed",
        f"/api/v1/widgets{WIDGET}/figures",
    }


def test_counts_are_secret_in_what_an_act_is_answered(house: House, secret: Widget) -> None:
    person, paper = Person(house), Paper(house)
    answer = person.act(score="3", reason="Mooi.")
    assert answer.json()["counts"] == {}
    done = paper.act(score="3", reason="Breed.")
    again = paper.check(score="3")
    withdrawn = person.withdraw()
    for told in (answer.text, done.text, again.text, withdrawn.text, person.act(score="9").text):
        assert not re.search(TOLD, told)
    assert counts(house, secret) == {1: 89, 3: 138}


def test_what_somebody_chose_is_secret_beside_his_words(house: House, clock: Clock, secret: Widget) -> None:
    """A mark beside each of many reasons is a count."""
    rate(house, secret, 5, "Prachtig.")
    assert where(house, "Prachtig.")
    assert where(house, "5 – (?:very good|heel goed)(?!</label>|</span>)[^<]*</strong>|“5 – ") == []
    clock.move(hours=1)
    assert where(house, "5 – (?:very good|heel goed)")


def test_a_third_partys_counts_are_as_secret(tips_house: House, clock: Clock) -> None:
    org = tips_house.organisation()
    placed = tips_house.widget(
        org, "tips", "tips", "Tips", question="Wat is uw tip?", secret=True, closes_at=clock.now + HOUR
    )
    at = "/voorbeeldstad/tips"
    for tip in ("Eerste tip", "Tweede tip"):
        Person(tips_house, at).act("tip", tip=tip)
    vote(tips_house, placed, {1: 137}, "support", "#1")
    assert where(tips_house, TOLD, at) == []
    answer = Person(tips_house, at).act("support", _target="#1")
    assert (answer.status_code, answer.json()["counts"]) == (200, {})
    assert not re.search(TOLD, answer.text)
    page = tips_house.client.get(at).text
    assert page.index("Tweede tip") < page.index("Eerste tip"), "not in the order of the counts either"
    clock.move(hours=1)
    assert {path.split(" ")[0] for path in where(tips_house, TOLD, at)} == {
        at,
        f"{at}/embed",
        f"{at}/1",
        f"{at}/1/embed",
        f"/api/v1/widgets{at}/contributions",
        f"/api/v1/widgets{at}/contributions/1",
    }
    page = tips_house.client.get(at).text
    assert page.index("Eerste tip") < page.index("Tweede tip")


def test_reasons_that_are_not_shown_are_nowhere(house: House) -> None:
    placed = house.widget(house.organisation(), figures="always")
    rate(house, placed, 3, "Zeldzaam woord.")
    assert where(house, "Zeldzaam|1 reason|1 reden") == []
    assert house.client.get(f"{WIDGET}/1").status_code == 404


def test_of_what_was_removed_the_reason_alone_is_told(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "Zeldzaam woord.")
    seen = {path for path, told in everything(house) if "Zeldzaam woord." in told}
    assert f"{WIDGET} " in seen
    assert f"{WIDGET}.atom " in seen
    house.write(contributions.remove, placed, 1, "persoonlijke gegevens", at=clock())
    assert where(house, "Zeldzaam") == []
    for path in (WIDGET, f"{WIDGET}/embed", f"{WIDGET}/1", f"{WIDGET}/1/embed"):
        assert "persoonlijke gegevens" in house.client.get(path).text
    assert house.client.get(f"{WIDGET}.json").json()["items"][0]["title"].startswith("Open")


def test_words_their_author_took_back_are_nowhere(house: House, tmp_path: Path) -> None:
    house.widget(house.organisation(), show_reasons=True)
    person = Person(house)
    person.act(reason="Zeldzaam woord.")
    assert where(house, "Zeldzaam")
    person.withdraw()
    assert where(house, "Zeldzaam") == []
    page = house.client.get(WIDGET)
    assert "ithdrawn" not in visible(page.text), "a word of the store, in a Dutch page"
    with closing(sqlite3.connect(tmp_path / "meedoen.sqlite3")) as reading:
        assert "Zeldzaam" not in "\n".join(reading.iterdump())


def test_unless_set_otherwise_figures_are_on_request_and_reasons_are_the_organisations_alone(house: House) -> None:
    placed = house.widget(house.organisation())
    rate(house, placed, 3, "Zeldzaam woord.")
    page = house.client.get(WIDGET).text
    assert "Bekijk de uitslag zonder te stemmen" in page.partition("<details")[2].partition("</details>")[0]
    assert "Zeldzaam" not in page
    assert placed.least is Assurance.FORM


# --- what the numbers are worth ---------------------------------------------------------------------------------------


def json_ld(house: House, path: str = WIDGET) -> dict[str, Any] | None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', house.client.get(path).text, re.DOTALL)
    return json.loads(found[1]) if found else None


def visible(page: str) -> str:
    return re.sub(r"<[^>]*>", " ", page)


def test_below_ten_people_there_are_counts_alone(house: House, clock: Clock) -> None:
    placed = house.widget(house.organisation(), figures="always", scale="stars")
    vote(house, placed, {4: 8})
    answer = Person(house).act(score="5").json()["html"]
    for told in map(visible, (answer, house.client.get(WIDGET).text, house.client.get(f"{WIDGET}/embed").text)):
        assert not re.search(r"\d ?%|4,1|gemiddeld", told)
        assert "8" in told
    assert json_ld(house) is None
    clock.move(seconds=2)
    answer = Person(house).act(score="5").json()["html"]
    for told in map(visible, (answer, house.client.get(WIDGET).text)):
        assert "80%" in told
        assert "4,2" in told


def test_data_for_search_engines_is_there_when_it_is_true(house: House, clock: Clock) -> None:
    org = house.organisation()
    votes = {4: 8, 5: 2}
    vote(house, house.widget(org, figures="always", scale="stars"), votes)
    vote(house, house.widget(org, "gezichten", figures="always"), {3: 20})
    vote(house, house.widget(org, "geheim", figures="after-closing", scale="stars", closes_at=clock.now + HOUR), votes)
    told = json_ld(house)
    assert told is not None
    assert (told["@type"], told["ratingValue"], told["ratingCount"]) == ("AggregateRating", 4.2, 10)
    assert (told["bestRating"], told["worstRating"]) == (5, 1)
    assert json_ld(house, "/voorbeeldstad/gezichten") is None
    assert json_ld(house, "/voorbeeldstad/geheim") is None
    clock.move(hours=1)
    assert json_ld(house, "/voorbeeldstad/geheim") is not None


def test_data_for_search_engines_cannot_break_out_of_its_element(house: House) -> None:
    title = '</script><script>alert(1)</script> & "'
    vote(house, house.widget(house.organisation(), title=title, figures="always", scale="stars"), {5: 10})
    told = json_ld(house)
    assert told is not None
    assert told["itemReviewed"]["name"] == title
    assert "<script>alert" not in house.client.get(WIDGET).text


def test_a_result_says_what_it_is_worth(house: House) -> None:
    vote(house, house.widget(house.organisation(), figures="always"), {3: 312})
    page = house.client.get(f"{WIDGET}/embed").text
    assert "312 mensen; niet representatief." in page
    assert "Per browser en per website telt één stem; we controleren niet of iemand vaker meedoet." in page
    assert "per persoon" not in page
