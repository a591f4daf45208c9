# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Several servers on one PostgreSQL: what one stores the others show; and what they do while it is away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from meedoen.records import Widget
from meedoen.store import widgets
from tests.house import Clock, House, running
from tests.postgres import Cluster
from tests.server.people import WIDGET, Person, counts, new_key

EMBED = f"{WIDGET}/embed"


def place(house: House) -> Widget:
    return house.widget(house.organisation(), figures="always")


@pytest.fixture
def both(tmp_path: Path, postgres: Cluster) -> Iterator[tuple[House, House, Widget]]:
    """Two servers by the real clock, the second started when the widget was there: each keeps its face."""
    server = partial(running, clock=lambda: datetime.now(UTC), database=postgres.database(), secret_keys="k" * 32)
    with server(tmp_path / "one") as one:
        placed = place(one)
        with server(tmp_path / "other") as other:
            yield one, other, placed


def wait_for(text: str, house: House) -> None:
    until = time.monotonic() + 20
    while text not in house.client.get(EMBED, params={"lang": "en"}).text:
        assert time.monotonic() < until, text
        time.sleep(0.01)


def test_what_one_stores_the_other_shows(both: tuple[House, House, Widget]) -> None:
    one, other, placed = both
    for house in (one, other):
        wait_for("Nieuw fietspad", house)
    one.write(widgets.change, placed, at=one.clock(), title="Nog een fietspad")
    wait_for("Nog een fietspad", other)
    Person(other).act()
    wait_for("1 person", one)


def test_a_participant_is_the_same_in_both(both: tuple[House, House, Widget]) -> None:
    one, other, placed = both
    here = Person(one)
    there = Person(other, token=here.token)
    key = new_key()
    assert not here.act(key=key, score="1").json()["repeated"]
    assert there.act(key=key, score="1").json()["repeated"]
    there.act(score="3")
    assert counts(one, placed) == {3: 1}


def test_while_postgresql_is_away_what_is_known_is_shown_and_a_vote_is_sent_again(
    tmp_path: Path, clock: Clock, postgres: Cluster
) -> None:
    with running(tmp_path, clock, database=postgres.database()) as house:
        placed = place(house)
        person, key = Person(house), new_key()
        assert house.client.get(EMBED).status_code == 200
        postgres.stop()
        try:
            assert house.client.get(EMBED).status_code == 200
            assert house.client.get(f"{WIDGET}.rss").status_code == 503
            refused = person.act(key=key)
        finally:
            postgres.start()
        assert refused.status_code == 503
        assert person.act(key=key).status_code == 200
        assert house.client.get(f"{WIDGET}.rss").status_code == 200
        assert counts(house, placed) == {3: 1}
