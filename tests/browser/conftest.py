# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Our server on one site, other people's pages on others, and visitors whose browsers must stay quiet."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import entry_points
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from meedoen.records import Widget
from meedoen.registry import GROUP
from tests.browser.hosts import BLOG, TOWN, serving
from tests.browser.modes import Browsers, Mode
from tests.browser.rungs import World
from tests.browser.watch import Places, Visitor, Watch
from tests.house import running
from tests.parties import ThirdParty
from tests.tools import nothing

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browsers(browser: Browser, chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsers]:
    started, began = Browsers(browser, chromium_path, tmp_path_factory.mktemp("profiles")), asyncio._get_running_loop()
    yield started
    asyncio._set_running_loop(began)
    started.close()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, third_party: ThirdParty) -> Iterator[World]:
    """One server for all; what a test places is of an organisation of its own."""
    data = tmp_path_factory.mktemp("house")
    points = [*entry_points(group=GROUP), *third_party.points]
    also_at = "http://meedoen.localhost:{port}"
    with (
        running(data, lambda: datetime.now(UTC), also_at=also_at, points=points) as house,
        serving() as hosts,
    ):
        yield World(house, hosts, f"http://meedoen.localhost:{urlsplit(house.url).port}")


_numbers = itertools.count(1)


@pytest.fixture
def place(world: World) -> Places:
    """Place a widget, a rating in Dutch unless said otherwise, of an organisation that nobody has been to."""

    def placed(**settings: Any) -> Widget:
        organisation = world.house.organisation(f"gemeente-{next(_numbers)}")
        return world.house.widget(organisation, **settings)

    return placed


@pytest.fixture
def visitor(browsers: Browsers, world: World) -> Iterator[Visitor]:
    """Open a browser without a past, in some mode. When the test ends it must have been quiet."""
    watched: list[Watch] = []
    ours = frozenset({"", world.origin, *map(world.hosts.origin, (TOWN, BLOG))})

    def opened(mode: Mode = Mode.PARTITIONED, *, width: int = 640, script: bool = True, **options: Any) -> Watch:
        context: BrowserContext = browsers[mode].new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, **options
        )
        context.set_default_timeout(10_000)
        watched.append(Watch(context, set(ours)))
        return watched[-1]

    yield opened
    for watch in watched:
        watch.leave()
        nothing(watch.cookies, "cookies")
        nothing(watch.origins - watch.ours, "requests to others")
        nothing(watch.unexpected(), "complaints")
