# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A colour that is picked in the console is seen at once in a preview, and once saved in a frame on another site."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, expect

from meedoen.testing.viewing import axe, geometry
from tests.browser.hosts import BLOG, serving
from tests.house import TEXTS, House
from tests.server.console.desk import PASSWORD, hire
from tests.tools import nothing

STYLE = "/console/at/voorbeeldstad/style"
PURPLE, OURS = "rgb(92, 45, 145)", "rgb(10, 90, 102)"


def has_ground(button: Locator, colour: str) -> None:
    expect(button.first).to_have_css("background-color", colour)


def test_a_colour_that_is_picked_is_seen_on_another_site(browser: Browser, house: House) -> None:
    of = house.organisation(**TEXTS)
    house.widget(of, "brug", "status_feed", "Werk aan de brug")
    house.widget(of)
    who = hire(house, of, "fatima")
    with serving() as hosts:
        context = browser.new_context(viewport={"width": 320, "height": 900}, bypass_csp=True)
        page, blog = context.new_page(), context.new_page()
        there = hosts.at(
            BLOG, hosts.put(f'<iframe src="{house.url}/voorbeeldstad/fietspad/embed" height="600"></iframe>')
        )
        page.goto(f"{house.url}/console/sign-in?next={STYLE}")
        page.fill("[name=address]", who.account.address)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{STYLE}")

        page.locator("[data-md-now] [type=color]").nth(6).fill("#5c2d91")
        expect(page.locator("[name=light_button_background]")).to_have_value("#5c2d91")
        frames = page.locator("#md-preview iframe")
        expect(frames).to_have_count(8)
        for number in range(4):
            has_ground(frames.nth(number).content_frame.locator(".md-button"), PURPLE)
        nothing(fault for inspection in (axe, geometry) for fault in inspection(page))
        blog.goto(there)
        has_ground(blog.frame_locator("iframe").locator(".md-button"), OURS)

        page.get_by_role("button", name="Bewaar").click()
        page.wait_for_url("**/style?done=worn")
        blog.reload()
        has_ground(blog.frame_locator("iframe").locator(".md-button"), PURPLE)
        context.close()
