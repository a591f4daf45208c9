# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff enter for others: counted once each, told apart, and marked for as long as it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from meedoen.effects import React
from meedoen.errors import NotFound
from meedoen.official import Entered, Via
from meedoen.records import Deed, Entry, Stored
from meedoen.store import contributions, events, members, views
from meedoen.values import Assurance, Items, Reads, Tally
from tests.server.store.test_effects import official
from tests.server.store.trial import NOW, REASON, SCORE, Trial, somebody

CAME = Entered(Via.TELEPHONE, date(2026, 4, 30))


def entered(trial: Trial, by: int, value: int, text: str | None = None, who: bytes = b"") -> Stored:
    deed = trial.deed(who or somebody(), text, value, assurance=Assurance.ENTERED)
    return trial.act(replace(deed, entry=Entry(CAME, by)))


def tally(trial: Trial) -> Tally:
    return trial.read(lambda conn: views.read(conn, trial.widget, Reads(tallies=[("", SCORE)]))).tallies["", SCORE]


def test_it_counts_with_the_others_and_is_told_apart(trial: Trial) -> None:
    by = official(trial).id
    trial.react(trial.mark(3), trial.mark(1))
    done = [entered(trial, by, 3), entered(trial, by, 2)][-1]
    assert tally(trial) == Tally({1: 1, 2: 1, 3: 2}, 2)
    assert done.tallies[SCORE] == tally(trial), "what the answer to an act tells is what a view shows"
    [again] = trial.react(trial.mark(3))
    assert again.tallies[SCORE] == Tally({1: 1, 2: 1, 3: 3}, 2)


def test_words_say_which_way_they_came_and_the_log_says_who_entered_them(trial: Trial) -> None:
    by = official(trial)
    entered(trial, by.id, 3, "Mooi breed.")
    trial.act(trial.deed(somebody(), "Zelf gedaan.", 1))
    found = trial.read(lambda conn: views.read(conn, trial.widget, Reads(items=Items(REASON, mark=SCORE)))).items
    assert [(item.data["text"], item.entered) for item in found] == [("Zelf gedaan.", None), ("Mooi breed.", CAME)]
    line = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, 1, "entered"))[0]
    assert (line.role, line.number, dict(line.data)) == (
        "staff",
        1,
        {"via": "telephone", "action": "rate", "by": by.uid},
    )
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 1, "Spam", at=NOW))
    assert trial.read(lambda conn: contributions.by_number(conn, trial.widget.id, 1)).entered is None


def test_who_it_is_for_changes_and_withdraws_it_as_anybody(trial: Trial) -> None:
    by, who = official(trial).id, somebody()
    entered(trial, by, 3, who=who)
    trial.react(trial.mark(1, who, assurance=Assurance.ENTERED))
    assert tally(trial) == Tally({1: 1}, 1)
    trial.withdraw(trial.back(who))
    assert tally(trial) == Tally()


def test_a_retry_enters_nothing_more_and_who_left_enters_nothing(trial: Trial) -> None:
    by = official(trial)
    deed = Deed(
        trial.mark(None, assurance=Assurance.ENTERED).scene, "rate", [React(SCORE, 3)], entry=Entry(CAME, by.id)
    )
    trial.act(deed)
    assert trial.act(deed).repeated
    assert tally(trial) == Tally({3: 1}, 1)
    trial.write(lambda conn: members.end(conn, by, at=NOW))
    with pytest.raises(NotFound):
        entered(trial, by.id, 3)
    assert tally(trial) == Tally({3: 1}, 1)
