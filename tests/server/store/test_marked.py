# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contributions by what their author gave: each once over all pages, at a bounded cost."""

from __future__ import annotations

from functools import partial

import pytest

from meedoen import limits
from meedoen.store import contributions, views
from meedoen.values import Items, Reads
from tests.server.store.trial import NOW, REASON, SCORE, Trial, cost, somebody


def pages(trial: Trial, given: int, most: int = 2, target: str | None = None) -> list[list[int]]:
    """The numbers on each page, until the list ends."""
    found, after = [], 0
    while True:
        wanted = Items(REASON, target=target, mark=SCORE, most=most, marked=given, after=after)
        page = trial.read(partial(views.read, of=trial.widget, reads=Reads(items=wanted)))
        assert all(item.mark == given for item in page.items)
        found.append([item.number for item in page.items])
        if not (after := page.items_next):
            return found


def test_each_stands_once_over_all_pages(trial: Trial) -> None:
    for number, score in enumerate([1, 3, 1, 3, 1, 1], 1):
        trial.act(trial.deed(somebody(), f"Reden {number}", score))
    trial.write(lambda conn: contributions.remove(conn, trial.widget, 5, "Spam", at=NOW))
    assert pages(trial, 1) == [[6, 3], [1]]
    assert pages(trial, 3) == [[4, 2]]
    assert pages(trial, 2) == [[]]


def test_a_page_looks_at_so_many_and_says_where_to_go_on(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIST_ROWS_READ_MAX", 3)
    for score in [1, 1, 2, 2, 2, 2, 1]:
        trial.act(trial.deed(somebody(), "Reden", score))
    assert pages(trial, 1) == [[7], [2], [1]]


def test_it_costs_the_same_however_many_there_are(sqlite: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIST_ROWS_READ_MAX", 10)
    wanted = Items(REASON, mark=SCORE, most=5, marked=1)

    def costs() -> int:
        return sqlite.read(lambda conn: cost(conn, lambda: views.read(conn, sqlite.widget, Reads(items=wanted))))

    def write(n: int) -> None:
        for _ in range(n):
            sqlite.act(sqlite.deed(somebody(), "Reden", 2))

    write(20)
    before = costs()
    write(80)
    assert costs() <= before * 1.1
