# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A site that may not hold a widget shows nothing of it, and staff hears of it from the browser."""

from __future__ import annotations

from playwright.sync_api import expect

from meedoen.store import framing, widgets
from tests.browser.hosts import BLOG, TOWN, host_page, pasted
from tests.browser.rungs import World
from tests.browser.watch import Places, Visitor


def test_only_the_sites_that_are_named_show_it(world: World, place: Places, visitor: Visitor) -> None:
    house, hosts, of = world.house, world.hosts, place()
    snippet = pasted(house.client, of.organisation.name, of.name, "html-iframe")
    path = hosts.put(host_page(snippet.replace(house.url, world.origin)))
    house.write(widgets.change, of, at=house.clock(), framers=hosts.origin(TOWN))
    watch = visitor()
    watch.expected.append("frame-ancestors")
    page = watch.context.new_page()
    page.goto(hosts.at(TOWN, path))
    expect(page.frame_locator("iframe").locator("h1")).to_have_text(of.title)
    with page.context.expect_event("requestfinished", lambda one: "/-/geweigerd/" in one.url):
        page.goto(hosts.at(BLOG, path))
    expect(page.frame_locator("iframe").locator(".md-widget")).to_have_count(0)
    told = house.read(framing.latest, of.id)
    assert [(one.origin, one.count) for one in told] == [(hosts.origin(BLOG), 1)]
