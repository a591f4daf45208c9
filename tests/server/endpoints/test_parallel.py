# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""However many votes arrive at the same moment with one token, one counts."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import httpx2 as httpx
import pytest

from meedoen.records import Organisation, Widget
from tests.house import ON_BOTH, House
from tests.server.people import WIDGET, Person, counts, new_key, reasons

AT_ONCE = 64
ACCEPT = {"accept": "application/json"}

pytestmark = ON_BOTH


@pytest.fixture
def org(house: House) -> Organisation:
    return house.organisation()


@pytest.fixture
def rating(house: House, org: Organisation) -> Widget:
    return house.widget(org, show_reasons=True, scale="stars")


async def all_at_once(client: httpx.AsyncClient, action: str, posts: list[dict[str, str]]) -> list[httpx.Response]:
    return await asyncio.gather(
        *(client.post(f"{WIDGET}/do/{action}", data=fields, headers=ACCEPT) for fields in posts)
    )


def votes(token: str, **fields: str) -> list[dict[str, str]]:
    """So many, each with a score and a key of its own."""
    return [{"_token": token, "_key": new_key(), "score": str(random.randint(1, 5)), **fields} for _ in range(AT_ONCE)]


@pytest.mark.scale(test=10, long=1000)
def test_of_many_votes_at_once_one_counts(house: House, rating: Widget, count: int) -> None:
    async def rounds() -> None:
        limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
        async with httpx.AsyncClient(base_url=house.url, limits=limits, timeout=60) as client:
            for number in range(1, count + 1):
                given = await client.post(f"{WIDGET}/do/token", data={"_mode": "stored"})
                answers = await all_at_once(client, "rate", votes(given.json()["token"]))
                assert Counter(answer.status_code for answer in answers) == {200: AT_ONCE}
                counted = await asyncio.to_thread(counts, house, rating)
                assert sum(counted.values()) == number

    asyncio.run(rounds())


def test_of_many_reasons_at_once_one_stands(house: House, rating: Widget) -> None:
    async def once() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=house.url, timeout=60) as client:
            return await all_at_once(client, "rate", votes(Person(house).token, reason="Mooi."))

    assert {answer.status_code for answer in asyncio.run(once())} == {200}
    assert sum(counts(house, rating).values()) == 1
    assert len(reasons(house, rating)) == 1


def test_one_key_many_times_at_once_is_one_act(house: House, rating: Widget) -> None:
    fields = {"_token": Person(house).token, "_key": new_key(), "score": "4", "reason": "Mooi."}

    async def once() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=house.url, timeout=60) as client:
            return await all_at_once(client, "rate", [fields] * AT_ONCE)

    answers = [answer.json() for answer in asyncio.run(once())]
    assert Counter(answer["repeated"] for answer in answers) == {False: 1, True: AT_ONCE - 1}
    assert len({answer["receipt"] for answer in answers}) == 1
    assert counts(house, rating) == {4: 1}


def test_votes_and_withdrawals_at_once_leave_one_or_none(house: House, rating: Widget) -> None:
    person = Person(house)

    async def once() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=house.url, timeout=60) as client:
            given = votes(person.token)
            back = [{"_token": person.token, "_key": new_key()} for _ in range(AT_ONCE)]
            both = await asyncio.gather(all_at_once(client, "rate", given), all_at_once(client, "withdraw", back))
            return [answer for answers in both for answer in answers]

    assert {answer.status_code for answer in asyncio.run(once())} == {200}
    assert sum(counts(house, rating).values()) in (0, 1)
    person.withdraw()
    assert counts(house, rating) == {}
