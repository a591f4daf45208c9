# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The first page of the console: for each role what it may do first, and nothing without end."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from meedoen import limits
from meedoen.participation.calendar import beside, month_of, weeks
from meedoen.records_staff import Grant, Role
from tests.house import House
from tests.server.answering import reply
from tests.server.console.desk import hire, signed_in
from tests.server.endpoints.acting import rate

AT = "/console/at/voorbeeldstad"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def headings(page: str) -> list[str]:
    return re.findall(r'<h2 id="md-([a-z]+)">', page)


def block(page: str, name: str) -> str:
    """The words of a part of it."""
    found = re.search(rf'<section[^>]*aria-labelledby="md-{name}">(.*?)</section>', page, re.DOTALL)
    assert found
    return " ".join(re.sub("<[^>]*>", " ", found[1]).split())


FIRST = {
    Role.SPOKESPERSON: ["waiting", "closing", "activity", "calendar"],
    Role.EDITOR: ["widgets", "closing", "activity", "calendar"],
    Role.MODERATOR: ["closing", "activity", "calendar"],
}


def test_what_somebody_may_do_stands_first(house: House) -> None:
    of = house.organisation()
    desks = {role: signed_in(house, hire(house, of, role.value, [role])) for role in FIRST}
    assert {role: headings(desk.get(AT).text) for role, desk in desks.items()} == FIRST


def test_what_waits_longest_is_there_and_how_much_waits(house: House) -> None:
    of = house.organisation()
    placed, other = house.widget(of), house.widget(of, "brug", title="De brug")
    rate(house, other, 1, "Elders")
    for number in range(limits.LONGEST_MAX + 2):
        rate(house, placed, 1, f"Reden {number}.")
    fatima = hire(house, of, "fatima", [Grant(Role.SPOKESPERSON, placed.id)], language="en")
    reply(house, placed, fatima, 1)
    told = block(signed_in(house, fatima).get(AT).text, "waiting")
    assert f"Not answered yet {limits.LONGEST_MAX + 1} Answered, without an outcome 1" in told
    assert [f"Reden {number}." in told for number in range(limits.LONGEST_MAX + 2)] == [False, True, True, True, False]
    assert "Elders" not in told


def test_what_happened_is_told_in_words(house: House) -> None:
    of = house.organisation()
    placed = house.widget(of)
    fatima = hire(house, of, "fatima", language="en")
    for _ in range(3):
        rate(house, placed, 1, "Een reden")
    reply(house, placed, fatima, 1)
    page = signed_in(house, fatima).get(AT).text
    told = block(page, "activity")
    assert "Official answers · Nieuw fietspad" in told
    assert "New contributions: 3 · Nieuw fietspad" in told
    house.clock.now += timedelta(days=limits.ACTIVITY_DAYS + 1)  # type: ignore[attr-defined]
    assert "Nothing happened yet." in block(signed_in(house, fatima).get(AT).text, "activity")


def test_the_calendar_tells_what_opens_and_closes(house: House) -> None:
    of = house.organisation()
    late = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)  # in June where people live
    house.widget(of, opens_at=datetime(2026, 5, 20, 8, tzinfo=UTC), closes_at=late)
    for number in range(limits.CALENDAR_LINES_MAX + 2):
        house.widget(of, f"w{number}", title=f"Widget {number}", closes_at=datetime(2026, 5, 8, 9, tzinfo=UTC))
    desk = signed_in(house, hire(house, of, "fatima", language="en"))
    page = desk.get(AT).text
    told = block(page, "calendar")
    assert "May 2026" in told
    assert "Wednesday 20 May opens: Nieuw fietspad" in told
    assert "Friday 8 May closes: Widget 0 closes: Widget 1 closes: Widget 2 and 2 more" in told
    assert "31 Sunday 31 May 31" not in told
    assert 'href="?month=2026-06#md-month" rel="next"' in page
    june = block(desk.get(f"{AT}?month=2026-06").text, "calendar")
    assert "Monday 1 June closes: Nieuw fietspad" in june
    assert "Nothing opens or closes in this month." in block(desk.get(f"{AT}?month=2026-07").text, "calendar")
    closing = block(page, "closing")
    assert closing.count("closes") == limits.SOON_MAX
    assert "opens 20 May, 10:00" in closing


@pytest.mark.parametrize(
    "asked", ["", "x", "2026-13", "2026-00", "26-05", "0000-01", "9999-12", "2026-05-01", "²026-05"]
)
def test_what_is_no_month_is_the_one_that_now_is(asked: str) -> None:
    now = datetime(2026, 4, 30, 22, 30, tzinfo=UTC)
    assert month_of(asked, now, AMSTERDAM) == date(2026, 5, 1)


@pytest.mark.parametrize(
    "month", [date(2026, 2, 1), date(2027, 2, 1), date(2028, 2, 1), date(2026, 8, 1), date(2026, 12, 1)]
)
def test_a_month_is_whole_weeks_from_monday(month: date) -> None:
    days = [day for week in weeks(month) for day in week]
    assert {len(week) for week in weeks(month)} == {7}
    there = [day for day in days if day is not None]
    assert there == [month + timedelta(days=further) for further in range(len(there))]
    before, after = beside(month)
    assert there[-1] + timedelta(days=1) == after
    assert beside(after)[0] == beside(before)[1] == month
    assert [day.weekday() for day in there] == [place % 7 for place, day in enumerate(days) if day is not None]
