# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Network keys: one per widget and day, and gone when their time is over."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from meedoen.records import Phase
from meedoen.store import network_keys, widgets
from tests.server.store.trial import NOW, Trial

DAY = timedelta(days=1)


def key(trial: Trial, widget: int, day: str = "2026-05-01") -> bytes:
    return trial.write(partial(network_keys.key, widget_id=widget, day=day))


def test_a_key_is_made_once_for_each_widget_and_day(trial: Trial) -> None:
    other = trial.place("wonen")
    keys = [key(trial, trial.widget.id), key(trial, trial.widget.id, "2026-05-02"), key(trial, other.id)]
    assert len({*keys}) == 3
    assert {len(one) for one in keys} == {network_keys.KEY_BYTES}
    assert key(trial, trial.widget.id) == keys[0]


def test_keys_of_widgets_that_ended_are_destroyed_and_no_others(trial: Trial) -> None:
    closed = trial.place("dicht", phase=Phase(closes_at=NOW))
    later = trial.place("later", phase=Phase(closes_at=NOW + DAY))
    gone = trial.place("weg")
    trial.write(lambda conn: widgets.withdraw(conn, gone, at=NOW))
    of = (trial.widget.id, closed.id, later.id, gone.id)
    before = [key(trial, one) for one in of]
    assert trial.write(lambda conn: network_keys.destroy(conn, NOW - timedelta(microseconds=1))) == 0
    assert trial.write(lambda conn: network_keys.destroy(conn, NOW)) == 2
    kept = [old == key(trial, one) for old, one in zip(before, of, strict=True)]
    assert kept == [True, False, True, False]
