# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public figures: what was counted, what stays secret, what is too small to tell."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

import pytest

from meedoen import limits
from meedoen.official import OutcomeState
from meedoen.records import Widget
from tests.house import Clock, House, running
from tests.server.answering import decide, official, reply
from tests.server.endpoints.acting import rate

AT = "/voorbeeldstad/-/cijfers"
BEGIN = datetime(2026, 3, 10, 10, tzinfo=UTC)
ANSWERED = 12


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Clock, Widget]]:
    """Since March: reasons under a rating, most of them answered; and a rating that is secret."""
    clock = Clock(BEGIN)
    with running(tmp_path_factory.mktemp("counted"), clock) as house:
        org = house.organisation()
        first = house.widget(org, show_reasons=True)
        secret = house.widget(
            org, "geheim", title="Geheim", figures="after-closing", closes_at=clock().replace(month=9)
        )
        fatima = official(house, org)
        for number in range(ANSWERED):
            rate(house, first, 1, f"Reden {number}")
        clock.move(days=31)  # in April
        rate(house, first, 1, "Laat")
        for number in range(1, ANSWERED + 1):
            clock.move(hours=1)
            reply(house, first, fatima, number)
        decide(house, first, fatima, *range(1, ANSWERED))
        decide(house, first, fatima, ANSWERED, state=OutcomeState.READ)
        for _ in range(30):
            rate(house, secret, 1)
        yield house, clock, first


def rows(house: House, **query: str) -> list[dict[str, str]]:
    answer = house.client.get(f"{AT}.csv", params={"lang": "en", **query})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(StringIO(answer.text)))


def of(house: House, what: str, *, widget: str = "", month: str = "") -> str:
    [one] = [row for row in rows(house) if (row["what"], row["widget"], row["month"]) == (what, widget, month)]
    return one["count"]


def test_it_tells_of_each_widget_what_was_counted(counted: tuple[House, Clock, Widget]) -> None:
    house, _clock, _first = counted
    assert of(house, "Votes and ratings", widget="fietspad") == str(ANSWERED + 1)
    assert of(house, "Contributions", widget="fietspad") == str(ANSWERED + 1)
    assert of(house, "With an outcome", widget="fietspad") == str(ANSWERED - 1)
    assert of(house, "Official answers", widget="fietspad") == str(ANSWERED)
    assert of(house, "Median seconds until an answer", widget="fietspad") == str(31 * 86_400 + 6 * 3_600 + 1_800)
    page = house.client.get(f"{AT}?lang=en").text
    assert f"{ANSWERED - 1} of {ANSWERED + 1}" in page
    assert f"half within 32 days (of {ANSWERED})" in page


def test_a_small_part_is_neither_told_nor_drawn(counted: tuple[House, Clock, Widget]) -> None:
    house, _clock, _first = counted
    assert of(house, "Contributions", month="2026-03") == str(ANSWERED)
    assert of(house, "Contributions", month="2026-04") == ""
    assert of(house, "Official answers", month="2026-04") == str(ANSWERED)
    page = house.client.get(f"{AT}?lang=en").text
    assert f"fewer than {limits.LOW_CELL_N}" in page
    assert len(re.findall(r'<rect [^>]*height="0.0%"', page)) == len(re.findall("<rect", page)) - 1


def test_a_plot_says_in_words_what_it_shows(counted: tuple[House, Clock, Widget]) -> None:
    house, _clock, _first = counted
    page = house.client.get(f"{AT}?lang=en").text
    assert f"The most contributions in one month: {ANSWERED}, in March 2026." in page
    assert re.search('<svg class="md-plot"[^>]* role="img" aria-labelledby="md-months-title md-months-desc">', page)


# --- and the clock goes on --------------------------------------------------------------------------------------------


def test_the_months_are_those_of_the_last_year(counted: tuple[House, Clock, Widget]) -> None:
    house, clock, _first = counted
    assert sorted({row["month"] for row in rows(house)} - {""}) == [
        *(f"2025-{month:02}" for month in range(5, 13)),
        *(f"2026-{month:02}" for month in range(1, 5)),
    ]
    clock.now = datetime(2026, 4, 30, 22, 30, tzinfo=UTC)  # in Amsterdam it is May
    assert max(row["month"] for row in rows(house)) == "2026-05"


def test_what_is_secret_until_closing_is_told_after_it(counted: tuple[House, Clock, Widget]) -> None:
    house, clock, _first = counted
    assert of(house, "Votes and ratings", widget="geheim") == ""
    assert "after closing" in house.client.get(f"{AT}?lang=en").text
    clock.now = datetime(2026, 9, 11, tzinfo=UTC)
    assert of(house, "Votes and ratings", widget="geheim") == "30"


def test_it_stands_in_the_foot_and_moves_with_what_happens(house: House) -> None:
    placed = house.widget(house.organisation(), show_reasons=True)
    assert f'href="{house.url}{AT}"' in house.client.get("/voorbeeldstad").text
    assert of(house, "Contributions", widget="fietspad") == "0"
    assert "half within" not in house.client.get(f"{AT}?lang=en").text
    rate(house, placed, 1, "Een reden")
    assert of(house, "Contributions", widget="fietspad") == "1"


def test_where_nothing_has_opened_it_says_so(house: House) -> None:
    house.widget(house.organisation(), opens_at=datetime(2030, 1, 1, tzinfo=UTC))
    page = house.client.get(AT)
    assert page.status_code == 200
    assert "fietspad" not in page.text
