# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff says of contributions: nothing is overwritten, the log tells it, the queue and the kept count follow."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from meedoen.errors import Conflict, NotFound
from meedoen.official import OutcomeState
from meedoen.records_answers import Decision, What
from meedoen.records_moderation import ERASED
from meedoen.records_staff import Member, Profile
from meedoen.store import accounts, answered, answers, contributions, erasure, events, members, standing, views, waiting
from meedoen.store.schema import contribution
from meedoen.values import Item, Items, Reads
from tests.server.answering import erased
from tests.server.store.trial import NOW, REASON, Trial, cost, somebody

USED = Decision(OutcomeState.USED, "Het pad wordt breder.", ("https://gouda.example/besluit",))
READ = Decision(OutcomeState.READ, "")


def official(trial: Trial, name: str = "Fatima de Wit", *, show_name: bool = True) -> Member:
    def unit(conn: Any) -> Member:
        account = accounts.add(conn, f"{len(name)}@gouda.example", password="", language="nl", at=NOW)
        profile = Profile(name, "Adviseur", "Burgerzaken", show_name)
        return members.join(conn, account, trial.organisation, profile, [], at=NOW)

    return trial.write(unit)


def written(trial: Trial, *texts: str) -> list[bytes]:
    people = [somebody() for _text in texts]
    for at, (who, text) in enumerate(zip(people, texts, strict=True)):
        trial.act(trial.deed(who, text, at=NOW + timedelta(minutes=at)))
    return people


def queue(trial: Trial, what: What = What.ANSWER, most: int = 9, **more: Any) -> list[int]:
    of = trial.organisation.id
    return [line.number for line in trial.read(lambda conn: waiting.page(conn, of, what, most, **more))]


def listed(trial: Trial) -> list[Item]:
    return list(trial.read(lambda conn: views.read(conn, trial.widget, Reads(items=Items(REASON)))).items)


def reply(trial: Trial, by: Member, *numbers: int, text: str = "Dank u.") -> list[int]:
    return trial.write(lambda conn: answers.reply(conn, trial.widget, numbers, text, by, at=NOW))


def decide(trial: Trial, by: Member, *numbers: int, decision: Decision = USED) -> list[int]:
    return trial.write(lambda conn: answers.decide(conn, trial.widget, numbers, decision, by, at=NOW))


def covered(trial: Trial) -> int:
    return trial.read(lambda conn: answers.coverage(conn, trial.widget.id, [REASON])).with_outcome


def lines(trial: Trial, most: int) -> list[tuple[str, int | None]]:
    found = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, most))
    return [(line.kind, line.number) for line in found]


def test_a_reply_stands_with_who_gave_it_and_corrections_keep_what_was_said(trial: Trial) -> None:
    written(trial, "Te smal.")
    fatima, joris = official(trial), official(trial, "Joris", show_name=False)
    before = trial.store.pulse.words(trial.widget.id)
    assert reply(trial, fatima, 1) == [1]
    assert trial.store.pulse.words(trial.widget.id) != before
    later = NOW + timedelta(days=1)
    trial.write(lambda conn: answers.correct(conn, trial.widget, 1, 1, "Dank u wel.", joris, at=later))
    [found] = listed(trial)[0].replies
    assert (found.text, found.speaker.who, found.speaker.organisation) == (
        "Dank u wel.",
        "Adviseur, Burgerzaken",
        "Gemeente Gouda",
    )
    assert (found.at, found.corrected) == (NOW, later)
    assert [(one.text, one.speaker.who, one.at) for one in found.earlier] == [
        ("Dank u.", "Fatima de Wit, Burgerzaken", NOW)
    ]
    assert lines(trial, 2) == [("reply corrected", 1), ("replied", 1)]
    told = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, 9))
    assert "Dank" not in json.dumps([dict(line.data) for line in told])


