# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page of the console, in both languages, light and dark, on a phone: to axe, to the HTML checker, at 320 px."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from typing import Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from meedoen.app import create_app
from meedoen.endpoints.address import Address
from meedoen.participation.staff import PUBLIC
from meedoen.testing.pages import faults_of_page
from meedoen.testing.viewing import NARROWEST_PX, axe, geometry
from tests.server.console.conftest import Staffed, given
from tests.server.console.desk import PASSWORD, hire, set_up_code
from tests.tools import nothing

AT = "/console/at/voorbeeldstad/widgets"
VIEWS = [("nl", "light"), ("en", "dark")]
A_FEED = "/console/feed/{token}"
"""It answers no page, and knows nobody whose language it could speak."""


def addresses(staffed: Staffed) -> list[str]:
    """Each that answers a page to an administrator, from the route table, and one at which nothing stands."""
    house, editor = staffed.house, staffed.members["editor of one widget"]
    table = create_app(house.settings, house.types, house.store, house.clock).routes
    console = [one for one in table if isinstance(one, Address) and one.needs is not PUBLIC]
    lines = [one.path_format for one in console if "GET" in (one.methods or ()) and one.path_format != A_FEED]
    return [*(line.format(**given(line, editor)) for line in lines), f"{AT}/werk/posts", "/console/at/nergens"]


def on_a_phone(browser: Browser, scheme: str = "light") -> Page:
    """Without our security policy, under which nothing can be put into a page to inspect it."""
    colours: Literal["dark", "light"] = "dark" if scheme == "dark" else "light"
    size: ViewportSize = {"width": NARROWEST_PX, "height": 640}
    return browser.new_context(viewport=size, color_scheme=colours, bypass_csp=True).new_page()


def signed_in_page(browser: Browser, staffed: Staffed, language: str, scheme: str) -> Page:
    town = staffed.members["administrator"].organisation
    who = hire(staffed.house, town, f"{language}-speaker", language=language)
    page = on_a_phone(browser, scheme)
    page.goto(f"{staffed.house.url}/console/sign-in?lang={language}")
    page.fill("[name=address]", who.account.address)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/at/voorbeeldstad")
    return page


@pytest.mark.scale(test=2, long=1)
def test_each_page_can_be_used_by_everybody(browser: Browser, staffed: Staffed, count: int) -> None:
    """Each in one language and its colours, or the other; in `make long` in both."""

    def found() -> Iterator[str]:
        for turn, (language, scheme) in enumerate(VIEWS):
            page = signed_in_page(browser, staffed, language, scheme)
            for path in addresses(staffed)[turn % count :: count]:
                page.goto(staffed.house.url + path)
                assert page.locator("html").get_attribute("lang") == language, path
                for inspection in (axe, geometry):
                    yield from (f"{path}, {language}: {fault}" for fault in inspection(page))
            page.context.close()

    nothing(found())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_before_the_door_too(browser: Browser, staffed: Staffed, language: str) -> None:
    """Signing in, with and without a slip; the very first page; an invitation."""
    house = staffed.house
    page = on_a_phone(browser)
    for path in (f"/console/sign-in?lang={language}", f"/console/set-up?code={set_up_code(house)}&lang={language}"):
        page.goto(house.url + path)
        nothing(f"{path}: {fault}" for inspection in (axe, geometry) for fault in inspection(page))
    page.goto(f"{house.url}/console/sign-in?lang={language}")
    page.keyboard.press("Tab")
    page.locator("main button").click()
    expect(page.locator("[data-md-errors]")).to_be_focused()
    assert page.title().startswith("Fout:" if language == "nl" else "Error:")
    nothing(fault for inspection in (axe, geometry) for fault in inspection(page))
    page.context.close()


def test_the_html_checker_finds_nothing(staffed: Staffed, vnu: Callable[[Sequence[str]], list[str]]) -> None:
    desk = staffed.desks["administrator"]
    pages = {path: desk.get(path).text for path in addresses(staffed)}
    at = "/console/at/voorbeeldstad"
    pages["errors"] = desk.fill(f"{at}/people/invite").text
    pages["resumed"] = desk.send(f"{at}/me", {"name": "<X>"}).text
    editing = staffed.desks["editor"]
    fields = {
        "title": "<X>",
        "name": "x",
        "s-question": "Wat?",
        "s-scale": "stars",
        "s-figures": "always",
        "least": "0",
    }
    pages["previewed"] = editing.fill(f"{at}/widgets/-/new/rating", **fields, _preview="1").text
    pages["slips"] = editing.fill(f"{at}/widgets/-/new/rating", title="").text
    pages["not fetched"] = editing.fill(f"{at}/widgets/fietspad/check", url="x").text
    pages |= {path: editing.get(path).text for path in pages if path.startswith(f"{AT}/werk/")}
    pages["unwritten"] = editing.fill(f"{AT}/werk/do/post", **{"text": "", "md-later": "2020-01-01T10:00"}).text
    for which, tokens in (("style looked at", b":root{--meedoen-link:#aaa}"), ("style refused", b"@import 'x';")):
        pages[which] = desk.upload(
            f"{at}/style", tokens, _preview="1", light_text="x" * (which == "style refused")
        ).text
    pages["logo refused"] = desk.upload(f"{at}/style/logo", b"<svg").text
    pages["door"] = staffed.desks["anonymous"].get("/console/sign-in").text
    pages["invited"] = desk.fill(f"{at}/people/invite", address="x@y.example", editor="true", where="all").text
    nothing(f"{path}: {fault}" for path, page in pages.items() if page for fault in faults_of_page(page))
    nothing(vnu([page for page in pages.values() if page]))


def test_no_link_of_any_page_leads_nowhere(staffed: Staffed) -> None:
    desk, seen = staffed.desks["administrator"], set[str]()

    def broken() -> Iterator[str]:
        for page in addresses(staffed)[:-1]:
            for link in re.findall(r'<a [^>]*href="([^"#]+)', desk.get(page).text):
                where = urljoin(page, unescape(link).removeprefix(staffed.house.url))
                if where.startswith("/") and where not in seen:
                    seen.add(where)
                    answer = desk.get(where)
                    if answer.status_code >= 400:
                        yield f"{page} → {where}: {answer.status_code}"

    nothing(broken())
    assert len(seen) > 40
