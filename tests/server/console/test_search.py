# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Searching at the console, without script: everything of one's organisation, nothing of another's."""

from __future__ import annotations

import re
from html import unescape

import pytest

from meedoen import limits
from meedoen.render.console_search import excerpt
from tests.house import House
from tests.server.console.conftest import Staffed
from tests.server.console.desk import Desk, hire, signed_in
from tests.server.endpoints.acting import rate

AT = "/console/at/voorbeeldstad/search"


def found(desk: Desk, asked: str, *, at: str = "voorbeeldstad", **more: str) -> list[tuple[str, str]]:
    """Where each line leads, and its marked words."""
    page = desk.get(f"/console/at/{at}/search", params={"q": asked, **more})
    assert page.status_code == 200, page.text
    lines = re.findall(r'<p><a href="([^"]*)" dir="auto">(.*?)</a></p>', page.text)
    marked = [" ".join(re.findall("<mark>(.*?)</mark>", words)) for _url, words in lines]
    return [(url.removeprefix(desk.house.url), words) for (url, _words), words in zip(lines, marked, strict=True)]


def test_a_line_leads_to_where_one_can_do_something(staffed: Staffed) -> None:
    answers, at = "/console/at/voorbeeldstad/answers/fietspad/1", "/console/at/voorbeeldstad/widgets"
    assert found(staffed.desks["spokesperson"], "LIFT stuk") == [(answers, "lift stuk")]
    assert found(staffed.desks["spokesperson"], "kijken") == [(answers, "kijken")]
    assert found(staffed.desks["nothing yet"], "speelt") == [(f"{at}/speeltuin", "speeltuin")]
    assert found(staffed.desks["nothing yet"], "plein") == []
    assert found(staffed.desks["nothing yet"], "faces") == [], "an option of a setting is nobody's words"
    assert [url for url, _ in found(staffed.desks["elsewhere"], "plein", at="buurt")] == [
        "/console/at/buurt/widgets/plein"
    ]


def test_what_is_not_public_is_for_who_may_answer_it(staffed: Staffed) -> None:
    assert found(staffed.desks["editor"], "lift") == found(staffed.desks["editor"], "kijken") == []


def test_what_is_public_leads_others_to_its_page(staffed: Staffed) -> None:
    house = staffed.house
    public = house.widget(staffed.members["editor"].organisation, "brug", title="De brug", show_reasons=True)
    rate(house, public, 1, "De brug trilt bij wind.")
    assert found(staffed.desks["editor"], "trilt") == [("/voorbeeldstad/brug/1", "trilt")]


def test_it_is_narrowed_and_goes_on(staffed: Staffed) -> None:
    desk, house = staffed.desks["spokesperson"], staffed.house
    of = house.widget(staffed.members["editor"].organisation, "veel", title="Veel zinnen")
    for number in range(limits.SEARCH_HITS_MAX + 1):
        rate(house, of, 1, f"Zinnen {number}")
    assert len(found(desk, "zinnen")) == limits.SEARCH_HITS_MAX
    older = re.search(r'<a href="([^"]*before=[^"]*)"', desk.get(AT, params={"q": "zinnen"}).text)
    assert older
    page = desk.get(unescape(older[1])).text
    assert page.count("<mark>") == len(["Zinnen 0", "Veel zinnen"])
    assert [url for url, _ in found(desk, "zinnen", sort="widget")] == ["/console/at/voorbeeldstad/widgets/veel"]
    assert "before=" not in page


@pytest.mark.parametrize("asked", ["", "...", "<script>", "x" * 500, "\0", "før OR NEAR(a b)", '"*', "a' b\\ & !"])
def test_whatever_is_typed_is_answered(staffed: Staffed, asked: str) -> None:
    page = staffed.desks["editor"].get(AT, params={"q": asked, "before": "x", "sort": "nothing"})
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_who_searches_all_the_time_waits(house: House) -> None:
    desk = signed_in(house, hire(house, house.organisation(), "fatima"))
    answers = [desk.get(AT, params={"q": "x"}).status_code for _ in range(limits.SEARCHES_PER_MINUTE_MAX + 1)]
    assert set(answers[:-1]) == {200}
    assert answers[-1] == 429
    assert desk.get(AT).status_code == 200


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Een pad.", "Een [pad]."),
        ("Eén fietspad\nen een pad", "Eén fietspad en een [pad]"),
        ("niets", "niets"),
        ("x" * 300, "x" * limits.EXCERPT_CHARS + " …"),
    ],
)
def test_an_excerpt_is_around_the_first_of_the_words(text: str, shown: str) -> None:
    pieces = "".join(f"[{piece}]" if marked else piece for piece, marked in excerpt(text, ["pad"]))
    assert pieces == shown


def test_an_excerpt_of_a_long_text_is_cut_between_words() -> None:
    shown = "".join(piece for piece, _marked in excerpt("woord " * 60 + "pad" + " woord" * 60, ["pad"]))
    assert re.fullmatch("… (woord )+pad( woord)+ …", shown)
    assert len(shown) <= limits.EXCERPT_CHARS + len("…  …")
