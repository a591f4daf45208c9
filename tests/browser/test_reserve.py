# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The height that a snippet reserves holds what a widget with its settings shows, and what it answers to an act.

That it holds what every example shows is one of the rules that ship.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from meedoen.addresses import Query
from meedoen.demo.run import SITES
from meedoen.demo.seed import read
from meedoen.official import GivenOutcome, OfficialReply, OutcomeState, Picture, Speaker, Wording, Written
from meedoen.registry import Installed, Registry
from meedoen.render.alone import room
from meedoen.render.compose import Composer, Shell
from meedoen.render.examples import example
from meedoen.render.showing import ORIGIN, place
from meedoen.testing.viewing import Viewer
from meedoen.values import Item
from tests.tools import nothing

SPARE_MOST = 1.3
"""More than this over the highest that its settings can show is a hole in somebody's page."""

Raw = Mapping[str, Any]
"""What stands in an example, or some of it that goes over another."""

REASON = {
    "number": 26,
    "kind": "reason",
    "data": {"text": "Ja"},
    "created": datetime.fromisoformat("2026-04-19T20:12Z"),
}
TOPICS = [{"key": "gevel", "label": "Gevels"}, {"key": "stoep", "label": "Stoepen"}]
VARIED: Mapping[str, Sequence[Sequence[Raw]]] = {
    "rating": [
        [{"settings": {"scale": scale}} for scale in ("yes-no", "faces", "stars")],
        [{"settings": {"figures": figures}} for figures in ("always", "on-request", "after-closing")],
        [{"settings": {"ask_reason": asks}} for asks in (True, False)],
        [{"settings": {"show_reasons": True}, "items": [REASON]}, {"settings": {"show_reasons": False}}],
    ],
    "tips": [
        [{"settings": {"ask_where": asks}} for asks in (True, False)],
        [{"settings": {"secret": secret}} for secret in (True, False)],
        [{"settings": {"topics": TOPICS}, "parts": TOPICS}, {}],
    ],
}
"""By type, for each thing that makes a difference, what it can be."""
CROWDS: Mapping[str, Sequence[Raw]] = {
    "rating": [
        {"typed": {"score": "1"}, "tallies": [{"kind": "score", "counts": counts}]}
        for counts in ({1: 3, 2: 4}, {1: 412, 2: 1204})
    ],
    "tips": [{}],
}
"""By type, few people and many; the scale of a rating has at least these two choices."""


def reserved(installed: Installed, raw: Raw) -> Mapping[int, int]:
    return installed.type.reserve(installed.settings(raw.get("settings", {})))


def over(raw: Raw, *others: Raw) -> Raw:
    """An example with others on top; only settings go together."""
    settings = dict(chain.from_iterable(one.get("settings", {}).items() for one in (raw, *others)))
    return {name: value for one in (raw, *others) for name, value in one.items()} | {"settings": settings}


def pairs_first(axes: Sequence[Sequence[Raw]]) -> list[tuple[int, ...]]:
    """Every combination, by place on each axis; those that hold most pairs not seen yet come first."""
    left, seen, ordered = list(product(*(range(len(axis)) for axis in axes))), set[Any](), []
    while left:
        best = max(left, key=lambda one: len({*combinations(enumerate(one), 2)} - seen))
        left.remove(best)
        seen |= {*combinations(enumerate(best), 2)}
        ordered.append(best)
    return ordered


@pytest.mark.scale(test=9, long=99)
@pytest.mark.parametrize("kind", VARIED)
def test_what_is_reserved_is_enough_and_not_much_more(
    viewer: Viewer, by: Composer, types: Registry, kind: str, count: int
) -> None:
    """For each combination of settings, pairs of them at the least, in the words of the example that was answered."""
    installed, axes = types[kind], VARIED[kind]
    said = next(raw for raw in installed.examples.values() if raw.get("done"))
    chosen = pairs_first(axes)[:count]
    every_pair = {pair for one in pairs_first(axes) for pair in combinations(enumerate(one), 2)}
    assert {pair for one in chosen for pair in combinations(enumerate(one), 2)} == every_pair

    def faults(places: tuple[int, ...]) -> Iterator[str]:
        varied = over(said, *(axis[place] for axis, place in zip(axes, places, strict=True)))
        highest: dict[int, int] = {}
        for crowd, language in product(CROWDS[kind], by.languages):
            shown = replace(installed, examples={"it": over(varied, crowd)})
            for _when, width, height in viewer.heights(by, shown, "it", language):
                highest[width] = max(highest.get(width, 0), height)
        for width, kept in reserved(installed, varied).items():
            if not highest[width] <= kept <= highest[width] * SPARE_MOST:
                yield f"{varied['settings']} reserves {kept} at {width} px, and {highest[width]} is needed"

    nothing(chain.from_iterable(map(faults, chosen)))


