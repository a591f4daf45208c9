# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is alike is offered before something is sent: by the script's question, and by a step without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import httpx2 as httpx
import pytest

from meedoen import limits
from meedoen.registry import GROUP
from meedoen.store import contributions, views, widgets
from meedoen.values import Items, Reads
from tests.house import Clock, House, running
from tests.parties import ThirdParty
from tests.server.people import Person, hidden

TIPS = "/voorbeeldstad/tips"
DO = f"{TIPS}/do/tip"
TYPED = "vergunning voor parkeren <b>"


@pytest.fixture
def house(tmp_path: Path, third_party: ThirdParty) -> Iterator[House]:
    """Tips about parking and waste."""
    points = [*entry_points(group=GROUP), *third_party.points]
    with running(tmp_path, Clock(), points=points) as house:
        house.widget(house.organisation(), "tips", "tips", "Tips", question="Wat is uw tip?")
        for tip in ("Vraag een parkeervergunning aan", "Zet grofvuil op tijd buiten", "Parkeren bij het <i>station"):
            Person(house, TIPS).act("tip", tip=tip)
        yield house


def ask(house: House, typed: str, **more: str) -> httpx.Response:
    return house.client.post(f"{DO}/alike", data={"tip": typed, **more}, headers={"accept": "application/json"})


def test_the_script_hears_what_is_alike_and_where_to_join_it(house: House) -> None:
    answer = ask(house, TYPED)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    assert (told["count"], told["say"]) == (2, "2 lijken op wat u schrijft")
    assert re.findall(r'href="[^"]*(/voorbeeldstad/[^"]*)"', told["html"]) == [
        "/voorbeeldstad/tips/1",
        "/voorbeeldstad/tips/do/support?target=%231",
        "/voorbeeldstad/tips/3",
        "/voorbeeldstad/tips/do/support?target=%233",
    ]
    assert "&lt;i&gt;station" in told["html"]
    assert "_blank" not in told["html"]
    assert 'target="_blank" rel="noopener"' in ask(house, TYPED, _framed="1").json()["html"]
    assert ask(house, TYPED, _lang="en").json()["say"] == "2 are like yours"
    assert ask(house, "grofvuil").json()["say"] == "1 lijkt op wat u schrijft"
    assert ask(house, "zwembad").json() == ask(house, "").json() == {"count": 0, "say": "", "html": ""}


def test_what_is_removed_is_not_offered(house: House) -> None:
    of, _renamed = house.read(widgets.by_name, "voorbeeldstad", "tips")
    house.write(contributions.remove, of, 1, "spam", at=house.clock())
    assert ask(house, "parkeren").json()["count"] == 1


def test_nobody_asks_without_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ALIKES_PER_MINUTE_PER_NETWORK", 2)
    assert [ask(house, "parkeren").status_code for _ in range(3)] == [200, 200, 429]
    refused = house.client.post(DO, data={"tip": TYPED})
    assert refused.status_code == 429
    assert TYPED.replace("<", "&lt;").replace(">", "&gt;") in refused.text


def test_an_action_that_looks_for_nothing_has_no_such_address(house: House) -> None:
    assert house.client.post(f"{TIPS}/do/support/alike", data={}).status_code == 404


def test_without_script_it_is_a_step_before_it_is_sent(house: House) -> None:
    client = house.client
    step = client.post(DO, data={"tip": TYPED, "_framed": "1"})
    assert "Is het een van deze?" in step.text
    assert "/voorbeeldstad/tips/1" in step.text
    kept = hidden(step.text)
    assert kept == {"tip": TYPED, "_framed": "1"}
    back = client.post(DO, data={**kept, "_change": "1"})
    assert 'value="vergunning voor parkeren &lt;b&gt;"' in back.text
    check = client.post(DO, data={**kept, "_alike": "1"})
    assert "Controleer en verstuur" in check.text
    done = client.post(DO, data=hidden(check.text))
    assert done.status_code == 303
    of, _renamed = house.read(widgets.by_name, "voorbeeldstad", "tips")
    found = house.read(views.read, of, Reads(items=Items("tip")))
    assert TYPED in [item.data["tip"] for item in found.items]


def test_where_nothing_is_alike_there_is_no_such_step(house: House) -> None:
    assert "Controleer en verstuur" in house.client.post(DO, data={"tip": "Zwem eens in de plas"}).text
