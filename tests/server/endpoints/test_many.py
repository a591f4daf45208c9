# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A rating of many things over HTTP: a list that is ranked, and the pages of a site."""

from __future__ import annotations

import json
import re
from html import unescape

from sqlalchemy import func, select

from meedoen.records import Widget
from meedoen.store.schema import part, tally
from tests.house import House
from tests.server.people import WIDGET, Paper, Person, counts

THINGS = [{"key": "balie", "label": "De balie"}, {"key": "site", "label": "De site"}]
SITE = "https://www.voorbeeldstad.example/"


def listed(house: House, **settings: object) -> Widget:
    return house.widget(house.organisation(), things=THINGS, scale="stars", figures="always", **settings)


def of_pages(house: House, **settings: object) -> Widget:
    return house.widget(house.organisation(), subjects=[SITE], scale="yes-no", figures="always", **settings)


def rated(house: House, target: str, **scores: int) -> None:
    """So many people give each score: `five=10`."""
    names = ("one", "two", "three", "four", "five")
    for name, many in scores.items():
        for _ in range(many):
            answer = Person(house).act(_target=target, score=str(names.index(name) + 1))
            assert answer.status_code == 200, answer.text


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


# --- a list -----------------------------------------------------------------------------------------------------------


def test_each_thing_is_rated_by_itself_and_the_list_is_ranked(house: House) -> None:
    placed = listed(house)
    rated(house, "balie", five=2, one=8)
    rated(house, "site", five=11)
    assert (counts(house, placed, "balie"), counts(house, placed, "site")) == ({1: 8, 5: 2}, {5: 11})
    house.clock.move(seconds=2)
    for behind in ("", "/embed"):
        page = text(house.client.get(f"{WIDGET}{behind}?lang=nl").text)
        assert page.index("Plaats 1 · De site 5,0 van 5 · 11 mensen") < page.index("Plaats 2 · De balie 1,8 van 5")


def test_the_answer_is_about_the_thing(house: House) -> None:
    listed(house)
    answer = Person(house).act(_target="site", score="4").json()
    assert answer["counts"] == {"score": {"4": 1}}
    assert "De balie" not in answer["html"]


def test_the_whole_list_cannot_be_rated(house: House) -> None:
    placed = listed(house)
    refused = Person(house).act(score="4")
    assert (refused.status_code, "Kies er een uit de lijst" in refused.json()["detail"]) == (409, True)
    assert counts(house, placed) == {}


def test_a_thing_is_rated_without_script(house: House) -> None:
    placed = listed(house)
    done = Paper(house).act(_target="site", score="4")
    assert "4 – goed" in done.text
    assert counts(house, placed, "site") == {4: 1}


def test_one_thing_alone(house: House) -> None:
    listed(house)
    page = text(house.client.get(f"{WIDGET}?part=site").text)
    assert ("De site" in page, "De balie" in page) == (True, False)
    assert house.client.get(f"{WIDGET}?part=geen").status_code == 404


def test_places_are_secret_until_it_closes(house: House) -> None:
    house.widget(house.organisation(), things=THINGS, scale="stars", figures="after-closing")
    rated(house, "site", five=10)
    house.clock.move(seconds=2)
    page = house.client.get(WIDGET).text
    assert ("Plaats" in page, "AggregateRating" in page, "5,0" in page) == (False, False, False)