def test_the_same_by_a_second_press_is_said_once(trial: Trial) -> None:
    written(trial, "Te smal.")
    by = official(trial)
    for _press in range(2):
        reply(trial, by, 1)
        decide(trial, by, 1)
        trial.write(lambda conn: answers.correct(conn, trial.widget, 1, 1, "Dank u.", by, at=NOW))
    [item] = listed(trial)
    assert len(item.replies) == 1
    assert item.outcome is not None
    assert item.outcome.earlier == ()
    assert lines(trial, 3) == [("outcome", 1), ("replied", 1), ("contributed", 1)]


def test_an_outcome_holds_and_those_before_it_stay(trial: Trial) -> None:
    written(trial, "Te smal.")
    by = official(trial)
    decide(trial, by, 1, decision=READ)
    assert covered(trial) == 0
    decide(trial, by, 1)
    outcome = listed(trial)[0].outcome
    assert outcome is not None
    assert (outcome.state, outcome.reason, tuple(outcome.links)) == (OutcomeState.USED, USED.reason, USED.links)
    assert [one.state for one in outcome.earlier] == [OutcomeState.READ]
    assert covered(trial) == 1
    decide(trial, by, 1, decision=READ)
    assert (covered(trial), queue(trial, What.OUTCOME)) == (0, [1])


def test_what_is_answered_in_bulk_leaves_out_what_stands_no_longer(trial: Trial) -> None:
    people = written(trial, "a", "b", "c", "d")
    by = official(trial)
    trial.withdraw(trial.back(people[1]))
    assert reply(trial, by, 1, 2, 4) == [1, 4]
    assert decide(trial, by, 1, 2, 4) == [1, 4]
    assert [(item.number, len(item.replies)) for item in listed(trial)] == [(4, 1), (3, 0), (2, 0), (1, 1)]
    assert queue(trial) == [3]
    with pytest.raises(NotFound):
        reply(trial, by, 2, 99)


def test_the_queue_has_the_oldest_first_and_a_reply_leaves_the_outcome_to_be_given(trial: Trial) -> None:
    written(trial, "a", "b", "c")
    other = trial.place("brug")
    trial.act(trial.deed(somebody(), "d", widget=other))
    by = official(trial)
    assert queue(trial) == [1, 1, 2, 3], "that of the bridge has waited as long as the first"
    assert queue(trial, widgets=[trial.widget.id]) == [1, 2, 3]
    assert queue(trial, most=2, after=(NOW, other.id, 1)) == [2, 3]
    assert queue(trial, widgets=[]) == []
    reply(trial, by, 2)
    assert (queue(trial, widgets=[trial.widget.id]), queue(trial, What.OUTCOME)) == ([1, 3], [2])
    decide(trial, by, 2)
    assert queue(trial, What.OUTCOME) == []


def test_the_queue_costs_the_same_however_much_was_answered(trial: Trial) -> None:
    by = official(trial)

    def page() -> int:
        of = trial.organisation.id
        return trial.read(lambda conn: cost(conn, lambda: waiting.page(conn, of, What.ANSWER, 9)))

    written(trial, "a")
    first = page()
    numbers = range(2, 302)
    row = {"widget": trial.widget.id, "kind": REASON, "target": "", "data": {}, "assurance": 2, "tag": b""}
    rows = [row | {"number": number, "participant": somebody(), "created": NOW} for number in numbers]
    trial.write(lambda conn: conn.execute(insert(contribution), rows))
    trial.write(lambda conn: standing.count(conn, trial.widget.id, REASON, "", len(rows)))

    def wait(conn: Any) -> None:
        for one in numbers:
            waiting.add(conn, trial.widget.id, one, What.ANSWER, organisation=trial.organisation.id, since=NOW)

    trial.write(wait)
    decide(trial, by, *numbers)
    trial.analyse()
    assert page() <= first * 1.5


