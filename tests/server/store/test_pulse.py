# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pulse: moved after COMMIT and before the answer, by what was stored and by nothing else."""

from __future__ import annotations

import asyncio
from typing import Any

from meedoen.store import contributions
from tests.server.store.trial import NOW, Trial, somebody


def now(trial: Trial) -> tuple[int, int, int]:
    pulse = trial.store.pulse
    return pulse.words(trial.widget.id), pulse.counts(trial.widget.id), pulse.house


def test_reactions_move_the_counts_once_for_a_set_and_nothing_else(trial: Trial) -> None:
    words, counts, house = now(trial)
    trial.react(*(trial.mark(4) for _ in range(50)))
    assert now(trial) == (words, counts + 1, house)


def test_a_repeated_or_equal_reaction_moves_nothing(trial: Trial) -> None:
    who = somebody()
    mark = trial.mark(4, who)
    trial.react(mark)
    before = now(trial)
    trial.react(mark, trial.mark(4, who))
    assert now(trial) == before


def test_words_move_the_revision_and_with_a_score_the_counts(trial: Trial) -> None:
    words, counts, house = now(trial)
    who = somebody()
    trial.act(trial.deed(who, "a"))
    assert now(trial) == (words + 1, counts, house)
    trial.act(trial.deed(who, "b", 4))
    assert now(trial) == (words + 2, counts + 1, house)
    trial.act(trial.deed(who, "b", 5))
    assert now(trial) == (words + 2, counts + 2, house)
    trial.withdraw(trial.back(who))
    assert now(trial) == (words + 3, counts + 3, house)


def test_removing_moves_the_revision(trial: Trial) -> None:
    trial.act(trial.deed(somebody(), "a"))
    words, counts, house = now(trial)
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 1, "spam", at=NOW))
    assert now(trial) == (words + 1, counts, house)


def test_who_is_answered_sees_it_moved(trial: Trial) -> None:
    before = trial.store.pulse.counts(trial.widget.id)

    async def asking() -> Any:
        waiting = trial.store.react(trial.mark(4))
        await waiting
        return trial.store.pulse.counts(trial.widget.id)

    assert trial.run(asyncio.wait_for(asking(), 10)) == before + 1


def test_other_widgets_do_not_move(trial: Trial) -> None:
    before = now(trial)
    other = trial.place("wonen")
    trial.act(trial.deed(somebody(), "a", 4, widget=other))
    assert now(trial)[:2] == before[:2]


def test_after_a_restart_it_is_as_it_was(trial: Trial) -> None:
    trial.act(trial.deed(somebody(), "a", 4))
    before = now(trial)
    trial.reopen()
    assert now(trial) == before
