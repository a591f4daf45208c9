# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changes: one outcome for a set of contributions, with all that was ever said of it, and who was told it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from meedoen import limits
from meedoen.errors import Conflict, NotFound
from meedoen.mailing import Pace, Subscription
from meedoen.official import OutcomeState
from meedoen.records_answers import Decision, Narrowing
from meedoen.records_staff import Member
from meedoen.store import answers, changes, changes_told, contributions, subscriptions, trials, week
from meedoen.values import Items
from tests.server.store.test_answers import READ, USED, decide, listed, official, written
from tests.server.store.trial import NOW, REASON, Trial, cost

OTHER = Decision(OutcomeState.PARTLY, "Het pad wordt ten dele breder.")


def note(trial: Trial, by: Member, *numbers: int, decision: Decision = USED) -> int:
    return trial.write(lambda conn: changes.note(conn, trial.widget, numbers, decision, "", by, at=NOW))


def reasons(trial: Trial) -> list[str]:
    """Of each, oldest first, what was done with it."""
    return [one.outcome.reason if one.outcome else "" for one in reversed(listed(trial))]


def newest(trial: Trial, within: Narrowing | None = None) -> list[tuple[int, int, int]]:
    found = trial.read(lambda conn: changes.newest(conn, trial.widget.id, 9, within=within))
    return [(one.key, one.version, one.contributions) for one in found]


def test_it_gives_each_the_outcome_and_is_one_thing(trial: Trial) -> None:
    written(trial, "Te smal.", "Te druk.", "Te donker.", "Te ver.")
    fatima, later = official(trial), NOW + timedelta(days=1)
    for _pressed_twice in range(2):
        assert note(trial, fatima, 1, 2, 3) == 1
    assert note(trial, fatima, 4, decision=OTHER) == 2
    decide(trial, fatima, 2, decision=READ)
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 3, "spam", at=NOW))
    trial.write(lambda conn: changes.correct(conn, trial.widget, 1, OTHER, "2026-05-01", fatima, at=later))
    assert reasons(trial) == [OTHER.reason, READ.reason, "", OTHER.reason]
    found = trial.read(lambda conn: changes.one(conn, trial.widget.id, 1))
    assert [one.reason for one in (*found.earlier, found.now)] == [USED.reason, OTHER.reason]
    assert (found.began, found.corrected, str(found.since)) == (NOW, later, "2026-05-01")
    assert newest(trial) == [(2, 1, 1), (1, 2, 2)]
    assert newest(trial, Narrowing(REASON, facet=("word", "Te"))) == [(2, 1, 1), (1, 2, 2)]
    assert newest(trial, Narrowing(REASON, facet=("word", "Wat"))) == []
    with pytest.raises(NotFound):
        trial.read(lambda conn: changes.one(conn, trial.widget.id, 3))
    trial.write(lambda conn: changes.add(conn, trial.widget, 2, [2], fatima, at=later))
    [told, _before] = trial.read(lambda conn: changes.about(conn, trial.widget.id, 2))
    assert (told.key, told.began) == (2, later), "of this one it is told when it was added"
    trial.write(lambda conn: trials.wipe(conn, trial.widget, at=later))
    assert newest(trial) == []


def test_it_is_for_so_many_at_most(sqlite: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    written(sqlite, "Te smal.", "Te druk.", "Te donker.")
    fatima = official(sqlite)
    note(sqlite, fatima, 1)
    monkeypatch.setattr(limits, "CHANGE_CONTRIBUTIONS_MAX", 2)
    with pytest.raises(Conflict):
        sqlite.write(lambda conn: changes.add(conn, sqlite.widget, 1, [2, 3], fatima, at=NOW))


def test_one_address_is_told_once_and_forgotten_with_what_it_follows(trial: Trial) -> None:
    written(trial, "Te smal.", "Te druk.")
    note(trial, official(trial), 1, 2)
    ask = Subscription(trial.organisation.id, "noor@example.org", Pace.SOON, "nl", NOW, widget=trial.widget.id)
    narrowed = replace(ask, query="kind=tip")
    asked = (replace(ask, number=1), replace(ask, number=2), narrowed)
    first, second, third = (trial.write(partial(subscriptions.ask, of=of)) for of in asked)
    assert (third.query, len({one.place for one in (first, second, third)})) == ("kind=tip", 3)
    told = (trial.widget.id, 1, 1)
    trial.write(lambda conn: changes_told.tell(conn, first, [told], at=NOW))
    assert trial.read(lambda conn: changes_told.told_to(conn, second)) == {told}
    trial.write(lambda conn: changes_told.take_back(conn, first.id))
    assert trial.read(lambda conn: changes_told.told_to(conn, second)) == set()
    for end in (lambda conn: subscriptions.end(conn, first), lambda conn: changes_told.forget(conn, NOW)):
        trial.write(lambda conn: changes_told.tell(conn, second, [told], at=NOW))
        trial.write(end)
    assert trial.read(lambda conn: changes_told.told_to(conn, second)) == set()
    trial.write(partial(subscriptions.end, of=third))


def test_a_week_costs_the_same_however_much_was_said(sqlite: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WEEK_READ_MAX", 5)
    monkeypatch.setattr(limits, "WEEK_FIRST_READ_MAX", 5)
    items = Items(REASON, tallies=("like",))

    def costs(conn: Any) -> int:
        return cost(conn, lambda: week.read(conn, sqlite.widget, items, ("liked",), NOW.date()))

    found = []
    for many in (10, 50):
        written(sqlite, *(f"Te smal {number}." for number in range(many)))
        numbers: Sequence[int] = sqlite.read(
            lambda conn: [one.number for one in week.read(conn, sqlite.widget, items, (), NOW.date())[0]]
        )
        assert len(numbers) == 5
        found.append(sqlite.read(costs))
    assert found[1] <= found[0] * 1.2


def test_an_outcome_that_stands_already_is_said_once(sqlite: Trial) -> None:
    written(sqlite, "Te smal.")
    fatima = official(sqlite)
    decide(sqlite, fatima, 1)
    note(sqlite, fatima, 1)
    [item] = listed(sqlite)
    assert item.outcome is not None
    assert (item.outcome.change, item.outcome.earlier) == (1, ())
    assert sqlite.read(lambda conn: answers.of_member(conn, fatima.id, answers.NEWEST, 9))[0].state == USED.state
