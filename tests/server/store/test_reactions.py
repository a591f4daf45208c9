# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The hot path: what comes of marks that wait together, of one participant or of many."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from meedoen.errors import Closed, Gone, NotFound
from meedoen.limits import WRITE_SET_MAX
from meedoen.records import Mark, Phase, Stored
from meedoen.store import contributions, widgets
from meedoen.store.reactions import react
from meedoen.store.work import Work
from meedoen.values import Assurance, Tally
from tests.server.store.trial import NOW, SCORE, Trial, cost, ranks, sets_on, somebody

MICROSECOND = timedelta(microseconds=1)


def test_a_mark_counts_and_the_answer_says_so(trial: Trial) -> None:
    [answer] = trial.react(trial.mark(4))
    assert answer == Stored(tallies={SCORE: Tally({4: 1})})
    assert trial.counts() == {4: 1}


def test_marks_that_wait_together_are_all_in_each_answer(trial: Trial) -> None:
    answers = trial.react(*(trial.mark(value) for value in (1, 2, 2, 5)))
    assert [dict(answer.tallies[SCORE].counts) for answer in answers] == [{1: 1, 2: 2, 5: 1}] * 4


@pytest.mark.scale(test=20, long=1000)
def test_64_parallel_votes_of_one_participant_count_once(trial: Trial, count: int) -> None:
    for _ in range(count):
        who = somebody()
        trial.react(*(trial.mark(3, who) for _ in range(64)))
    assert trial.counts() == {3: count}


def test_the_last_of_several_waiting_together_holds(trial: Trial) -> None:
    who = somebody()
    trial.react(trial.mark(1, who), trial.mark(None, who), trial.mark(2, who), trial.mark(5, who))
    assert trial.counts() == {5: 1}


def test_a_new_value_replaces_and_none_withdraws(trial: Trial) -> None:
    who = somebody()
    trial.react(trial.mark(1, who))
    trial.react(trial.mark(5, who))
    assert trial.counts() == {5: 1}
    trial.react(trial.mark(None, who))
    assert trial.counts() == {}
    trial.react(trial.mark(None, who))
    trial.react(trial.mark(2, who))
    assert trial.counts() == {2: 1}


def test_targets_and_kinds_are_counted_apart(trial: Trial) -> None:
    who = somebody()
    trial.react(
        trial.mark(1, who, target="a"), trial.mark(2, who, target="b"), trial.mark(3, who, target="a", kind="x")
    )
    assert (trial.counts("a"), trial.counts("b"), trial.counts("a", "x")) == ({1: 1}, {2: 1}, {3: 1})


def test_a_key_seen_before_does_nothing_and_says_so(trial: Trial) -> None:
    mark = trial.mark(4)
    trial.react(mark)
    trial.react(trial.mark(2))
    [again] = trial.react(mark)
    assert again.repeated
    assert dict(again.tallies[SCORE].counts) == {4: 1, 2: 1}


def test_a_key_twice_in_one_set_is_done_once(trial: Trial) -> None:
    who = somebody()
    first, second = trial.react(trial.mark(4, who, key="k" * 16), trial.mark(2, who, key="k" * 16))
    assert (first.repeated, second.repeated) == (False, True)
    assert trial.counts() == {4: 1}


def test_a_key_twice_in_one_set_does_not_undo_the_set(trial: Trial) -> None:
    """To be redone one by one is for what nobody foresaw; a double click is foreseen."""
    who = somebody()
    marks = [trial.mark(4, who, key="k" * 16), trial.mark(2, who, key="k" * 16)]
    first, second = trial.write(lambda conn: react(Work(conn, sets_on(conn), ranks), marks))
    assert first == Stored(tallies={SCORE: Tally({4: 1})})
    assert second == replace(first, repeated=True)


def test_a_late_retry_of_an_older_key_does_not_bring_back_its_value(trial: Trial) -> None:
    who = somebody()
    older = trial.mark(1, who)
    trial.react(older)
    trial.react(trial.mark(5, who))
    assert trial.react(older)[0].repeated
    assert trial.counts() == {5: 1}


def test_a_key_is_its_participants_own(trial: Trial) -> None:
    mine, other = trial.mark(4, key="k" * 16), trial.mark(2, key="k" * 16)
    answers = trial.react(mine, other)
    assert [answer.repeated for answer in answers] == [False, False]
    assert trial.counts() == {2: 1, 4: 1}


def test_open_from_and_closed_at_the_exact_microsecond(trial: Trial) -> None:
    trial.schedule(Phase(opens_at=NOW, closes_at=NOW + timedelta(hours=1)))
    ends = NOW + timedelta(hours=1)
    early, first, last, late = trial.react(
        *(trial.mark(1, at=at) for at in (NOW - MICROSECOND, NOW, ends - MICROSECOND, ends))
    )
    assert [type(answer) for answer in (early, first, last, late)] == [Closed, Stored, Stored, Closed]
    assert trial.counts() == {1: 2}


def test_a_retry_after_closing_is_answered_as_it_was_before(trial: Trial) -> None:
    mark = trial.mark(1)
    trial.react(mark)
    trial.schedule(Phase(closes_at=NOW))
    [again, new] = trial.react(mark, trial.mark(1))
    assert again.repeated
    assert isinstance(new, Closed)


def test_a_refused_mark_leaves_its_key_unused(trial: Trial) -> None:
    trial.schedule(Phase(opens_at=NOW))
    mark = trial.mark(1, at=NOW - MICROSECOND)
    assert isinstance(trial.react(mark)[0], Closed)
    trial.schedule(Phase())
    assert not trial.react(mark)[0].repeated
    assert trial.counts() == {1: 1}