def test_it_is_enough_for_what_the_demo_shows(viewer: Viewer, by: Composer, types: Registry) -> None:
    """Texts that somebody wrote without counting."""
    for organisation in read(SITES / "seed.toml").organisation:
        for widget in organisation.widget:
            installed = types[widget.type]
            said = next((raw for raw in installed.examples.values() if raw.get("done")), {})
            shown = {"title": widget.title, "expectation": widget.expectation, "settings": widget.settings}
            others = {"items": [REASON] if widget.settings.get("show_reasons") else []}
            raw = over({**said, "settings": {}}, shown, others, CROWDS.get(widget.type, [{}])[-1])
            language = widget.language or organisation.language
            one = replace(installed, examples={"it": {**raw, language: {}}})
            for when, width, height in viewer.heights(by, one, "it", language):
                assert height <= reserved(installed, raw)[width], (widget.name, when, width)


MADE = datetime.fromisoformat("2026-04-19T20:12Z")
SENTENCE = "De brug gaat eind juni weer open en tot die tijd rijdt iedereen om langs de Parkbrug. "
LONGEST = (SENTENCE * 4)[:280]
OFFICIAL = Speaker("Fatima de Wit, Communicatie", "Gemeente Voorbeeldstad")
OVER = OfficialReply(
    2, SENTENCE, OFFICIAL, MADE, until=MADE.date(), expires=MADE, source=f"https://stad.example/{'x' * 300}", number=12
)
ALONE: Sequence[Mapping[str, Any]] = (
    {"data": {"text": "Kort."}},
    {"data": {"text": SENTENCE * 3, "more": SENTENCE * 11, "link": "https://www.voorbeeldstad.example/brug"}},
    {"data": {"text": SENTENCE * 3, "more": "Eerst dit.\n\n" + SENTENCE * 40}, "picture": ("brug.png", 1280, 720)},
    {
        "data": {"text": SENTENCE * 3},
        "replies": [OfficialReply(1, SENTENCE * 6, OFFICIAL, MADE), OVER],
        "outcome": GivenOutcome(
            OutcomeState.USED, SENTENCE * 2, OFFICIAL, MADE, ["https://voorbeeldstad.example/x"], number=12
        ),
    },
    {"data": {"text": LONGEST}, "written": Written(OFFICIAL, MADE, [Wording({"text": LONGEST}, OFFICIAL, MADE)])},
    {"data": {"text": LONGEST, "more": SENTENCE * 10, "link": "https://www.stad.example/" + "werk-aan-de-brug/" * 11}},
    {"data": {"text": LONGEST, "more": "Kort.\n\nNog een."}, "picture": ("brug.png", 600, 900)},
    {"data": {"text": LONGEST, "more": SENTENCE * 40}},
)


LOADED = """() => Promise.all([...document.images].map((one) => {
  one.loading = 'eager';
  return one.decode();
}))"""
"""Until every image is there: one that is not takes a line."""


def test_what_is_reserved_for_one_update_is_enough_and_not_much_more(
    viewer: Viewer, by: Composer, types: Registry, tmp_path: Path
) -> None:
    installed = types["status_feed"]
    shown = example(installed, "busy", "nl")
    placed, declared = place(installed, shown, "nl"), installed.type.reserve_item(shown.view.settings)
    (tmp_path / "files/-").mkdir(parents=True)
    found = []
    for holds in ALONE:
        picture = None
        if "picture" in holds:
            name, width, height = holds["picture"]
            Image.new("RGB", (width, height)).save(tmp_path / "files/-" / name)
            picture = Picture(name, "Een brug.", width, height)
        more = {"written": Written(OFFICIAL), **holds, "picture": picture}
        item = Item(9, "update", "", created=MADE, **more)
        view = replace(shown.view, items=[item], items_total=1, items_more=False)
        page = viewer.show(by.item(placed, view, ORIGIN, Query(), Shell.ITEM_FRAME, 9)[0])
        page.evaluate(LOADED)
        for width, kept in room(placed, item).items():
            page.set_viewport_size({"width": width, "height": 200})
            needed = page.evaluate("document.documentElement.scrollHeight")
            if not needed <= kept <= max(needed * SPARE_MOST, declared[width]):
                found.append(f"{list(holds)} at {width} px: {needed} is needed and {kept} kept")
    nothing(found)


def test_every_type_reserves_for_the_three_widths_alone(types: Registry) -> None:
    for installed in types.values():
        for raw in installed.examples.values():
            assert tuple(reserved(installed, raw)) == (320, 480, 640)
