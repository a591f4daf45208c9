# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Subjects: made on first use, and no more than there may be."""

from __future__ import annotations

from sqlalchemy import select

from meedoen.errors import Closed, Conflict
from meedoen.records import Mark, Phase, Stored
from meedoen.store.schema import part
from tests.server.store.trial import NOW, Trial, somebody


def made(trial: Trial) -> list[tuple[str, str]]:
    rows = trial.read(lambda conn: conn.execute(select(part.c.key, part.c.label).order_by(part.c.key)).all())
    return [(row.key, row.label) for row in rows]


def subject(trial: Trial, key: str, most: int = 2) -> Mark:
    return trial.mark(1, target=key, part=f"Pagina {key}", parts_most=most)


def test_a_subject_is_made_once_however_many_wait(trial: Trial) -> None:
    answers = trial.react(*(subject(trial, "/a") for _ in range(5)), subject(trial, "/b"))
    assert all(isinstance(answer, Stored) for answer in answers)
    trial.react(subject(trial, "/a"))
    assert made(trial) == [("/a", "Pagina /a"), ("/b", "Pagina /b")]
    assert trial.counts("/a") == {1: 6}


def test_one_too_many_is_refused_and_known_ones_are_not(trial: Trial) -> None:
    trial.react(subject(trial, "/a"))
    known, last, many, many_again = trial.react(*(subject(trial, key) for key in ("/a", "/b", "/c", "/c")))
    assert [type(answer) for answer in (known, last, many, many_again)] == [Stored, Stored, Conflict, Conflict]
    assert [key for key, _ in made(trial)] == ["/a", "/b"]
    assert isinstance(trial.react(subject(trial, "/d"))[0], Conflict)
    assert trial.counts("/c") == {}


def test_a_deed_makes_its_subject(trial: Trial) -> None:
    trial.act(trial.deed(somebody(), "a", 4, target="/a", part="Pagina /a", parts_most=1))
    assert made(trial) == [("/a", "Pagina /a")]


def test_a_refused_mark_makes_no_subject(trial: Trial) -> None:
    trial.schedule(Phase(closes_at=NOW))
    assert isinstance(trial.react(subject(trial, "/a"))[0], Closed)
    assert made(trial) == []
