# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an act brings about besides words and marks: all of it in one transaction, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from meedoen.effects import Contribute, Effect, Notify, Outcome, Reply, Task
from meedoen.errors import NotFound
from meedoen.official import OutcomeState
from meedoen.records import Deed
from meedoen.records_answers import What
from meedoen.records_posts import Post
from meedoen.records_staff import Member, Profile
from meedoen.store import accounts, contributions, events, members, notices, tasks, views, waiting
from meedoen.values import Item, say
from tests.server.answering import erased
from tests.server.store.trial import NOW, REASON, Trial, somebody

CHECK = Task(say("Check the width of %(name)s.", name="de Vliet"))


def official(trial: Trial) -> Member:
    account = trial.write(lambda conn: accounts.add(conn, "f@gouda.example", password="", language="nl", at=NOW))
    profile = Profile("Fatima de Wit", "Adviseur", "Burgerzaken")
    return trial.write(lambda conn: members.join(conn, account, trial.organisation, profile, [], at=NOW))


def act(trial: Trial, *effects: Effect, target: str = "", by: Member | None = None) -> Any:
    scene = trial.mark(None, somebody(), target=target).scene
    return trial.act(Deed(scene, "do", effects, post=Post(by.signer) if by else None))


def waits(trial: Trial, what: What) -> Sequence[int]:
    return [one.number for one in trial.read(lambda conn: waiting.page(conn, trial.organisation.id, what, 9))]


def item(trial: Trial, number: int = 1) -> Item:
    return trial.read(lambda conn: views.one(conn, trial.widget, number, None))


def test_a_task_is_what_waits_until_somebody_replies(trial: Trial) -> None:
    by = official(trial)
    act(trial, Contribute(REASON, {"text": "Smal."}), CHECK)
    assert (waits(trial, What.TASK), waits(trial, What.ANSWER)) == ([1], [])
    [asked] = trial.read(lambda conn: tasks.of_contribution(conn, trial.widget.id, 1))
    assert asked.text == CHECK.text
    act(trial, Reply("Wij gaan meten."), target="#1", by=by)
    assert waits(trial, What.TASK) == []
    assert [one.speaker.who for one in item(trial).replies] == ["Fatima de Wit, Burgerzaken"]
    act(trial, CHECK, target="#1")
    assert waits(trial, What.TASK) == [], "the same is not asked twice"
    act(trial, Task(say("Something else.")), target="#1")
    assert waits(trial, What.TASK) == [1]
    trial.write(lambda conn: tasks.done(conn, trial.widget, 1, at=NOW))
    assert waits(trial, What.TASK) == []
    with pytest.raises(NotFound):
        trial.write(lambda conn: tasks.done(conn, trial.widget, 1, at=NOW))


def test_what_staff_decide_by_an_act_is_theirs_in_the_log_too(trial: Trial) -> None:
    by = official(trial)
    act(trial, Contribute(REASON, {"text": "Smal."}))
    act(trial, Outcome(OutcomeState.USED, "Het wordt breder."), target="#1", by=by)
    found = item(trial).outcome
    assert found is not None
    assert (found.state, found.reason, found.speaker.who) == (
        OutcomeState.USED,
        "Het wordt breder.",
        "Fatima de Wit, Burgerzaken",
    )
    line = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, 1))[0]
    assert (line.kind, line.role, line.data["by"]) == ("outcome", "staff", by.uid)
    assert (waits(trial, What.ANSWER), trial.differences()) == ([], [])


def test_all_of_an_act_or_nothing(trial: Trial) -> None:
    """Who left since cannot speak, and then nothing of it is stored."""
    by = official(trial)
    trial.write(lambda conn: members.end(conn, by, at=NOW))
    with pytest.raises(NotFound):
        act(trial, Contribute(REASON, {"text": "Smal."}), CHECK, Reply("Dank u."), by=by)
    assert trial.numbers() == []
    assert waits(trial, What.TASK) == []


def test_a_notice_stands_while_its_contribution_does(trial: Trial) -> None:
    def told(number: int | None = None) -> list[tuple[str, int]]:
        found = trial.read(lambda conn: notices.newest(conn, trial.widget.id, 9, number))
        return [(one.text.msgid, one.number) for one in found]

    act(trial, Contribute(REASON, {"text": "Smal."}), Notify(say("One more.")))
    act(trial, Notify(say("On the whole.")))
    assert told() == [("On the whole.", 0), ("One more.", 1)]
    assert told(1) == [("One more.", 1)]
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 1, "Spam", at=NOW))
    assert told() == [("On the whole.", 0)]
    trial.write(lambda conn: erased(conn, trial.widget, 1, at=NOW))
    assert told(1) == []


def test_a_retry_brings_about_nothing_more(trial: Trial) -> None:
    deed = Deed(trial.mark(None, somebody()).scene, "do", [Contribute(REASON, {"text": "Smal."}), Notify(say("One."))])
    trial.act(deed)
    assert trial.act(replace(deed)).repeated
    assert len(trial.read(lambda conn: notices.newest(conn, trial.widget.id, 9))) == 1
