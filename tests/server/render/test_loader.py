# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What passes between a frame and the page around it: a height, and nothing that is not asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page

from meedoen.registry import Registry
from meedoen.render.showing import ORIGIN
from tests.server.render.canned import HOST, OTHER, Canned, canned

EMBED = f"{ORIGIN}/voorbeeldstad/voorbeeld/embed"
LOADER = f'<script async src="{ORIGIN}/embed/v1.js"></script>'
KEYS = {"meedoen", "message", "value", "acted"}


def iframe(more: str = "", height: int = 100, address: str = EMBED) -> str:
    return f'<iframe src="{address}" title="x" width="480" height="{height}" {more}></iframe>'


def needed(types: Registry) -> int:
    """What the rating of the examples reserves at that width; its form and its answer are less."""
    rating = types["rating"].type
    return rating.reserve(rating.settings(question="Wat vindt u van dit plan?"))[480]


@pytest.fixture
def there(browser: Browser, types: Registry, tmp_path: Path) -> Iterator[Canned]:
    with canned(browser, types, tmp_path) as one:
        yield one


def heard(page: Page, frame: Frame) -> list[dict[str, Any]]:
    """All that the frame has said: messages come in the order in which they are sent, and one of ours comes last."""
    mark = page.evaluate("() => got.length + Math.random()")
    frame.evaluate("mark => parent.postMessage({ mark }, '*')", mark)
    page.wait_for_function("mark => got.some((one) => one.mark === mark)", arg=mark)
    said: list[dict[str, Any]] = page.evaluate("got.filter((one) => !one.mark)")
    return said


def settled(page: Page, frame: Frame) -> int:
    """The frame's height once it has spoken, and has nothing to add after it was laid out at that height."""
    page.wait_for_function("() => got.some((one) => one.meedoen === 1)")
    before, now = -1, height(page)
    while now != before:
        frame.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        heard(page, frame)
        before, now = now, height(page)
    return now


def height(page: Page) -> int:
    return int(page.evaluate("document.querySelector('iframe').clientHeight"))


def test_a_frame_grows_to_what_is_in_it(there: Canned, types: Registry) -> None:
    """And to what its answer will need, so that nothing moves then."""
    page, frame = there.hosted(iframe() + LOADER)
    assert settled(page, frame) == needed(types)
    assert frame.evaluate("document.documentElement.scrollHeight") == needed(types)
    assert all(set(one) == KEYS for one in heard(page, frame))


def test_a_loader_that_comes_late_asks_again(there: Canned) -> None:
    page, frame = there.hosted(iframe())
    assert settled(page, frame) == 100
    page.add_script_tag(url=f"{ORIGIN}/embed/v1.js")
    page.wait_for_function("() => document.querySelector('iframe').clientHeight > 300")


def test_ten_loaders_are_one(there: Canned) -> None:
    page, frame = there.hosted(iframe() + LOADER * 10)
    assert settled(page, frame) > 300
    assert page.evaluate(
        f"Object.keys(window).filter((name) => name.startsWith('meedoen')).join() === 'meedoen {ORIGIN}'"
    )


def test_a_sandboxed_frame_is_known_by_its_window(there: Canned) -> None:
    page, frame = there.hosted(iframe('sandbox="allow-scripts"') + LOADER)
    assert settled(page, frame) > 300


def test_in_sight_it_becomes_smaller_only_after_an_act(there: Canned, types: Registry) -> None:
    """And never less than an answer needs."""
    page, frame = there.hosted(iframe(height=780) + LOADER)
    assert settled(page, frame) == 780
    frame.get_by_text("Goed", exact=True).first.click()
    frame.locator("[type=submit]").click()
    page.wait_for_function("() => got.some((one) => one.acted)")
    assert settled(page, frame) == needed(types) < 780


def test_out_of_sight_it_becomes_smaller_at_once(there: Canned, types: Registry) -> None:
    page, _ = there.hosted('<p style="height: 850px">Vooraf</p>' + iframe(height=1500) + LOADER)
    page.wait_for_function("kept => document.querySelector('iframe').clientHeight === kept", arg=needed(types))


