# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Openings and closings, from the schedules that the log holds: what happened, and nothing that was only planned."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from meedoen import registry
from meedoen.participation.news import PLACED, RESCHEDULED, news, wanted
from meedoen.participation.schedule import unpack_standing
from meedoen.participation.views import Placed
from meedoen.records import Organisation, Phase, Widget
from meedoen.records_log import LoggedEvent
from meedoen.values import WHOLE, Ask, Item, Reveal, Tally

STAFF = "staff"
RATING = registry.load()["rating"]


def day(number: int) -> datetime:
    return datetime(2026, 5, number, 12, tzinfo=UTC)


def placed(phase: Phase, **settings: Any) -> Placed:
    typed = RATING.settings({"question": "Wat vindt u?", **settings})
    owner = Organisation(1, "o", "stad", "Stad")
    return Placed(Widget(1, "w", owner, "fietspad", "rating", "Fietspad", {}, phase, day(1)), RATING, typed)


def line(number: int, kind: str, at: datetime, opens: int | None, closes: int | None) -> LoggedEvent:
    data = {"opens_at": opens and day(opens).isoformat(), "closes_at": closes and day(closes).isoformat()}
    return LoggedEvent(number, f"e{number}", 1, kind, STAFF, at, data=data)


def told(schedules: list[tuple[int, int | None, int | None]], until: int) -> list[str]:
    """What is told by day `until` of schedules (made on day, opens, closes); the first is the placing, on day 1."""
    log = [line(n, RESCHEDULED if n else PLACED, day(on), *when) for n, (on, *when) in enumerate(schedules)]
    _, opens, closes = schedules[-1]
    now = placed(Phase(day(opens) if opens else None, day(closes) if closes else None))
    found = news(now, Ask(), day(until), log, ())
    assert [one.event.at for one in found] == sorted((one.event.at for one in found), reverse=True)
    return [f"{one.event.kind.value} {one.event.at.day}" for one in reversed(found)]


@pytest.mark.parametrize(
    ("schedules", "expected"),
    [
        ([(1, None, None)], ["opened 1"]),
        ([(1, 3, 5)], ["opened 3", "closed 5"]),
        ([(1, 3, 25)], ["opened 3"]),
        ([(1, 22, 25)], []),
        # planned for before it was placed: a demo, or a widget that came from elsewhere
        ([(8, 3, 5)], ["opened 3", "closed 5"]),
        # changed before it happened: only what happened is told
        ([(1, 3, 5), (2, 6, 9)], ["opened 6", "closed 9"]),
        ([(1, 3, 5), (4, 3, 9)], ["opened 3", "closed 9"]),
        # closed earlier than planned, at once
        ([(1, 3, 9), (5, 3, 5)], ["opened 3", "closed 5"]),
        # opened again: each time is told, the first closing too
        ([(1, 3, 5), (7, 3, 9)], ["opened 3", "closed 5", "opened 7", "closed 9"]),
        ([(1, 3, 5), (7, 8, 9)], ["opened 3", "closed 5", "opened 8", "closed 9"]),
        # put off after it had opened
        ([(1, 3, 9), (4, 6, 9)], ["opened 3", "opened 6", "closed 9"]),
        # a correction of what is past tells nothing twice
        ([(1, 3, 5), (7, 3, 4)], ["opened 3", "closed 5"]),
        ([(1, 3, 5), (7, 2, 6)], ["opened 3", "closed 5"]),
        # closed for good before it ever opened
        ([(1, 5, 9), (3, None, 3)], ["closed 3"]),
    ],
)
def test_what_happened(schedules: list[tuple[int, int | None, int | None]], expected: list[str]) -> None:
    assert told(schedules, until=20) == expected


def test_on_the_microsecond() -> None:
    now = placed(Phase(day(3), day(5)))
    for moment, count in ((day(3).replace(hour=11, minute=59), 0), (day(3), 1), (day(5), 2)):
        assert len(news(now, Ask(), moment, (), ())) == count


def test_keys_hold_when_more_happens() -> None:
    first = [line(0, PLACED, day(1), 3, 5)]
    before = {one.key for one in news(placed(Phase(day(3), day(5))), Ask(), day(6), first, ())}
    more = [*first, line(1, RESCHEDULED, day(7), 3, 9)]
    after = [one.key for one in news(placed(Phase(day(3), day(9))), Ask(), day(10), more, ())]
    assert before < set(after)
    assert len(set(after)) == 4


@pytest.mark.parametrize("log", [[], [LoggedEvent(1, "e", 1, PLACED, STAFF, day(1))]])
def test_a_log_from_before_it_held_schedules(log: list[LoggedEvent]) -> None:
    found = news(placed(Phase(day(3), day(5))), Ask(), day(9), log, ())
    assert [one.event.kind.value for one in found] == ["closed", "opened"]
    again = [*log, line(2, RESCHEDULED, day(4), 3, 6)]
    found = news(placed(Phase(day(3), day(6))), Ask(), day(9), again, ())
    assert [f"{one.event.kind.value} {one.event.at.day}" for one in found] == ["closed 6", "opened 3"]


def test_what_is_not_public_is_not_even_read() -> None:
    [asked] = wanted(placed(Phase()), Ask(), day(2))
    assert asked.kind == "question"
    items, asked = wanted(placed(Phase(), show_reasons=True), Ask(), day(2))
    assert (items.kind, items.target, items.mark) == ("reason", None, "score")
    items, asked = wanted(placed(Phase(), show_reasons=True), Ask(over="/a"), day(2))
    assert items.target == asked.target == "/a"
    assert wanted(placed(Phase(), show_reasons=True), Ask(kind="praise"), day(2)) == []


def test_a_mark_is_withheld_with_the_counts() -> None:
    secret = placed(Phase(None, day(5)), show_reasons=True, figures=Reveal.AFTER_CLOSING)
    assert [items.mark for items in wanted(secret, Ask(), day(2))] == [None, None]
    assert [items.mark for items in wanted(secret, Ask(), day(5))] == ["score", None]


def test_a_removed_contribution_is_not_told() -> None:
    items = [Item(1, "reason", "", {"text": "a"}, day(2)), Item(2, "reason", "", {}, day(3), removed="spam")]
    found = news(placed(Phase(), show_reasons=True), Ask(), day(4), (), items)
    assert [one.key for one in found][:-1] == ["contribution/1"]


def test_a_standing_from_before_targets_were_logged_is_of_the_whole() -> None:
    assert unpack_standing({"counts": {"score": {"3": 2}}}) == {(WHOLE, "score"): Tally({3: 2})}
