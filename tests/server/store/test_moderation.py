# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is held or removed is in no list and no count, and comes back with all that belonged to it.

The fixture holds that a recount agrees after each of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from meedoen import limits
from meedoen.effects import Contribute, React
from meedoen.errors import Conflict, Forbidden, NotFound, Removed
from meedoen.official import OutcomeState
from meedoen.participation import signals
from meedoen.records import Deed
from meedoen.records_answers import Decision as Answered
from meedoen.records_answers import What
from meedoen.records_moderation import ERASED, HELD, WITHDRAWN, Around, Case, Decision, Ground, Report, Verdict, Words
from meedoen.records_staff import Member, Profile
from meedoen.store import (
    accounts,
    answers,
    contributions,
    events,
    holding,
    members,
    moderation,
    reports,
    search,
    shut_outs,
    standing,
    waiting,
)
from meedoen.store.authors import CLOCK
from meedoen.values import say
from tests.server.answering import erased
from tests.server.store.trial import NOW, REASON, Trial, most_liked, somebody

ORDERS = {"liked": most_liked}
SPAM = Decision(Verdict.REMOVED, Ground.SPAM, "Een aanbieding.", "Geen reclame.")
STANDS = Decision(Verdict.RELEASED)
LONG = "Dit plan is slecht voor de bomen langs de Vliet, en wie daar woont weet dat."


@pytest.fixture
def judge(trial: Trial) -> Member:
    account = trial.write(lambda conn: accounts.add(conn, "mo@gouda.example", password="", language="nl", at=NOW))
    profile = Profile("Mo", "Moderator")
    return trial.write(lambda conn: members.join(conn, account, trial.organisation, profile, [], at=NOW))


def writing(trial: Trial, who: bytes, text: str, **more: Any) -> int | None:
    """Words that the server looks at, as the write path sends them."""
    deed = trial.deed(who, text, **more)
    looked_at = {REASON: signals.looked_at({"text": text}, trial.organisation.uid)}
    return trial.act(replace(deed, words=looked_at)).number


def held(trial: Trial, who: bytes, text: str = "Kijk hier.", **more: Any) -> int | None:
    deed = trial.deed(who, text, **more)
    return trial.act(replace(deed, words={REASON: Words(lambda _around: [say("Look.")])})).number


def decide(trial: Trial, by: Member, given: Decision, number: int = 1) -> Any:
    return trial.write(lambda conn: moderation.decide(conn, trial.widget, number, given, by, ORDERS, at=NOW))


def case(trial: Trial, number: int = 1) -> Case:
    return trial.read(lambda conn: moderation.case(conn, trial.widget, number, NOW))


def waits(trial: Trial) -> Mapping[str, list[int]]:
    found = {}
    for what in What:
        page = trial.read(lambda conn, what=what: waiting.page(conn, trial.organisation.id, what, 10))  # type: ignore[misc]
        found[what.value] = [one.number for one in page]
    return {what: numbers for what, numbers in found.items() if numbers}


def counted(trial: Trial) -> int:
    return trial.read(lambda conn: standing.how_many(conn, trial.widget.id, REASON, None))


def seen(trial: Trial) -> tuple[list[int], list[int], int]:
    """By date, by liking, and how many."""
    return trial.numbers(), trial.numbers(order="liked"), counted(trial)


def found(trial: Trial, word: str) -> list[int]:
    hits = trial.read(lambda conn: search.find(conn, trial.organisation.id, [word], 10))
    return [one.number for one in hits]


def test_what_is_held_is_nowhere_until_it_is_released(trial: Trial, judge: Member) -> None:
    who = somebody()
    assert held(trial, who) == 1
    assert seen(trial) == ([], [], 0)
    assert found(trial, "kijk") == []
    assert waits(trial) == {"held": [1]}
    with pytest.raises(NotFound):
        trial.read(lambda conn: contributions.by_number(conn, trial.widget.id, 1))
    assert trial.read(lambda conn: contributions.his(conn, trial.widget.id, 1)).data == {"text": "Kijk hier."}
    [refused] = trial.react(trial.mark(target="#1", kind="like"))
    assert isinstance(refused, NotFound), "nobody can react to what he cannot see"
    assert (case(trial).removed, list(case(trial).held_for)) == (HELD, [say("Look.")])
    decide(trial, judge, STANDS)
    assert seen(trial) == ([1], [1], 1)
    assert found(trial, "kijk") == [1]
    assert waits(trial) == {"answer": [1]}


def test_what_is_held_goes_on_being_its_authors(trial: Trial) -> None:
    who = somebody()
    held(trial, who)
    own = trial.read(lambda conn: contributions.own(conn, trial.widget.id, "", who))
    assert own.words[REASON][0] == 1
    assert trial.act(trial.deed(who, "Liever zo.")).number == 1, "changed, and still held"
    assert case(trial).data == {"text": "Liever zo."}
    trial.withdraw(trial.back(who))
    assert (case(trial).removed, case(trial).data, waits(trial)) == (WITHDRAWN, {}, {})
    assert counted(trial) == 0


