# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much of a frame is empty where the snippet stands as it is pasted: on the demo's pages, and of one contribution.

With the loader a frame in which nobody can act is as high as what is in it; one in which somebody can, as its answer.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from meedoen.demo.pages import MEDIA
from meedoen.demo.run import SITES
from meedoen.demo.seed import Sowing, read
from meedoen.records import Organisation, Widget
from meedoen.store import contributions, widgets
from meedoen.values import State
from tests.browser.hosts import BLOG, TOWN, host_page, pasted
from tests.browser.rungs import World, loaded
from tests.browser.watch import Places, Visitor, shifts
from tests.server.answering import official
from tests.server.endpoints.acting import rate
from tests.server.people import Person
from tests.server.writing import written
from tests.tools import nothing

WIDTHS = (320, 640, 1280)
FULL_LEAST = 0.8
"""Of a frame in which people can act; the rest is for the answer, which is higher than the form."""
CONTENT = """() => {
  const height = (name) => document.querySelector(name).getBoundingClientRect().height;
  return Math.ceil(height('.md-body') + height('.md-foot')) + 2;
}"""
RESERVED = "Math.max(0, ...[...document.querySelectorAll('.md-reserve')].map((one) => one.clientHeight))"
REASON = (
    "Eindelijk! Mijn dochter van negen fietst elke dag over de Vlietkade naar De Wilg. Ik sta iedere ochtend met"
    " samengeknepen billen te kijken."
)
PAGES = sorted(path for path in SITES.rglob("*.html") if "/embed/v1.js" in path.read_text())
"""Those with the loader: without it a frame is as high as was pasted."""


@pytest.fixture(scope="session")
def demo(world: World) -> None:
    """The demo's widgets, open, planned and closed as they are there, and its pages on the sites of others."""
    moment = datetime.now(UTC)
    sown = read(SITES / "seed.toml")
    for organisation in sown.organisation:
        of: Organisation = world.house.organisation(organisation.name, organisation.title)
        by = official(world.house, of)
        for one in organisation.widget:
            phase = Sowing(one, of.zone, moment).phase
            placed = world.house.widget(
                of,
                one.name,
                one.type,
                one.title,
                opens_at=phase.opens_at,
                closes_at=phase.closes_at,
                closing_text=phase.closing_text,
                language=one.language,
                expectation=one.expectation,
                **one.settings,
            )
            said = one.seed[0].acts if one.seed and not one.seed[0].target and phase.state(moment) is State.OPEN else ()
            for number, act in enumerate(said):
                rate(world.house, placed, act["score"], act["reason"] if number == 0 else "")
            for update in sown.update:
                if (update.organisation, update.widget, update.days_ago > 0) == (of.name, one.name, True):
                    written(world.house, placed, by, **update.fields)
            for topic in sown.topic:
                if (topic.organisation, topic.widget) == (of.name, one.name):
                    Person(world.house, f"/{of.name}/{one.name}").act("topic", **topic.fields)
    for file in SITES.rglob("*.*"):
        media = MEDIA.get(file.suffix, "")
        if media and media != "image/png":  # which is no page, nor looked at by one
            text = file.read_text("utf-8").replace("{{meedoen}}", world.origin)
            path = file.relative_to(SITES).as_posix()
            world.hosts.put(text, path=f"/{path}", media=media.partition(";")[0])


def fits(page: Page, share: float = FULL_LEAST) -> int:
    """Come near it from above. It takes what is in it, or its answer will need; answers how much that is."""
    page.evaluate("scrollTo(0, document.querySelector('iframe').getBoundingClientRect().top - innerHeight - 10)")
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame
    frame.wait_for_url("**/embed*")
    content = int(frame.evaluate(CONTENT))
    needed = max(content, int(frame.evaluate(RESERVED)))
    page.wait_for_function("needed => document.querySelector('iframe').clientHeight === needed", arg=needed)
    assert content >= share * needed, f"{needed - content} of {needed} px are empty"
    page.evaluate("document.querySelector('iframe').scrollIntoView()")
    return needed


def at(page: Page, world: World, snippet: str) -> Page:
    """A page of others, with the snippet below the screen."""
    page.goto(world.hosts.at(TOWN, world.hosts.put(host_page(f'<div style="height: 900px"></div>{snippet}'))))
    return page


def panel(world: World, widget: Widget, place: str, number: int = 0) -> str:
    name = f"{widget.name}/{number}" if number else widget.name
    return pasted(world.house.client, widget.organisation.name, name, place).replace(world.house.url, world.origin)


@pytest.mark.parametrize("file", PAGES, ids=[path.stem for path in PAGES])
def test_on_a_page_of_the_demo(visitor: Visitor, world: World, demo: None, file: Path) -> None:
    site = TOWN if file.parent.name == "gemeente" else BLOG
    page = visitor().context.new_page()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(world.hosts.at(site, f"/{file.relative_to(SITES).as_posix()}"))
        with shifts(page) as moved:
            fits(page)
        nothing(moved, f"moved at {width} px")


def test_where_nobody_can_act_nothing_is_empty(visitor: Visitor, place: Places, world: World) -> None:
    """A contribution, what is left of one that was removed, a widget that was withdrawn."""
    widget = place(show_reasons=True)
    rate(world.house, widget, 3, REASON)
    whole, one = panel(world, widget, "html-loader"), panel(world, widget, "html-loader", 1)
    watch = visitor()
    watch.expected += ["status of 410"]
    page = watch.context.new_page()
    said = fits(at(page, world, one), 1)
    world.house.write(contributions.remove, widget, 1, "spam", at=world.house.clock())
    assert fits(at(page, world, one), 1) < said
    world.house.write(widgets.withdraw, widget, at=world.house.clock())
    assert fits(at(page, world, whole), 1) < 300


@pytest.mark.parametrize(("snippet", "width"), [("html-iframe", 320), ("html-iframe-wide", 656)])
def test_without_the_loader_it_has_room_for_a_contribution(
    visitor: Visitor, place: Places, world: World, snippet: str, width: int
) -> None:
    """Some sentences at the width that it is for, and not much more."""
    widget = place(show_reasons=True)
    rate(world.house, widget, 3, REASON)
    page = at(visitor(width=width + 16).context.new_page(), world, panel(world, widget, snippet, 1))
    frame = loaded(page)
    given = int(page.evaluate("document.querySelector('iframe').clientHeight"))
    assert FULL_LEAST * given <= frame.evaluate(CONTENT) <= given
