# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Deeds: words, receipts, numbers, the edit window; all of an act or nothing of it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from meedoen.effects import Contribute, React
from meedoen.errors import Closed, Conflict
from meedoen.records import Deed, Phase
from meedoen.store import acts, contributions, events
from tests.server.store.trial import NOW, REASON, SCORE, Trial, somebody


def kinds(trial: Trial) -> list[str]:
    """What the log says of the widget, oldest first, its placing aside."""
    lines = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, 100))
    return [line.kind for line in reversed(lines)][1:]


def words(trial: Trial, number: int) -> str:
    return trial.read(lambda conn: contributions.by_number(conn, trial.widget.id, number)).data.get("text", "")


def test_a_score_with_words_is_one_act(trial: Trial) -> None:
    who = somebody()
    done = trial.act(trial.deed(who, "Fijn pad", 4, code_hash=b"h" * 32))
    assert (done.number, dict(done.tallies[SCORE].counts)) == (1, {4: 1})
    own = trial.read(lambda conn: contributions.own(conn, trial.widget.id, "", who))
    assert (own.marks, own.words) == ({SCORE: 4}, {REASON: (1, {"text": "Fijn pad"}, NOW)})
    assert kinds(trial) == ["contributed"]


def test_a_line_of_the_log_holds_no_words_and_no_participant(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, "Geheim"))
    [line, _placed] = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, 9))
    assert (line.role, line.number, dict(line.data)) == ("participant", 1, {"kind": REASON})


def test_a_retry_is_the_same_act(trial: Trial) -> None:
    deed = trial.deed(somebody(), "Fijn pad", 4)
    trial.act(deed)
    trial.act(trial.deed(somebody(), "Smal", 2))
    again = trial.act(deed)
    assert (again.repeated, again.number, dict(again.tallies[SCORE].counts)) == (True, 1, {2: 1, 4: 1})
    assert kinds(trial) == ["contributed"] * 2


def test_numbers_are_per_widget_and_never_used_twice(trial: Trial) -> None:
    who = somebody()
    assert [trial.act(trial.deed(somebody(), text)).number for text in "ab"] == [1, 2]
    trial.act(trial.deed(who, "c"))
    trial.withdraw(trial.back(who))
    assert trial.act(trial.deed(who, "d")).number == 4
    other = trial.place("ander")
    deed = trial.deed(who, "e", widget=other)
    assert trial.act(deed).number == 1


def test_a_second_once_changes_the_words_while_the_window_is_open(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, "Fijn pad", 4))
    later = NOW + timedelta(minutes=15)
    done = trial.act(trial.deed(who, "Fijn breed pad", 5, at=later))
    item = trial.read(lambda conn: contributions.by_number(conn, trial.widget.id, 1))
    assert (done.number, item.data, item.edited) == (1, {"text": "Fijn breed pad"}, later)
    assert trial.counts() == {5: 1}
    assert kinds(trial) == ["contributed", "edited"]


def test_after_the_window_other_words_are_refused_and_nothing_is_stored(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, "Fijn pad", 4))
    late = trial.deed(who, "Anders", 5, at=NOW + timedelta(minutes=15, microseconds=1))
    with pytest.raises(Conflict):
        trial.act(late)
    assert (trial.counts(), words(trial, 1), kinds(trial)) == ({4: 1}, "Fijn pad", ["contributed"])
    with pytest.raises(Conflict):
        trial.act(late)


@pytest.mark.parametrize("text", ["Fijn pad", "", None])
def test_after_the_window_the_score_can_be_changed_with_the_words_left_alone(trial: Trial, text: str | None) -> None:
    who = somebody()
    trial.act(trial.deed(who, "Fijn pad", 4))
    trial.act(trial.deed(who, text, 5, at=NOW + timedelta(days=1)))
    assert (trial.counts(), words(trial, 1), kinds(trial)) == ({5: 1}, "Fijn pad", ["contributed"])


def test_no_words_make_no_contribution(trial: Trial) -> None:
    assert trial.act(trial.deed(somebody(), "", 4)).number is None
    assert kinds(trial) == []


def test_once_is_per_target_and_kind(trial: Trial) -> None:
    who = somebody()
    assert [trial.act(trial.deed(who, "a", target=target)).number for target in ("", "x", "y")] == [1, 2, 3]
    scene = trial.mark(None, who).scene
    assert trial.act(Deed(scene, "tell", [Contribute("tip", {"text": "a"}, once=True)])).number == 4


def test_without_once_each_is_a_contribution(trial: Trial) -> None:
    who = somebody()
    assert [trial.act(trial.deed(who, "a", once=False)).number for _ in range(2)] == [1, 2]


def test_after_removal_one_may_contribute_anew(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, "a"))
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 1, "spam", at=NOW))
    assert trial.act(trial.deed(who, "b")).number == 2


def test_a_receipt_opens_its_contribution_and_a_wrong_one_nothing(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, "Fijn pad", 4, code_hash=b"a" * 32, target="x"))
    receipt = trial.read(lambda conn: contributions.by_receipt(conn, b"a" * 32))
    assert receipt is not None
    assert (receipt.widget, receipt.number, receipt.participant, receipt.target) == (trial.widget.id, 1, who, "x")
    assert trial.read(lambda conn: contributions.by_receipt(conn, b"b" * 32)) is None


def test_the_receipt_of_an_edit_opens_it_as_well(trial: Trial) -> None:
    who = somebody()
    trial.act(trial.deed(who, "a", code_hash=b"a" * 32))
    trial.act(trial.deed(who, "b", code_hash=b"b" * 32))
    found = [trial.read(partial(contributions.by_receipt, code_hash=code * 32)) for code in (b"a", b"b")]
    assert [receipt and receipt.number for receipt in found] == [1, 1]


def test_a_receipt_without_a_contribution_is_not_kept(trial: Trial) -> None:
    trial.act(trial.deed(somebody(), "", 4, code_hash=b"a" * 32))
    assert trial.read(lambda conn: contributions.by_receipt(conn, b"a" * 32)) is None


def test_a_deed_when_closed_stores_nothing(trial: Trial) -> None:
    trial.schedule(Phase(closes_at=NOW))
    with pytest.raises(Closed):
        trial.act(trial.deed(somebody(), "Te laat", 4))
    assert (trial.counts(), trial.numbers()) == ({}, [])


def test_words_can_be_about_an_item(trial: Trial) -> None:
    trial.act(trial.deed(somebody(), "a"))
    assert trial.act(trial.deed(somebody(), "reactie", target="#1")).number == 2


def test_several_reactions_in_one_act(trial: Trial) -> None:
    effects = [React("taste", 4), React("service", 2)]
    trial.act(Deed(trial.mark(None).scene, "rate", effects))
    assert (trial.counts(kind="taste"), trial.counts(kind="service")) == ({4: 1}, {2: 1})


def test_keys_are_forgotten_after_a_time(trial: Trial) -> None:
    deed = trial.deed(somebody(), "a", once=False)
    trial.act(deed)
    assert trial.write(lambda conn: acts.forget(conn, NOW)) == 0
    assert trial.act(deed).repeated
    assert trial.write(lambda conn: acts.forget(conn, NOW + timedelta(microseconds=1))) == 1
    assert not trial.act(deed).repeated
