# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names: each was given once; an old one leads on for ever; nothing else can take it."""

from __future__ import annotations

from functools import partial

import pytest

from meedoen.errors import Conflict, NotFound
from meedoen.store import events, organisations, widgets
from tests.server.store.trial import NOW, Trial


def test_an_organisation_is_found_by_its_name_with_what_it_was_given(trial: Trial) -> None:
    made = trial.write(
        lambda conn: organisations.add(conn, "delft", "Gemeente Delft", at=NOW, language="en", contact="14 015")
    )
    assert trial.read(lambda conn: organisations.by_name(conn, "delft")) == (made, False)
    assert (made.title, made.language, made.contact, made.time_zone) == (
        "Gemeente Delft",
        "en",
        "14 015",
        "Europe/Amsterdam",
    )
    assert [one.name for one in trial.read(organisations.every)] == ["delft", "gouda"]


def test_an_unknown_name_is_not_found(trial: Trial) -> None:
    for find in (
        lambda conn: organisations.by_name(conn, "nergens"),
        lambda conn: widgets.by_name(conn, "gouda", "nergens"),
        lambda conn: widgets.by_name(conn, "nergens", "fietsen"),
    ):
        with pytest.raises(NotFound):
            trial.read(find)


def test_an_old_name_leads_on_also_after_a_second_rename(trial: Trial) -> None:
    for name in ("gouda-stad", "gemeente-gouda"):
        trial.organisation = trial.write(partial(organisations.rename, of=trial.organisation, name=name, at=NOW))
    for name, moved in (("gouda", True), ("gouda-stad", True), ("gemeente-gouda", False)):
        assert trial.read(partial(organisations.by_name, name=name)) == (trial.organisation, moved)


def test_a_widget_is_found_through_both_old_names(trial: Trial) -> None:
    trial.write(lambda conn: organisations.rename(conn, trial.organisation, "stad", at=NOW))
    trial.write(lambda conn: widgets.rename(conn, trial.widget, "fietspad", at=NOW))
    for organisation, name, moved in (
        ("gouda", "fietsen", True),
        ("gouda", "fietspad", True),
        ("stad", "fietsen", True),
        ("stad", "fietspad", False),
    ):
        found, has_moved = trial.read(partial(widgets.by_name, organisation_name=organisation, name=name))
        assert (found.id, has_moved) == (trial.widget.id, moved)
        assert (found.name, found.organisation.name) == ("fietspad", "stad")
    every = trial.read(partial(widgets.names, of=trial.widget))
    assert sorted(every) == [(owner, name) for owner in ("gouda", "stad") for name in ("fietsen", "fietspad")]


def test_a_name_that_is_or_was_anothers_cannot_be_taken(trial: Trial) -> None:
    trial.write(lambda conn: organisations.rename(conn, trial.organisation, "stad", at=NOW))
    other = trial.write(lambda conn: organisations.add(conn, "delft", "Delft", at=NOW))
    for name in ("gouda", "stad"):
        with pytest.raises(Conflict, match="taken"):
            trial.write(partial(organisations.add, name=name, title="Dief", at=NOW))
        with pytest.raises(Conflict, match="taken"):
            trial.write(partial(organisations.rename, of=other, name=name, at=NOW))
    assert [one.name for one in trial.read(organisations.every)] == ["delft", "stad"]


def test_a_widgets_name_that_is_or_was_anothers_cannot_be_taken(trial: Trial) -> None:
    trial.write(lambda conn: widgets.rename(conn, trial.widget, "fietspad", at=NOW))
    other = trial.place("wonen")
    for name in ("fietsen", "fietspad"):
        with pytest.raises(Conflict, match="taken"):
            trial.place(name)
        with pytest.raises(Conflict, match="taken"):
            trial.write(partial(widgets.rename, of=other, name=name, at=NOW))


def test_one_may_go_back_to_ones_own_old_name(trial: Trial) -> None:
    trial.write(lambda conn: organisations.rename(conn, trial.organisation, "stad", at=NOW))
    trial.write(lambda conn: organisations.rename(conn, trial.organisation, "gouda", at=NOW))
    trial.write(lambda conn: widgets.rename(conn, trial.widget, "fietspad", at=NOW))
    trial.write(lambda conn: widgets.rename(conn, trial.widget, "fietsen", at=NOW))
    found, moved = trial.read(lambda conn: widgets.by_name(conn, "gouda", "fietsen"))
    assert (found.id, moved) == (trial.widget.id, False)
    assert trial.read(lambda conn: widgets.by_name(conn, "stad", "fietspad"))[1]


def test_each_organisation_has_its_own_names(trial: Trial) -> None:
    other = trial.write(lambda conn: organisations.add(conn, "delft", "Delft", at=NOW))
    assert trial.place("fietsen", other).id != trial.widget.id


def test_ids_do_not_move_with_a_rename(trial: Trial) -> None:
    trial.write(lambda conn: organisations.rename(conn, trial.organisation, "stad", at=NOW))
    renamed = trial.write(lambda conn: widgets.rename(conn, trial.widget, "fietspad", at=NOW))
    assert (renamed.uid, renamed.organisation.uid) == (trial.widget.uid, trial.organisation.uid)


def test_an_organisation_has_only_the_texts_there_are(trial: Trial) -> None:
    with pytest.raises(TypeError, match="colour"):
        trial.write(lambda conn: organisations.change(conn, trial.organisation, at=NOW, colour="red"))


def test_every_change_of_an_organisation_is_one_line_of_the_log_and_moves_the_house(trial: Trial) -> None:
    house = trial.store.pulse.house
    trial.write(lambda conn: organisations.change(conn, trial.organisation, at=NOW, intro="Welkom"))
    trial.write(lambda conn: organisations.rename(conn, trial.organisation, "stad", at=NOW))
    lines = trial.read(lambda conn: events.of_organisation(conn, trial.organisation.id, 9))
    assert [line.kind for line in lines] == ["renamed", "changed", "placed", "founded"]
    assert trial.store.pulse.house == house + 2
    assert trial.read(lambda conn: organisations.by_id(conn, trial.organisation.id)).intro == "Welkom"
