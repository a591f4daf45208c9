# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people will do is not in the examples: any counts, any items, any moment can be shown, ordered and told."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meedoen.addresses import Query
from meedoen.registry import Registry
from meedoen.render.compose import Composer, Shell
from meedoen.render.examples import Example, example
from meedoen.render.showing import ORIGIN, composer, place
from meedoen.testing.pages import faults_of_page
from meedoen.values import Item, State, Tally
from meedoen.widget import Event, Happened, View

COUNTS = st.dictionaries(st.integers(-1, 6), st.integers(0, 10**7), max_size=6)
TALLIES = COUNTS.map(Tally)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
Draw = Callable[[st.SearchStrategy[Any]], Any]
ONE_BUILT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def by(types: Registry, tmp_path: Path) -> Composer:
    return composer(types, tmp_path)


def some_example(draw: Draw, types: Registry) -> tuple[str, Example]:
    kind = draw(st.sampled_from(sorted(types)))
    return kind, example(
        types[kind], draw(st.sampled_from(sorted(types[kind].examples))), draw(st.sampled_from(["nl", "en"]))
    )


def some_item(draw: Draw, item: Item, kinds: Sequence[str]) -> Item:
    if item.removed is not None or draw(st.booleans()):
        return replace(
            item, data={}, removed=draw(st.sampled_from(["spam", "withdrawn", "<b>%(x)s"])), mark=None, tallies={}
        )
    tallies = {kind: draw(TALLIES) for kind in kinds if draw(st.booleans())}
    return replace(item, mark=draw(st.sampled_from([None, 1, 2])), tallies=tallies, created=draw(MOMENTS))


def some_view(draw: Draw, types: Registry, kind: str, shown: Example) -> View[Any]:
    reads = types[kind].type.reads(shown.view.settings, shown.view.ask)
    revealed = draw(st.booleans())
    kinds = reads.items.tallies if reads.items and revealed else ()
    items = [some_item(draw, item, kinds) for item in shown.view.items]
    return replace(
        shown.view,
        state=draw(st.sampled_from(State)),
        moment=draw(MOMENTS),
        revealed=revealed,
        tallies={one: draw(TALLIES) for one in reads.tallies} if revealed else {},
        items=draw(st.permutations(items)) if items else (),
        items_total=draw(st.integers(0, 10**7)),
        items_more=draw(st.booleans()),
    )


@given(st.data())
@ONE_BUILT
def test_any_view_can_be_shown(types: Registry, by: Composer, data: st.DataObject) -> None:
    draw = data.draw
    kind, shown = some_example(draw, types)
    view = some_view(draw, types, kind, shown)
    placed = place(types[kind], shown, view.language)
    shell = draw(st.sampled_from([Shell.FRAME, Shell.PAGE]))
    page, _fresh = by.widget(placed, view, ORIGIN, Query(view.ask), shell)
    assert list(faults_of_page(page)) == []


@given(st.data(), st.dictionaries(st.sampled_from(["score", "support", "other"]), TALLIES), MOMENTS)
@ONE_BUILT
def test_any_item_has_a_place_in_every_order(
    types: Registry, data: st.DataObject, tallies: Mapping[str, Tally], created: datetime
) -> None:
    for kind in types.values():
        for order in kind.type.orders.values():
            score = order(tallies, created)
            assert math.isfinite(score)
            assert order(tallies, created) == score


@given(st.data())
@ONE_BUILT
def test_any_event_can_be_told(types: Registry, by: Composer, data: st.DataObject) -> None:
    kind, shown = some_example(data.draw, types)
    installed, view = types[kind], some_view(data.draw, types, kind, shown)
    words = by.words(view.language, kind)
    items = [item for item in view.items if item.removed is None]
    for happened in Happened:
        item = data.draw(st.sampled_from(items)) if items and happened is Happened.CONTRIBUTED else None
        entry = installed.type.entry(Event(happened, view.moment, item, view.tallies, view.closing_text), view.settings)
        if entry is not None:
            assert words.text(entry.title)
