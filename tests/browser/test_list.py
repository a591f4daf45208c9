# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""One thing of a list is rated where it stands, and nothing else changes: with script and without, also by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.rungs import RUNGS, THANKS, Visit, World
from tests.browser.watch import Places, Visitor
from tests.server.people import counts

THINGS = [{"key": "balie", "label": "De balie"}, {"key": "site", "label": "De site"}]


@pytest.mark.parametrize("rung", ["page", "frame", "scripts-only", "page-no-script", "frame-no-script"])
def test_one_thing_is_rated_by_keyboard_where_it_stands(
    visitor: Visitor, place: Places, world: World, rung: str
) -> None:
    widget = place(things=THINGS, ask_reason=False)
    visit = RUNGS[rung].open(visitor(script=RUNGS[rung].script).context, world, widget)
    folded = visit.widget.locator("details", has_text="De site").first
    folded.locator("summary").press("Enter")
    form = folded.get_by_role("group", name="Wat vindt u van dit plan?")
    form.get_by_role("radio", name="Goed").press("Space")
    folded.get_by_role("button", name="Verstuur").press("Enter")
    if visit.script:
        expect(folded.get_by_role("status")).to_have_text(THANKS)
        expect(folded.locator("[data-md-did]").last).to_have_text("Goed")
        other = visit.widget.locator("details", has_text="De balie").first
        other.locator("summary").press("Enter")
        expect(other.get_by_role("button", name="Verstuur")).to_be_visible()
        again(visit)
    else:
        visit.submit.press("Enter")
        visit.thanked()
    assert (counts(world.house, widget, "site"), counts(world.house, widget, "balie")) == ({3: 1}, {})


def again(visit: Visit) -> None:
    """Opened once more to be changed, and sent as it was: that is no second rating."""
    folded = visit.widget.locator("details", has_text="De site").first
    folded.get_by_role("button", name="Wijzig").press("Enter")
    folded.get_by_role("button", name="Verstuur").press("Enter")
    expect(folded.get_by_role("button", name="Wijzig")).to_be_visible()
