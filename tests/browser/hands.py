# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The hands of somebody who goes all the way: with the keyboard alone, or without script."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from playwright.sync_api import BrowserContext, Frame, FrameLocator, Locator, Page

HERE = """() => {
  const on = document.activeElement;
  if (on === document.body) return { said: '', all: [] };
  const said = (one) => ((one.labels?.[0] || one).innerText || one.getAttribute('aria-label') || '').trim();
  const group = on.type === 'radio' ? [...on.form.querySelectorAll(`[name="${on.name}"]`)] : [on];
  return { said: said(on), all: group.map(said) };
}"""
TABS_MAX = 120


class Hands(ABC):
    """What one does on a page: each thing is found by what it says, on the page or in the frame that stands in it."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.pages[0] if context.pages else context.new_page()

    @abstractmethod
    def fill(self, **fields: str) -> None:
        """Type into fields, by label with underscores for spaces, in the order in which they stand."""

    @abstractmethod
    def tick(self, label: str) -> None:
        """Choose a radio button or tick a box."""

    @abstractmethod
    def choose(self, label: str, option: str) -> None:
        """From a list."""

    @abstractmethod
    def press(self, text: str) -> None:
        """A link or a button, that leads somewhere else."""

    def send(self, text: str) -> None:
        """A button of a form in a widget: with script the answer comes where one is."""
        self.press(text)

    @abstractmethod
    def unfold(self, text: str) -> None:
        """Something that is folded."""

    @property
    def elsewhere(self) -> bool:
        """Whether one is on the site of somebody else."""
        return ".localhost:" in self.page.url

    def go(self, url: str) -> None:
        """Type an address."""
        self.page.goto(url)


class ByKeyboard(Hands):
    """Tab, Space, Enter, and typing."""

    def fill(self, **fields: str) -> None:
        for label, text in fields.items():
            self._tab_to(label.replace("_", " "))
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(text)

    def tick(self, label: str) -> None:
        """Tab comes to one of a group of radio buttons alone; the arrows go round in it."""
        label_of_group = self._tab_to(label)
        while label not in label_of_group:
            self.page.keyboard.press("ArrowDown")
            label_of_group = self._here()["said"]
        self.page.keyboard.press("Space")

    def choose(self, label: str, option: str) -> None:
        self._tab_to(label)
        self.page.keyboard.type(option)

    def press(self, text: str) -> None:
        self._tab_to(text)
        if self._frame() is None:
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            self.page.keyboard.press("Enter")

    def send(self, text: str) -> None:
        self._tab_to(text)
        self.page.keyboard.press("Enter")

    def unfold(self, text: str) -> None:
        self._tab_to(text)
        self.page.keyboard.press("Enter")

    def _tab_to(self, text: str) -> str:
        """What is said where Tab comes to this, or to the group of radio buttons that it is one of."""
        passed: list[str] = []
        for _ in range(TABS_MAX):
            self.page.keyboard.press("Tab")
            here = self._here()
            passed.append(here["said"])
            if any(text in one for one in here["all"]):
                return here["said"]
        raise AssertionError(f"Tab does not lead to “{text}” on {self.page.url}: {passed}")

    def _here(self) -> Any:
        return (self._frame() or self.page).evaluate(HERE)

    def _frame(self) -> Frame | None:
        """The frame in which one is; only other sites have one that matters."""
        if not self.elsewhere:
            return None
        on = self.page.evaluate_handle("document.activeElement").as_element()
        return on.content_frame() if on else None


class WithoutScript(Hands):
    """A pointer, in a browser that runs no script."""

    def __init__(self, context: BrowserContext) -> None:
        super().__init__(context)
        self._begun: Locator | None = None
        """The form in which something was ticked, on a page that has several."""

    def fill(self, **fields: str) -> None:
        for label, text in fields.items():
            (self._begun or self._inside()).get_by_label(label.replace("_", " ")).first.fill(text)

    def tick(self, label: str) -> None:
        said = self._inside().locator("label", has_text=label).first
        said.click()
        self._begun = said.locator("xpath=ancestor::form")

    def choose(self, label: str, option: str) -> None:
        self._inside().get_by_label(label).first.select_option(label=option)

    def press(self, text: str) -> None:
        inside, self._begun = self._inside(), None
        found = inside.get_by_role("button", name=text).or_(inside.get_by_role("link", name=text)).first
        if isinstance(inside, Page):
            with self.page.expect_navigation():
                found.click()
        else:
            found.click()

    def unfold(self, text: str) -> None:
        self._inside().locator("summary", has_text=text).click()

    def _inside(self) -> Page | FrameLocator:
        """On another site, the frame is all one came for."""
        return self.page.frame_locator("iframe") if self.elsewhere else self.page
