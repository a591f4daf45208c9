# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recount sees every kind of difference, and can mend it."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, update

from meedoen.store.recount import Difference, recount
from meedoen.store.schema import contribution_count, tally, tally_day
from tests.server.store.trial import DAY, REASON, SCORE, Trial, somebody

KEY = {"widget": 1, "target": "", "kind": SCORE, "value": 4, "assurance": 2}
NINE = KEY | {"value": 9}
WRONG = {
    "one too many": (update(tally).values(count=tally.c.count + 1), Difference("tally", KEY, 3, 2)),
    "one of nobody": (
        insert(tally).values(**KEY | {"value": 9}, count=1),
        Difference("tally", KEY | {"value": 9}, 1, 0),
    ),
    "one forgotten": (delete(tally), Difference("tally", KEY, 0, 2)),
    "another day": (
        update(tally_day).values(count=1),
        Difference("tally_day", {**KEY, "day": DAY}, 1, 2),
    ),
    "words forgotten": (
        update(contribution_count).where(contribution_count.c.everywhere).values(count=7),
        Difference("contribution_count", {"widget": 1, "kind": REASON, "everywhere": True, "target": ""}, 7, 1),
    ),
}


@pytest.mark.parametrize("how", WRONG)
def test_a_difference_is_told_and_mended(trial: Trial, how: str) -> None:
    statement, difference = WRONG[how]
    trial.act(trial.deed(somebody(), "a", 4))
    trial.react(trial.mark(4))
    trial.write(lambda conn: conn.execute(statement))
    assert trial.differences() == [difference]
    before = trial.store.pulse.counts(trial.widget.id)
    assert trial.write(lambda conn: recount(conn, repair=True)) == [difference]
    assert trial.differences() == []
    assert trial.counts() == {4: 2}
    assert trial.store.pulse.counts(trial.widget.id) == before + 1


def test_nothing_to_mend_moves_nothing(trial: Trial) -> None:
    trial.react(trial.mark(4))
    before = trial.store.pulse.counts(trial.widget.id)
    assert trial.write(lambda conn: recount(conn, repair=True)) == []
    assert trial.store.pulse.counts(trial.widget.id) == before
