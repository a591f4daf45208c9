# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keyboard alone suffices, into a frame and out of it again, and one always sees where one is."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rungs import RUNGS, THANKS, Visit, World
from tests.browser.watch import Places, Visitor

WHERE = """() => {
  const on = document.activeElement;
  if (!on || on === document.body) return null;
  const shown = on.type === 'radio' ? on.nextElementSibling : on;
  const style = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  return {
    at: [...document.all].indexOf(on),
    id: on.id || on.innerText,
    what: on.type === 'radio' ? on.parentNode.innerText.trim() : (on.innerText || on.name || on.id).trim(),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""
SETTLED_WITHIN_S = 5.0


class Keys:
    """Somebody without a mouse."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._page: Page = visit.page

    def press(self, key: str) -> str:
        """Press it, and say where one is now; in the widget it must be seen.

        A frame of another site takes the focus in its own time, and what has it is drawn anew: both are waited for.
        """
        before = self._where()
        self._page.keyboard.press(key)
        deadline = monotonic() + SETTLED_WITHIN_S
        while not self._settled(now := self._where(), before) and monotonic() < deadline:
            self._page.wait_for_timeout(20)
        assert now, f"{key} leads nowhere"
        assert now["ring"], f"no ring around {now['what']}"
        assert now["seen"], f"{now['what']} is out of sight"
        return str(now["what"])

    def _where(self) -> dict[str, Any] | None:
        """What has the focus: in the widget, or on the page around it, whose rings are not ours to judge."""
        if self._visit.frame:
            around: dict[str, Any] | None = self._page.evaluate(WHERE)
            if around is None or not self._page.evaluate("document.activeElement.tagName === 'IFRAME'"):
                return around and {"at": around["id"], "what": around["id"], "ring": True, "seen": True}
        inside: dict[str, Any] | None = self._visit.inside.evaluate(WHERE)
        return inside

    @staticmethod
    def _settled(now: dict[str, Any] | None, before: dict[str, Any] | None) -> bool:
        if now is None or (before is not None and now["at"] == before["at"]):
            return False
        return bool(now["ring"] and now["seen"])

    def until(self, wanted: str, key: str = "Tab") -> list[str]:
        """Press until one is there; what one came past."""
        passed: list[str] = []
        for _ in range(30):
            passed.append(self.press(key))
            if wanted in passed[-1]:
                return passed
        raise AssertionError(f"{wanted} is not reached by {key}: {passed}")


@pytest.mark.parametrize("rung", ["page", "frame", "scripts-only", "page-no-script", "frame-no-script"])
def test_the_keyboard_alone_suffices(visitor: Visitor, place: Places, world: World, rung: str) -> None:
    widget = place()
    visit = RUNGS[rung].open(visitor(script=RUNGS[rung].script).context, world, widget)
    if visit.frame:
        visit.page.locator("#before").focus()
    keys = Keys(visit)
    keys.until("Slecht")
    assert keys.press("ArrowRight") == "Gaat wel"
    assert keys.press("Tab") == "reason"
    visit.page.keyboard.type("Met de knoppen.")
    assert keys.press("Tab") == "Verstuur"
    if visit.script:
        visit.page.keyboard.press("Enter")
        expect(visit.widget.get_by_role("status")).to_have_text(THANKS)
        expect(visit.widget.get_by_role("button", name="Wijzig")).to_be_focused()
    else:
        visit.page.keyboard.press("Enter")
        expect(visit.widget.get_by_role("heading", level=1)).to_have_text("Controleer en verstuur")
        keys.until("Verstuur")
        visit.page.keyboard.press("Enter")
        visit.thanked()
    assert world.counted(widget) == {2: 1}


def test_nobody_is_kept_in_a_frame(visitor: Visitor, place: Places, world: World) -> None:
    """Forwards past everything in it and out, in the order in which it is read; and all the way back."""
    visit = RUNGS["frame"].open(visitor().context, world, place())
    visit.page.locator("#before").focus()
    keys = Keys(visit)
    passed = keys.until("after")
    assert passed[1:] == [
        "Slecht",
        "reason",
        "Verstuur",
        "Bekijk de uitslag zonder te stemmen",
        "Gemeente Voorbeeldstad",
        "Volledige pagina",
        "Volg per mail",
        "Stel een vraag (nieuw tabblad)",
        "Deel of plaats door",
        "Spelregels",
        "Hulp",
        "after",
    ]
    keys.until("before", "Shift+Tab")


def test_an_error_leads_to_its_field(visitor: Visitor, place: Places, world: World) -> None:
    """The summary takes the focus; a link in it goes to the field, and leaves no step in the host's history."""
    watch = visitor()
    watch.expected.append("status of 400")
    visit = RUNGS["frame"].open(watch.context, world, place())
    steps = visit.page.evaluate("history.length")
    visit.submit.focus()
    visit.page.keyboard.press("Enter")
    summary = visit.widget.get_by_role("group", name="Er is iets te verbeteren")
    expect(summary).to_be_focused()
    assert visit.inside.evaluate("document.title").startswith("Fout:")
    keys = Keys(visit)
    keys.until("keuze")
    visit.page.keyboard.press("Enter")
    expect(visit.widget.get_by_role("radio", name="Slecht")).to_be_focused()
    assert visit.page.evaluate("history.length") == steps


def test_the_place_for_what_is_said_is_there_before_it_is_filled(visitor: Visitor, place: Places, world: World) -> None:
    """A region that appears together with its text is not read out."""
    visit = RUNGS["frame"].open(visitor().context, world, place())
    status = visit.widget.get_by_role("status")
    expect(status).to_have_text("")
    region = status.element_handle()
    visit.rate("Goed")
    assert region.evaluate("region => region.isConnected && region.textContent") == THANKS
