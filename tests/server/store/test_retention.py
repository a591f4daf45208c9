# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The end of the time for which it is kept who said what: set by set, until nothing is left but what may stay."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from meedoen.official import OutcomeState
from meedoen.records_answers import Decision
from meedoen.records_moderation import OVER
from meedoen.records_staff import Profile
from meedoen.store import accounts, answers, contributions, members, retention, tracker
from meedoen.store.retention import Upto
from meedoen.store.schema import act, contribution, reaction, receipt
from tests.server.store.trial import DAY, NOW, Trial, somebody

SECRET = "Mijn achternaam is Van Voorbeeld."
CODE = b"c" * 32
NOTHING = Upto()


def blanked(trial: Trial, most: int = 1000, upto: Upto = NOTHING) -> tuple[int, Upto]:
    return trial.write(partial(retention.blank, of=trial.widget, most=most, upto=upto, at=NOW))


def answered(trial: Trial, number: int) -> None:
    """By staff, and settled."""

    def unit(conn: Any) -> None:
        account = accounts.add(conn, "a@b.example", password="", language="nl", at=NOW)
        by = members.join(conn, account, trial.organisation, Profile("A", "B", "C"), [], at=NOW)
        answers.reply(conn, trial.widget, [number], "Dank u.", by, at=NOW)
        answers.decide(conn, trial.widget, [number], Decision(OutcomeState.PARTLY, "Zo is het.", ()), by, at=NOW)

    trial.write(unit)


def test_words_go_and_counts_and_answers_stay(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, SECRET, 3, code_hash=CODE))
    trial.act(trial.deed(somebody(), "Nog iets."))
    trial.react(*(trial.mark(value) for value in (1, 3, 3)))
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 2, "spam", at=NOW))
    answered(trial, 1)
    before = trial.counts(), trial.days()
    assert blanked(trial)[0] == 6
    assert (trial.counts(), trial.days()) == before == ({1: 1, 3: 3}, {DAY: {1: 1, 3: 3}})
    rows = trial.read(lambda conn: conn.execute(select(contribution).order_by(contribution.c.number)).all())
    assert [(row.data, row.tag, row.once, row.removed) for row in rows] == [
        ({}, b"", None, OVER),
        ({}, b"", None, "spam"),
    ]
    marks = trial.read(lambda conn: conn.execute(select(reaction)).all())
    people = [row.participant for row in (*rows, *marks)]
    assert len(set(people)) == 6, "nobody is on two of them any more"
    assert who not in people
    assert all(row.tag == b"" for row in marks)
    for sought in (select(receipt), select(act)):
        assert trial.read(partial(Connection.execute, statement=sought)).all() == []
    assert trial.read(partial(tracker.by_code, organisation_id=trial.organisation.id, code_hash=CODE)) is None


def test_it_is_done_in_sets_and_once(trial: Trial) -> None:
    for n in range(5):
        trial.act(trial.deed(somebody(), f"Woord {n}", 2, once=False))
    done, upto = [], NOTHING
    for _ in range(5):
        n, upto = blanked(trial, 2, upto)
        done.append(n)
    assert done == [4, 4, 2, 0, 0]
    assert blanked(trial)[0] == 0, "from the beginning too"
    assert trial.counts() == {2: 5}
    other = trial.place("ander")
    trial.react(trial.mark(1, widget=other))
    assert blanked(trial)[0] == 0
    assert trial.counts(widget=other) == {1: 1}


def test_who_comes_after_it_is_somebody_again(trial: Trial) -> None:
    who = somebody()
    trial.react(trial.mark(1, who))
    blanked(trial)
    trial.react(trial.mark(3, who))
    assert trial.counts() == {1: 1, 3: 1}