def test_what_is_held_can_be_erased(trial: Trial) -> None:
    held(trial, somebody())
    trial.write(lambda conn: erased(conn, trial.widget, 1, at=NOW))
    assert (case(trial).removed, case(trial).data, waits(trial)) == (ERASED, {}, {})


def test_a_change_that_gives_a_sign_is_held_from_then_on(trial: Trial, judge: Member) -> None:
    who = somebody()
    assert writing(trial, who, "Mooi plan.") == 1
    assert seen(trial)[2] == 1
    assert writing(trial, who, "Mooi: https://a.example https://b.example https://c.example") == 1
    assert seen(trial) == ([], [], 0)
    decide(trial, judge, SPAM)
    assert (trial.numbers(), counted(trial)) == ([1], 0), "its tombstone stands by date"


def test_what_is_removed_comes_back_with_its_reactions_its_answer_and_its_place(trial: Trial, judge: Member) -> None:
    who = somebody()
    writing(trial, who, "Eerste.", value=3)
    writing(trial, somebody(), "Tweede.")
    trial.react(trial.mark(target="#1", kind="like"))
    settled = Answered(OutcomeState.USED, "Gedaan.")
    trial.write(lambda conn: answers.decide(conn, trial.widget, [1], settled, judge, at=NOW))
    before = seen(trial)
    assert before == ([2, 1], [1, 2], 2)
    decide(trial, judge, SPAM)
    assert seen(trial) == ([2, 1], [2], 1)
    assert waits(trial) == {"answer": [2]}
    decide(trial, judge, STANDS)
    assert seen(trial) == before
    assert waits(trial) == {"answer": [2]}, "it has its outcome"
    assert [one.decision.verdict for one in case(trial).decided] == [Verdict.REMOVED, Verdict.RESTORED]
    assert trial.act(trial.deed(who, "Anders.")).number == 1, "and is again the one that he may have"


def test_who_wrote_anew_after_a_removal_keeps_both(trial: Trial, judge: Member) -> None:
    who = somebody()
    writing(trial, who, "Eerste.")
    decide(trial, judge, SPAM)
    assert writing(trial, who, "Nieuw.") == 2
    decide(trial, judge, STANDS)
    assert counted(trial) == 2
    assert trial.act(trial.deed(who, "Nieuwer.")).number == 2


def test_a_decision_needs_something_to_decide(trial: Trial, judge: Member) -> None:
    who = somebody()
    writing(trial, who, "Eerste.")
    with pytest.raises(NotFound):
        decide(trial, judge, SPAM, 9)
    decide(trial, judge, SPAM)
    with pytest.raises(Conflict, match="removed before"):
        decide(trial, judge, SPAM)
    trial.write(lambda conn: reports.object_to(conn, trial.widget, 1, "Nee.", at=NOW))
    decide(trial, judge, replace(SPAM, ground=Ground.ABUSE))
    assert [one.decision.ground for one in case(trial).decided] == [Ground.SPAM, Ground.ABUSE]
    assert case(trial).removed == "abuse or threats"
    trial.write(lambda conn: erased(conn, trial.widget, 1, at=NOW))
    writing(trial, other := somebody(), "Tweede.")
    trial.withdraw(trial.back(other))
    with pytest.raises(Conflict, match="Its author"):
        decide(trial, judge, STANDS, 2)


def test_what_the_clock_brought_waits_for_no_answer(trial: Trial, judge: Member) -> None:
    scene = trial.mark(None, CLOCK).scene
    trial.act(Deed(scene, "due", [Contribute(REASON, {"text": "Van de klok."})], clock=True))
    decide(trial, judge, SPAM)
    decide(trial, judge, STANDS)
    assert (counted(trial), waits(trial), case(trial).person) == (1, {}, False)
    with pytest.raises(NotFound):
        trial.write(lambda conn: shut_outs.add(conn, trial.widget, 1, "Spam.", judge, until=NOW + timedelta(1), at=NOW))


def test_addresses_are_gone_once_their_holders_are_told(trial: Trial, judge: Member) -> None:
    writing(trial, somebody(), "Eerste.")
    said = Report(Ground.SPAM, "Reclame.", NOW)

    def report(address: str) -> bool:
        who = somebody()
        return trial.write(lambda conn: reports.add(conn, trial.widget, 1, said, who, address=address, language="nl"))

    assert report("een@gouda.example")
    assert report("")
    told = decide(trial, judge, SPAM)
    assert [(one.address, one.author) for one in told] == [("een@gouda.example", False)]
    with pytest.raises(Removed):
        report("twee@gouda.example")
    object_to = reports.object_to
    trial.write(lambda conn: object_to(conn, trial.widget, 1, "Nee.", at=NOW, address="ik@gouda.example"))
    with pytest.raises(Conflict, match="objected"):
        trial.write(lambda conn: object_to(conn, trial.widget, 1, "Nee!", at=NOW))
    assert [(one.address, one.author) for one in decide(trial, judge, STANDS)] == [("ik@gouda.example", True)]
    assert decide(trial, judge, SPAM) == []


