# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What passes between a frame and the page around it: a height, and nothing that is not asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from meedoen.registry import Registry
from meedoen.testing.showing import ORIGIN
from tests.server.render.canned import HOST, OTHER, Canned, canned

EMBED = f"{ORIGIN}/voorbeeldstad/voorbeeld/embed"
LOADER = f'<script async src="{ORIGIN}/embed/v1.js"></script>'
KEYS = {"meedoen", "message", "value", "acted"}


def iframe(more: str = "", height: int = 100, address: str = EMBED) -> str:
    return f'<iframe src="{address}" title="x" width="480" height="{height}" {more}></iframe>'


@pytest.fixture
def there(browser: Browser, types: Registry, tmp_path: Path) -> Iterator[Canned]:
    with canned(browser, types, tmp_path) as one:
        yield one


def settled(page: Page) -> int:
    """The frame's height when nothing more comes."""
    page.wait_for_function("() => got.some((one) => one.meedoen === 1)")
    page.wait_for_timeout(200)
    return int(page.evaluate("document.querySelector('iframe').clientHeight"))


def test_a_frame_grows_to_what_is_in_it(there: Canned) -> None:
    page, frame = there.hosted(iframe() + LOADER)
    assert settled(page) == frame.evaluate("document.documentElement.scrollHeight") > 300
    assert all(set(one) == KEYS for one in page.evaluate("got"))


def test_a_loader_that_comes_late_asks_again(there: Canned) -> None:
    page, _ = there.hosted(iframe())
    assert settled(page) == 100
    page.add_script_tag(url=f"{ORIGIN}/embed/v1.js")
    page.wait_for_function("() => document.querySelector('iframe').clientHeight > 300")


def test_ten_loaders_are_one(there: Canned) -> None:
    page, _ = there.hosted(iframe() + LOADER * 10)
    assert settled(page) > 300
    assert page.evaluate(
        f"Object.keys(window).filter((name) => name.startsWith('meedoen')).join() === 'meedoen {ORIGIN}'"
    )


def test_a_sandboxed_frame_is_known_by_its_window(there: Canned) -> None:
    page, _ = there.hosted(iframe('sandbox="allow-scripts"') + LOADER)
    assert settled(page) > 300


def test_never_below_what_the_snippet_reserves(there: Canned) -> None:
    page, frame = there.hosted(iframe(height=900) + LOADER)
    assert settled(page) == 900
    frame.get_by_text("Goed", exact=True).first.click()
    frame.locator("[type=submit]").click()
    page.wait_for_function("() => got.some((one) => one.acted)")
    assert settled(page) == 900


def test_others_cannot_set_it(there: Canned) -> None:
    lie = "parent.postMessage({meedoen: 1, message: 'height', value: 5000, acted: true}, '*')"
    there.pages[f"{OTHER}/"] = f"<!doctype html><title>x</title><script>{lie}</script>"
    page, _ = there.hosted(iframe() + LOADER + iframe(address=f"{OTHER}/", height=50))
    assert settled(page) < 1000
    page.evaluate("postMessage({meedoen: 1, message: 'height', value: 5000}, '*')")
    page.wait_for_timeout(100)
    assert page.evaluate("[...document.querySelectorAll('iframe')].map((one) => one.clientHeight < 1000)") == [
        True,
        True,
    ]


@pytest.mark.parametrize("value", ["-1", "NaN", "null", "{}"])
def test_a_height_is_a_number_above_nothing(there: Canned, value: str) -> None:
    page, frame = there.hosted(iframe(height=700) + LOADER)
    settled(page)
    frame.evaluate(f"parent.postMessage({{meedoen: 1, message: 'height', value: {value}, acted: true}}, '*')")
    page.wait_for_timeout(100)
    assert page.evaluate("document.querySelector('iframe').clientHeight") == 700


def test_a_frame_without_width_says_nothing(there: Canned) -> None:
    """Its height would be that of one letter below another; it speaks when it is laid out."""
    page, _ = there.hosted(iframe().replace('width="480"', 'width="0"') + LOADER)
    page.wait_for_timeout(300)
    assert page.evaluate("got") == []
    page.evaluate("document.querySelector('iframe').width = 480")
    assert 300 < settled(page) < 1000


def test_a_page_by_itself_is_silent(there: Canned) -> None:
    page = there.context.new_page()
    page.add_init_script("window.got = []; addEventListener('message', (event) => got.push(event.data));")
    page.goto(EMBED)
    page.wait_for_timeout(200)
    assert page.evaluate("got") == []


def test_wordpress_is_told_its_secret_and_where_a_link_of_ours_leads(there: Canned) -> None:
    page, frame = there.hosted(iframe('sandbox="allow-scripts"', address=f"{EMBED}#?secret=aB3"))
    settled(page)
    assert page.evaluate("got")[0]["secret"] == "aB3"
    frame.get_by_role("link", name="Volledige pagina").click()
    page.wait_for_function("() => got.some((one) => one.message === 'link')")
    assert page.evaluate("got.at(-1)") == {
        "message": "link",
        "value": f"{ORIGIN}/voorbeeldstad/voorbeeld",
        "secret": "aB3",
    }
    assert page.url == f"{HOST}/"
