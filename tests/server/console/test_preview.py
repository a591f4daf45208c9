# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a widget would look like, beside its form: after each change with script, after a press of a button without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from meedoen.records_staff import Role
from meedoen.store import widgets
from tests.house import TEXTS, House
from tests.server.console.desk import PASSWORD, hire

NEW = "/console/at/voorbeeldstad/widgets/-/new/rating"


def at_the_form(browser: Browser, house: House, *, script: bool) -> Page:
    who = hire(house, house.organisation(**TEXTS), "fatima", [Role.EDITOR])
    page = browser.new_context(java_script_enabled=script, viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{house.url}/console/sign-in?next={NEW}")
    page.fill("[name=address]", who.account.address)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{NEW}")
    page.fill("[name=title]", "Het plein")
    page.fill("[name=name]", "plein")
    page.fill("[name=s-question]", "Wat vindt u ervan?")
    return page


@pytest.mark.parametrize("script", [True, False])
def test_what_is_typed_is_seen_at_three_widths_and_nothing_is_kept(
    browser: Browser, house: House, script: bool
) -> None:
    page = at_the_form(browser, house, script=script)
    if script:
        page.keyboard.press("Tab")
    else:
        page.get_by_role("button", name="Bekijk").click()
    frames = page.locator("#md-preview iframe")
    expect(frames).to_have_count(3)
    for number, width in enumerate((320, 480, 640)):
        expect(frames.nth(number)).to_have_attribute("width", str(width))
        inside = frames.nth(number).content_frame
        expect(inside.get_by_role("heading", name="Het plein")).to_be_visible()
        expect(inside.get_by_text("Wat vindt u ervan?")).to_be_visible()
        ground = inside.locator(".md-button").first.evaluate("(one) => getComputedStyle(one).backgroundColor")
        assert ground == "rgb(10, 90, 102)", "in its own style"
    assert page.input_value("[name=s-question]") == "Wat vindt u ervan?"
    assert house.read(widgets.public) == []
    page.get_by_role("button", name="Plaats").click()
    page.wait_for_url("**/widgets/plein?done=placed")
    page.context.close()
