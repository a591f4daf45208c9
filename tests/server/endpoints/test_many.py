# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A rating of many things over HTTP: a list that is ranked, and the pages of a site."""

from __future__ import annotations

import csv
import json
import re
import tracemalloc
from html import unescape
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from meedoen import limits
from meedoen.addresses import subject_key
from meedoen.errors import NotFound
from meedoen.records import Widget
from meedoen.store import widgets
from meedoen.store.schema import part, tally
from tests.house import Clock, House
from tests.server.people import WIDGET, Paper, Person, counts

THINGS = [{"key": "balie", "label": "De balie"}, {"key": "site", "label": "De site"}]
SHOWN = "www.voorbeeldstad.example/"
SITE = f"https://{SHOWN}"


def listed(house: House, **settings: Any) -> Widget:
    return house.widget(house.organisation(), things=THINGS, scale="stars", figures="always", **settings)


def of_pages(house: House, **settings: Any) -> Widget:
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


def test_each_thing_is_rated_by_itself_and_the_list_is_ranked(house: House, clock: Clock) -> None:
    placed = listed(house)
    rated(house, "balie", five=2, one=8)
    rated(house, "site", five=11)
    assert (counts(house, placed, "balie"), counts(house, placed, "site")) == ({1: 8, 5: 2}, {5: 11})
    clock.move(seconds=2)
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


def test_places_are_secret_until_it_closes(house: House, clock: Clock) -> None:
    house.widget(house.organisation(), things=THINGS, scale="stars", figures="after-closing")
    rated(house, "site", five=10)
    clock.move(seconds=2)
    page = house.client.get(WIDGET).text
    assert ("Plaats" in page, "AggregateRating" in page, "5,0" in page) == (False, False, False)


def test_search_engines_are_told_of_each_thing(house: House, clock: Clock) -> None:
    listed(house)
    rated(house, "site", five=10)
    rated(house, "balie", five=1)
    clock.move(seconds=2)
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


def test_the_page_tells_of_all_pages_and_which_matter_most(house: House, clock: Clock) -> None:
    of_pages(house)
    rated(house, f"{SITE}a", one=8, two=2)
    rated(house, f"{SITE}b", two=12)
    rated(house, f"{SITE}c", one=9)
    clock.move(seconds=2)
    page = text(house.client.get(f"{WIDGET}?lang=nl").text)
    worst, _, rated_most = page.partition("Pagina’s waarover de meeste mensen")
    assert worst.index(f"{SHOWN}a 80% Nee · 10 mensen") < worst.index(f"{SHOWN}b 0% Nee")
    assert rated_most.index(f"{SHOWN}b 100% Ja · 12 mensen") < rated_most.index(f"{SHOWN}a")
    assert f"{SHOWN}c" not in page, "nine people are too few"
    frame = text(house.client.get(f"{WIDGET}/embed").text)
    assert ("17" in frame, f"{SHOWN}a" in frame) == (True, False), "a frame stays small"


def test_how_it_went_is_drawn_from_the_second_week_on(house: House, clock: Clock) -> None:
    of_pages(house, changed_on="2026-05-08", change="De zoekfunctie")
    rated(house, f"{SITE}a", one=11)
    clock.move(days=7)
    rated(house, f"{SITE}b", two=11)
    clock.move(seconds=2)
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


# --- the table --------------------------------------------------------------------------------------------------------


def table(house: House, query: str = "") -> list[list[str]]:
    answer = house.client.get(f"{WIDGET}.csv{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8; header=present")
    return list(csv.reader(StringIO(answer.text)))


def test_every_page_has_its_row(house: House) -> None:
    of_pages(house)
    rated(house, f"{SITE}a", one=8, two=2)
    rated(house, f"{SITE}b", two=1)
    head, *rows = table(house)
    assert head == ["sleutel", "naam", "n", "Nee", "Ja", "Ja %"]
    assert rows == [[f"{SITE}a", f"{SITE}a", "10", "8", "2", "20.0"], [f"{SITE}b", f"{SITE}b", "1", "0", "1", ""]]
    assert table(house, f"?over={SITE}b&lang=en") == [["key", "name", "n", "No", "Yes", "Yes %"], rows[1]]


def test_every_thing_has_its_row_and_one_thing_alone_one(house: House) -> None:
    listed(house)
    rated(house, "site", five=10)
    assert [row[:3] + row[-1:] for row in table(house)[1:]] == [
        ["balie", "De balie", "0", ""],
        ["site", "De site", "10", "5.00"],
    ]
    assert [row[0] for row in table(house, "?part=site")] == ["sleutel", "site"]


def test_the_whole_has_one_row(house: House) -> None:
    house.widget(house.organisation(), title="=HYPERLINK(1)")
    Person(house).act(score="3")
    assert table(house)[1] == ["", "'=HYPERLINK(1)", "1", "0", "0", "1", ""], "no spreadsheet carries it out"


def pages_made(house: House, placed: Widget, first: int, many: int) -> None:
    rows = [
        {"widget": placed.id, "key": f"{SITE}{at}", "label": "x", "created": house.clock()}
        for at in range(first, first + many)
    ]
    house.write(lambda conn: conn.execute(insert(part), rows))


