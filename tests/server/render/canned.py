# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A widget in a browser without a server: its real page and files, and answers that a test writes down beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Browser, BrowserContext, Frame, Page, Route

from meedoen.addresses import Query
from meedoen.registry import Registry
from meedoen.render.compose import Shell
from meedoen.render.context import Answer as Said
from meedoen.render.examples import example
from meedoen.render.showing import ORIGIN, composer, place

HOST = "https://stad.example"
OTHER = "https://ander.example"
Fields = Mapping[str, str]
Answer = Callable[[str, Fields], tuple[int, Mapping[str, Any]] | None]
"""(action, fields) → status and JSON, or None: the connection is lost."""


@dataclass
class Canned:
    """What the browser reaches, and what it sent."""

    context: BrowserContext
    frame_html: str
    answer_html: str
    root: Path
    pages: dict[str, str] = field(default_factory=dict)
    """By address: pages of others."""
    sent: list[tuple[str, Fields]] = field(default_factory=list)
    answer: Answer | None = None

    def fields(self, action: str) -> list[Fields]:
        """What was sent to an action, in order."""
        return [fields for name, fields in self.sent if name == action]

    def usual(self, action: str, _fields: Fields) -> tuple[int, Mapping[str, Any]]:
        """All goes well."""
        if action == "token":
            return 200, {"token": f"token-{len(self.fields('token'))}"}
        return 200, {"html": self.answer_html, "receipt": "", "repeated": False}

    def handle(self, route: Route) -> None:
        """Everything any page asks for."""
        request, path = route.request, urlsplit(route.request.url).path
        if request.method == "POST":
            action, fields = path.rpartition("/")[2], dict(parse_qsl(request.post_data or "", keep_blank_values=True))
            self.sent.append((action, fields))
            told = (self.answer or self.usual)(action, fields)
            if told is None:
                route.abort("connectionfailed")
                return
            headers = {"access-control-allow-origin": "*"}
            route.fulfill(status=told[0], json=told[1], headers=headers)
        elif request.url in self.pages:
            route.fulfill(body=self.pages[request.url], content_type="text/html; charset=utf-8")
        elif path.endswith("/embed"):
            route.fulfill(body=self.frame_html, content_type="text/html; charset=utf-8")
        elif (file := self.root / path.lstrip("/")).is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404)

    def open(self) -> Page:
        """The frame's document by itself, which is enough for all but what passes between windows."""
        page = self.context.new_page()
        page.goto(f"{ORIGIN}/gallery/rating/busy/embed")
        return page

    def hosted(self, snippet: str) -> tuple[Page, Frame]:
        """A page of somebody else that holds the snippet, with all the messages it gets in `got`."""
        listen = "<script>window.got = []; addEventListener('message', (event) => got.push(event.data));</script>"
        self.pages[f"{HOST}/"] = f"<!doctype html><title>Stad</title>{listen}{snippet}<p>Meer nieuws</p>"
        page = self.context.new_page()
        page.goto(f"{HOST}/")
        frame = page.query_selector("iframe")
        assert frame
        inside = frame.content_frame()
        assert inside
        return page, inside


@contextmanager
def canned(browser: Browser, types: Registry, root: Path) -> Iterator[Canned]:
    """The busy rating of the examples, in a browser without a past."""
    installed = types["rating"]
    shown = example(installed, "busy", "nl")
    by, placed = composer(types, root), place(installed, shown, "nl")
    frame, _fresh = by.widget(placed, shown.view, ORIGIN, Query(), Shell.FRAME)
    said = Said("", "Goed", shown.receipt, f"{ORIGIN}/-/bijdrage")
    thanks = by.thanks(by.words("nl", "rating"), installed.type.actions[0], said)
    answer = thanks + by.figures(placed, shown.view, ORIGIN, Query())
    context = browser.new_context(viewport={"width": 480, "height": 800})
    there = Canned(context, frame, answer, root)
    context.route("**/*", there.handle)
    yield there
    context.close()
