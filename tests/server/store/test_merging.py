# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Doubles: all who had it count with the one that remains, each once, and undoing brings everybody back."""

from __future__ import annotations

from functools import partial

import pytest

from meedoen.errors import Conflict, NotFound
from meedoen.store import contributions, events, merging, retention, views
from meedoen.values import Items
from tests.server.store.trial import NOW, REASON, Trial, somebody

LIKE = "like"


def topic(trial: Trial, text: str, who: bytes | None = None, target: str = "") -> int:
    number = trial.act(trial.deed(who or somebody(), text, once=False, target=target)).number
    assert number is not None
    return number


def like(trial: Trial, number: int, *people: bytes) -> None:
    for one in people:
        trial.react(trial.mark(1, one, kind=LIKE, target=f"#{number}"))


def merge(trial: Trial, number: int, remains: int) -> int:
    return trial.write(partial(merging.merge, of=trial.widget, number=number, remains=remains, role="staff", at=NOW))


def undo(trial: Trial, number: int) -> int:
    return trial.write(partial(merging.undo, of=trial.widget, number=number, role="staff", at=NOW))


def liked(trial: Trial, *numbers: int) -> list[int]:
    return [trial.counts(f"#{number}", LIKE).get(1, 0) for number in numbers]


def test_each_counts_once_and_goes_back(trial: Trial) -> None:
    asker, both, first, second, late = (somebody() for _ in range(5))
    one, double = topic(trial, "vergunning aanvragen"), topic(trial, "parkeren voor de deur", asker)
    other = topic(trial, "afval")
    answer = topic(trial, "bel ons", target=f"#{double}")
    like(trial, one, first, both)
    like(trial, double, second, both)
    assert merge(trial, double, one) == one
    assert liked(trial, one, double) == [4, 0], "first, both, second, and who asked the double"
    assert trial.differences() == []
    assert trial.numbers(target="") == [other, one]
    assert trial.numbers(order="liked", target="") == [one, other]
    assert trial.numbers(target=f"#{one}") == [answer], "what was said under the double stands under the one"
    assert [
        item.number for item in trial.read(partial(views.like, widget_id=1, kind=REASON, text="parkeren", most=3))
    ] == [one]
    assert trial.react(trial.mark(1, late, kind=LIKE, target=f"#{double}"))[0].tallies[LIKE].n == 5
    assert liked(trial, one, double) == [5, 0], "sent from an old page"
    trial.withdraw(trial.back(second, f"#{double}"))
    assert liked(trial, one, double) == [4, 0]
    like(trial, one, second)
    assert undo(trial, double) == one
    assert liked(trial, one, double) == [4, 1], "who came after stays; and who took it back, and then came again"
    assert trial.differences() == []
    assert trial.numbers(target="") == [other, double, one]
    assert trial.numbers(target=f"#{double}") == [answer]
    assert [
        item.number for item in trial.read(partial(views.like, widget_id=1, kind=REASON, text="parkeren", most=3))
    ] == [double]
    assert [
        line.kind for line in trial.read(partial(events.of_widget, widget_id=1, most=9)) if line.number == double
    ] == [
        "unmerged",
        "merged",
        "contributed",
    ]


def test_a_double_of_a_double_follows_to_the_last_and_never_in_a_circle(trial: Trial) -> None:
    people = [somebody() for _ in range(4)]
    numbers = [topic(trial, word, who) for word, who in zip("abcd", people, strict=True)]
    a, b, c, d = numbers
    like(trial, a, *people[1:])
    like(trial, d, *people)
    before = liked(trial, *numbers)
    merge(trial, a, b)
    merge(trial, b, c)
    assert merge(trial, d, a) == c
    assert liked(trial, *numbers) == [0, 0, 3, 0], "who asked the one that remains has it anyway"
    assert trial.differences() == []
    for double, remains in ((a, b), (c, a), (c, c)):
        with pytest.raises(Conflict):
            merge(trial, double, remains)
    with pytest.raises(Conflict):
        undo(trial, c)
    assert trial.numbers() == [c]
    undo(trial, b)
    assert trial.numbers() == [c, b]
    assert liked(trial, a, b, d) == [0, 3, 0]
    undo(trial, d)
    undo(trial, a)
    assert liked(trial, *numbers) == before
    assert trial.differences() == []


def test_when_the_one_that_remains_goes_its_doubles_stand_again(trial: Trial) -> None:
    asker, people = somebody(), [somebody() for _ in range(3)]
    one, double = topic(trial, "een"), topic(trial, "twee", asker)
    like(trial, double, *people)
    merge(trial, double, one)
    trial.withdraw(trial.back(asker))
    assert liked(trial, one) == [3], "the words are gone, and with them who asked"
    assert trial.numbers() == [one]
    third = topic(trial, "drie")
    merge(trial, third, one)
    trial.write(partial(contributions.remove, of=trial.widget, number=one, reason="spam", at=NOW))
    assert trial.numbers() == [third, double, one]
    assert liked(trial, one, double, third) == [0, 3, 0]
    with pytest.raises(NotFound):
        merge(trial, third, one)
    assert [line.role for line in trial.read(partial(events.of_widget, widget_id=1, most=9, kind="unmerged"))] == [
        "server",
        "server",
    ]
    assert trial.read(partial(views.one, of=trial.widget, number=third, wanted=Items(REASON))).merged == 0


def test_who_forgets_all_he_did_is_nowhere_any_more(trial: Trial) -> None:
    who = somebody()
    one, double = topic(trial, "een", who), topic(trial, "twee")
    like(trial, double, who)
    merge(trial, double, one)
    assert liked(trial, one) == [1], "who asked one and has the other counts by his question"
    trial.withdraw(trial.back(who, None))
    assert trial.numbers(order="liked") == [double]
    assert liked(trial, one, double) == [0, 0]


def test_a_double_that_is_removed_goes_on_counting_and_at_the_end_of_the_time_counts_stay(trial: Trial) -> None:
    one, double = topic(trial, "een"), topic(trial, "twee")
    like(trial, double, somebody())
    merge(trial, double, one)
    trial.write(partial(contributions.remove, of=trial.widget, number=double, reason="spam", at=NOW))
    assert (trial.numbers(), liked(trial, one)) == ([one], [2])
    assert trial.read(partial(views.one, of=trial.widget, number=double, wanted=None)).merged == one
    third = topic(trial, "drie")
    merge(trial, third, one)
    trial.write(partial(retention.blank, of=trial.widget, most=10, upto=retention.Upto(), at=NOW))
    assert (liked(trial, one), trial.differences()) == ([3], [])
