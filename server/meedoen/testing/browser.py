# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules that are seen in a browser alone, over every document of every example, in every language.

A test file takes them up with `from meedoen.testing.browser import *`; the fixtures come with `meedoen.testing.plugin`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from meedoen.registry import Installed, Registry
from meedoen.render.compose import Composer
from meedoen.render.examples import example
from meedoen.render.showing import documents
from meedoen.testing.suite import nothing
from meedoen.testing.viewing import Inspection, Viewer


def test_nothing_is_wrong_with_any_document(
    types: Registry,
    by: Composer,
    viewer: Viewer,
    inspections: Callable[[int], Sequence[Inspection]],
    pairings: Sequence[tuple[str, str]],
) -> None:
    def shown(turn: int, language: str) -> Iterator[tuple[int, str, str]]:
        for kind, installed in types.items():
            for place, name in enumerate(installed.examples):
                for number, (which, document) in enumerate(documents(by, installed, name, language)):
                    yield turn + place + number, f"{kind}, {name}, {which}", document

    def faults() -> Iterator[str]:
        for turn, (language, scheme) in enumerate(pairings):
            viewer.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for number, where, document in shown(turn, language):
                for fault in viewer.inspected(document, inspections(number)):
                    yield f"{where}, {language}, {scheme}: {fault}"

    nothing(faults())


def test_the_height_that_is_reserved_is_enough_for_every_example(types: Registry, by: Composer, viewer: Viewer) -> None:
    """But for what was wrong with a form: that comes on top of it."""

    def reserved(installed: Installed, name: str, when: str = "before") -> Mapping[int, int]:
        view = example(installed, name, "en").view
        less = None if when == "before" else installed.type.show(view).reserve
        return less or installed.type.reserve(view.settings)

    nothing(
        f"{kind} reserves {kept[width]} at {width} px; {name} in {language} takes {height} {when}"
        for kind, installed in types.items()
        for name, raw in installed.examples.items()
        if not raw.get("errors") and not raw.get("withdrawn")
        for language in by.languages
        for when, width, height in viewer.heights(by, installed, name, language)
        if height > (kept := reserved(installed, name, when))[width]
    )
