# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a browser did that its user did not ask for: cookies, requests elsewhere, complaints, things that moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page, WebError

from meedoen.records import Widget


@dataclass
class Watch:
    """Everything that happens in one context, from its first page on."""

    context: BrowserContext
    ours: set[str]
    """Where requests may go: our server, and the sites that a test visits."""
    origins: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Beginnings of complaints that a test provokes."""
    cookies: list[str] = field(default_factory=list)
    """What it had been given, known once it has left."""
    left: bool = False

    def __post_init__(self) -> None:
        self.context.on("request", lambda request: self.origins.add(origin_of(request.url)))
        self.context.on("console", self._console)
        self.context.on("weberror", self._error)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.complaints.append(str(error.error))

    def leave(self) -> None:
        """Close everything, while the servers still answer what a browser asks for by itself (an icon)."""
        if not self.left:
            self.left = True
            self.cookies = [f"{one['name']} of {one['domain']}" for one in self.context.cookies()]
            self.context.close()

    def unexpected(self) -> list[str]:
        """All complaints but those a test provokes."""
        return [one for one in self.complaints if not any(known in one for known in self.expected)]


Visitor = Callable[..., Watch]
"""The fixture `visitor`: a browser without a past, in some mode."""
Places = Callable[..., Widget]
"""The fixture `place`: a widget of an organisation that nobody has been to."""


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else ""


@contextmanager
def shifts(page: Page, *frames: Frame) -> Iterator[list[str]]:
    """Every layout shift in the page and these frames, from before the block to its end, right after an input or not.

    Asked of the browser itself, which also knows it where no script runs.
    """
    moved: list[str] = []
    sessions = []
    targets: list[tuple[str, Page | Frame]] = [("host", page), *(("frame", frame) for frame in frames)]
    for name, target in targets:
        session = page.context.new_cdp_session(target)
        session.on("PerformanceTimeline.timelineEventAdded", lambda event, name=name: moved.append(told(name, event)))
        session.send("PerformanceTimeline.enable", {"eventTypes": ["layout-shift"]})
        sessions.append(session)
    yield moved
    page.screenshot()  # what was changed is painted by now
    for session in sessions:
        session.send("PerformanceTimeline.enable", {"eventTypes": []})
        session.detach()


def told(where: str, event: dict[str, Any]) -> str:
    shift = event["event"]["layoutShiftDetails"]
    after = ", right after an input" if shift["hadRecentInput"] else ""
    places = "; ".join(f"{source['previousRect']} to {source['currentRect']}" for source in shift.get("sources", ()))
    return f"{where}: {shift['value']:.4f}{after}: {places}"
