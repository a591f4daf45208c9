# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What passes between a frame and the page around it: the messages of `server/docs/embedding.md`, and nothing else.

What the scripts do with each, and with messages of others, is in `tests/server/render/test_loader.py`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hosts import TOWN, host_page
from tests.browser.rungs import RUNGS, Visit, World, from_panel, loaded
from tests.browser.table import PAGE
from tests.browser.watch import Places, Visitor
from tests.tools import text

LONG = "Zo staat het in het plan. " * 60
LISTEN = "window.heard = []; addEventListener('message', event => heard.push(event.data));"


def heard(page: Page) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = page.evaluate("heard")
    return messages


def height(page: Page) -> int:
    return int(page.locator("iframe").first.evaluate("frame => frame.clientHeight"))


def test_the_page_of_the_docs_names_every_message() -> None:
    """A heading for each that a script of ours sends, and no other."""
    scripts = (Path("server/meedoen/static") / name for name in ("frame.js", "embed/v1.js"))
    sent = {name for script in scripts for name in re.findall(r"message: '(\w+)'", text(script))}
    assert set(re.findall(r"^### `(\w+)`", text(PAGE), re.MULTILINE)) == sent


def test_a_frame_tells_its_height_and_nothing_else(visitor: Visitor, place: Places, world: World) -> None:
    watch = visitor()
    watch.context.add_init_script(LISTEN)
    visit = RUNGS["frame"].open(watch.context, world, place(expectation=LONG))
    visit.rate("Goed", "Veilig naar school.")
    visit.page.wait_for_function("heard.some(message => message.acted)")
    told = heard(visit.page)
    assert {tuple(message) for message in told} == {("meedoen", "message", "value", "acted")}
    assert {(message["meedoen"], message["message"]) for message in told} == {(1, "height")}


def test_a_link_in_wordpress_leads_to_the_page(visitor: Visitor, place: Places, world: World) -> None:
    """A sandbox lets no window open: the page around is asked to go, and goes to the same host alone."""
    widget = place()
    visit = RUNGS["wordpress"].open(visitor().context, world, widget)
    visit.widget.get_by_role("link", name="Volledige pagina").click()
    visit.page.wait_for_url(world.page(widget))
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(widget.title)


def test_a_link_in_a_frame_opens_beside_the_page(visitor: Visitor, place: Places, world: World) -> None:
    widget = place()
    visit = RUNGS["frame"].open(visitor().context, world, widget)
    for name in ("Gemeente Voorbeeldstad", "Volledige pagina", "Deel of plaats door", "Spelregels", "Hulp"):
        link = visit.widget.get_by_role("link", name=name)
        with visit.page.expect_popup() as opened:
            link.click()
        opened.value.wait_for_load_state()
        assert opened.value.url == link.get_attribute("href")
        assert world.get(opened.value.url).status_code == 200
        assert opened.value.evaluate("opener === null")
        opened.value.close()


@pytest.mark.parametrize(("expectation", "least", "most"), [("", 200, 999), ("Zo staat het er. " * 200, 1000, 1000)])
def test_wordpress_keeps_a_frame_within_bounds(
    visitor: Visitor, place: Places, world: World, expectation: str, least: int, most: int
) -> None:
    """Above 1000 px it scrolls; it is never less than what was reserved."""
    visit = RUNGS["wordpress"].open(visitor().context, world, place(expectation=expectation))
    expect(visit.page.locator("blockquote")).to_be_hidden()
    assert least <= height(visit.page) <= most
    assert scrolls(visit) == (least == 1000)


LATE = """
document.querySelector('iframe').addEventListener('load', () => {
  document.head.append(Object.assign(document.createElement('script'), { src: '/wp-embed.js' }));
});"""


def test_wordpress_may_begin_to_listen_when_all_was_said(visitor: Visitor, place: Places, world: World) -> None:
    """Its script is the last on its page, and a kept frame is sooner there."""
    late = RUNGS["wordpress"].snippet
    assert late is not None
    snippet = late(world, place()).replace('<script src="/wp-embed.js" defer>', f"<script>{LATE}")
    page = visitor().context.new_page()
    page.goto(world.hosts.at(TOWN, world.hosts.put(host_page(snippet))))
    expect(page.locator("blockquote")).to_be_hidden()
    expect(page.frame_locator("iframe").get_by_role("button", name="Verstuur")).to_be_in_viewport()


def scrolls(visit: Visit) -> bool:
    reached: bool = visit.inside.evaluate("window.scrollTo(0, 9999), window.scrollY > 0")
    return reached


def test_two_widgets_on_one_page_each_get_their_own_height(visitor: Visitor, place: Places, world: World) -> None:
    short, long = place(), place(expectation=LONG)
    both = from_panel("html-loader")(world, short) + from_panel("html-loader")(world, long)
    page = visitor().context.new_page()
    page.set_viewport_size({"width": 640, "height": 2400})
    page.goto(world.hosts.at(TOWN, world.hosts.put(host_page(both))))
    reserved = int(both.partition('height="')[2].partition('"')[0])
    page.wait_for_function("kept => document.querySelectorAll('iframe')[1].clientHeight > kept", arg=reserved)
    assert height(page) == reserved


def test_an_oembed_answer_that_is_trusted_works_as_it_is(visitor: Visitor, place: Places, world: World) -> None:
    """As from a provider that a site has on its list: nothing is taken out, and its loader sets the height."""
    widget = place(expectation=LONG)
    asked = {"url": world.page(widget), "maxwidth": "600", "maxheight": "400"}
    html = world.house.client.get("/oembed", params=asked).raise_for_status().json()["html"]
    page = visitor().context.new_page()
    page.goto(world.hosts.at(TOWN, world.hosts.put(host_page(html))))
    visit = Visit(page, loaded(page), script=True)
    page.wait_for_function("document.querySelector('iframe').clientHeight > 400")
    visit.rate("Goed")
    assert world.counted(widget) == {3: 1}
