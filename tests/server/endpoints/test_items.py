# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contributions over HTTP: one on a page of its own, and lists that go on."""

from __future__ import annotations

import re
from html import unescape

import pytest

from meedoen.records import Widget
from meedoen.store import contributions
from tests.house import House
from tests.server.endpoints.acting import rate

PAGE = "/voorbeeldstad/fietspad"


@pytest.mark.parametrize("behind", ["", "/embed"])
def test_a_contribution_alone_is_not_counted(house: House, behind: str) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    rate(house, placed, 3, "Eindelijk!")
    for said in ("Eindelijk!", "Weggehaald: door de organisatie op 1 mei 2026: spam"):
        page = house.client.get(f"{PAGE}/1{behind}").text
        assert said in page
        assert "1 reden" not in page
        assert "<details" not in page, "nothing has to be opened to read it"
        if said == "Eindelijk!":
            house.write(contributions.remove, placed, 1, "spam", at=house.clock())


def test_who_comes_by_a_link_finds_the_rest(house: House) -> None:
    placed = house.widget(house.organisation(), show_reasons=True, subjects=["/"])
    rate(house, placed, 3, "Eindelijk veilig naar school.", on="/brug")
    page = house.client.get(f"{PAGE}/1").text
    about = f"{house.url}{PAGE}?over=%2Fbrug"
    assert "<span>Bijdrage 1</span>" in page
    assert f'<a class="md-button md-second" href="{about}">Bekijk alles en doe mee</a>' in page
    assert f'<a href="{about}"' in page.partition("<main")[0], "the way back to the widget"
    assert ">/brug<" in page
    assert 'property="og:description" content="/brug: een reden bij “Goed”: Eindelijk veilig naar school."' in page
    assert f'href="{house.url}{PAGE}/1?lang=en" hreflang="en"' in page


# --- lists that go on -------------------------------------------------------------------------------------------------


def reasons(house: House, many: int = 45) -> Widget:
    placed = house.widget(house.organisation(), show_reasons=True, figures="always", subjects=["/"])
    for number in range(1, many + 1):
        rate(house, placed, 3, f"Reden {number}.", on="/brug")
    return placed


def shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r"Reden ([0-9]+)\.", page)]


def older(page: str) -> tuple[str, str]:
    """The address of the link, and what else it says of itself."""
    found = re.search(r'<a href="([^"]*)"([^>]*)>Oudere bijdragen</a>', page)
    return (unescape(found[1]), found[2]) if found else ("", "")


def test_a_list_is_read_to_its_end(house: House) -> None:
    reasons(house)
    where, pages = f"{house.url}{PAGE}?over=/brug", []
    while where:
        page = house.client.get(where).text
        pages.append(shown(page))
        where, more = older(page)
        assert not more, "a plain link"
        assert where in ("", f"{house.url}{PAGE}?after={pages[-1][-1]}&over=%2Fbrug#md-rating-reasons")
    assert pages == [[*range(45, 25, -1)], [*range(25, 5, -1)], [*range(5, 0, -1)]]


def test_from_a_frame_it_goes_on_beside_it(house: House) -> None:
    reasons(house)
    page = house.client.get(f"{PAGE}/embed?over=/brug&lang=nl").text
    where, more = older(page)
    assert where == f"{house.url}{PAGE}?after=26&lang=nl&over=%2Fbrug#md-rating-reasons"
    assert more == ' target="_blank" rel="noopener"', "a frame never navigates"
    further = house.client.get(f"{PAGE}/embed?over=/brug&after=26").text
    assert shown(further) == [*range(25, 5, -1)]
    start = (
        f'<a href="{house.url}{PAGE}?over=%2Fbrug#md-rating-reasons" target="_blank" rel="noopener">Vanaf het begin</a>'
    )
    assert start in further
    assert "Vanaf het begin" not in page


def test_no_link_where_nothing_follows(house: House) -> None:
    placed = reasons(house, 20)
    assert older(house.client.get(f"{PAGE}?over=/brug").text) == ("", "")
    rate(house, placed, 3, "Reden 21.", on="/brug")
    assert older(house.client.get(f"{PAGE}?over=/brug").text)[0]
    assert older(house.client.get(f"{PAGE}/21").text) == ("", "")


def test_a_page_further_on_is_itself_and_leads_to_the_whole(house: House) -> None:
    reasons(house)
    answer = house.client.get(f"{PAGE}?after=26&over=/brug&utm_source=x")
    own = f"{house.url}{PAGE}?after=26&amp;over=%2Fbrug"
    assert f'<link rel="canonical" href="{own}">' in answer.text
    assert f'hreflang="en" href="{house.url}{PAGE}?after=26&amp;over=%2Fbrug&amp;lang=en"' in answer.text
    assert "after" not in answer.headers["link"]
    for where in re.findall(r'href="([^"]*)"', answer.text):
        assert "after=26" not in where or where.startswith(own), "no other address takes it"
    same = house.client.get(f"{PAGE}?over=/brug&after=26", headers={"if-none-match": answer.headers["etag"]})
    assert same.status_code == 304


@pytest.mark.parametrize("after", ["0", "01", "-1", "x", "1e1", "9999999999", ""])
def test_what_is_no_number_is_dropped(house: House, after: str) -> None:
    reasons(house, 3)
    assert shown(house.client.get(f"{PAGE}?over=/brug&after={after}").text) == [3, 2, 1]


def test_what_stands_in_no_list_makes_no_face(house: House) -> None:
    placed = reasons(house, 3)
    house.widget(placed.organisation, "stil")
    paths = (
        f"{PAGE}?over=/brug&after=4",
        f"{PAGE}?over=/weg&after=1",
        "/voorbeeldstad/stil?after=1",
        f"{PAGE}/1?after=4",
    )
    for path in paths:
        assert house.client.get(path).status_code == 404, path
    for path in (f"{PAGE}.atom", "/voorbeeldstad/-/deel/fietspad", "/voorbeeldstad"):
        kept = house.client.get(path).headers["etag"]
        assert house.client.get(f"{path}?after=4", headers={"if-none-match": kept}).status_code == 304, path
