# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Placed widgets: what each change does to the record, the log and the pulse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from meedoen.records import Phase, Widget
from meedoen.store import events, organisations, widgets
from meedoen.values import Assurance, State
from tests.server.store.trial import NOW, Trial, somebody

HOUR = timedelta(hours=1)


def test_a_widget_is_read_as_it_was_placed(trial: Trial) -> None:
    phase = Phase(NOW, NOW + HOUR, "Dank u")
    made = trial.place("wonen", phase=phase, language="en", expectation="Wij lezen alles", least=Assurance.CODE)
    assert (made.phase, made.language, made.expectation, made.least) == (phase, "en", "Wij lezen alles", Assurance.CODE)
    assert trial.read(lambda conn: widgets.by_name(conn, "gouda", "wonen")) == (made, False)
    assert trial.read(lambda conn: widgets.by_id(conn, made.id)) == made


def changes() -> dict[str, Callable[..., Widget]]:
    return {
        "changed": lambda conn, of: widgets.change(conn, of, at=NOW, title="Fiets", settings={"scale": "faces"}),
        "rescheduled": lambda conn, of: widgets.reschedule(conn, of, Phase(closes_at=NOW + HOUR), at=NOW),
        "renamed": lambda conn, of: widgets.rename(conn, of, "fietspad", at=NOW),
        "retired": lambda conn, of: widgets.withdraw(conn, of, at=NOW, successor="/gouda/nieuw"),
    }


@pytest.mark.parametrize("kind", changes())
def test_every_change_is_one_line_of_the_log_and_moves_the_revision(trial: Trial, kind: str) -> None:
    pulse, house = trial.store.pulse, trial.store.pulse.house
    now = trial.write(lambda conn: changes()[kind](conn, of=trial.widget))
    lines = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, 9))
    assert [(line.kind, line.role) for line in lines] == [(kind, "staff"), ("placed", "staff")]
    assert pulse.words(now.id) == now.revision == trial.widget.revision + 1
    assert pulse.house == house + 1
    assert trial.read(lambda conn: widgets.by_id(conn, now.id)) == now


def test_changes_hold(trial: Trial) -> None:
    now = trial.widget
    for change in changes().values():
        now = trial.write(partial(change, of=now))
    assert (now.title, now.settings, now.name) == ("Fiets", {"scale": "faces"}, "fietspad")
    assert (now.phase, now.withdrawn, now.successor) == (Phase(closes_at=NOW + HOUR), NOW, "/gouda/nieuw")


def test_a_widget_has_only_the_fields_there_are(trial: Trial) -> None:
    with pytest.raises(TypeError, match="colour"):
        trial.write(lambda conn: widgets.change(conn, trial.widget, at=NOW, colour="red"))
    with pytest.raises(TypeError, match="colour"):
        trial.place("rood", colour="red")


@pytest.mark.parametrize("opens_at", [None, NOW - HOUR, NOW, NOW + HOUR])
def test_closing_closes_whatever_the_plan_was(trial: Trial, opens_at: datetime | None) -> None:
    trial.schedule(Phase(opens_at=opens_at, closing_text="Dank u"))
    closed = trial.write(lambda conn: widgets.close(conn, widgets.by_id(conn, trial.widget.id), at=NOW))
    assert closed.phase.state(NOW) is State.CLOSED
    assert closed.phase.next_change(NOW) is None
    assert closed.phase.closing_text == "Dank u"
    again = trial.write(lambda conn: widgets.close(conn, closed, at=NOW, closing_text="Tot ziens"))
    assert again.phase.closing_text == "Tot ziens"


def test_lists(trial: Trial) -> None:
    second = trial.place("wonen")
    other = trial.write(lambda conn: organisations.add(conn, "delft", "Delft", at=NOW))
    third = trial.place("water", other)
    gone = trial.write(lambda conn: widgets.withdraw(conn, second, at=NOW))
    assert trial.read(lambda conn: widgets.of_organisation(conn, other.id)) == [third]
    assert trial.read(lambda conn: widgets.of_organisation(conn, trial.organisation.id)) == [trial.widget, gone]
    assert trial.read(widgets.public) == [trial.widget, third]


def test_acts_are_counted_to_know_what_is_locked(trial: Trial) -> None:
    assert trial.read(lambda conn: widgets.acts(conn, trial.widget.id)) == 0
    trial.act(trial.deed(somebody(), "a", 4))
    trial.react(trial.mark(1, target="x", assurance=Assurance.FORM))
    assert trial.read(lambda conn: widgets.acts(conn, trial.widget.id)) == 3
