# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Subscriptions: one for each address and place, told once, and due only when there may be something to tell."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from meedoen.mailing import Pace, Subscription
from meedoen.records import Phase
from meedoen.store import events, subscriptions
from tests.server.store.trial import NOW, Trial

MINUTE = timedelta(minutes=1)
WHOLE_OR_WIDGET = pytest.mark.parametrize("whole", [True, False], ids=["organisation", "widget"])


def asked(trial: Trial, address: str = "noor@example.org", *, whole: bool = False) -> Subscription:
    widget = None if whole else trial.widget.id
    of = Subscription(trial.organisation.id, address, Pace.SOON, "nl", NOW, widget=widget)
    return trial.write(partial(subscriptions.ask, of=of))


def confirmed(trial: Trial, *, whole: bool = False) -> Subscription:
    of = asked(trial, whole=whole)
    trial.write(lambda conn: subscriptions.confirm(conn, of, Pace.SOON, "nl", at=NOW, due=NOW))
    return of


def due(trial: Trial, minutes: float) -> list[Subscription]:
    """So long after it was confirmed, of what happened until a minute before that."""
    now = NOW + minutes * MINUTE
    return list(trial.read(partial(subscriptions.due, now=now, until=now - MINUTE, most=10)))


def told(trial: Trial, of: Subscription, minutes: float) -> bool:
    until = NOW + minutes * MINUTE
    return trial.write(partial(subscriptions.told, of=of, until=until, due=until))


def something(trial: Trial, minutes: float) -> None:
    trial.write(
        partial(
            events.append,
            kind="contributed",
            organisation=trial.organisation.id,
            widget=trial.widget.id,
            role="participant",
            at=NOW + minutes * MINUTE,
        )
    )


def test_who_asks_twice_is_there_once_with_one_code(trial: Trial) -> None:
    first, second = asked(trial), asked(trial)
    assert (first.id, first.code) == (second.id, second.code)
    assert asked(trial, whole=True).code != first.code
    assert asked(trial, "jan@example.org").code != first.code


def test_what_was_told_by_another_process_is_not_told_again(trial: Trial) -> None:
    confirmed(trial)
    something(trial, 1)
    [one], [other] = due(trial, 3), due(trial, 3)
    assert told(trial, one, 2)
    assert not told(trial, other, 2)


@WHOLE_OR_WIDGET
def test_nobody_is_due_where_nothing_happened(trial: Trial, whole: bool) -> None:
    of = confirmed(trial, whole=whole)
    [found] = due(trial, 10)
    told(trial, found, 9)
    assert due(trial, 600) == []
    something(trial, 11)
    assert [one.id for one in due(trial, 13)] == [of.id]


@WHOLE_OR_WIDGET
def test_the_clock_makes_somebody_due(trial: Trial, whole: bool) -> None:
    trial.schedule(Phase(closes_at=NOW + timedelta(hours=2)))
    of = confirmed(trial, whole=whole)
    [found] = due(trial, 10)
    told(trial, found, 9)
    assert due(trial, 120) == []
    assert [one.id for one in due(trial, 121)] == [of.id]