def test_in_sight_it_ends_at_the_edge_of_the_screen_until_it_is_scrolled_out_of_it(
    there: Canned, types: Registry
) -> None:
    page, frame = there.hosted('<p style="height: 100px">Vooraf</p>' + iframe(height=1500) + LOADER + "<p>x</p>" * 40)
    settled(page, frame)
    edge = "Math.round(document.querySelector('iframe').getBoundingClientRect().bottom)"
    bordered = 2 + 2
    assert page.viewport_size
    assert 0 <= page.evaluate(edge) - page.viewport_size["height"] <= bordered
    page.evaluate("scrollTo(0, 400)")
    assert settled(page, frame) > needed(types), "what is seen stays where it is"
    page.set_viewport_size({"width": 480, "height": 500})
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("kept => document.querySelector('iframe').clientHeight === kept", arg=needed(types))


def test_a_frame_that_became_wider_needs_less(there: Canned, types: Registry) -> None:
    """Everything has just moved, so it may."""
    page, frame = there.hosted(iframe().replace('width="480"', 'width="320"') + LOADER)
    narrow = settled(page, frame)
    page.evaluate("document.querySelector('iframe').width = 480")
    page.wait_for_function("kept => document.querySelector('iframe').clientHeight === kept", arg=needed(types))
    assert narrow > needed(types)


def test_a_border_that_counts_as_height_is_added(there: Canned, types: Registry) -> None:
    """Else there would be a scroll bar for the two pixels that it takes from what is in it."""
    style = "<style>* { box-sizing: border-box } iframe { border: 7px solid; width: 494px }</style>"
    page, frame = there.hosted(style + iframe() + LOADER)
    assert settled(page, frame) == needed(types)


def test_others_cannot_set_it(there: Canned) -> None:
    lie = "parent.postMessage({meedoen: 1, message: 'height', value: 5000, acted: true}, '*')"
    there.pages[f"{OTHER}/"] = f"<!doctype html><title>x</title><script>{lie}</script>"
    page, frame = there.hosted(iframe() + LOADER + iframe(address=f"{OTHER}/", height=50))
    assert settled(page, frame) < 1000
    page.evaluate("postMessage({meedoen: 1, message: 'height', value: 5001}, '*')")
    for lied in (5000, 5001):
        page.wait_for_function("lied => got.some((one) => one.value === lied)", arg=lied)
    assert page.evaluate("[...document.querySelectorAll('iframe')].map((one) => one.clientHeight < 1000)") == [
        True,
        True,
    ]


@pytest.mark.parametrize("value", ["-1", "NaN", "null", "{}"])
def test_a_height_is_a_number_above_nothing(there: Canned, value: str) -> None:
    page, frame = there.hosted(iframe(height=780) + LOADER)
    settled(page, frame)
    frame.evaluate(f"parent.postMessage({{meedoen: 1, message: 'height', value: {value}, acted: true}}, '*')")
    heard(page, frame)
    assert height(page) == 780


def test_a_frame_without_width_says_nothing(there: Canned) -> None:
    """Its height would be that of one letter below another; it speaks when it is laid out."""
    page, frame = there.hosted(iframe().replace('width="480"', 'width="0"') + LOADER)
    frame.wait_for_load_state()
    assert heard(page, frame) == []
    page.evaluate("document.querySelector('iframe').width = 480")
    assert 300 < settled(page, frame) < 1000


def test_a_page_by_itself_is_silent(there: Canned) -> None:
    page = there.context.new_page()
    page.add_init_script("window.got = []; addEventListener('message', (event) => got.push(event.data));")
    page.goto(EMBED)
    assert heard(page, page.main_frame) == []


def test_wordpress_is_told_its_secret_and_where_a_link_of_ours_leads(there: Canned) -> None:
    page, frame = there.hosted(iframe('sandbox="allow-scripts"', address=f"{EMBED}#?secret=aB3"))
    assert settled(page, frame) == 100
    assert page.evaluate("got")[0]["secret"] == "aB3"
    link = frame.get_by_role("link", name="Volledige pagina")
    link.click()
    page.wait_for_function("() => got.some((one) => one.message === 'link')")
    assert page.evaluate("got.at(-1)") == {
        "message": "link",
        "value": link.get_attribute("href"),
        "secret": "aB3",
    }
    assert page.url == f"{HOST}/"
