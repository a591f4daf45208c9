# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Examples in a real browser: the page they are shown in, and what is looked for there.

What tools find is one half; the other half are measurements of our own, since no tool notices what sticks out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Route

from meedoen.registry import Installed, Registry
from meedoen.render.compose import Composer
from meedoen.render.showing import ORIGIN, composer, documents

NARROWEST_PX = 320
WIDTHS_PX = (320, 480, 640)
SCHEMES = ("light", "dark")

SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }"""
"""WCAG 1.4.12: what a reader's own style may do without anything getting lost."""
STICKS_OUT = """() => {
  const root = document.documentElement;
  const wide = root.scrollWidth > root.clientWidth ? ['the page, by ' + (root.scrollWidth - root.clientWidth)] : [];
  const seen = [...document.querySelectorAll('body *')].filter((one) =>
    one.getClientRects().length && !one.closest('.md-hidden, .md-skip, svg'));
  const cut = seen.filter((one) => {
    const box = one.getBoundingClientRect();
    const clips = getComputedStyle(one).overflow !== 'visible' && !one.matches('input, textarea');
    return box.right > innerWidth + 1 || box.left < -1 || (clips && one.scrollHeight > one.clientHeight + 1);
  });
  return wide.concat(cut.map((one) => one.outerHTML.slice(0, 80)));
}"""
TOO_SMALL = """() => [...document.querySelectorAll('a, button, input, textarea, summary')].filter((one) => {
    const target = one.type === 'radio' ? one.nextElementSibling : one;
    const box = target.getBoundingClientRect();
    // WCAG 2.5.8 leaves out what stands in a sentence.
    return box.height && getComputedStyle(target).display !== 'inline' && Math.min(box.height, box.width) < 24;
  }).map((one) => one.outerHTML.slice(0, 80))"""
OPENED = "document.querySelectorAll('details').forEach((one) => { one.open = one.className !== 'md-look'; })"
CONTENT = """() => {
  const height = (name) => document.querySelector(name).offsetHeight;
  for (const list of document.querySelectorAll('.md-list')) list.hidden = !list.closest('details');
  return height('.md-body') + height('.md-foot') + 2;
}"""
"""How high a frame is. A list of what others said that stands open is as long as it is: nothing is kept for that."""
BEGUN = """() => {
  for (const one of document.querySelectorAll('[data-md-begins] [placeholder=" "]')) one.value = 'x';
  for (const one of document.querySelectorAll('[data-md-likes]')) {
    one.textContent = '5';
    one.nextElementSibling.hidden = false;
    one.nextElementSibling.style.blockSize = getComputedStyle(one.nextElementSibling).maxBlockSize;
  }
}"""
"""Something is written where one begins, and what is alike was found: as much of it as there can be."""
ANSWERED = """(html) => {
  const part = (name) => document.querySelector(`[data-md-${name}]`);
  part('answer').innerHTML = html;
  part('answer').hidden = false;
  part('act').hidden = true;
  part('place').dataset.mdDone = 'now';
}"""

VIOLATIONS = "(options) => axe.run(options).then((found) => found.violations)"
"""Told by axe itself it would be everything it looked at, which takes longer to send than to find."""


def axe(page: Page | Frame, *rules: str) -> Iterator[str]:
    """What axe finds (https://github.com/dequelabs/axe-core); with `rules`, by these alone."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    for found in page.evaluate(VIOLATIONS, options):
        yield f"{found['id']}: {found['help']}: {found['nodes'][0]['html'][:120]}"


def geometry(page: Page | Frame) -> Iterator[str]:
    """WCAG 1.4.10, 2.5.8, 1.4.12: nothing sticks out, every target can be hit, also when the reader spaces the text."""
    yield from (f"{what} sticks out" for what in page.evaluate(STICKS_OUT))
    yield from (f"{what} is too small" for what in page.evaluate(TOO_SMALL))
    page.add_style_tag(content=SPACING)
    yield from (f"{what} sticks out when spaced" for what in page.evaluate(STICKS_OUT))


Inspection = Callable[[Page | Frame], Iterator[str]]


class Viewer:
    """A page of a browser in which a document is shown as the server would serve it, without a server."""

    def __init__(self, context: BrowserContext, files: Path) -> None:
        self._document = ""
        self.style = ""
        """A house style, which stands behind every stylesheet while it is set."""
        self._files = files
        context.route("**/*", self._answer)
        self.page = context.new_page()

    def show(self, document: str) -> Page:
        """The page, with this document in it."""
        self._document = document
        self.page.goto(f"{ORIGIN}/")
        return self.page

    def inspected(self, document: str, inspections: Sequence[Inspection]) -> Iterator[str]:
        """What is wrong with it, all that is folded opened; of an answer, which is a part of one, nothing."""
        if inspections and "<html" in document:
            page = self.show(document)
            page.evaluate(OPENED)
            for inspection in inspections:
                yield from inspection(page)

    def heights(self, by: Composer, installed: Installed, name: str, language: str) -> Iterator[tuple[str, int, int]]:
        """(when, width, height) of the frame of an example, before an act, while one writes, and after it."""
        seen = dict(documents(by, installed, name, language))
        page = self.show(seen["frame"])
        yield from (("before", width, _height(page, width)) for width in WIDTHS_PX)
        if page.locator("[data-md-begins], [data-md-likes]").count():
            page.evaluate(BEGUN)
            yield from (("begun", width, _height(page, width)) for width in WIDTHS_PX)
        if "answer" in seen:
            page.evaluate(ANSWERED, seen["answer"])
            yield from (("answered", width, _height(page, width)) for width in WIDTHS_PX)

    def _answer(self, route: Route) -> None:
        if route.request.is_navigation_request():
            route.fulfill(body=self._document, content_type="text/html; charset=utf-8")
            return
        file = self._files / route.request.url.removeprefix(f"{ORIGIN}/")
        if file.suffix == ".css":
            route.fulfill(body=file.read_text("utf-8") + self.style, content_type="text/css")
        else:
            route.fulfill(path=file)


def _height(page: Page, width: int) -> int:
    page.set_viewport_size({"width": width, "height": 200})
    height: int = page.evaluate(CONTENT)
    return height


@pytest.fixture
def by(types: Registry, tmp_path: Path) -> Composer:
    """What makes the documents, and beside it the folder of their files."""
    return composer(types, tmp_path)


@pytest.fixture
def viewer(browser: Browser, tmp_path: Path) -> Iterator[Viewer]:
    """One that shows what `by` makes, on the width of a phone."""
    context = browser.new_context(viewport={"width": NARROWEST_PX, "height": 640})
    yield Viewer(context, tmp_path)
    context.close()


@pytest.fixture
def inspections() -> Callable[[int], Sequence[Inspection]]:
    """What is looked for, by number of the document: here all there is, on each of them.

    A document has another number in the next language, so that work can be shared out between the languages.
    """
    return lambda _number: [axe, geometry]


@pytest.fixture
def pairings(by: Composer) -> Sequence[tuple[str, str]]:
    """Languages and colour schemes: each of them at least once."""
    return list(zip(by.languages, cycle(SCHEMES), strict=False))
