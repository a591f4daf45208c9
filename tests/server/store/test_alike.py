# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is alike is found from when it stands until it goes, on both databases in the same order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import Connection, select, text

from meedoen import limits
from meedoen.records_moderation import Decision, Ground, Verdict, Words
from meedoen.store import alike, contributions, following, moderation, retention
from meedoen.store.schema import alike as kept
from meedoen.store.schema import alike_count
from meedoen.store.trials import wipe
from meedoen.values import Message
from tests.server.answering import erased
from tests.server.store.test_answers import official, written
from tests.server.store.trial import NOW, REASON, Trial, cost, somebody

ROOM = [
    "Hoe vraag ik een parkeervergunning aan?",
    "Wanneer wordt het grofvuil opgehaald?",
    "Mijn rijbewijs is verlopen, wat nu?",
    "Vergunning om te parkeren voor mijn moeder",
    "Crèche in de wijk gezocht",
]


def found(trial: Trial, asked: str, most: int = 5, kind: str = REASON, of: int = 0) -> list[int]:
    return trial.read(lambda conn: alike.find(conn, of or trial.widget.id, kind, asked, most))


def index(conn: Connection) -> tuple[list[tuple[object, ...]], Mapping[str, int]]:
    """All of it, less the ids."""
    rows = conn.execute(select(*(column for column in kept.c if column.name != "id"))).all()
    counts = conn.execute(select(alike_count.c.term, alike_count.c.count)).all()
    return sorted(map(tuple, rows)), dict(counts)


def check(trial: Trial) -> None:
    """The kept counts are those of the rows, and what is found by a term is what has it."""
    rows, counts = trial.read(index)
    recount = Counter(term for row in rows for term in str(row[-1]).split())
    assert counts == ({**recount, "": len(rows)} if rows else {})
    if trial.url.startswith("sqlite"):
        trial.write(lambda conn: conn.execute(text("INSERT INTO alike_terms (alike_terms) VALUES ('integrity-check')")))


ASKED = {
    "vergunning voor parkeren": [4, 1],
    "PARKEER vergunning": [4, 1],
    "parkeervergunnig": [1, 4],
    "grof vuil": [2],
    "creche": [5],
    "crèche": [5],
    "verloopt rijbewijs": [3],
    "hoe is het": [],
    "": [],
    "' & !(x \" OR terms:*": [],
    "zwembad": [],
    "w" * 3_000: [],
}


def test_compounds_forms_and_slips_of_the_pen_are_found(trial: Trial) -> None:
    written(trial, *ROOM)
    assert {asked: found(trial, asked) for asked in ASKED} == ASKED
    assert len(found(trial, "vergunning", most=1)) == 1
    other = trial.place("afval")
    assert found(trial, "grofvuil", of=other.id) == found(trial, "grofvuil", kind="question") == []
    check(trial)


GONE = {
    "withdrawn": lambda trial, who: trial.withdraw(trial.back(who)),
    "removed": lambda trial, _who: trial.write(
        lambda conn: contributions.remove(conn, trial.widget, 1, "spam", at=NOW)
    ),
    "erased": lambda trial, _who: trial.write(lambda conn: erased(conn, trial.widget, 1, at=NOW)),
    "edited": lambda trial, who: trial.act(trial.deed(who, "Iets anders.")),
    "kept no longer": lambda trial, _who: trial.write(
        lambda conn: retention.blank(conn, trial.widget, 9, retention.Upto(), at=NOW)
    ),
    "of a trial": lambda trial, _who: trial.write(lambda conn: wipe(conn, trial.widget, at=NOW)),
}


@pytest.mark.parametrize("how", GONE)
def test_words_that_are_gone_are_found_no_more(trial: Trial, how: str) -> None:
    [who] = written(trial, "Een herkenbare zin.")
    assert found(trial, "herkenbaar") == [1]
    GONE[how](trial, who)
    assert found(trial, "herkenbaar") == []
    assert found(trial, "anders") == ([1] if how == "edited" else [])
    check(trial)


def test_what_is_held_is_found_once_it_stands(trial: Trial) -> None:
    looked_at = Words(lambda _around: [Message("It holds a link.")])
    trial.act(replace(trial.deed(somebody(), "Een herkenbare zin."), words={REASON: looked_at}))
    assert found(trial, "herkenbaar") == []
    fatima = official(trial)
    for given, numbers in [
        (Decision(Verdict.RELEASED), [1]),
        (Decision(Verdict.REMOVED, Ground.SPAM), []),
        (Decision(Verdict.RESTORED), [1]),
    ]:
        trial.write(lambda conn: moderation.decide(conn, trial.widget, 1, given, fatima, {}, at=NOW))  # noqa: B023
        assert found(trial, "herkenbaar") == numbers
    check(trial)


def test_words_that_are_gone_leave_the_file(sqlite: Trial) -> None:
    written(sqlite, *(f"Gewone zin {number}" for number in range(50)))
    who = somebody()
    sqlite.act(sqlite.deed(who, "Een herkenbare zin."))
    sqlite.withdraw(sqlite.back(who))
    sqlite.forget_words()
    check(sqlite)
    sqlite.close()
    assert b"kenba" not in sqlite.path.read_bytes().lower()  # FTS5 writes of a term what the one before has not
    sqlite.store = sqlite.open()
    assert len(found(sqlite, "gewone")) == 5


def test_made_anew_it_is_as_it_was_kept(trial: Trial) -> None:
    written(trial, *ROOM)
    kept_so = trial.read(index)
    trial.write(following.clear)
    assert (found(trial, "grofvuil"), trial.read(index)) == ([], ([], {}))
    trial.write(following.renew_all)
    assert trial.read(index) == kept_so
    assert found(trial, "grofvuil") == [2]


def test_a_search_costs_the_same_however_much_there_is(sqlite: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is everywhere is looked at among the newest; what is rare is found however old it is."""
    monkeypatch.setattr(limits, "ALIKE_ROWS_READ_MAX", 20)
    monkeypatch.setattr(limits, "ALIKE_RANKED_MAX", 10)

    def costs(asked: str) -> int:
        return sqlite.read(lambda conn: cost(conn, lambda: alike.find(conn, sqlite.widget.id, REASON, asked, 5)))

    written(sqlite, "Parkeren bij het zwembad", *["Parkeren"] * 20)
    before = [costs("parkeren"), costs("parkeren bij zwembad")]
    written(sqlite, *["Parkeren"] * 80)
    assert [costs("parkeren") / before[0] < 2, costs("parkeren bij zwembad") / before[1] < 2] == [True, True]
    assert found(sqlite, "parkeren") == [101, 100, 99, 98, 97]
    assert found(sqlite, "parkeren bij zwembad") == [1]
