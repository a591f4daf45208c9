# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facets and states: kept with every change of words, state or answer, and lists narrowed by them."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from meedoen.effects import SetState
from meedoen.errors import Forbidden, NotFound
from meedoen.records import Deed
from meedoen.records_staff import Profile
from meedoen.store import accounts, answers, contributions, events, members, recount, states, views
from meedoen.store.schema import contribution_facet
from meedoen.values import Items, Reads
from tests.server.store.trial import FACETS, NOW, REASON, Trial, somebody


def narrowed(trial: Trial, name: str, value: str, **wanted: object) -> tuple[list[int], int]:
    """The numbers that are listed, and how many there are in all."""
    reads = Reads(items=Items(REASON, facet=(name, value), **wanted))  # type: ignore[arg-type]
    found = trial.read(lambda conn: views.read(conn, trial.widget, reads))
    return [item.number for item in found.items], found.items_total


def say(trial: Trial, text: str, who: bytes = b"", **more: object) -> int:
    stored = trial.act(trial.deed(who or somebody(), text, once=False, **more))  # type: ignore[arg-type]
    assert stored.number
    return stored.number


def done(trial: Trial, who: bytes, number: int, state: str = "done") -> Deed:
    scene = trial.mark(None, who, target=f"#{number}").scene
    return Deed(scene, "settle", [SetState(state)], by_author=True)


def test_they_follow_words_answers_and_what_is_removed(trial: Trial) -> None:
    who = somebody()
    for text in ("rood is mooi", "blauw is mooi", "rood is lelijk"):
        say(trial, text, who)
    assert narrowed(trial, "word", "rood") == ([3, 1], 2)
    assert narrowed(trial, "answered", "no", order="oldest", most=2, after=1) == ([2, 3], 3)
    account = trial.write(lambda conn: accounts.add(conn, "f@x.example", password="", language="nl", at=NOW))
    by = trial.write(
        lambda conn: members.join(conn, account, trial.organisation, Profile("F", "A", "B", True), [], at=NOW)
    )
    trial.write(lambda conn: answers.reply(conn, trial.widget, [3], "Ja.", by, at=NOW))
    assert narrowed(trial, "answered", "yes") == ([3], 1)
    deed = trial.deed(who, "geel is mooi", once=False)
    trial.act(Deed(deed.scene, "rate", deed.effects, number=1))
    assert narrowed(trial, "word", "rood") == ([3], 1)
    assert narrowed(trial, "word", "geel") == ([1], 1)
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 3, "spam", at=NOW))
    assert narrowed(trial, "word", "rood") == ([], 0)
    with pytest.raises(NotFound):
        narrowed(trial, "word", "geel", after=2)


def test_a_state_is_set_by_its_author_alone_and_told_once(trial: Trial) -> None:
    who = somebody()
    number = say(trial, "rood is mooi", who)
    with pytest.raises(Forbidden):
        trial.act(done(trial, somebody(), number))
    for _twice in range(2):
        trial.act(done(trial, who, number))
    assert narrowed(trial, "answered", "yes") == ([number], 1)
    assert trial.read(lambda conn: contributions.by_number(conn, trial.widget.id, number)).state == "done"
    lines = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, 5, states.CHANGED))
    assert [(line.role, line.data) for line in lines] == [(events.PARTICIPANT, {"now": "done"})]
    trial.act(done(trial, who, number, ""))
    assert narrowed(trial, "answered", "yes") == ([], 0)


def test_a_recount_finds_and_repairs_what_is_otherwise(trial: Trial) -> None:
    say(trial, "rood is mooi")
    trial.write(lambda conn: conn.execute(delete(contribution_facet).where(contribution_facet.c.name == "word")))
    assert {one.table for one in trial.differences()} == {"contribution_facet", "facet_count"}
    facets_of = {"rating": FACETS}
    trial.write(lambda conn: recount.recount(conn, repair=True, facets_of=facets_of))
    assert narrowed(trial, "word", "rood") == ([1], 1)