def test_search_engines_are_told_of_each_thing(house: House) -> None:
    listed(house)
    rated(house, "site", five=10)
    rated(house, "balie", five=1)
    house.clock.move(seconds=2)
    [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', house.client.get(WIDGET).text, re.DOTALL)
    about = json.loads(told)
    assert (about["itemReviewed"]["name"], about["ratingCount"]) == ("De site", 10)


def test_a_reason_says_what_it_is_about(house: House) -> None:
    listed(house, show_reasons=True)
    Person(house).act(_target="site", score="4", reason="Alles staat erop.")
    assert "De site: een reden bij" in house.client.get(f"{WIDGET}.rss").text
    assert "De site" in text(house.client.get(WIDGET).text).partition("Alles staat erop")[2]


# --- the pages of a site ----------------------------------------------------------------------------------------------


def made(house: House) -> list[int]:
    """How many subjects there are, and rows of counts."""
    counted = [select(func.count()).select_from(one) for one in (part, tally)]
    return house.read(lambda conn: [conn.execute(one).scalar_one() for one in counted])


def test_only_an_accepted_act_makes_a_page(house: House) -> None:
    of_pages(house)
    foreign = ("https://www.elders.example/", "https://www.voorbeeldstad.example.elders.example/", "*", "x", "/")
    for key in foreign:
        for behind in ("", "/embed", ".rss"):
            assert house.client.get(f"{WIDGET}{behind}", params={"over": key}).status_code == 404
        assert Person(house).act(_target=key, score="1").status_code == 404
        assert Paper(house).check(_target=key, score="1").status_code == 404
    assert house.client.get(f"{WIDGET}/embed", params={"over": f"{SITE}a"}).status_code == 200
    assert Person(house).act(_target=f"{SITE}a", score="9").status_code == 400
    assert made(house) == [0, 0]
    assert Person(house).act(_target=f"{SITE}a", score="1").status_code == 200
    assert made(house) == [1, 2], "its own count, and that of all pages together"


def test_the_site_as_a_whole_is_not_rated(house: House) -> None:
    of_pages(house)
    assert Person(house).act(score="1").status_code == 409
    assert "<form" not in house.client.get(WIDGET).text


def test_the_page_tells_of_all_pages_and_which_matter_most(house: House) -> None:
    of_pages(house)
    rated(house, f"{SITE}a", one=8, two=2)
    rated(house, f"{SITE}b", two=12)
    rated(house, f"{SITE}c", one=9)
    house.clock.move(seconds=2)
    page = text(house.client.get(f"{WIDGET}?lang=nl").text)
    worst, _, rated_most = page.partition("Pagina’s waarover de meeste mensen")
    assert worst.index(f"{SITE}a 80% Nee · 10 mensen") < worst.index(f"{SITE}b 0% Nee")
    assert rated_most.index(f"{SITE}b 100% Ja · 12 mensen") < rated_most.index(f"{SITE}a")
    assert f"{SITE}c" not in page, "nine people are too few"
    frame = text(house.client.get(f"{WIDGET}/embed").text)
    assert ("17" in frame, f"{SITE}a" in frame) == (True, False), "a frame stays small"


def test_how_it_went_is_drawn_from_the_second_week_on(house: House) -> None:
    of_pages(house, changed_on="2026-05-08", change="De zoekfunctie")
    rated(house, f"{SITE}a", one=11)
    house.clock.move(days=7)
    rated(house, f"{SITE}b", two=11)
    house.clock.move(seconds=2)
    page = house.client.get(f"{WIDGET}?lang=nl").text
    assert page.count("<circle") == 2
    told = text(page)
    assert "27 april 2026 11 0% Ja 4 mei 2026 11 100% Ja" in told
    assert "Voor 8 mei 2026, 11 meningen" in told
    assert "Sinds de verandering zijn mensen tevredener." in told
    assert "<circle" not in house.client.get(f"{WIDGET}/embed").text


def test_the_feed_tells_the_reasons_of_every_page_with_its_name(house: House) -> None:
    of_pages(house, show_reasons=True)
    for key in "ab":
        Person(house).act(_target=SITE + key, score="1", reason=f"Over {key}.")
    titles = [item["title"] for item in house.client.get(f"{WIDGET}.json?lang=nl").json()["items"]]
    assert [title for title in titles if "reden" in title] == [f"{SITE}{key}: een reden bij “Nee”" for key in "ba"]
