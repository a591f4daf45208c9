# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Faces hold until what they tell of moves, or until their moment passes; to the second, and without a write."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import EntryPoint
from pathlib import Path

import httpx2 as httpx
import pytest

from meedoen import limits
from meedoen.records import Organisation, Widget
from meedoen.registry import GROUP
from meedoen.store import moderation, widgets
from meedoen.values import say
from tests.house import ON_BOTH, Clock, House, running
from tests.server.counted.widget import shown
from tests.server.people import WIDGET, Person

EMBED = f"{WIDGET}/embed"
POINT = EntryPoint("counted", "tests.server.counted.widget:COUNTED", GROUP)


@pytest.fixture
def house(tmp_path: Path, clock: Clock, database_url: str) -> Iterator[House]:
    """With the type that counts its showings, and nothing else."""
    with running(tmp_path, clock, points=[POINT], database=database_url) as one:
        yield one


@pytest.fixture
def org(house: House) -> Organisation:
    return house.organisation()


@pytest.fixture
def placed(house: House, org: Organisation) -> Widget:
    """One that was shown once."""
    made = house.widget(org, type_name="counted")
    face(house)
    shown.clear()
    return made


def face(house: House, path: str = EMBED) -> str:
    """What its figures say: "2 marks, 1 words"."""
    page = house.client.get(path)
    assert page.status_code == 200, page.text
    found = re.search(r"<p>(\d+ marks, \d+ words)", page.text)
    return found[1] if found else ""


def test_a_moved_clock_alone_opens_and_closes_a_face(house: House, clock: Clock, org: Organisation) -> None:
    opens, closes = clock.now + timedelta(hours=1), clock.now + timedelta(hours=2)
    house.widget(org, type_name="counted", opens_at=opens, closes_at=closes)

    def has_form() -> bool:
        return '<form class="md-form"' in house.client.get(EMBED).text

    assert not has_form()
    clock.now = opens - timedelta(microseconds=1)
    assert not has_form()
    clock.now = opens
    assert has_form()
    clock.now = closes - timedelta(microseconds=1)
    assert has_form()
    clock.now = closes
    assert not has_form()


def test_what_a_type_has_held_is_in_no_face(house: House, placed: Widget) -> None:
    somebody = Person(house)
    assert somebody.act("say", words="Piet").status_code == 200
    assert "md-expect" in somebody.act("say", words="Jan").json()["html"]
    house.clock.move(seconds=2)  # type: ignore[attr-defined]
    assert face(house) == "0 marks, 1 words"
    case = house.read(moderation.case, placed, 2, house.clock())
    assert list(case.held_for) == [say("It names %(who)s.", who="Jan")]


def test_what_a_type_says_expires_does(house: House, clock: Clock, org: Organisation) -> None:
    house.widget(org, type_name="counted", holds_s=30)

    def made(after: float) -> tuple[str, str]:
        clock.move(seconds=after)
        answer = house.client.get(EMBED)
        at = re.search(r"words, ([^<]*)</p>", answer.text)
        assert at
        return at[1], answer.headers["cache-control"].split(",")[1].strip()

    first = made(0)[0]
    assert made(29) == (first, "max-age=1")
    assert made(0.5) == (first, "max-age=0")
    assert made(0.5)[0] != first


# --- how often it is made ---------------------------------------------------------------------------------------------


def test_a_face_that_holds_is_not_made_again(house: House, clock: Clock, placed: Widget) -> None:
    for _ in range(3):
        clock.move(hours=1)
        assert face(house) == "0 marks, 0 words"
    assert shown == []


@pytest.mark.parametrize("path", [EMBED, WIDGET])
def test_however_many_ask_a_cold_face_is_made_once(house: House, org: Organisation, path: str) -> None:
    house.widget(org, type_name="counted")
    shown.clear()

    async def ask_all() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=house.url) as client:
            return await asyncio.gather(*(client.get(path) for _ in range(64)))

    answers = asyncio.run(ask_all())
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(shown) == 1


@pytest.mark.parametrize(
    "query",
    ["x=1", "utm_source=elders&utm_medium=mail", "lang=&over=", "lang=xx", "_=17", "lang=nl;x", "a" * 1000],
)
def test_what_it_does_not_know_of_a_query_makes_no_other_face(house: House, placed: Widget, query: str) -> None:
    assert face(house, f"{EMBED}?{query}") == "0 marks, 0 words"
    assert shown == []


