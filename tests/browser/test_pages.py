# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages that no example shows, and what a script makes of a widget: to axe, to the HTML checker, at 320 px.

Every document of every example is in `tests/server/render/test_accessible.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from playwright.sync_api import Frame, Page, expect

from meedoen.records import Widget
from tests.browser.inspections import INSPECTIONS
from tests.browser.rungs import RUNGS, World
from tests.browser.watch import Places, Visitor
from tests.server.answering import decide, official, reply
from tests.server.people import Person
from tests.tools import nothing


def addresses(widget: Widget) -> list[str]:
    """Where the server's own pages stand, and one where nothing does."""
    org = f"/{widget.organisation.name}"
    return [
        "/",
        org,
        f"{org}/embed",
        *(f"{org}/-/{text}" for text in ("spelregels", "privacy", "contact", "bijdrage")),
        f"{org}/-/deel/{widget.name}",
        f"{org}/{widget.name}/do/rate",
        f"{org}/{widget.name}/do/withdraw",
        f"{org}/{widget.name}/do/fly",
        f"{org}/nothing",
        "/nothing",
        "/gallery",
        *(f"/gallery/{behind}" for behind in ("rating", "tips", "rating/busy/do/rate", "rating/-/spelregels")),
    ]


def faults(where: Page | Frame) -> Iterator[str]:
    """All that is wrong with what is seen now; the last look is with a style of the reader's own."""
    for inspection in INSPECTIONS:
        yield from inspection(where)


@pytest.mark.scale(test=1, long=4)
def test_the_pages_of_the_server(visitor: Visitor, place: Places, world: World, count: int) -> None:
    """Each in alternating languages and colours; in `make long` in all."""
    views = [(language, scheme) for language in ("nl", "en") for scheme in ("light", "dark")]
    watch = visitor(width=320, bypass_csp=True)
    watch.expected.append("status of 40")
    page = watch.context.new_page()

    def found() -> Iterator[str]:
        for number, address in enumerate(addresses(place())):
            for turn in range(count):
                language, scheme = views[(number * 3 + turn) % len(views)]
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                page.goto(f"{world.origin}{address}?lang={language}")
                yield from (f"{address} {language} {scheme}: {one}" for one in faults(page))

    nothing(found())


def test_the_html_of_the_pages(place: Places, world: World, vnu: Callable[[Sequence[str]], list[str]]) -> None:
    widget = place(show_reasons=True)
    asked = [f"{address}?lang={language}" for address in addresses(widget) for language in ("nl", "en")]
    nothing(vnu([world.get(address).text for address in asked]))


def test_what_a_receipt_code_opens(visitor: Visitor, place: Places, world: World) -> None:
    """What was answered, whether it is right, an error; and the contribution alone with its answer."""
    widget = place(show_reasons=True)
    visit = Person(world.house, f"/{widget.organisation.name}/{widget.name}")
    code = visit.act(score="1", reason="Te smal bij de sluis, en " + "lang" * 40).json()["receipt"]
    by = official(world.house, widget.organisation)
    reply(world.house, widget, by, 1)
    decide(world.house, widget, by, 1)

    def found() -> Iterator[str]:
        for language, scheme in (("nl", "light"), ("en", "dark")):
            watch = visitor(width=320, bypass_csp=True, color_scheme=scheme)
            watch.expected.append("status of 40")
            page = watch.context.new_page()
            page.goto(f"{world.origin}/{widget.organisation.name}/-/bijdrage?lang={language}")
            for typed, heading in (("x", "tracker"), (code, "confirm")):
                page.locator("#md-code").fill(typed)
                page.keyboard.press("Enter")
                expect(page.locator(f"#md-{heading}-errors")).to_have_count(1)
                yield from (f"{typed} {language}: {one}" for one in faults(page))
            page.get_by_role("button", name="Verstuur" if language == "nl" else "Send", exact=True).click()
            expect(page.locator("[data-md-errors]:visible")).to_be_focused()
            yield from (f"error {language}: {one}" for one in faults(page))
            page.goto(f"{world.page(widget)}/1?lang={language}")
            yield from (f"alone {language}: {one}" for one in faults(page))

    nothing(found())


def test_what_the_script_makes_of_a_frame(visitor: Visitor, place: Places, world: World) -> None:
    """With an error, with the figures open, with an answer and its receipt, and with what one did before."""
    watch = visitor(width=320, bypass_csp=True)
    watch.expected.append("status of 400")
    widget = place()

    def found() -> Iterator[str]:
        for what in ("error", "figures", "answer", "before", "withdrawn"):
            visit = RUNGS["loader"].open(watch.context, world, widget)
            if what == "error":
                visit.submit.click()
                expect(visit.widget.get_by_role("group", name="Er is iets te verbeteren")).to_be_visible()
            elif what == "figures":
                visit.widget.get_by_text("Bekijk de uitslag zonder te stemmen").click()
                expect(visit.submit).to_be_hidden()
            elif what == "answer":
                visit.rate("Goed", "Veilig naar school.")
            elif what == "before":
                expect(visit.widget.get_by_role("button", name="Wijzig")).to_be_visible()
            else:
                visit.widget.get_by_role("button", name="trek in").click()
                expect(visit.widget.get_by_role("status")).to_have_text("Uw antwoord is ingetrokken.")
            assert visit.frame
            yield from (f"{what}: {one}" for one in faults(visit.frame))

    nothing(found())


def test_a_frame_is_called_what_its_title_says(visitor: Visitor, place: Places, world: World) -> None:
    """`Kind: subject – organisation`, the same outside and inside, in the widget's own language."""
    for language, title in (
        ("", "Waardering: Brug – Gemeente Voorbeeldstad"),
        ("en", "Rating: Brug – Gemeente Voorbeeldstad"),
    ):
        visit = RUNGS["frame"].open(visitor().context, world, place(title="Brug", language=language))
        assert visit.page.locator("iframe").get_attribute("title") == title
        assert visit.inside.evaluate("[document.title, document.documentElement.lang]") == [title, language or "nl"]