def test_erasure_takes_along_what_may_repeat_the_words(trial: Trial, judge: Member) -> None:
    writing(trial, somebody(), "Eerste.")
    trial.write(lambda conn: reports.add(conn, trial.widget, 1, Report(Ground.SPAM, "Eerste!", NOW), b"x"))
    decide(trial, judge, SPAM)
    trial.write(lambda conn: reports.object_to(conn, trial.widget, 1, "Eerste?", at=NOW))
    trial.write(lambda conn: erased(conn, trial.widget, 1, at=NOW))
    [one], [said] = case(trial).decided, case(trial).reports
    assert (one.decision.facts, one.appeal, said.words, waits(trial)) == ("", "", "", {})


def test_the_same_words_are_held_the_third_time(trial: Trial) -> None:
    elsewhere = trial.place("lopen")
    writing(trial, somebody(), LONG)
    writing(trial, somebody(), LONG.upper(), widget=elsewhere)
    assert counted(trial) == 1
    writing(trial, somebody(), LONG)
    assert (counted(trial), waits(trial)["held"]) == (1, [2])
    later = NOW + timedelta(seconds=limits.SAME_WORDS_S + 1)
    writing(trial, somebody(), LONG, at=later)
    assert counted(trial) == 2, "after a day they are known no more"
    trial.write(lambda conn: holding.forget(conn, later))


def test_a_burst_from_one_network_is_held(trial: Trial) -> None:
    seen_around: list[Around] = []

    def look(around: Around) -> list[Any]:
        seen_around.append(around)
        return []

    def send(tag: bytes, **more: Any) -> None:
        deed = trial.deed(somebody(), "Ja.", tag=tag, **more)
        trial.act(replace(deed, words={REASON: Words(look)}))

    for tag in (b"school", b"home", b"school"):
        send(tag)
    send(b"school", at=NOW + timedelta(seconds=limits.BURST_S + 1))
    send(b"")
    assert [one.from_network for one in seen_around] == [0, 0, 1, 0, 0]


def test_who_is_shut_out_writes_nothing_until_then(trial: Trial, judge: Member) -> None:
    who, until = somebody(), NOW + timedelta(days=1)
    writing(trial, who, "Eerste.")
    trial.write(lambda conn: shut_outs.add(conn, trial.widget, 1, "Spam.", judge, until=until, at=NOW))
    with pytest.raises(Forbidden):
        trial.act(trial.deed(who, "Tweede.", once=False))
    assert trial.react(trial.mark(2, who))[0].tallies, "votes go on counting"
    assert trial.act(trial.deed(somebody(), "Van een ander.")).number == 2
    assert trial.act(trial.deed(who, "Later.", once=False, at=until)).number == 3
    [one] = trial.read(lambda conn: shut_outs.standing(conn, trial.organisation.id, NOW, 10))
    trial.write(lambda conn: shut_outs.end(conn, trial.organisation, one.key, at=NOW))
    assert trial.act(trial.deed(who, "Weer.", once=False)).number == 4
    with pytest.raises(NotFound):
        trial.write(lambda conn: shut_outs.end(conn, trial.organisation, one.key, at=NOW))


def test_the_log_tells_neither_words_nor_facts(trial: Trial, judge: Member) -> None:
    writing(trial, somebody(), "Geheim.")
    decide(trial, judge, SPAM)
    held(trial, somebody())
    logged = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, 20))
    assert {line.kind for line in logged} >= {"removed", "held", "contributed"}
    assert not any(word in str(line.data) for line in logged for word in ("Geheim", SPAM.facts))
    [line] = trial.read(
        lambda conn: moderation.log(conn, trial.organisation.id, [(trial.widget.id, "reason")], moderation.NEWEST, 10)
    )
    assert (line.verdict, line.ground, line.rule, line.number) == (Verdict.REMOVED, Ground.SPAM, SPAM.rule, 1)


def test_reactions_are_no_words(trial: Trial) -> None:
    """An act whose words were left empty, and a vote, are looked at by nobody."""

    def never(_around: Around) -> list[Any]:
        raise AssertionError

    looked: Callable[[Any], Any] = never
    deed = trial.deed(somebody(), "", value=2)
    assert any(isinstance(effect, React) for effect in deed.effects)
    trial.act(replace(deed, words={REASON: Words(looked)}))
