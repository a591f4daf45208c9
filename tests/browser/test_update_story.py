# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""An official with a telephone, a foreign page, a mailbox: an update from its first word to its correction."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, FrameLocator, Page, ViewportSize, expect

from meedoen.records_staff import Role
from meedoen.testing.viewing import NARROWEST_PX, STICKS_OUT
from tests.browser.hosts import TOWN, host_page, pasted, serving
from tests.server.console.desk import PASSWORD, hire
from tests.server.following import Following, following

BRIDGE = "/voorbeeldstad/brug"
FEEDS = (f"{BRIDGE}.rss", f"{BRIDGE}.atom", f"{BRIDGE}.json")
PHONE: ViewportSize = {"width": NARROWEST_PX, "height": 640}


class Official:
    """On a telephone. Each thing that he does is counted."""

    def __init__(self, browser: Browser, one: Following) -> None:
        who = hire(one.house, one.widget.organisation, "fatima", [Role.SPOKESPERSON])
        self.page: Page = browser.new_context(viewport=PHONE).new_page()
        self.page.goto(f"{one.house.url}/console/sign-in")
        self.page.fill("[name=address]", who.account.address)
        self.page.fill("[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/console/at/voorbeeldstad")
        self.acts = 0

    def press(self, text: str) -> None:
        self.acts += 1
        assert self.page.evaluate(STICKS_OUT) == [], self.page.url
        found = self.page.locator("main").locator("a, button, summary").filter(has_text=text).first
        expect(found).to_be_visible()
        if found.evaluate("(one) => one.tagName") == "SUMMARY":
            found.click()
        else:
            with self.page.expect_navigation():
                found.click()

    def type(self, label: str, text: str) -> None:
        self.acts += 1
        self.page.get_by_label(label).fill(text)


def test_an_update_from_its_first_word_to_its_correction(browser: Browser, tmp_path: Path) -> None:
    with following(tmp_path, f"sqlite:///{tmp_path}/m.sqlite3") as one, serving() as hosts:
        one.house.widget(one.widget.organisation, "brug", "status_feed", "Werk aan de brug", rhythm="weekly")
        one.follow("/voorbeeldstad/-/mail/brug")
        elsewhere = browser.new_page()
        snippet = pasted(one.house.client, "voorbeeldstad", "brug", "html-iframe")
        elsewhere.goto(hosts.at(TOWN, hosts.put(host_page(snippet))))
        frame = elsewhere.frame_locator("iframe")
        expect(frame.get_by_text("De eerste update komt nog.")).to_be_visible()

        official = Official(browser, one)
        official.press("Nieuwe update")
        official.type("Wat is er nieuw?", "Dinsdag storten wij het brugdek.")
        official.press("Plaats")
        assert official.acts < 4
        expect(official.page.get_by_text("Het is geplaatst en staat er nu.")).to_be_visible()
        shown_in(elsewhere, frame, "Dinsdag storten wij het brugdek.", "Fatima, Burgerzaken")
        told(one, "Dinsdag storten wij het brugdek.", "Fatima, Burgerzaken")
        [mail] = one.after(minutes=5)
        assert "Dinsdag storten wij het brugdek." in mail.get_content()

        official.press("Corrigeer")
        official.type("Wat is er nieuw?", "Woensdag storten wij het brugdek.")
        official.press("Plaats de correctie")
        shown_in(elsewhere, frame, "Woensdag storten wij het brugdek.")
        frame.get_by_text("Gecorrigeerd op 1 mei 2026. Er stond").click()
        expect(frame.get_by_text("Dinsdag storten wij het brugdek.")).to_be_visible()
        told(one, "Woensdag storten wij het brugdek.", "Dinsdag storten wij het brugdek.")
        [mail] = one.after(hours=1)
        assert "Gecorrigeerd: Woensdag storten wij het brugdek." in mail.get_content()

        official.press("Nieuwe update")
        official.type("Wat is er nieuw?", "De brug is open.")
        official.press("Link, afbeelding en meer")
        official.type("Plaats het op een later moment", "2026-05-01T14:00")
        official.press("Plaats")
        expect(official.page.get_by_text("Het verschijnt vanzelf op het gekozen moment.")).to_be_visible()
        one.run_due()
        assert not any("De brug is open." in one.house.client.get(path).text for path in (BRIDGE, *FEEDS))
        [mail] = one.after(hours=3)
        assert "De brug is open." in mail.get_content()
        shown_in(elsewhere, frame, "De brug is open.")
        told(one, "De brug is open.")
        official.page.context.close()
        elsewhere.close()


def shown_in(page: Page, frame: FrameLocator, *words: str) -> None:
    """In the widget on the foreign page, as who comes there now sees it."""
    page.reload()
    for one in words:
        expect(frame.get_by_text(one).first).to_be_visible()


def told(one: Following, *words: str) -> None:
    """In the three feeds."""
    for path in FEEDS:
        feed = one.house.client.get(path).text
        assert all(word in feed for word in words), path
