# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody types and sends, and at some moment something breaks: no text is lost, and none is posted twice.

The browser is real and the server a process of its own, so that both can be killed.
"""

from __future__ import annotations

import json
import random
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import entry_points
from pathlib import Path

import httpx2 as httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Route, expect

from meedoen.identity.tokens import Tokens
from meedoen.registry import GROUP
from tests.house import free_port, running
from tests.parties import ThirdParty
from tests.server.process import Running, environment

KEYS = "k" * 48
ROOM = {"acts_per_minute_per_network": "1000000", "acts_per_minute_per_participant": "1000000"}
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class Place:
    """Tips, of which one may give several, so that what is posted twice stands there twice."""

    def __init__(self, data: Path, third_party: ThirdParty) -> None:
        self._data, self._folder, self._port = data, third_party.folder, free_port()
        self.url = f"http://127.0.0.1:{self._port}/voorbeeldstad/tips"
        points = [*entry_points(group=GROUP), *third_party.points]
        with running(data, lambda: datetime.now(UTC), points=points) as house:
            organisation = house.organisation()
            house.widget(organisation, "tips", "tips", "Tips", question="Wat is uw tip?")
            self.uid = organisation.uid
        self.start()

    def start(self) -> None:
        environ = environment(self._data, self._port, secret_keys=KEYS, **ROOM)
        self._process = Running(
            ["serve"], environ | {"PYTHONPATH": str(self._folder)}, self._data / "output", [self.url]
        )

    def kill(self) -> None:
        self._process.stop(signal.SIGKILL)

    def stored(self) -> list[str]:
        """Every tip there is, whether it is shown or held."""
        with closing(sqlite3.connect(self._data / "meedoen.sqlite3")) as conn:
            return [json.loads(data)["tip"] for (data,) in conn.execute("SELECT data FROM contribution")]

    def expired(self, token: str) -> str:
        """The same participant's, of long ago."""
        own = Tokens([KEYS], lambda: datetime.now(UTC)).read(token, self.uid)
        return Tokens([KEYS], lambda: datetime.now(UTC) - timedelta(days=500)).issue(self.uid, own)


@pytest.fixture
def place(tmp_path: Path, third_party: ThirdParty) -> Iterator[Place]:
    placed = Place(tmp_path, third_party)
    yield placed
    placed.kill()


class Somebody:
    """Who gives a tip in a browser of his own."""

    def __init__(self, context: BrowserContext, place: Place) -> None:
        self.context, self.place = context, place
        self.open()

    def open(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.goto(self.place.url)

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Wat is uw tip?")

    def press(self) -> None:
        self.page.locator("[data-md-act] [type=submit]").first.click()

    def thanked(self) -> None:
        expect(self.page.get_by_role("status").first).to_contain_text("Dank u ", timeout=20_000)

    @contextmanager
    def sending(self, *, arrives: bool) -> Iterator[list[Route]]:
        """Press, and hold the answer back; the block breaks something meanwhile."""
        held: list[Route] = []

        def hold(route: Route) -> None:
            if arrives:
                httpx.post(route.request.url, content=route.request.post_data or "", headers=FORM).raise_for_status()
            held.append(route)

        self.page.route("**/do/tip", hold)
        self.press()
        while not held:
            self.page.wait_for_timeout(5)
        yield held


def reload(who: Somebody, _held: list[Route]) -> None:
    who.page.reload()
    who.page.unroute_all()  # not before: what is held would go on to the server


def crash(who: Somebody, _held: list[Route]) -> None:
    with pytest.raises(Error):
        who.page.goto("chrome://crash")
    who.page.close()
    who.open()


def offline(who: Somebody, held: list[Route]) -> None:
    who.context.set_offline(True)
    for route in held:
        route.abort("internetdisconnected")
        expect(who.page.locator("[data-md-errors]").first).to_be_visible()
    who.page.unroute_all()
    who.context.set_offline(False)


def killed(who: Somebody, held: list[Route]) -> None:
    who.place.kill()
    for route in held:
        route.abort("connectionreset")
        expect(who.page.locator("[data-md-errors]").first).to_be_visible()
    who.page.unroute_all()
    who.place.start()
    if held:
        who.page.evaluate("dispatchEvent(new Event('online'))")
    else:
        who.page.reload()


def expired(who: Somebody, held: list[Route]) -> None:
    name = f"meedoen:token:{who.place.uid}"
    token = who.page.evaluate("name => JSON.parse(localStorage.getItem(name))", name)
    if token:
        kept = [name, json.dumps(who.place.expired(token))]
        who.page.evaluate("([name, token]) => localStorage.setItem(name, token)", kept)
    for route in held:
        route.abort()
    who.page.unroute_all()
    who.page.reload()


BY_ITSELF = (offline, killed)
"""After these the page is there yet, and sends again without being asked."""
BREAKS: list[Callable[[Somebody, list[Route]], None]] = [reload, crash, offline, killed, expired]


MOMENTS = ("arrives", "typing", "lost")
"""While it is sent, and the server had it or not; or before."""


def give(who: Somebody, tip: str, breaks: Callable[[Somebody, list[Route]], None], moment: str, cut: int) -> None:
    """Type and send it, and have something break once while he does: where he is typing, behind `cut` signs."""
    if moment == "typing":
        who.field.press_sequentially(tip[:cut])
        breaks(who, [])
        expect(who.field).to_have_value(tip[:cut])
        who.field.fill(tip)
        who.press()
        who.thanked()
        return
    who.field.fill(tip)
    with who.sending(arrives=moment == "arrives") as held:
        breaks(who, held)
    if breaks not in BY_ITSELF:
        expect(who.field).to_have_value(tip)
        who.press()
    who.thanked()


@pytest.mark.scale(test=4, long=200)
def test_whatever_breaks_no_text_is_lost_and_none_is_posted_twice(browser: Browser, place: Place, count: int) -> None:
    dice = random.Random(count)
    given = []
    for number in range(count):
        context = browser.new_context()
        context.set_default_timeout(20_000)
        tip = f"Tip {number} {dice.choice(['met de fiets', 'langs de Vliet', 'voor het donker'])}"
        breaks, moment = BREAKS[number % len(BREAKS)], MOMENTS[number % len(MOMENTS)]
        give(Somebody(context, place), tip, breaks, moment, dice.randrange(1, len(tip)))
        given.append(tip)
        context.close()
    assert sorted(place.stored()) == sorted(given)
