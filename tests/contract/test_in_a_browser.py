# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules that ship and are seen in a browser, over every type there is; with HTML_CodeSniffer and vnu beside axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product

import pytest

from meedoen.registry import Registry
from meedoen.render.compose import Composer
from meedoen.render.showing import documents
from meedoen.testing.browser import *  # noqa: F403
from meedoen.testing.viewing import SCHEMES, Inspection, Viewer
from meedoen.themes import check
from tests.browser.inspections import INSPECTIONS, contrast
from tests.tools import LONG, ROOT, nothing

THEMES = ROOT / "tests/themes"


@pytest.fixture
def inspections() -> Callable[[int], Sequence[Inspection]]:
    """Every sixth document is looked at, others in the one language than in the other; in `make long` all are."""
    return lambda number: INSPECTIONS if LONG or number % 6 == 0 else ()


@pytest.fixture
def pairings(by: Composer) -> Sequence[tuple[str, str]]:
    """Each language and each colour scheme; in `make long` each language in each scheme."""
    return list(product(by.languages, SCHEMES)) if LONG else list(zip(by.languages, SCHEMES, strict=True))


def styles() -> list[str]:
    """Two published ones, as they are served: one without, one with a dark variant."""
    ma = [(THEMES / name).read_bytes() for name in ("ma.css", "ma-dark.css")]
    return [check((THEMES / "voorbeeld.css").read_bytes()).css, check(b"".join(ma)).css]


@pytest.mark.scale(test=31, long=1)
def test_nothing_is_wrong_in_any_house_style(types: Registry, by: Composer, viewer: Viewer, count: int) -> None:
    """Documents of every type × styles × light and dark; one in so many, by its colours. At full scale all, by all."""
    shown = {
        f"{kind} {name} {language} {which}": document
        for kind, installed in types.items()
        for name in installed.examples
        for language in by.languages
        for which, document in documents(by, installed, name, language)
        if which != "answer"
    }

    def faults() -> Iterator[str]:
        for name, scheme, style in list(product(shown, SCHEMES, styles()))[::count]:
            viewer.style = style
            viewer.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            looked_for = INSPECTIONS if LONG else [contrast]
            yield from (f"{name}, {scheme}, {style[:200]}: {one}" for one in viewer.inspected(shown[name], looked_for))

    nothing(faults())


def test_valid(types: Registry, by: Composer, vnu: Callable[[Sequence[str]], list[str]]) -> None:
    pages = [
        document
        for installed in types.values()
        for name in installed.examples
        for language in by.languages
        for which, document in documents(by, installed, name, language)
        if which != "answer"
    ]
    nothing(vnu(pages))


def test_the_result_takes_the_place_of_the_form(types: Registry, by: Composer, viewer: Viewer) -> None:
    page = viewer.show(dict(documents(by, types["rating"], "busy", "nl"))["frame"])
    height = page.evaluate("document.querySelector('.md-body').offsetHeight")
    page.get_by_text("Bekijk de uitslag zonder te stemmen").click()
    assert page.locator("form").is_hidden()
    assert page.locator(".md-bars").is_visible()
    assert page.evaluate("document.querySelector('.md-body').offsetHeight") <= height
