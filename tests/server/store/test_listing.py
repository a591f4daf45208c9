# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is public, a page at a time: each is there once, in order, and a page costs the same however many there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from meedoen import limits
from meedoen.records import Organisation, Phase
from meedoen.store import listing, organisations, widgets
from meedoen.store.listing import Listed
from meedoen.store.schema import phase, placement, widget
from meedoen.values import Assurance, State
from tests.server.store.trial import NOW, Trial, steps

HOUR = timedelta(hours=1)


def listed(trial: Trial, after: int = 0, most: int = 2, **asked: Any) -> Listed:
    asked = {"types": ["rating"], "moment": NOW, **asked}
    return trial.read(lambda conn: listing.widgets(conn, after, most, **asked))


def names(trial: Trial, **asked: Any) -> list[list[str]]:
    """By page of two."""
    pages, after = [], 0
    while True:
        found = listed(trial, after, **asked)
        pages.append([one.name for one in found.widgets])
        after = found.next
        if not after:
            return pages


@pytest.fixture
def several(trial: Trial) -> Organisation:
    """Open, planned, closed and withdrawn ones, of two organisations and two types; answers the other organisation."""
    other = trial.write(lambda conn: organisations.add(conn, "buurt", "Buurt", at=NOW))

    def place(conn: Connection, name: str, of: Organisation, kind: str, opens: Any, closes: Any) -> None:
        widgets.add(conn, of, name, kind, name, {}, at=NOW, phase=Phase(opens, closes))

    for name, of, kind, opens, closes in [
        ("a", trial.organisation, "rating", None, NOW + 2 * HOUR),
        ("b", other, "rating", NOW + HOUR, None),
        ("c", trial.organisation, "tips", None, None),
        ("d", other, "rating", None, NOW),
        ("e", trial.organisation, "rating", None, None),
        ("f", other, "unknown", None, None),
    ]:
        trial.write(partial(place, name=name, of=of, kind=kind, opens=opens, closes=closes))
    gone = trial.place("weg")
    trial.write(lambda conn: widgets.withdraw(conn, gone, at=NOW))
    return other


def test_each_is_there_once_and_in_order(trial: Trial, several: Organisation) -> None:
    first = trial.widget.name
    assert names(trial) == [[first, "a"], ["b", "d"], ["e"]]
    assert names(trial, types=["rating", "tips"]) == [[first, "a"], ["b", "c"], ["d", "e"]]
    assert names(trial, types=[]) == [[]]
    assert names(trial, of=several) == [["b", "d"]]
    assert names(trial, state=State.OPEN) == [[first, "a"], ["e"]]
    assert names(trial, state=State.PLANNED) == [["b"]]
    assert names(trial, state=State.CLOSED, of=several) == [["d"]]
    assert names(trial, moment=NOW + 2 * HOUR, state=State.CLOSED) == [["a", "d"]]


def test_it_tells_when_one_will_open_or_close(trial: Trial, several: Organisation) -> None:
    assert listed(trial).changes == NOW + HOUR, "also of one that is on another page, or does not fit yet"
    assert listed(trial, moment=NOW + HOUR).changes == NOW + 2 * HOUR
    assert listed(trial, moment=NOW + 2 * HOUR).changes is None


def test_organisations_go_on_behind_the_last(trial: Trial) -> None:
    for name in ("a", "b", "c"):
        trial.write(partial(organisations.add, name=name, title="Gemeente", at=NOW))
    found, following = trial.read(partial(listing.organisations, after=trial.organisation.id, most=2))
    assert [one.name for one in found] == ["a", "b"]
    found, following = trial.read(partial(listing.organisations, after=following, most=2))
    assert ([one.name for one in found], following) == (["c"], 0)


def fill(conn: Connection, of: int, begin: int, many: int) -> None:
    """So many closed ratings, with the ids from `begin` on."""
    kept = {"organisation": of, "type": "rating", "title": "T", "settings": {}, "language": "", "expectation": ""}
    kept |= {"least": Assurance.FORM, "created": NOW, "successor": "", "revision": 1, "counted": 0, "last_number": 0}
    ids = range(begin, begin + many)
    conn.execute(insert(widget), [kept | {"id": n, "uid": str(n), "name": f"w{n}", "parts_made": 0} for n in ids])
    conn.execute(insert(phase), [{"widget": n, "closes_at": NOW, "closing_text": ""} for n in ids])
    conn.execute(insert(placement), [{"widget": n, "stage": "live", "framers": ""} for n in ids])


@pytest.mark.scale(test=4_000, long=200_000)
def test_a_page_costs_the_same_however_many_there_are_and_however_few_fit(sqlite: Trial, count: int) -> None:
    asked: list[dict[str, Any]] = [{}, {"of": sqlite.organisation}, {"state": State.OPEN}, {"types": ["tips"]}]
    most = limits.LIST_ROWS_READ_MAX

    def costs(conn: Connection) -> list[int]:
        usual: dict[str, Any] = {"types": ["rating"], "moment": NOW}
        pages: list[Callable[[], object]] = [partial(listing.widgets, conn, 999, 20, **usual | one) for one in asked]
        pages.append(partial(listing.organisations, conn, 0, 20))
        pages.append(partial(listing.sitemap, conn, 1_000, most, ["rating"], NOW))
        for page in pages:
            page()
        return [steps(conn, page) for page in pages]

    sqlite.write(partial(fill, of=sqlite.organisation.id, begin=1_000, many=2 * most))
    few = sqlite.read(costs)
    sqlite.write(partial(fill, of=sqlite.organisation.id, begin=1_000 + 2 * most, many=count))
    assert sqlite.read(costs) == pytest.approx(few, rel=0.02)
    found = listed(sqlite, 999, 20, state=State.OPEN)
    assert (found.widgets, found.next) == ([], 999 + most), "none fits here, and the list goes on"
    other = sqlite.write(partial(organisations.add, name="buurt", title="Buurt", at=NOW))
    last = sqlite.place("laatste", of=other)
    found = listed(sqlite, 0, 20, of=other, types=[last.type])
    assert [one.name for one in found.widgets] == ["laatste"], "the widgets of others are not looked at"
