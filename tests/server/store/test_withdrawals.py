# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking back: marks while open, words always, and nothing left of the words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from meedoen.errors import Closed, NotFound
from meedoen.records import Phase
from meedoen.store import contributions, events, widgets
from meedoen.store.schema import contribution
from tests.server.store.trial import NOW, SCORE, Trial, somebody


def rows(trial: Trial) -> list[Any]:
    return trial.read(lambda conn: list(conn.execute(select(contribution))))


def test_marks_and_words_on_the_target_go_and_others_stay(trial: Trial) -> None:
    who, other = somebody(), somebody()
    trial.act(trial.deed(who, "mijn woorden", 4))
    trial.act(trial.deed(who, "daar ook", 4, target="x"))
    trial.act(trial.deed(other, "van een ander", 2))
    done = trial.withdraw(trial.back(who))
    assert (done.number, dict(done.tallies[SCORE].counts)) == (1, {2: 1})
    assert (trial.counts(), trial.counts("x")) == ({2: 1}, {4: 1})
    own = trial.read(lambda conn: contributions.own(conn, trial.widget.id, "", who))
    assert (own.marks, own.words) == ({}, {})


def test_of_withdrawn_words_nothing_is_left_in_their_row(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, "heel herkenbare woorden", 4))
    trial.withdraw(trial.back(who))
    [row] = rows(trial)
    assert (row.data, row.tag, row.removed) == ({}, b"", "by its author")
    item = trial.read(lambda conn: contributions.by_number(conn, trial.widget.id, 1))
    assert (item.data, item.removed) == ({}, "by its author")


def test_of_withdrawn_words_nothing_is_left_in_the_file(sqlite: Trial) -> None:
    who = somebody()
    sqlite.act(sqlite.deed(who, "heel herkenbare woorden", 4))
    sqlite.withdraw(sqlite.back(who))
    sqlite.forget_words()
    sqlite.reopen()
    assert b"herkenbare" not in sqlite.path.read_bytes()


def test_the_log_tells_of_words_and_not_of_marks(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, None, 4))
    trial.withdraw(trial.back(who))
    trial.act(trial.deed(who, "woorden"))
    trial.withdraw(trial.back(who))
    lines = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, 9))
    assert [(line.kind, line.number) for line in lines[:-1]] == [("withdrawn", 1), ("contributed", 1)]
    assert "woorden" not in json.dumps([dict(line.data) for line in lines])


def test_everything_of_a_participant(trial: Trial) -> None:
    who = somebody()
    for target in ("", "x", "y"):
        trial.act(trial.deed(who, "a", 4, target=target))
    trial.withdraw(trial.back(who, None))
    assert [trial.counts(target) for target in ("", "x", "y")] == [{}, {}, {}]
    assert [row.removed for row in rows(trial)] == ["by its author"] * 3


def test_when_closed_words_can_be_taken_back_and_marks_stay(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, "a", 4))
    trial.schedule(Phase(closes_at=NOW + timedelta(hours=1)))
    trial.withdraw(trial.back(who, at=NOW + timedelta(hours=1)))
    assert trial.counts() == {4: 1}
    assert rows(trial)[0].removed == "by its author"


def test_when_closed_without_words_nothing_can_be_taken_back(trial: Trial) -> None:
    who = somebody()
    trial.react(trial.mark(4, who))
    trial.schedule(Phase(closes_at=NOW))
    with pytest.raises(Closed):
        trial.withdraw(trial.back(who))
    assert trial.counts() == {4: 1}


def test_words_can_be_taken_back_from_a_withdrawn_widget(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, "a"))
    trial.write(lambda conn: widgets.withdraw(conn, trial.widget, at=NOW))
    assert trial.withdraw(trial.back(who)).number == 1


def test_a_retry_of_a_withdrawal_does_not_take_back_what_came_later(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, "a", 4))
    back = trial.back(who)
    trial.withdraw(back)
    trial.act(trial.deed(who, "b", 5))
    again = trial.withdraw(back)
    assert (again.repeated, again.number) == (True, 1)
    assert trial.counts() == {5: 1}


def test_what_staff_removed_stays_removed_for_its_reason(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, "a", 4))
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 1, "spam", at=NOW))
    trial.withdraw(trial.back(who))
    assert rows(trial)[0].removed == "spam"


def test_nothing_is_withdrawn_from_an_unknown_widget(trial: Trial) -> None:
    with pytest.raises(NotFound):
        trial.withdraw(replace(trial.back(somebody()), widget=999))


def test_withdrawing_nothing_is_no_failure(trial: Trial) -> None:
    assert trial.withdraw(trial.back(somebody())).number is None
