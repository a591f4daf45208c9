# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contributions by number: removing one, and what stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from meedoen.errors import NotFound
from meedoen.store import contributions, events
from meedoen.store.schema import contribution
from tests.server.store.trial import NOW, SCORE, Trial, somebody


def remove(trial: Trial, number: int, reason: str = "spam") -> None:
    trial.write(lambda conn: contributions.remove(conn, trial.widget, number, reason, at=NOW))


def test_a_removed_one_is_a_tombstone_and_its_row_keeps_the_words(trial: Trial) -> None:
    trial.act(trial.deed(somebody(), "Koop nu", 4, code_hash=b"h" * 32))
    remove(trial, 1)
    item = trial.read(lambda conn: contributions.by_number(conn, trial.widget.id, 1, SCORE))
    assert (item.data, item.removed, item.mark) == ({}, "spam", None)
    [row] = trial.read(lambda conn: list(conn.execute(select(contribution))))
    assert (row.data, row.removed_at) == ({"text": "Koop nu"}, NOW)
    receipt = trial.read(lambda conn: contributions.by_receipt(conn, b"h" * 32))
    assert receipt is not None
    assert receipt.removed == "spam"


def test_removing_is_one_line_of_the_log_with_its_reason(trial: Trial) -> None:
    trial.act(trial.deed(somebody(), "Koop nu"))
    remove(trial, 1)
    line = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, 1))[0]
    assert (line.kind, line.role, line.number, dict(line.data)) == ("removed", "staff", 1, {"reason": "spam"})


def test_one_that_is_not_there_cannot_be_removed(trial: Trial) -> None:
    trial.act(trial.deed(somebody(), "Koop nu"))
    remove(trial, 1)
    for number in (1, 2):
        with pytest.raises(NotFound):
            remove(trial, number)


def test_the_score_beside_removed_words_still_counts(trial: Trial) -> None:
    trial.act(trial.deed(somebody(), "Koop nu", 4))
    remove(trial, 1)
    assert trial.counts() == {4: 1}


def test_by_number(trial: Trial) -> None:
    for words in ("a", "b"):
        trial.act(trial.deed(somebody(), words, 3))
    found = trial.read(lambda conn: contributions.by_numbers(conn, trial.widget.id, [2, 1, 7], SCORE))
    assert {number: (item.data["text"], item.mark) for number, item in found.items()} == {1: ("a", 3), 2: ("b", 3)}
    with pytest.raises(NotFound):
        trial.read(lambda conn: contributions.by_number(conn, trial.widget.id, 7))


def test_what_is_ones_own_is_nobody_elses(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, "a", 3))
    trial.act(trial.deed(who, "elders", 4, target="x"))
    trial.act(trial.deed(somebody(), "b", 5))
    own = trial.read(lambda conn: contributions.own(conn, trial.widget.id, "", who))
    assert (own.marks, [words[1] for words in own.words.values()]) == ({SCORE: 3}, [{"text": "a"}])