def test_the_author_says_whether_it_is_right(trial: Trial) -> None:
    written(trial, "Te smal.")
    by = official(trial)

    def confirm(*, agrees: bool, text: str = "") -> None:
        trial.write(
            lambda conn: answered.confirm(conn, trial.widget, 1, agrees=agrees, text=text, at=NOW + timedelta(days=1))
        )

    with pytest.raises(Conflict):
        confirm(agrees=True)
    decide(trial, by, 1)
    confirm(agrees=False, text="Het pad is nog even smal.")
    outcome = listed(trial)[0].outcome
    assert outcome is not None
    assert (outcome.agrees, outcome.remark) == (False, "Het pad is nog even smal.")
    assert queue(trial, What.OBJECTION) == [1]
    confirm(agrees=True)
    assert queue(trial, What.OBJECTION) == []
    confirm(agrees=False)
    reply(trial, by, 1)
    assert queue(trial, What.OBJECTION) == [], "who replied has dealt with it"
    confirm(agrees=False)
    decide(trial, by, 1, decision=Decision(OutcomeState.PARTLY, "Half."))
    outcome = listed(trial)[0].outcome
    assert outcome is not None
    assert outcome.agrees is None, "of another outcome he has not said anything yet"


def test_of_what_was_taken_back_nothing_is_told_and_nothing_waits(trial: Trial) -> None:
    people = written(trial, "a", "b")
    by = official(trial)
    reply(trial, by, 1, 2)
    decide(trial, by, 1, 2)
    trial.withdraw(trial.back(people[0]))
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 2, "spam", at=NOW))
    assert [(item.replies, item.outcome) for item in listed(trial)] == [((), None)] * 2
    assert covered(trial) == 0
    with pytest.raises(NotFound):
        decide(trial, by, 1)


def test_erasure_blanks_what_was_kept_and_its_line_in_the_log_stays(trial: Trial) -> None:
    written(trial, "heel herkenbare woorden")
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 1, "spam", at=NOW))
    for _press in range(2):
        trial.write(lambda conn: erasure.ask(conn, trial.widget, 1, at=NOW))
    assert queue(trial, What.ERASURE) == [1]
    trial.write(lambda conn: erased(conn, trial.widget, 1, at=NOW))
    [row] = trial.read(lambda conn: list(conn.execute(select(contribution))))
    assert (row.data, row.tag, row.removed) == ({}, b"", "spam")
    assert queue(trial, What.ERASURE) == []
    assert lines(trial, 9)[:4] == [("erased", 1), ("erasure asked", 1), ("removed", 1), ("contributed", 1)]


def test_erasure_takes_away_what_stands(trial: Trial) -> None:
    written(trial, "heel herkenbare woorden")
    decide(trial, official(trial), 1)
    trial.write(lambda conn: answered.confirm(conn, trial.widget, 1, agrees=False, text="mijn naam", at=NOW))
    trial.write(lambda conn: erased(conn, trial.widget, 1, at=NOW))
    [item] = listed(trial)
    assert (item.data, item.removed, covered(trial), queue(trial, What.OBJECTION)) == ({}, ERASED, 0, [])
    [(_replies, outcome)] = trial.read(lambda conn: answered.said(conn, trial.widget.id, [1])).values()
    assert outcome is not None
    assert outcome.remark == ""


def test_a_name_that_may_be_known_no_longer_is_gone_where_it_stood(trial: Trial) -> None:
    written(trial, "a")
    by = official(trial)
    reply(trial, by, 1)
    before = trial.store.pulse.words(trial.widget.id)
    hidden = Profile("Fatima de Wit", "Handhaver", "Veiligheid", show_name=False)
    trial.write(lambda conn: members.set_profile(conn, by, hidden, at=NOW))
    assert trial.store.pulse.words(trial.widget.id) != before
    assert listed(trial)[0].replies[0].speaker.who == "Adviseur, Burgerzaken", "as what he was when he said it"


def test_each_has_an_archive_of_what_he_said_where(trial: Trial) -> None:
    written(trial, "a", "b")
    by, other = official(trial), official(trial, "Joris")
    reply(trial, by, 1, 2)
    decide(trial, by, 2)
    reply(trial, other, 1, text="Van een ander.")
    first = trial.read(lambda conn: answers.of_member(conn, by.id, answers.NEWEST, 2))
    rest = trial.read(lambda conn: answers.of_member(conn, by.id, first[-1].id, 2))
    assert [(one.number, one.state) for one in [*first, *rest]] == [(2, OutcomeState.USED), (2, None), (1, None)]