def test_a_withdrawn_widget_names_its_successor(trial: Trial) -> None:
    trial.write(lambda conn: widgets.withdraw(conn, trial.widget, at=NOW, successor="/gouda/nieuw"))
    [answer] = trial.react(trial.mark(1))
    assert isinstance(answer, Gone)
    assert answer.detail.values == {"successor": "/gouda/nieuw"}


def test_a_refusal_is_its_marks_own(trial: Trial) -> None:
    closed = trial.place("dicht", phase=Phase(closes_at=NOW))
    good, bad, also_good = trial.react(trial.mark(1), trial.mark(1, widget=closed), trial.mark(1))
    assert [type(answer) for answer in (good, bad, also_good)] == [Stored, Closed, Stored]


@pytest.mark.parametrize("target", ["#1", "#2", "#", "#x", "#-1", "#\N{FULLWIDTH DIGIT ONE}", "#" + "9" * 400])
def test_an_item_must_be_there(trial: Trial, target: str) -> None:
    trial.act(trial.deed(somebody(), "Weg ermee"))
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 1, "spam", at=NOW))
    assert isinstance(trial.react(trial.mark(1, target=target))[0], NotFound)


def test_an_unknown_widget_is_not_found(trial: Trial) -> None:
    assert isinstance(trial.react(Mark(replace(trial.mark(1).scene, widget=999), SCORE, 1))[0], NotFound)


def test_the_day_of_a_mark_is_that_of_its_first_act(trial: Trial) -> None:
    who = somebody()
    trial.react(trial.mark(1, who, day="2026-05-01"))
    trial.react(trial.mark(5, who, day="2026-05-02"), trial.mark(5, day="2026-05-02"))
    assert trial.days() == {"2026-05-01": {5: 1}, "2026-05-02": {5: 1}}


def test_the_day_of_a_mark_changed_while_it_waited_is_that_of_its_first_act(trial: Trial) -> None:
    who = somebody()
    trial.react(trial.mark(1, who, day="2026-05-01"), trial.mark(5, who, day="2026-05-02"))
    assert trial.days() == {"2026-05-01": {5: 1}}


def test_only_enough_assurance_counts_and_the_latest_holds(trial: Trial) -> None:
    strict = trial.place("streng", least=Assurance.STORED)
    who = somebody()
    weak = trial.mark(1, who, widget=strict, assurance=Assurance.SESSION)
    [answer] = trial.react(weak)
    assert answer.tallies == {}
    trial.react(trial.mark(1, who, widget=strict, assurance=Assurance.MAIL))
    assert trial.counts(widget=strict) == {1: 1}


def test_tallies_follow_when_the_policy_changes(trial: Trial) -> None:
    trial.react(trial.mark(1, assurance=Assurance.FORM), trial.mark(2, assurance=Assurance.OIDC))
    trial.widget = trial.write(lambda conn: widgets.change(conn, trial.widget, at=NOW, least=Assurance.MAIL))
    assert trial.counts() == {2: 1}


@pytest.mark.scale(test=20_000, long=1_000_000)
def test_a_set_costs_the_same_however_many_have_acted(trial: Trial, count: int) -> None:
    def of_a_set(conn: Connection) -> int:
        people = (somebody(), somebody())
        marks = [trial.mark(value, who) for who in people for value in (1, 2, None, 4)]
        return cost(conn, lambda: react(Work(conn, sets_on(conn), ranks), marks))

    def fill(conn: Connection) -> None:
        marks = [trial.mark(4) for _ in range(count)]
        for start in range(0, count, WRITE_SET_MAX):
            react(Work(conn, sets_on(conn), ranks), marks[start : start + WRITE_SET_MAX])

    trial.react(trial.mark(4))
    few = trial.write(of_a_set)
    trial.write(fill)
    trial.analyse()
    assert few > 10
    assert trial.write(of_a_set) <= 1.02 * few


def random_acts(trial: Trial, dice: random.Random, many: int) -> Any:
    people = [somebody() for _ in range(max(3, many // 10))]
    targets, days = ["", "a", "b"], [f"2026-05-0{day}" for day in range(1, 6)]
    return [
        trial.mark(
            dice.choice([None, 1, 2, 3, 4, 5]),
            dice.choice(people),
            target=dice.choice(targets),
            day=dice.choice(days),
            kind=dice.choice(["score", "like"]),
            assurance=dice.choice(list(Assurance)),
            key=str(dice.randrange(many)).rjust(16, "0"),
        )
        for _ in range(many)
    ]


@pytest.mark.scale(test=1_000, long=100_000)
def test_a_recount_agrees_after_random_votes_changes_and_withdrawals(trial: Trial, count: int) -> None:
    dice = random.Random(count)
    left = count
    expected: dict[tuple[bytes, str, str], int] = {}
    used = set()
    while left:
        marks = random_acts(trial, dice, min(left, dice.randrange(1, 700)))
        left -= len(marks)
        for mark in marks:
            if (mark.scene.participant, mark.scene.key) not in used:
                used.add((mark.scene.participant, mark.scene.key))
                expected[mark.scene.participant, mark.scene.target, mark.kind] = mark.value
        trial.react(*marks)
    assert trial.differences() == []
    for target in ("", "a", "b"):
        for kind in ("score", "like"):
            values = [value for (_, on, of), value in expected.items() if (on, of) == (target, kind) and value]
            assert trial.counts(target, kind) == {value: values.count(value) for value in sorted(set(values))}