def test_a_table_is_longer_than_what_is_read_at_once(house: House) -> None:
    placed = of_pages(house)
    many = limits.SHEET_ROWS_READ_MAX + 1
    pages_made(house, placed, 0, many)
    assert len({row[0] for row in table(house)[1:]}) == many


@pytest.mark.scale(test=5_000, long=50_000)
def test_a_long_table_takes_no_more_room_than_a_short_one(house: House, count: int) -> None:
    """Server and client are one process here: the client keeps nothing of what it reads."""
    placed, short = of_pages(house), 2 * limits.SHEET_ROWS_READ_MAX

    def room() -> int:
        tracemalloc.start()
        with house.client.stream("GET", f"{WIDGET}.csv") as answer:
            lines = sum(some.count(b"\n") for some in answer.iter_raw())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert lines > short
        return peak

    pages_made(house, placed, 0, short)
    room()
    few = room()
    pages_made(house, placed, short, count - short)
    assert room() < 1.3 * few


def test_there_is_no_table_while_figures_are_secret(house: House) -> None:
    placed = house.widget(house.organisation(), figures="after-closing")
    refused = house.client.get(f"{WIDGET}.csv")
    assert (refused.status_code, "geheim" in refused.text) == (403, True)
    assert ".csv" not in house.client.get(WIDGET).text
    house.write(widgets.close, placed, at=house.clock())
    assert len(table(house)) == 2
    assert house.client.head(f"{WIDGET}.csv").headers["content-disposition"].endswith('"voorbeeldstad-fietspad.csv"')


# --- one page, one key ------------------------------------------------------------------------------------------------


def test_a_page_is_one_subject_however_people_came_to_it(house: House) -> None:
    placed = of_pages(house)
    ways = ("a?x=1", "a?x=1#top", "a?utm_source=mail&x=1", "a?x=1&fbclid=abc&gclid=1&UTM_Campaign=2")
    for way in ways:
        rated(house, SITE + way, one=1)
        rated(house, (SITE + way).replace("https://www", "HTTPS://WWW"), one=1)
    assert counts(house, placed, f"{SITE}a?x=1") == {1: 8}
    assert made(house)[0] == 1
    form = Paper(house).check(_target=f"{SITE}a?x=1&utm_medium=x", score="1")
    assert (form.status_code, "utm_medium" in form.text) == (200, False)
    page = house.client.get(WIDGET, params={"over": f"{SITE}a?utm_source=x&x=1#b"}).text
    assert "utm_source" not in page
    told = house.client.get(f"/api/v1/widgets{WIDGET}/figures", params={"over": f"{SITE}a?x=1&utm_source=x"}).json()
    assert told["tallies"][0]["n"] == 8


NO_KEYS = ("/a\nb", "/\x7f", "/a\u2028b", "/../../x", "/a/%2E%2e/b", f"{SITE}./a", "https://", "https:///a", " ")


@pytest.mark.parametrize("key", NO_KEYS)
def test_what_no_page_has_for_an_address_is_no_key(key: str) -> None:
    with pytest.raises(NotFound):
        subject_key(key)


def test_what_is_no_key_is_refused_wherever_it_is_sent(house: House) -> None:
    house.widget(house.organisation(), subjects=["/"], figures="always")
    for key in NO_KEYS[:4]:
        assert house.client.get(WIDGET, params={"over": key}).status_code == 404
        assert house.client.get(f"{WIDGET}/do/rate", params={"target": key}).status_code == 404
        assert house.client.get(f"/api/v1/widgets{WIDGET}/figures", params={"over": key}).status_code == 404
        assert Person(house).act(_target=key, score="1").status_code == 404
    assert made(house) == [0, 0]


def test_new_pages_from_one_network_are_held_up_and_pages_that_are_there_are_not(house: House) -> None:
    of_pages(house)
    for number in range(limits.NEW_SUBJECTS_PER_HOUR_PER_NETWORK):
        rated(house, f"{SITE}{number}", one=1)
    refused = Person(house).act(_target=f"{SITE}nieuw", score="1", reason="Een lange zin.")
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (429, "too-many")
    assert "over 61 minuten opnieuw" in refused.json()["detail"]
    rated(house, f"{SITE}3", one=1)
    paper = Paper(house)
    page = paper.send(paper.check(_target=f"{SITE}nieuw", score="1", reason="Een lange zin."))
    assert (page.status_code, "Een lange zin." in page.text) == (429, True)


@given(st.text(alphabet="aA:/?#&=_utmfbclid .é", max_size=40))
def test_a_key_that_is_kept_stays_as_it_is(key: str) -> None:
    try:
        kept = subject_key(key)
    except NotFound:
        return
    assert subject_key(kept) == kept


@pytest.mark.parametrize("key", ["", "a#b", "pagina-12", "x?utm_source=y", "#3"])
def test_a_key_that_is_no_address_is_left_alone(key: str) -> None:
    assert subject_key(key) == key
