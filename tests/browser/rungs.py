# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rungs of embedding: each way in which a widget stands somewhere, and what a visitor does with it there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import httpx2 as httpx
from playwright.sync_api import BrowserContext, Frame, FrameLocator, Locator, Page, expect

from meedoen.records import Widget
from meedoen.store import views
from meedoen.values import WHOLE, Reads
from tests.browser.hosts import TOWN, Hosts, host_page, in_wordpress, pasted, sandboxed
from tests.house import House

WORDPRESS_THEME = "<style>figure { margin: 0; } iframe { max-width: 100%; }</style>"


@dataclass(frozen=True)
class World:
    """Our server, and other people's sites around it."""

    house: House
    hosts: Hosts
    origin: str
    """Our server's, on a host name of its own."""

    def page(self, widget: Widget) -> str:
        return f"{self.origin}/{widget.organisation.name}/{widget.name}"

    def get(self, address: str) -> httpx.Response:
        """Ask for an address of ours, past the browser."""
        return self.house.client.get(address.replace(self.origin, self.house.url))

    def post(self, address: str, body: str) -> httpx.Response:
        """Post a form to an address of ours as a script does, past the browser."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        return self.house.client.post(address.replace(self.origin, self.house.url), content=body, headers=headers)

    def counted(self, widget: Widget) -> dict[int, int]:
        """How often each score stands in the server's own tallies."""
        found = self.house.read(views.read, of=widget, reads=Reads(tallies=[(WHOLE, "score")]))
        return {value: n for value, n in found.tallies[WHOLE, "score"].counts.items() if n}


@dataclass(frozen=True)
class Rung:
    """One way of standing somewhere."""

    key: str
    snippet: Callable[[World, Widget], str] | None
    """What stands in the host's page; None is our own full page."""
    script: bool = True
    policy: str = ""
    """The host's own Content Security Policy."""

    def open(self, context: BrowserContext, world: World, widget: Widget, site: str = TOWN) -> Visit:
        """Go there, and wait until the widget has loaded."""
        page = context.pages[0] if context.pages else context.new_page()
        if self.snippet is None:
            page.goto(world.page(widget))
            return Visit(page, None, self.script)
        policy = {"Content-Security-Policy": self.policy.format(origin=world.origin)} if self.policy else {}
        path = world.hosts.put(host_page(self.snippet(world, widget)), headers=policy)
        page.goto(world.hosts.at(site, path))
        return Visit(page, loaded(page), self.script)


def loaded(page: Page) -> Frame:
    """The frame in a host's page, once its document has loaded and its script has run."""
    page.locator("iframe").evaluate("frame => frame.scrollIntoView({ block: 'nearest' })")
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame, "an iframe holds a frame"
    frame.wait_for_url("**/embed*")
    return frame


def from_panel(key: str) -> Callable[[World, Widget], str]:
    def snippet(world: World, widget: Widget) -> str:
        text = pasted(world.house.client, widget.organisation.name, widget.name, key)
        return text.replace(world.house.url, world.origin)

    return snippet


def in_sandbox(allowed: str) -> Callable[[World, Widget], str]:
    return lambda world, widget: sandboxed(from_panel("html-iframe")(world, widget), allowed)


def wrapped(world: World, widget: Widget) -> str:
    return WORDPRESS_THEME + in_wordpress(world.house.client, world.page(widget))


STRICT = "default-src 'none'; frame-src {origin}"
STRICT_LOADER = f"{STRICT}; script-src {{origin}}"
RUNGS = {
    rung.key: rung
    for rung in (
        Rung("page", None),
        Rung("frame", from_panel("html-iframe"), policy=STRICT),
        Rung("loader", from_panel("html-loader"), policy=STRICT_LOADER),
        Rung("loader-pinned", from_panel("html-loader-pinned"), policy=STRICT_LOADER),
        Rung("scripts-only", in_sandbox("allow-scripts")),
        Rung("wordpress", wrapped),
        Rung("page-no-script", None, script=False),
        Rung("frame-no-script", from_panel("html-iframe"), script=False),
        Rung("wordpress-no-script", wrapped, script=False),
        Rung("sandboxed", in_sandbox("")),
    )
}

Choice = Literal["Goed", "Gaat wel", "Slecht"]
THANKS = "Dank u. Uw waardering telt mee."


@dataclass(frozen=True)
class Visit:
    """A widget in front of somebody, who reads Dutch."""

    page: Page
    frame: Frame | None
    script: bool

    @property
    def widget(self) -> Page | FrameLocator:
        return self.page if self.frame is None else self.page.frame_locator("iframe")

    @property
    def inside(self) -> Page | Frame:
        """The document in which the widget stands, to evaluate in."""
        return self.page if self.frame is None else self.frame

    @property
    def frames(self) -> list[Frame]:
        return [self.frame] if self.frame else []

    @property
    def submit(self) -> Locator:
        return self.widget.get_by_role("button", name="Verstuur")

    def choose(self, choice: Choice, reason: str = "") -> None:
        """Fill in the form, first asking for it again where this browser knows what it did before."""
        if self.script and (change := self.widget.get_by_role("button", name="Wijzig")).is_visible():
            change.click()
        self.widget.locator("label", has_text=choice).click()
        if reason:
            self.widget.get_by_role("textbox", name="Waarom vindt u dat?").fill(reason)

    def rate(self, choice: Choice, reason: str = "") -> None:
        """The whole way, until it says that it was received."""
        self.choose(choice, reason)
        self.submit.click()
        if not self.script:
            expect(self.widget.get_by_role("heading", level=1)).to_have_text("Controleer en verstuur")
            self.submit.click()
        self.thanked()

    def thanked(self) -> None:
        said = self.widget.get_by_role("status") if self.script else self.widget.get_by_role("heading", level=1)
        expect(said).to_have_text(THANKS)
