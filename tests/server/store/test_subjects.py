# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Subjects: made on first use, and no more than there may be."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select

from meedoen import limits
from meedoen.errors import Closed, Conflict, NotFound, TooMany
from meedoen.records import Mark, Phase, Stored
from meedoen.store import contributions, events, ranked, views
from meedoen.store.removals import remove_subject
from meedoen.store.schema import part, part_order, tally
from meedoen.values import EVERY, Assurance, Ranked, Reads, Subject, Tally
from tests.server.store.trial import DAY, NOW, SCORE, Trial, cost, somebody
from tests.tools import nothing


def made(trial: Trial) -> list[tuple[str, str]]:
    rows = trial.read(lambda conn: conn.execute(select(part.c.key, part.c.label).order_by(part.c.key)).all())
    return [(row.key, row.label) for row in rows]


def subject(trial: Trial, key: str, most: int = 2) -> Mark:
    return trial.mark(1, target=key, part=f"Pagina {key}", parts_most=most)


def test_a_subject_is_made_once_however_many_wait(trial: Trial) -> None:
    answers = trial.react(*(subject(trial, "/a") for _ in range(5)), subject(trial, "/b"))
    assert all(isinstance(answer, Stored) for answer in answers)
    trial.react(subject(trial, "/a"))
    assert made(trial) == [("/a", "Pagina /a"), ("/b", "Pagina /b")]
    assert trial.counts("/a") == {1: 6}


def test_one_too_many_is_refused_and_known_ones_are_not(trial: Trial) -> None:
    trial.react(subject(trial, "/a"))
    known, last, many, many_again = trial.react(*(subject(trial, key) for key in ("/a", "/b", "/c", "/c")))
    assert [type(answer) for answer in (known, last, many, many_again)] == [Stored, Stored, Conflict, Conflict]
    assert [key for key, _ in made(trial)] == ["/a", "/b"]
    assert isinstance(trial.react(subject(trial, "/d"))[0], Conflict)
    assert trial.counts("/c") == {}


def test_a_deed_makes_its_subject(trial: Trial) -> None:
    trial.act(trial.deed(somebody(), "a", 4, target="/a", part="Pagina /a", parts_most=1))
    assert made(trial) == [("/a", "Pagina /a")]


def test_a_refused_mark_makes_no_subject(trial: Trial) -> None:
    trial.schedule(Phase(closes_at=NOW))
    assert isinstance(trial.react(subject(trial, "/a"))[0], Closed)
    assert made(trial) == []


def test_one_network_makes_a_few_an_hour_and_what_is_there_is_open_to_it(trial: Trial) -> None:
    def new(key: str, tag: bytes = b"school", at: datetime = NOW) -> Any:
        return trial.react(trial.mark(1, target=key, part=key, parts_most=1000, tag=tag, at=at))[0]

    few = limits.NEW_SUBJECTS_PER_HOUR_PER_NETWORK
    assert all(isinstance(new(f"/{number}"), Stored) for number in range(few))
    refused = new("/more")
    assert isinstance(refused, TooMany)
    assert 3600 <= int(refused.headers["Retry-After"]) <= 3601
    assert isinstance(new("/3"), Stored), "that page is there"
    assert isinstance(new("/more", b"elsewhere"), Stored)
    assert isinstance(new("/late", at=NOW + timedelta(hours=1)), Stored)
    assert len(made(trial)) == few + 2


def test_one_is_removed_with_all_that_was_counted_on_it(trial: Trial) -> None:
    who = somebody()
    rated(trial, "/a", "/a", "/b")
    written = trial.act(trial.deed(who, "weg", 3, target="/a", part="/a", parts_most=9)).number
    assert written is not None
    removing = partial(remove_subject, of=trial.widget, key="/a", at=NOW)
    with pytest.raises(Conflict):
        trial.write(removing)
    trial.write(partial(contributions.remove, of=trial.widget, number=written, reason="spam", at=NOW))
    assert trial.write(removing) == 3
    assert (listed(trial), [key for key, _ in made(trial)]) == (["/b"], ["/b"])
    assert (trial.counts("/a"), trial.counts(EVERY), trial.days(EVERY)) == ({}, {1: 1}, {DAY: {1: 1}})
    assert trial.differences() == []
    with pytest.raises(NotFound):
        trial.write(removing)
    line = trial.read(lambda conn: events.of_widget(conn, trial.widget.id, 1))[0]
    assert (line.kind, line.role, line.data) == ("subject_removed", events.STAFF, {"reactions": 3})
    last, one_too_many = trial.react(subject(trial, "/c"), subject(trial, "/d"))
    assert (type(last), type(one_too_many)) == (Stored, Conflict), "there is room for one again"


# --- in an order ------------------------------------------------------------------------------------------------------


def listed(trial: Trial, **wanted: Any) -> list[str]:
    """The keys of the most rated subjects."""
    found = trial.read(lambda conn: views.read(conn, trial.widget, Reads(subjects=[Ranked("most", **wanted)])))
    return [one.key for one in found.subjects["most"]]


def rated(trial: Trial, *keys: str) -> None:
    for key in keys:
        trial.react(subject(trial, key, most=10))


