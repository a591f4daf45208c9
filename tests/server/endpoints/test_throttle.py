# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often one may act: per participant and per network, as the settings say, told with the seconds to wait."""

from __future__ import annotations

from pathlib import Path

import httpx2 as httpx

from meedoen import limits
from tests.house import Clock, House, running
from tests.server.people import WIDGET, Paper, Person, counts


def waits(answer: httpx.Response) -> int:
    """The seconds a refusal names, in its header and in its sentence."""
    assert answer.status_code == 429
    seconds = int(answer.headers["retry-after"])
    assert str(seconds) in answer.json()["detail"]
    return seconds


def test_one_participant_is_slowed_down_and_another_is_not(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, acts_per_minute_per_participant="3") as house:
        placed = house.widget(house.organisation())
        person, other = Person(house), Person(house)
        for score in "123":
            assert person.act(score=score).status_code == 200
        assert waits(person.act(score="1")) == 20
        assert other.act(score="1").status_code == 200
        assert counts(house, placed) == {1: 1, 3: 1}
        clock.move(seconds=19.999)
        assert waits(person.act()) == 1
        clock.move(seconds=0.001)
        assert person.act(score="2").status_code == 200
        assert counts(house, placed) == {1: 1, 2: 1}


def test_a_network_is_slowed_down_whoever_acts_from_it(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, acts_per_minute_per_network="10") as house:
        house.widget(org := house.organisation())
        house.widget(org, "brug")
        statuses = [Paper(house).send(Paper(house).check(score="3")).status_code for _ in range(12)]
        assert statuses == [303] * 10 + [429] * 2
        refused = Person(house, token="-").post("token", {})
        assert waits(refused) == 6
        assert Person(house, "/voorbeeldstad/brug").act().status_code == 200
        elsewhere = httpx.HTTPTransport(local_address="127.0.0.9")
        with httpx.Client(base_url=house.url, transport=elsewhere) as client:
            assert client.post(f"{WIDGET}/do/token", data={"_mode": "stored"}).status_code == 200


def test_wrong_attempts_count_as_well(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, acts_per_minute_per_participant="3") as house:
        house.widget(house.organisation())
        person = Person(house)
        assert [person.act(score="9").status_code for _ in range(4)] == [400, 400, 400, 429]


def test_a_page_says_to_wait_with_what_was_typed_still_there(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, acts_per_minute_per_network="1") as house:
        house.widget(house.organisation())
        paper = Paper(house)
        checked = paper.check(score="2", reason="Met zorg getypt.")
        paper.send(paper.check(score="3"))
        late = paper.send(checked)
        assert late.status_code == 429
        assert "Met zorg getypt." in late.text
        assert f"{late.headers['retry-after']} s" in late.text


def test_the_limits_are_those_of_limits_unless_set(tmp_path: Path, clock: Clock, house: House) -> None:
    fields = type(house.settings).model_fields
    assert fields["acts_per_minute_per_participant"].default == limits.ACTS_PER_MINUTE_PER_PARTICIPANT
    assert fields["acts_per_minute_per_network"].default == limits.ACTS_PER_MINUTE_PER_NETWORK


def test_an_action_has_its_own_limit_in_an_hour(tmp_path: Path, clock: Clock, tips_house: House) -> None:
    """A third party's type declares twenty tips an hour."""
    tips_house.widget(tips_house.organisation(), "tips", "tips", "Tips", question="Wat is uw tip?")
    person = Person(tips_house, "/voorbeeldstad/tips")
    statuses = [person.act("tip", tip=f"Tip nummer {number}").status_code for number in range(22)]
    assert statuses == [200] * 20 + [429] * 2
    clock.move(minutes=3)
    assert person.act("tip", tip="Nog een tip").status_code == 200
