# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a server that was just started to a second person at work: by keyboard alone, and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from meedoen.store import members, organisations
from tests.house import House
from tests.server.console.desk import set_up_code

PASSWORD = "een zin die ik onthoud"


def tab_to(page: Page, text: str) -> None:
    """By Tab until what has the focus says this."""
    for _ in range(60):
        page.keyboard.press("Tab")
        said = page.evaluate("(document.activeElement.labels?.[0] || document.activeElement).innerText")
        if text in (said or ""):
            return
    raise AssertionError(f"Tab does not lead to “{text}”")


def fill_in(page: Page, **fields: str) -> None:
    """Each field by its label; a label that comes with no text is ticked."""
    for label, text in fields.items():
        tab_to(page, label.replace("_", " "))
        if text:
            page.keyboard.insert_text(text)
        else:
            page.keyboard.press("Space")


def press(page: Page, text: str) -> None:
    tab_to(page, text)
    enter(page)


def enter(page: Page) -> None:
    """Enter, and the page to which that leads."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("script", [True, False])
def test_set_up_invite_accept_and_work(browser: Browser, house: House, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{house.url}/console/set-up?code={set_up_code(house)}")
    fill_in(page, Naam_van_de_organisatie="Gemeente Delft", Korte_naam="delft")
    fill_in(page, Uw_naam="Fatima de Wit", Functie="Adviseur", Afdeling="Burgerzaken")
    fill_in(page, **{"Wachtwoord": "te kort", "Uw e-mailadres": "fatima@delft.example"})
    enter(page)
    expect(page.locator("[data-md-errors]")).to_be_focused()
    press(page, "Gebruik minstens 12 tekens.")
    page.keyboard.insert_text(PASSWORD)
    enter(page)
    page.wait_for_url("**/console/at/delft?done=welcome")
    expect(page.get_by_role("status")).to_have_text("Welkom. U kunt beginnen.")
    press(page, "Mensen")
    press(page, "Nodig iemand uit")
    fill_in(page, **{"E-mailadres": "joris@delft.example", "Redacteur": ""})
    enter(page)
    link = page.locator("#md-link").input_value()
    press(page, "Log uit")
    expect(page.get_by_role("status")).to_have_text("U bent uitgelogd.")
    page.goto(link)
    fill_in(page, Uw_naam="Joris van Dam", Functie="Redacteur", Wachtwoord=PASSWORD)
    enter(page)
    page.wait_for_url("**/console/at/delft?done=welcome")
    assert page.get_by_role("link", name="Mensen", exact=True).count() == 0, "that is for an administrator"
    of = house.read(organisations.every)[0]
    assert [one.profile.name for one in house.read(members.of_organisation, of.id)] == [
        "Fatima de Wit",
        "Joris van Dam",
    ]
    context.close()