def test_those_with_the_most_come_first(trial: Trial) -> None:
    rated(trial, "/a", "/b", "/b", "/c", "/c", "/c")
    assert listed(trial) == ["/c", "/b", "/a"]
    rated(trial, "/a", "/a", "/a")
    assert listed(trial) == ["/a", "/c", "/b"]
    assert (listed(trial, most=1), listed(trial, most=1, after="/a"), listed(trial, after="/b")) == (["/a"], ["/c"], [])
    with pytest.raises(NotFound):
        listed(trial, after="/d")


def test_from_the_end_those_with_the_fewest_come_first(trial: Trial) -> None:
    rated(trial, "/a", "/b", "/b", "/c")
    found = trial.read(lambda conn: ranked.last(conn, trial.widget, "most", 2))
    assert [one.key for one in found] == ["/a", "/c"]


def test_what_is_equal_stands_by_key_also_over_pages(trial: Trial) -> None:
    rated(trial, "/a", "/b", "/c")
    assert listed(trial) == [*listed(trial, most=2), *listed(trial, after=listed(trial, most=2)[-1])]


def test_a_subject_comes_with_its_counts(trial: Trial) -> None:
    rated(trial, "/a", "/a")
    found = trial.read(lambda conn: ranked.batch(conn, trial.widget, "", 5))
    assert found == [Subject("/a", "Pagina /a", {SCORE: Tally({1: 2})})]


def test_what_counts_of_a_subject_is_what_its_widget_counts(trial: Trial) -> None:
    trial.widget = trial.place("streng", least=Assurance.STORED)
    for assurance, key in ((Assurance.FORM, "/a"), (Assurance.FORM, "/a"), (Assurance.STORED, "/b")):
        trial.react(trial.mark(1, target=key, part=key, parts_most=9, assurance=assurance))
    assert listed(trial) == ["/b", "/a"]
    assert trial.read(lambda conn: ranked.batch(conn, trial.widget, "", 1)) == [Subject("/a", "/a")]


def test_all_subjects_together_are_counted(trial: Trial) -> None:
    who = somebody()
    trial.react(trial.mark(3))
    rated(trial, "/a", "/a", "/b")
    trial.act(trial.deed(who, "a", 4, target="/b", part="Pagina /b", parts_most=9))
    assert trial.counts(EVERY) == {1: 3, 4: 1}, "the widget itself is no subject"
    assert trial.days(EVERY) == {DAY: {1: 3, 4: 1}}
    trial.withdraw(trial.back(who, "/b"))
    assert trial.counts(EVERY) == {1: 3}
    trial.react(trial.mark(2, who, target="/a", part="", parts_most=9))
    trial.withdraw(trial.back(who, None))
    assert (trial.counts(EVERY), trial.counts("/a"), listed(trial)[0]) == ({1: 3}, {1: 2}, "/a")


def test_every_subject_comes_once_in_batches(trial: Trial) -> None:
    rated(trial, "/c", "/a", "/b")
    pages, after = [], ""
    while batch := trial.read(partial(ranked.batch, of=trial.widget, after=after, most=2)):
        pages.append([one.key for one in batch])
        after = pages[-1][-1]
    assert pages == [["/a", "/b"], ["/c"]]


def emptied(conn: Connection, widget: int) -> None:
    """So that a recount finds nothing of what nobody did."""
    for table in (part_order, tally, part):
        conn.execute(delete(table).where(table.c.widget == widget))


def fill(conn: Connection, widget: int, many: int, people: int) -> None:
    """So many subjects with so many ratings in all, as acts would have left them."""
    keys = [f"/pagina-{number}" for number in range(many)]
    each, of = people // many, {"widget": widget}
    conn.execute(insert(part), [of | {"key": key, "label": key, "created": NOW} for key in keys])
    scored = [of | {"key": key, "name": "most", "score": each + at * 7919 % 1009} for at, key in enumerate(keys)]
    conn.execute(insert(part_order), scored)
    count = of | {"kind": SCORE, "assurance": Assurance.STORED}
    conn.execute(insert(tally), [count | {"target": key, "value": 1, "count": each} for key in keys])
    conn.execute(insert(tally), [count | {"target": EVERY, "value": 1, "count": people}])


@pytest.mark.scale(test=2_000, long=10_000)
def test_a_list_costs_the_same_however_many_subjects_there_are(sqlite: Trial, count: int) -> None:
    asked = {
        "first": lambda conn, of: ranked.first(conn, of, Ranked("most")),
        "further on": lambda conn, of: ranked.first(conn, of, Ranked("most", after="/pagina-50")),
        "a batch": lambda conn, of: ranked.batch(conn, of, "/pagina-50", 20),
        "all together": lambda conn, of: views.read(conn, of, Reads(tallies=[(EVERY, SCORE)])),
    }
    costs = []
    for many in (100, count):
        of = sqlite.place(f"met-{many}")
        sqlite.write(partial(fill, widget=of.id, many=many, people=100 * many))

        def measured(conn: Connection, of: Any = of) -> list[int]:
            return [cost(conn, partial(one, conn, of)) for one in asked.values()]

        sqlite.read(measured)
        costs.append(sqlite.read(measured))
        sqlite.write(partial(emptied, widget=of.id))
    few, lots = costs
    assert min(few) > 10
    nothing(
        f"{name}: {small}, of {count} {large}"
        for name, small, large in zip(asked, few, lots, strict=True)
        if large > 1.1 * small
    )
