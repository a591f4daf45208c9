# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What works on each rung, as the tables of `server/docs/embedding.md` say: each cell is what a test here expects.

Whatever a test here does, its browser must keep no cookie, ask nothing of others and have nothing to complain of:
the fixture `visitor` looks, when the test has ended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from meedoen.records import Widget
from tests.browser.hosts import BLOG, TOWN
from tests.browser.modes import Mode
from tests.browser.rungs import RUNGS, Choice, Rung, Visit, World
from tests.browser.table import column, tables
from tests.browser.watch import Places, Visitor, shifts
from tests.tools import nothing

T = TypeVar("T")
READS, ACTS, HEIGHT, MOVES = map(column, ("reads", "acts", "height", "moves"))
PARTICIPANTS = {mode: column(mode) for mode in Mode}
WIDTHS = (320, 480, 640)


def some(of: Sequence[T], rung: str, count: int) -> Sequence[T]:
    """`count` of these, for each rung beginning at another one."""
    first = list(RUNGS).index(rung) % len(of)
    return [*of[first:], *of[:first]][:count]


def opened(visitor: Visitor, world: World, widget: Widget, rung: str, width: int = 640) -> Visit:
    watch = visitor(script=RUNGS[rung].script, width=width)
    if rung == "sandboxed":
        watch.expected += ["'allow-scripts' permission is not set", "'allow-forms' permission is not set"]
    return RUNGS[rung].open(watch.context, world, widget)


def test_the_tables_have_a_row_for_each_rung() -> None:
    (_, *works), (modes, *participants) = tables()
    assert [row[0] for row in works] == list(RUNGS)
    assert [row[0] for row in participants] == [rung for rung, how in ACTS.items() if how != "no"]
    assert modes[1:] == list(Mode)


@pytest.mark.scale(test=1, long=3)
@pytest.mark.parametrize("rung", RUNGS)
def test_a_visit(visitor: Visitor, place: Places, world: World, rung: str, count: int) -> None:
    """It reads, it acts or says that it cannot, nothing moves, and the page around it is left alone."""
    for width in some(WIDTHS, rung, count):
        widget = place()
        visit = opened(visitor, world, widget, rung, width=width)
        with shifts(visit.page, *visit.frames) as moved:
            reads(visit, world, widget, READS[rung])
            if MOVES[rung] == "nothing after the frame has come":
                as_wide = visit.page.locator("iframe").evaluate("frame => frame.clientWidth")
                visit.inside.wait_for_function("width => innerWidth === width", arg=as_wide)
                visit.page.screenshot()
                moved.clear()
            around = moved if visit.frame else [*moved]  # on its own page it may grow by what was done in it
            acts(visit, world, widget, ACTS[rung])
        nothing(around, f"moved at {width} px")
        assert MOVES[rung] in {"nothing", "nothing after the frame has come"}


def reads(visit: Visit, world: World, widget: Widget, how: str) -> None:
    """What is asked, by whom, and a link that works; or a link alone, where the frame stays out of sight."""
    where: Page | FrameLocator = visit.widget
    if how == "yes":
        expect(where.get_by_role("heading", level=1)).to_have_text(widget.title)
        expect(where.get_by_text("Wat vindt u van dit plan?")).to_be_in_viewport()
        expect(where.get_by_text("van Gemeente Voorbeeldstad · meedoen.localhost")).to_be_visible()
    else:
        assert how == "a link"
        expect(visit.page.locator("iframe")).not_to_be_in_viewport()
        where = visit.page
    link = where.get_by_role("link", name=re.compile("Volledige pagina|Gemeente Voorbeeldstad")).last
    expect(link).to_be_visible()
    assert world.get(str(link.get_attribute("href"))).status_code == 200


def acts(visit: Visit, world: World, widget: Widget, how: str) -> None:
    """A rating is counted once, and the page around keeps its focus and, with script, its history."""
    page = visit.page
    steps = page.evaluate("history.length")
    assert page.evaluate("document.activeElement === document.body")
    if how == "no":
        if visit.script:  # a sandbox that nothing gets through
            visit.choose("Goed")
            visit.submit.click()
            expect(visit.submit).to_be_visible()
        assert world.counted(widget) == {}
        return
    visit.rate("Goed", "Veilig naar school.")
    assert world.counted(widget) == {3: 1}
    assert how == ("yes" if visit.script else "by a check page")
    if visit.script:
        assert page.evaluate("history.length") == steps


LONG = "Zo staat het in het plan. " * 40


@pytest.mark.parametrize("rung", [rung for rung, how in HEIGHT.items() if how != "–"])
def test_height(visitor: Visitor, place: Places, world: World, rung: str) -> None:
    """What a frame does when there is more in it than was reserved; then yet more, and less again."""
    watch = visitor(script=RUNGS[rung].script)
    watch.expected += ["status of 400", "'allow-scripts' permission is not set"]
    visit = RUNGS[rung].open(watch.context, world, place(expectation=LONG))
    frame = visit.page.locator("iframe")

    def height() -> int:
        return int(frame.evaluate("frame => frame.clientHeight"))

    def until(than: str, what: int) -> int:
        test = f"height => document.querySelector('iframe').clientHeight {than} height"
        visit.page.wait_for_function(test, arg=what)
        assert visit.inside.evaluate("document.documentElement.scrollHeight <= innerHeight")
        return height()

    reserved = int(str(frame.get_attribute("height")))
    if HEIGHT[rung] == "fixed, scrolls":
        assert height() == reserved
        assert visit.inside.evaluate("window.scrollTo(0, 9999), window.scrollY") > 0
        return
    assert HEIGHT[rung] == "follows"
    asked = until(">", 560)
    complains(visit)
    corrected = until(">", asked)
    visit.rate("Goed")
    until("<", corrected)


def complains(visit: Visit) -> None:
    """Send the form as it is, and be told what is wrong with it."""
    visit.submit.click()
    expect(visit.widget.get_by_role("group", name="Er is iets te verbeteren")).to_be_visible()


@pytest.mark.scale(test=1, long=3)
@pytest.mark.parametrize("rung", PARTICIPANTS[Mode.SHARED])
def test_participants(visitor: Visitor, place: Places, world: World, rung: str, count: int) -> None:
    """How many one browser is after rating on the town's page, there again, on a blog, on the full page."""
    page = RUNGS["page" if RUNGS[rung].script else "page-no-script"]
    ratings: tuple[tuple[Rung, str, Choice], ...] = (
        (RUNGS[rung], TOWN, "Goed"),
        (RUNGS[rung], TOWN, "Slecht"),
        (RUNGS[rung], BLOG, "Gaat wel"),
        (page, "", "Goed"),
    )
    for mode in some(list(Mode), rung, count):
        widget = place()
        watch = visitor(mode, script=RUNGS[rung].script)
        seen = []
        for where, site, choice in ratings:
            where.open(watch.context, world, widget, site).rate(choice)
            seen.append(str(sum(world.counted(widget).values())))
        assert " ".join(seen) == PARTICIPANTS[mode][rung], mode
