# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Views: what was declared is read, at one moment, and at a cost that does not grow."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from meedoen.errors import NotFound
from meedoen.records import Found
from meedoen.store import contributions, views
from meedoen.store.schema import contribution, contribution_count, contribution_facet, contribution_order, facet_count
from meedoen.values import Assurance, Items, Reads, Tally
from tests.server.store.trial import NOW, REASON, SCORE, Trial, cost, somebody
from tests.tools import nothing


def found(trial: Trial, **reads: Any) -> Found:
    return trial.read(lambda conn: views.read(conn, trial.widget, Reads(**reads)))


def test_nothing_declared_nothing_read(trial: Trial) -> None:
    trial.act(trial.deed(somebody(), "a", 4))
    assert found(trial) == Found()


def test_what_nobody_did_is_an_empty_tally(trial: Trial) -> None:
    assert found(trial, tallies=[("x", SCORE)]).tallies == {("x", SCORE): Tally()}


def test_counts_per_day_are_in_order(trial: Trial) -> None:
    for day in ("2026-05-03", "2026-05-01", "2026-05-03"):
        trial.react(trial.mark(4, day=day))
    days = found(trial, days=[("", SCORE)]).days["", SCORE]
    assert list(days.items()) == [("2026-05-01", Tally({4: 1})), ("2026-05-03", Tally({4: 2}))]


def test_items_newest_first_with_their_authors_mark(trial: Trial) -> None:
    for value, words in ((1, "a"), (2, "b"), (None, "c")):
        trial.act(trial.deed(somebody(), words, value))
    shown = found(trial, items=Items(REASON, mark=SCORE))
    assert [(item.number, item.data["text"], item.mark) for item in shown.items] == [
        (3, "c", None),
        (2, "b", 2),
        (1, "a", 1),
    ]
    assert shown.items_total == 3


def test_items_of_one_target_or_of_all(trial: Trial) -> None:
    for target in ("", "x", "x"):
        trial.act(trial.deed(somebody(), "a", target=target))
    assert (trial.numbers(), trial.numbers(target=""), trial.numbers(target="x")) == ([3, 2, 1], [1], [3, 2])
    totals = [found(trial, items=Items(REASON, target=target)).items_total for target in (None, "", "x", "y")]
    assert totals == [3, 1, 2, 0]


def test_no_more_items_than_asked(trial: Trial) -> None:
    for _ in range(4):
        trial.act(trial.deed(somebody(), "a"))
    assert trial.numbers(most=2) == [4, 3]


def test_a_removed_item_is_a_tombstone_without_words_or_mark(trial: Trial) -> None:
    for words in ("a", "b"):
        trial.act(trial.deed(somebody(), words, 4))
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 2, "spam", at=NOW))
    shown = found(trial, items=Items(REASON, mark=SCORE))
    assert [(item.number, item.removed, item.data, item.mark) for item in shown.items] == [
        (2, "spam", {}, None),
        (1, None, {"text": "a"}, 4),
    ]
    assert shown.items_total == 1


def like(trial: Trial, number: int, times: int, **more: Any) -> None:
    trial.react(*(trial.mark(1, target=f"#{number}", kind="like", **more) for _ in range(times)))


def test_items_in_an_order_of_their_type(trial: Trial) -> None:
    for target in ("", "x", ""):
        trial.act(trial.deed(somebody(), "a", target=target))
    like(trial, 2, 2)
    like(trial, 1, 1)
    assert trial.numbers(order="liked") == [2, 1, 3]
    assert trial.numbers(order="liked", target="") == [1, 3]
    who = somebody()
    trial.react(trial.mark(1, who, target="#3", kind="like"))
    like(trial, 3, 2)
    assert trial.numbers(order="liked") == [3, 2, 1]
    trial.react(trial.mark(None, who, target="#3", kind="like"))
    assert trial.numbers(order="liked") == [3, 2, 1]
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 3, "spam", at=NOW))
    assert trial.numbers(order="liked") == [2, 1]


def test_a_score_counts_what_the_widget_counts(trial: Trial) -> None:
    trial.widget = trial.place("streng", least=Assurance.STORED)
    for _ in range(2):
        trial.act(trial.deed(somebody(), "a"))
    like(trial, 1, 3, assurance=Assurance.SESSION)
    like(trial, 2, 1)
    assert trial.numbers(order="liked") == [2, 1]


def test_a_withdrawn_mark_on_an_item_moves_its_score(trial: Trial) -> None:
    who = somebody()
    for _ in range(2):
        trial.act(trial.deed(somebody(), "a"))
    trial.react(trial.mark(1, who, target="#1", kind="like"))
    assert trial.numbers(order="liked") == [1, 2]
    trial.withdraw(trial.back(who, None))
    assert trial.numbers(order="liked") == [2, 1]


def test_the_marks_of_others_on_items(trial: Trial) -> None:
    for _ in range(2):
        trial.act(trial.deed(somebody(), "a"))
    like(trial, 1, 2)
    shown = found(trial, items=Items(REASON, tallies=["like"]))
    assert [dict(item.tallies) for item in shown.items] == [{}, {"like": Tally({1: 2})}]


