# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who leaves a half-filled form finds it again; once it is saved there is nothing to find."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.house import House
from tests.server.console.desk import PASSWORD, hire, signed_in

AT = "/console/at/voorbeeldstad/people/invite"
TEXTS = "/console/at/voorbeeldstad/texts"
TOLD = "Dit vulde u eerder in, en het is nog niet bewaard."


def signs_in(page: Page, house: House, address: str) -> None:
    page.goto(f"{house.url}/console/sign-in?next={AT}")
    page.fill("[name=address]", address)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{house.url}{AT}")


def test_a_half_filled_form_is_found_again(browser: Browser, house: House) -> None:
    who = hire(house, house.organisation(), "fatima")
    page = browser.new_context().new_page()
    signs_in(page, house, who.account.address)
    page.fill("[name=address]", "joris@stad.example")
    page.get_by_label("Redacteur").check()
    page.get_by_role("link", name="Widgets", exact=True).click()
    page.wait_for_url("**/widgets")
    page.goto(f"{house.url}{AT}")
    expect(page.get_by_text(TOLD)).to_be_visible()
    expect(page.locator("[name=address]")).to_have_value("joris@stad.example")
    expect(page.get_by_label("Redacteur")).to_be_checked()
    page.keyboard.press("Tab")
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("#md-link")).to_have_count(1)
    page.goto(f"{house.url}{AT}")
    expect(page.locator("[name=address]")).to_have_value("")
    expect(page.get_by_text(TOLD)).to_have_count(0)
    page.fill("[name=address]", "noor@stad.example")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.locator("main").evaluate("one => one.getBoundingClientRect().top") < 120, "of all rows one is left"
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("button", name="Log uit").click()
    page.wait_for_url("**/console/sign-in**")
    signs_in(page, house, who.account.address)
    expect(page.get_by_text(TOLD)).to_have_count(0)
    page.context.close()


def test_what_a_colleague_saved_meanwhile_takes_nothing_away(browser: Browser, house: House) -> None:
    of = house.organisation()
    who, colleague = hire(house, of, "fatima"), signed_in(house, hire(house, of, "joris"))
    page = browser.new_context().new_page()
    signs_in(page, house, who.account.address)
    page.goto(f"{house.url}{TEXTS}")
    rules, contact = page.locator("[name=rules]"), page.locator("[name=contact]")
    rules.fill("Half geschreven")
    contact.fill("Mijn nummer")
    page.get_by_role("link", name="Widgets", exact=True).click()
    page.wait_for_url("**/widgets")
    saved = {"title": of.title, "intro": "Van Joris", "contact": "Nummer van Joris", "privacy": "", "rules": ""}
    assert colleague.fill(TEXTS, **saved).status_code == 303
    page.goto(f"{house.url}{TEXTS}")
    expect(page.get_by_text(TOLD)).to_be_visible()
    expect(page.locator("[name=intro]")).to_have_value("Van Joris")
    expect(rules).to_have_value("Half geschreven")
    expect(contact).to_have_value("Mijn nummer")
    expect(page.get_by_text("Hier staat nu: Nummer van Joris.")).to_be_visible()
    page.context.close()


def test_what_did_not_come_through_is_found_again(browser: Browser, house: House) -> None:
    """Where the line fails, and where the server refuses it; not once it took it."""
    who = hire(house, house.organisation(), "fatima")
    page = browser.new_context().new_page()
    signs_in(page, house, who.account.address)
    address, send = page.locator("[name=address]"), page.locator("main button[type=submit]").first
    page.goto(f"{house.url}{AT}")
    address.fill("joris")
    page.route(f"**{AT}", lambda asked: asked.abort() if asked.request.method == "POST" else asked.continue_())
    with page.expect_event("requestfailed"):
        send.click()
    page.unroute(f"**{AT}")
    page.goto(f"{house.url}{AT}")
    expect(address).to_have_value("joris")
    send.click()
    expect(page.locator(".md-errors")).to_be_visible()
    page.goto(f"{house.url}{AT}")
    expect(address).to_have_value("joris")
    address.fill("joris@stad.example")
    page.get_by_label("Redacteur").check()
    send.click()
    expect(page.locator("#md-link")).to_have_count(1)
    page.goto(f"{house.url}{AT}")
    expect(address).to_have_value("")
    page.context.close()
