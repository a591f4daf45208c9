# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding words: each is found from when it stands until it goes, and never in another organisation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from meedoen.official import OutcomeState
from meedoen.records_answers import Decision
from meedoen.records_figures import Sort
from meedoen.search_words import words_of
from meedoen.store import answers, contributions, following, jobs, organisations, search, widgets
from meedoen.store.schema import first_answer, month_count, searched
from tests.server.answering import erased
from tests.server.store.test_answers import official, reply, written
from tests.server.store.trial import NOW, Trial, cost, somebody


def found(trial: Trial, asked: str, **more: object) -> list[tuple[str, int]]:
    """Whose words, and the number of the contribution."""
    words = words_of(asked)
    hits = trial.read(lambda conn: search.find(conn, trial.organisation.id, words, 20, **more))  # type: ignore[arg-type]
    return [(hit.sort.value, hit.number) for hit in hits]


def numbers(trial: Trial, asked: str) -> list[int]:
    return [number for _sort, number in found(trial, asked)]


def index(conn: Connection) -> list[list[tuple[object, ...]]]:
    """All that follows from the log, less the ids, which say in what order it came."""
    rows = conn.execute(select(*(column for column in searched.c if column.name != "id"))).all()
    tables = [conn.execute(select(one)).all() for one in (month_count, first_answer)]
    return [sorted(map(tuple, one)) for one in (rows, *tables)]


ASKED = {
    "fietspad": [2, 1],
    "FIETS": [2, 1, 0],
    "creche fiets": [1],
    "crèche": [1],
    "smal fiets": [2],
    "boom": [],
    "is te": [2],
    "i": [],
    "": [],
    "  ,.- ": [],
    '" OR text:*': [],
    "fietspad' & !(x": [],
    "ideeen": [3],
    "2026-05": [3],
    "gouda": [3],
}


def test_words_are_found_without_accents_and_as_they_begin(trial: Trial) -> None:
    written(trial, "Een fietspad naar de crèche.", "Het fietspad is te smal.", "Ideeën van 2026-05, bij gouda.nl")
    assert {asked: numbers(trial, asked) for asked in ASKED} == ASKED


def test_answers_are_found_and_their_corrections(trial: Trial) -> None:
    written(trial, "Te smal.")
    fatima = official(trial)
    reply(trial, fatima, 1, text="Wij meten het bruggetje na.")
    decision = Decision(OutcomeState.USED, "De verbreding is besteld.")
    trial.write(lambda conn: answers.decide(conn, trial.widget, [1], decision, fatima, at=NOW))
    assert (found(trial, "bruggetje"), found(trial, "verbreding")) == ([("answer", 1)], [("answer", 1)])
    trial.write(lambda conn: answers.correct(conn, trial.widget, 1, 1, "Wij meten de sluis.", fatima, at=NOW))
    assert (found(trial, "bruggetje"), found(trial, "sluis")) == ([], [("answer", 1)])
    assert found(trial, "smal", sort=Sort.ANSWER) == found(trial, "sluis", sort=Sort.WIDGET) == []


def test_a_widget_is_found_by_its_title_and_its_settings(trial: Trial) -> None:
    settings = {"question": "Hoe is de oversteek?", "options": [{"label": "Zebrapad"}], "shown": True}
    trial.write(lambda conn: widgets.change(conn, trial.widget, at=NOW, settings=settings))
    assert found(trial, "oversteek") == found(trial, "zebrapad fietsen") == [("widget", 0)]
    trial.write(lambda conn: widgets.change(conn, trial.widget, at=NOW, title="Lopen"))
    assert found(trial, "fietsen") == []
    trial.write(lambda conn: widgets.close(conn, trial.widget, at=NOW, closing_text="Dank voor uw stem."))
    assert found(trial, "dank") == [("widget", 0)]


def test_nothing_of_another_organisation_is_found(trial: Trial) -> None:
    other = trial.write(lambda conn: organisations.add(conn, "delft", "Delft", at=NOW))
    trial.place("smal", other)
    written(trial, "Te smal.")
    assert numbers(trial, "smal") == [1]
    assert [hit.number for hit in trial.read(lambda conn: search.find(conn, other.id, ["smal"], 20))] == [0]


