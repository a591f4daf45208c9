# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The receipt code alone is enough to find, change or take back what one wrote; a wrong one leaks nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx2 as httpx
import pytest

from meedoen.records import Organisation, Widget
from meedoen.store import contributions
from tests.house import ON_BOTH, Clock, House, running
from tests.server.people import WIDGET, Paper, Person, counts, hidden, new_key, reasons


@pytest.fixture
def org(house: House) -> Organisation:
    return house.organisation()


@pytest.fixture
def rating(house: House, org: Organisation) -> Widget:
    return house.widget(org, show_reasons=True, figures="always")


@pytest.fixture
def code(house: House, rating: Widget) -> str:
    """The receipt of somebody who is gone since."""
    return str(Person(house).act(score="1", reason="Te smal.").json()["receipt"])


def by_code(house: House, code: str, action: str = "withdraw", at: str = WIDGET, **fields: str) -> httpx.Response:
    """With script, and no token."""
    return Person(house, at, token="-").post(action, {"_code": code, "_key": new_key(), **fields})


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as given": str,
    "lower case": str.lower,
    "no dashes": lambda code: code.replace("-", ""),
    "spaces": lambda code: code.replace("-", " "),
    "pasted": lambda code: f"  {code}\n",
    "dashes everywhere": lambda code: "-".join(code.replace("-", "").lower()),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_it_is_known_however_it_is_typed(house: House, rating: Widget, code: str, spelling: str) -> None:
    answer = by_code(house, SPELLINGS[spelling](code), "rate", score="3", reason="Toch breed genoeg.")
    assert answer.status_code == 200
    assert answer.json()["receipt"] == code
    assert counts(house, rating) == {3: 1}
    assert [item.data for item in reasons(house, rating)] == [{"text": "Toch breed genoeg."}]


@ON_BOTH
def test_it_takes_back_words_and_score(house: House, rating: Widget, code: str) -> None:
    Person(house).act(score="1")
    assert by_code(house, code).json() == {"withdrawn": True}
    assert counts(house, rating) == {1: 1}
    assert reasons(house, rating)[0].removed == "by its author"


def test_without_script_it_shows_what_was_sent_and_the_ways_on(house: House, rating: Widget, code: str) -> None:
    asked = house.client.get(f"{WIDGET}/do/withdraw")
    assert asked.status_code == 200
    sent = house.client.post(f"{WIDGET}/do/withdraw", data={**hidden(asked.text), "_code": code.lower()})
    assert sent.status_code == 303
    assert counts(house, rating) == {1: 1}
    shown = house.client.get(sent.headers["location"])
    assert "Te smal." in shown.text
    taken_back = Paper(house).send(shown, "withdraw")
    assert taken_back.status_code == 303
    assert counts(house, rating) == {}


@ON_BOTH
def test_it_keeps_to_the_clock(house: House, clock: Clock, org: Organisation) -> None:
    placed = house.widget(org, "brug", closes_at=clock.now + timedelta(hours=1), show_reasons=True)
    code = Person(house, "/voorbeeldstad/brug").act(reason="Mooi.").json()["receipt"]
    clock.move(minutes=16)
    at = "/voorbeeldstad/brug"
    assert by_code(house, code, "rate", at, score="1", reason="Te laat.").status_code == 409
    assert by_code(house, code, "rate", at, score="1").status_code == 200
    clock.move(hours=1)
    assert by_code(house, code, "rate", at, score="2").status_code == 409
    assert by_code(house, code, at=at).status_code == 200
    assert counts(house, placed) == {1: 1}
    assert reasons(house, placed)[0].removed == "by its author"


WRONG = [
    "7K3M-9QXA-22BC-DEFG",
    "x",
    "",
    "0000-0000-0000-0000",
    "7K3M" * 100,
    "'; --",
    "\u00e9" * 16,
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_one_leaks_nothing(house: House, rating: Widget, code: str, wrong: str) -> None:
    answer = by_code(house, wrong)
    assert answer.status_code in (400, 401)
    page = house.client.post(f"{WIDGET}/do/withdraw", data={"_code": wrong})
    assert page.status_code in (400, 401)
    for told in (answer.text, page.text):
        assert "Te smal." not in told
        assert code not in told
    assert counts(house, rating) == {1: 1}


@ON_BOTH
def test_one_of_another_widget_is_told_no_more_than_a_wrong_one(house: House, org: Organisation, code: str) -> None:
    house.widget(org, "brug")
    foreign = by_code(house, code, at="/voorbeeldstad/brug")
    assert (foreign.status_code, foreign.json()) == (400, by_code(house, "7K3M-9QXA-22BC-DEFG").json())


@ON_BOTH
def test_one_of_a_contribution_that_was_taken_back_opens_nothing_new(house: House, rating: Widget, code: str) -> None:
    by_code(house, code)
    sent = house.client.post(f"{WIDGET}/do/withdraw", data={"_code": code})
    shown = house.client.get(sent.headers["location"]) if sent.status_code == 303 else sent
    assert "Te smal." not in shown.text


@ON_BOTH
def test_one_of_a_contribution_that_was_removed_does_not_bring_its_words_back(
    house: House, clock: Clock, rating: Widget, code: str
) -> None:
    house.write(contributions.remove, rating, 1, "reclame", at=clock())
    sent = house.client.post(f"{WIDGET}/do/withdraw", data={"_code": code})
    shown = house.client.get(sent.headers["location"]) if sent.status_code == 303 else sent
    assert "Te smal." not in shown.text


def test_guessing_is_slowed_down(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, acts_per_minute_per_network="20") as house:
        house.widget(house.organisation())
        answers = [by_code(house, f"{number:016d}".replace("0", "A").replace("1", "B")) for number in range(25)]
        assert [answer.status_code for answer in answers] == [400] * 20 + [429] * 5
        assert int(answers[-1].headers["retry-after"]) >= 1


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "meedoen.sqlite3")) as reading:
        yield reading


def test_it_is_nowhere_in_the_database(house: House, code: str, database: sqlite3.Connection) -> None:
    dump = "\n".join(database.iterdump()).upper()
    assert "TE SMAL." in dump
    for written in (code, code.replace("-", "")):
        assert written not in dump
        assert written.encode().hex().upper() not in dump