def test_the_order_of_a_query_makes_no_other_face(house: House, placed: Widget) -> None:
    for query in ("lang=en&kind=words", "kind=words&lang=en", "kind=words&x=1&lang=en", "lang=en&kind=words&y"):
        face(house, f"{EMBED}?{query}")
    assert len(shown) == 1


@pytest.mark.parametrize("query", ["tag=a", "group=a", "area=a", "phase=a", "kind=a", "part=a", "over=a"])
def test_a_narrowing_that_means_nothing_here_makes_no_face(house: House, placed: Widget, query: str) -> None:
    """Else anybody could push every face of this server out of its memory."""
    for path in (EMBED, WIDGET, f"{WIDGET}.atom"):
        assert house.client.get(f"{path}?{query}").status_code == 404
    assert shown == []


def test_a_host_that_is_not_ours_makes_no_other_face(house: House, placed: Widget) -> None:
    for host in ("elders.example", "elders.example:8000", "x", "x" * 30_000):
        house.client.get(EMBED, headers={"host": host})
    assert shown == []


# --- asked for again --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [EMBED, f"{WIDGET}?lang=en", f"{WIDGET}.rss"])
def test_what_is_asked_for_again_is_answered_as_before(house: House, placed: Widget, path: str) -> None:
    """The second time no route is looked for; nothing else may differ."""
    first, again, head = house.client.get(path), house.client.get(path), house.client.head(path)
    assert (again.status_code, again.content) == (200, first.content)
    assert (head.status_code, head.content) == (200, b"")
    for answer in (again, head):
        assert answer.headers.multi_items()[1:] == first.headers.multi_items()[1:], "all but the date"
    assert house.client.get(path, headers={"if-none-match": first.headers["etag"]}).status_code == 304


def test_a_post_to_what_was_asked_for_is_not_asking_again(house: House, placed: Widget) -> None:
    assert house.client.post(EMBED).status_code == 405


# --- what moves it ----------------------------------------------------------------------------------------------------


@ON_BOTH
def test_words_move_it_at_once(house: House, placed: Widget) -> None:
    Person(house).act("say", words="Dag.")
    assert face(house) == "0 marks, 1 words"
    Person(house).act("say", words="Dag.")
    assert face(house) == "0 marks, 2 words"


@ON_BOTH
def test_settings_phase_and_name_move_it_at_once(house: House, clock: Clock, placed: Widget) -> None:
    house.write(widgets.change, placed, at=clock(), title="Anders")
    assert "Anders" in house.client.get(EMBED).text
    house.write(widgets.close, placed, at=clock(), closing_text="Klaar en af.")
    assert "Klaar en af." in house.client.get(EMBED).text
    house.write(widgets.withdraw, placed, at=clock())
    assert house.client.get(EMBED).status_code == 410


@ON_BOTH
def test_counts_move_it_within_the_interval(house: House, clock: Clock, placed: Widget) -> None:
    clock.move(hours=1)
    Person(house).act("mark")
    assert face(house) == "1 marks, 0 words", "an old face is made anew at once"
    Person(house).act("mark")
    clock.move(seconds=limits.TALLY_INTERVAL_S - 0.001)
    assert face(house) == "1 marks, 0 words"
    clock.move(seconds=0.001)
    assert face(house) == "2 marks, 0 words"
    assert len(shown) == 2 + 2, "the answer to each act shows it too"


def test_twenty_votes_in_a_second_make_it_once(house: House, clock: Clock, placed: Widget) -> None:
    clock.move(hours=1)
    people = [Person(house) for _ in range(20)]
    for person in people:
        person.act("mark")
        face(house)
    assert len(shown) == 20 + 1
    clock.move(seconds=limits.TALLY_INTERVAL_S)
    assert face(house) == "20 marks, 0 words"


@ON_BOTH
def test_another_widget_moves_nothing(house: House, org: Organisation, placed: Widget) -> None:
    house.widget(org, "brug", "counted")
    face(house)
    shown.clear()
    Person(house, "/voorbeeldstad/brug").act("say", words="Dag.")
    shown.clear()
    face(house)
    assert shown == []


@ON_BOTH
def test_the_page_of_the_organisation_is_not_moved_by_votes(house: House, clock: Clock, placed: Widget) -> None:
    etag = house.client.get("/voorbeeldstad").headers["etag"]
    Person(house).act("mark")
    clock.move(seconds=5)
    assert house.client.get("/voorbeeldstad").headers["etag"] == etag
    house.write(widgets.change, placed, at=clock(), title="Anders")
    assert "Anders" in house.client.get("/voorbeeldstad").text
