# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""While somebody types he sees what is alike, where his hands are, also in a frame that may run scripts alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.rungs import RUNGS, World
from tests.browser.watch import Places, Visitor
from tests.server.people import Person


@pytest.mark.parametrize("rung", ["page", "scripts-only"])
def test_what_is_alike_comes_below_and_takes_no_focus(visitor: Visitor, place: Places, world: World, rung: str) -> None:
    widget = place(name="tips", type_name="tips", title="Tips", question="Wat is uw tip?")
    for tip in ("Vraag een parkeervergunning aan", "Zet grofvuil op tijd buiten"):
        Person(world.house, f"/{widget.organisation.name}/tips").act("tip", tip=tip)
    visit = RUNGS[rung].open(visitor().context, world, widget)
    field = visit.widget.get_by_label("Wat is uw tip?")
    field.press_sequentially("vergunning parkeren")
    expect(visit.widget.get_by_role("status").filter(has_text="1 lijkt op wat u schrijft")).to_be_visible()
    link = visit.widget.locator(".md-likes").get_by_role("link", name=re.compile("parkeervergunning")).first
    expect(link).to_have_attribute("href", f"{world.origin}/{widget.organisation.name}/tips/1")
    expect(link).to_have_attribute("target", "_blank") if rung != "page" else None
    expect(field).to_be_focused()
    expect(field).to_have_value("vergunning parkeren")
    field.fill("zwemmen")
    expect(visit.widget.locator(".md-likes")).to_be_hidden()


@pytest.mark.parametrize("rung", ["page-no-script", "frame"])
def test_one_begins_with_one_question(visitor: Visitor, place: Places, world: World, rung: str) -> None:
    """What is asked besides comes with the first word, in a frame in the place of the topics. No script does it."""
    widget = place(name="kamer", type_name="waiting_room", title="Paspoort")
    Person(world.house, f"/{widget.organisation.name}/kamer").act("topic", title="Waar haal ik mijn paspoort op?")
    watch = visitor()
    watch.expected.append("status of 400")
    visit = RUNGS[rung].open(watch.context, world, widget)
    first = visit.widget.get_by_label("Wat wilt u vragen?")
    more = visit.widget.get_by_label("Wat moeten wij nog weten?")
    topics = visit.widget.get_by_role("link", name="Waar haal ik mijn paspoort op?")
    expect(more).to_be_hidden()
    expect(topics).to_be_visible()
    before = visit.inside.evaluate("document.documentElement.scrollHeight")
    first.fill("Hoe laat")
    expect(more).to_be_visible()
    if rung == "frame":
        expect(topics).to_be_hidden()
        assert visit.inside.evaluate("document.documentElement.scrollHeight") == before, "there is room kept for it"
    more.fill("Voor mijn zoon.")
    first.fill("")
    expect(more).to_be_visible()
    more.fill("")
    expect(more).to_be_hidden()
    visit.widget.get_by_role("button", name="Plaats uw vraag").click()
    expect(more).to_be_visible()