# --- keyset paging ----------------------------------------------------------------------------------------------------


def turned(trial: Trial, **wanted: Any) -> list[list[int]]:
    """The numbers on each page of two, from the first to the last."""
    pages: list[list[int]] = []
    after, more = 0, True
    while more:
        shown = found(trial, items=Items(REASON, most=2, after=after, **wanted))
        pages.append([item.number for item in shown.items])
        after, more = pages[-1][-1], shown.items_more
    return pages


def test_pages_follow_each_other_without_a_gap(trial: Trial) -> None:
    for target in ("", "x", "", "x", ""):
        trial.act(trial.deed(somebody(), "a", target=target))
    for number, times in ((1, 1), (4, 2), (5, 1)):
        like(trial, number, times)
    assert turned(trial) == [[5, 4], [3, 2], [1]]
    assert turned(trial, target="") == [[5, 3], [1]]
    assert turned(trial, target="x") == [[4, 2]]
    assert turned(trial, order="liked") == [[4, 5], [1, 3], [2]], "what is equal stands by number, also over pages"
    assert turned(trial, order="liked", target="") == [[5, 1], [3]]
    assert found(trial, items=Items(REASON, most=2, after=2)).items_total == 5
    assert trial.numbers(after=1) == []


def test_a_page_stays_where_it_is_when_others_write_or_are_removed(trial: Trial) -> None:
    for _ in range(5):
        trial.act(trial.deed(somebody(), "a"))
    assert trial.numbers(after=4, most=2) == [3, 2]
    trial.act(trial.deed(somebody(), "b"))
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 4, "spam", at=NOW))
    assert trial.numbers(after=4, most=2) == [3, 2]


def test_a_list_goes_on_behind_what_stands_in_it_alone(trial: Trial) -> None:
    for target in ("", "x"):
        trial.act(trial.deed(somebody(), "a", target=target))
    other = [
        Items(REASON, after=3),
        Items(REASON, after=2, target=""),
        Items("other", after=1),
        Items(REASON, after=1, order="unknown"),
    ]
    for wanted in other:
        with pytest.raises(NotFound):
            found(trial, items=wanted)
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 1, "spam", at=NOW))
    with pytest.raises(NotFound):
        trial.numbers(after=1, order="liked")


# --- what it costs ----------------------------------------------------------------------------------------------------


def fill(conn: Connection, widget: int, many: int) -> None:
    """So many contributions, with their scores, as acts would have left them."""
    conn.execute(
        insert(contribution),
        [
            {
                "widget": widget,
                "number": number,
                "kind": REASON,
                "target": "",
                "participant": number.to_bytes(16, "big"),
                "data": {"text": f"Woorden {number}"},
                "assurance": Assurance.STORED,
                "tag": b"",
                "created": NOW + timedelta(seconds=number),
            }
            for number in range(1, many + 1)
        ],
    )
    of = {"widget": widget, "kind": REASON}
    conn.execute(
        insert(contribution_order),
        [
            of | {"number": number, "target": "", "name": "liked", "score": number * 7919 % 1009}
            for number in range(1, many + 1)
        ],
    )
    conn.execute(
        insert(contribution_count),
        [
            of | {"everywhere": False, "target": "", "count": many},
            of | {"everywhere": True, "target": "", "count": many},
        ],
    )
    conn.execute(
        insert(contribution_facet),
        [of | {"number": number, "name": "word", "value": f"w{number % 7}"} for number in range(1, many + 1)],
    )
    conn.execute(
        insert(facet_count),
        [of | {"name": "word", "value": f"w{rest}", "count": len(range(rest or 7, many + 1, 7))} for rest in range(7)],
    )


def view_cost(trial: Trial, wanted: Items) -> int:
    def measured(conn: Connection) -> int:
        view = partial(views.read, conn, trial.widget, Reads(items=wanted))
        view()
        return cost(conn, view)

    return trial.read(measured)


A_FEW = 3
"""Rows of a table that is smaller than a page, and read whole."""


@pytest.mark.scale(test=20_000, long=1_000_000)
def test_twenty_items_cost_the_same_however_many_there_are(trial: Trial, count: int) -> None:
    asked = [
        Items(REASON, order=order, target=target, mark=SCORE, tallies=["like"], after=after)
        for order in ("newest", "liked")
        for target in (None, "")
        for after in (0, 500)
    ] + [
        Items(REASON, order=order, facet=("word", "w3"), after=after)
        for order in ("newest", "oldest")
        for after in (0, 500)
    ]
    costs = []
    for many in (1_000, count):
        trial.widget = trial.place(f"met-{many}", kind="large")
        trial.write(partial(fill, widget=trial.widget.id, many=many))
        trial.analyse()
        costs.append([view_cost(trial, wanted) for wanted in asked])
    few, lots = costs
    assert min(few) > 10
    nothing(
        f"{wanted}: {small}, of {count} {large}"
        for wanted, small, large in zip(asked, few, lots, strict=True)
        if large > 1.02 * small + A_FEW
    )
