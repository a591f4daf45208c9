# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every document of every example, of every type, in every language: in a real browser, on a phone's width.

What tools find is one half; the other half are assertions of our own, since no tool notices what sticks out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from meedoen.registry import Registry
from meedoen.testing.showing import ORIGIN, composer, documents
from meedoen.themes import check
from tests.tools import ROOT, nothing

THEMES = ROOT / "tests/themes"

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


def styles() -> list[str]:
    """Two published ones, as they are served: one without, one with a dark variant."""
    ma = [(THEMES / name).read_bytes() for name in ("ma.css", "ma-dark.css")]
    return [check((THEMES / "voorbeeld.css").read_bytes()).css, check(b"".join(ma)).css]


@pytest.fixture(scope="module")
def built(types: Registry, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path]:
    """All documents by name, and the folder of their files."""
    root = tmp_path_factory.mktemp("static")
    by = composer(types, root)
    return {
        f"{kind} {name} {language} {which}": page
        for kind, installed in types.items()
        for name in installed.examples
        for language in by.languages
        for which, page in documents(by, installed, name, language)
        if which != "answer"
    }, root


@pytest.fixture
def worn() -> list[str]:
    """The house styles that stand behind every stylesheet while a test puts them there."""
    return []


@pytest.fixture
def each(
    browser: Browser, built: tuple[dict[str, str], Path], worn: list[str]
) -> Iterator[Callable[..., Iterator[tuple[str, Page]]]]:
    """Opens the documents one by one."""
    pages, root = built
    by_address = {f"{ORIGIN}/{quote(name)}": page for name, page in pages.items()}
    context = browser.new_context(viewport={"width": 320, "height": 640})

    def answer(route: Route) -> None:
        if page := by_address.get(route.request.url):
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
        elif route.request.url.endswith(".css"):
            route.fulfill(body="".join([file(route).read_text("utf-8"), *worn]), content_type="text/css")
        else:
            route.fulfill(path=file(route))

    def file(route: Route) -> Path:
        return root / route.request.url.removeprefix(f"{ORIGIN}/")

    def open_each(only: str | Sequence[str] = "", **media: str) -> Iterator[tuple[str, Page]]:
        page = context.new_page()
        page.emulate_media(**media)  # type: ignore[arg-type]
        for name, address in zip(pages, by_address, strict=True):
            if (only in name) if isinstance(only, str) else (name in only):
                page.goto(address)
                page.evaluate(
                    "document.querySelectorAll('details').forEach((one) => { one.open = one.className !== 'md-look'; })"
                )
                yield name, page

    context.route("**/*", answer)
    yield open_each
    context.close()


def test_valid(built: tuple[dict[str, str], Path], vnu: Callable[[Sequence[str]], list[str]]) -> None:
    nothing(vnu(list(built[0].values())))


@pytest.mark.parametrize(("language", "scheme"), [("nl", "light"), ("en", "dark")])
def test_axe_finds_nothing(each: Callable[..., Iterator[tuple[str, Page]]], language: str, scheme: str) -> None:
    axe = Axe()
    nothing(
        f"{name}: {found['id']}: {found['help']}: {found['nodes'][0]['html'][:120]}"
        for name, page in each(f" {language} ", color_scheme=scheme)
        for found in axe.run(page).response["violations"]
    )


@pytest.mark.scale(test=35, long=1)
def test_every_colour_is_seen_in_every_house_style(
    built: tuple[dict[str, str], Path], each: Callable[..., Iterator[tuple[str, Page]]], worn: list[str], count: int
) -> None:
    """Documents of the rating × styles × light and dark; one in so many, at full scale all."""
    dressed = [(css, scheme) for scheme in ("light", "dark") for css in styles()]
    pairs = [(name, dress) for name in built[0] if name.startswith("rating ") for dress in dressed]

    def faults() -> Iterator[str]:
        for wanted, (css, scheme) in pairs[::count]:
            worn[:] = [css]
            for name, page in each([wanted], color_scheme=scheme):
                for found in Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]:
                    yield f"{name}, {scheme}, {css[:200]}: {found['nodes'][0]['html'][:120]}"
                page.close()

    nothing(faults())


def test_nothing_sticks_out_and_every_target_can_be_hit(each: Callable[..., Iterator[tuple[str, Page]]]) -> None:
    def faults() -> Iterator[str]:
        for name, page in each():
            yield from (f"{name}: {what} sticks out" for what in page.evaluate(STICKS_OUT))
            yield from (f"{name}: {what} is too small" for what in page.evaluate(TOO_SMALL))
            page.add_style_tag(content=SPACING)
            yield from (f"{name}: {what} sticks out when spaced" for what in page.evaluate(STICKS_OUT))

    nothing(faults())


def test_the_result_takes_the_place_of_the_form(each: Callable[..., Iterator[tuple[str, Page]]]) -> None:
    for _name, page in each("rating busy nl frame"):
        height = page.evaluate("document.querySelector('.md-body').offsetHeight")
        page.get_by_text("Bekijk de uitslag zonder te stemmen").click()
        assert page.locator("form").is_hidden()
        assert page.locator(".md-bars").is_visible()
        assert page.evaluate("document.querySelector('.md-body').offsetHeight") <= height