def test_the_list_goes_on_behind_its_last_row(trial: Trial) -> None:
    written(trial, *(f"Smal {number}" for number in range(7)))
    pages, before = [], search.NEWEST
    while page := trial.read(lambda conn: search.find(conn, trial.organisation.id, ["smal"], 3, before=before)):  # noqa: B023
        pages.append([hit.number for hit in page])
        before = page[-1].id
    assert pages == [[7, 6, 5], [4, 3, 2], [1]]


GONE = {
    "withdrawn": lambda trial, who: trial.withdraw(trial.back(who)),
    "removed": lambda trial, _who: trial.write(
        lambda conn: contributions.remove(conn, trial.widget, 1, "spam", at=NOW)
    ),
    "erased": lambda trial, _who: trial.write(lambda conn: erased(conn, trial.widget, 1, at=NOW)),
    "edited": lambda trial, who: trial.act(trial.deed(who, "Iets anders.")),
}


@pytest.mark.parametrize("how", GONE)
def test_words_that_are_gone_are_found_no_more(trial: Trial, how: str) -> None:
    [who] = written(trial, "Een herkenbare zin.")
    reply(trial, official(trial), 1, text="Een olifant als antwoord.")
    GONE[how](trial, who)
    assert found(trial, "herkenbare") == []
    assert (found(trial, "olifant") == []) is (how != "edited")


def test_words_that_are_gone_leave_the_file(sqlite: Trial) -> None:
    """FTS5 keeps them in its pages until these are merged."""
    written(sqlite, *(f"Gewone zin {number}" for number in range(50)))
    who = somebody()
    sqlite.act(sqlite.deed(who, "Een herkenbare zin."))
    sqlite.withdraw(sqlite.back(who))
    [job] = sqlite.write(lambda conn: jobs.claim(conn, NOW + timedelta(minutes=10)))
    assert job.kind == following.FORGET_WORDS
    sqlite.forget_words()
    sqlite.close()
    assert b"herkenba" not in sqlite.path.read_bytes().lower()
    sqlite.store = sqlite.open()
    assert len(numbers(sqlite, "gewone")) == 20


def test_made_anew_it_is_as_it_was_kept(trial: Trial) -> None:
    people = written(trial, *(f"Smal {number}" for number in range(5)))
    fatima = official(trial)
    reply(trial, fatima, 1, 2, text="Dank.")
    reply(trial, fatima, 2, text="Nogmaals dank.")
    trial.write(lambda conn: answers.decide(conn, trial.widget, [3], Decision(OutcomeState.USED, "Ja"), fatima, at=NOW))
    trial.write(lambda conn: answers.decide(conn, trial.widget, [4], Decision(OutcomeState.READ, "Zo"), fatima, at=NOW))
    trial.withdraw(trial.back(people[0]))
    kept = trial.read(index)
    assert len(kept[2]) == 3  # the first is withdrawn, and was answered
    trial.write(following.renew_all)
    assert trial.read(index) == kept
    assert numbers(trial, "dank") == [2, 2]
    assert trial.write(following.clear) == [trial.widget.id]
    assert numbers(trial, "dank") == []
    steps = [0]
    while (after := trial.write(lambda conn: following.renew(conn, trial.widget.id, steps[-1], 2))) is not None:
        steps.append(after)
    assert steps == [0, 2, 4, 5]
    assert trial.read(index) == kept


def test_a_page_costs_the_same_however_much_there_is(sqlite: Trial) -> None:
    """Of a small table PostgreSQL reads all, whatever is asked."""

    def search_costs() -> int:
        words = words_of("smal")
        return sqlite.read(lambda conn: cost(conn, lambda: search.find(conn, sqlite.organisation.id, words, 5)))

    written(sqlite, *["Smal"] * 20)
    before = search_costs()
    written(sqlite, *["Smal"] * 80)
    assert search_costs() < 2 * before
