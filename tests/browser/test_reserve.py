# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The height that a snippet reserves holds what an ordinary widget of the type shows, and what it answers to an act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from meedoen.registry import Installed, Registry
from meedoen.render.examples import Example, example
from meedoen.testing.showing import ORIGIN, composer, documents
from tests.tools import nothing

ADDRESS = f"{ORIGIN}/voorbeeldstad/voorbeeld/embed"
CONTENT = """() => {
  const height = (name) => document.querySelector(name).offsetHeight;
  return height('.md-body') + height('.md-foot') + 2;
}"""
ANSWERED = """(html) => {
  const part = (name) => document.querySelector(`[data-md-${name}]`);
  part('answer').innerHTML = html;
  part('answer').hidden = false;
  part('act').hidden = true;
  part('place').dataset.mdDone = 'now';
}"""
SPARE_MOST = 1.3
"""More than this over the highest of its examples is a hole in somebody's page."""


def is_ordinary(shown: Example) -> bool:
    """Nothing wrong, no list of what others said, and figures as they are unless somebody decides otherwise."""
    figures = shown.view.settings.model_fields_set & {"figures"}
    return not (figures or shown.errors or shown.withdrawn or shown.view.items)


@pytest.fixture
def shows(browser: Browser, types: Registry, tmp_path: Path) -> Iterator[Callable[[str, int], Page]]:
    """Shows a document in a window of some width, with our files and nothing else."""
    composer(types, tmp_path)
    context = browser.new_context()
    page, shown = context.new_page(), [""]

    def answer(route: Route) -> None:
        if route.request.url == ADDRESS:
            route.fulfill(body=shown[0], content_type="text/html; charset=utf-8")
        else:
            route.fulfill(path=tmp_path / route.request.url.removeprefix(f"{ORIGIN}/"))

    def show(document: str, width: int) -> Page:
        shown[0] = document
        page.set_viewport_size({"width": width, "height": 200})
        page.goto(ADDRESS)
        return page

    context.route("**/*", answer)
    yield show
    context.close()


def heights(
    shows: Callable[[str, int], Page], types: Registry, installed: Installed, folder: Path
) -> Iterator[tuple[str, int, int]]:
    """(what, width, height) of every ordinary example, in every language, before an act and after it."""
    by = composer(types, folder)
    for language in by.languages:
        for name in installed.examples:
            if not is_ordinary(example(installed, name, language)):
                continue
            seen = dict(documents(by, installed, name, language))
            for width in installed.type.reserve:
                page = shows(seen["frame"], width)
                yield f"{name} {language}", width, page.evaluate(CONTENT)
                if "answer" in seen:
                    page.evaluate(ANSWERED, seen["answer"])
                    yield f"{name} {language} answered", width, page.evaluate(CONTENT)


def test_what_is_reserved_is_enough_and_not_much_more(
    shows: Callable[[str, int], Page], types: Registry, tmp_path: Path
) -> None:
    def faults() -> Iterator[str]:
        for kind, installed in types.items():
            reserve, highest = installed.type.reserve, dict.fromkeys(installed.type.reserve, 0)
            for what, width, height in heights(shows, types, installed, tmp_path):
                highest[width] = max(highest[width], height)
                if height > reserve[width]:
                    yield f"{kind} reserves {reserve[width]} at {width} px, and {what} takes {height}"
            for width, height in highest.items():
                if reserve[width] > height * SPARE_MOST:
                    yield f"{kind} reserves {reserve[width]} at {width} px, and nothing takes more than {height}"

    nothing(faults())


def test_every_type_reserves_for_the_three_widths(types: Registry) -> None:
    assert {tuple(installed.type.reserve) for installed in types.values()} == {(320, 480, 640)}
