# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fixtures of no area in particular: how often, which browser, which HTML checker. With a server: tests/server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from meedoen import cli
from meedoen.registry import GROUP, Registry, load
from meedoen.testing.viewing import by, viewer  # noqa: F401  (fixtures)
from tests.parties import ThirdParty, install
from tests.postgres import Cluster, cluster
from tests.tools import CHROMIUM_ARGS, LONG, check_html, program

# `make test` says the same every time; `make long` goes looking.
settings.register_profile("test", derandomize=True, database=None, deadline=None)
settings.register_profile("long", database=None, deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("long" if LONG else "test")


@pytest.fixture
def count(request: pytest.FixtureRequest) -> int:
    """How often a test does what it does, from its marker `scale(test=N, long=M)`."""
    marker = request.node.get_closest_marker("scale")
    assert marker, "a test that asks for `count` says how much: @pytest.mark.scale(test=N, long=M)"
    return int(marker.kwargs["long" if LONG else "test"])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server for the run; a test makes a database of its own there."""
    with cluster() as one:
        yield one


@pytest.fixture(scope="session")
def chromium_path() -> str:
    return program("chromium")


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for all; a test opens a context of its own, which is a browser without a past."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=list(CHROMIUM_ARGS))
        began = asyncio._get_running_loop()
        yield running
        asyncio._set_running_loop(began)
        running.close()


@contextmanager
def _a_loop_of_its_own(item: pytest.Item) -> Iterator[None]:
    """Playwright leaves its loop marked as running in this thread; a test without a browser may start another."""
    left = asyncio._get_running_loop()
    if left is None or "browser" in getattr(item, "fixturenames", ()):
        yield
        return
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(None if left.is_closed() else left)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Around the fixtures as well: those of a module are made before any that a function asks for."""
    with _a_loop_of_its_own(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    with _a_loop_of_its_own(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Also behind the last, with which the browsers are closed: those look themselves after Playwright's loop."""
    with _a_loop_of_its_own(item):
        return (yield)


@pytest.fixture(scope="session")
def third_party(tmp_path_factory: pytest.TempPathFactory) -> ThirdParty:
    """A widget type in a package of its own, installed as a third party would."""
    return install(tmp_path_factory.mktemp("third-party"))


NEW = "open_doors"
"""The widget type that `meedoen new-widget` makes for the tests."""


@pytest.fixture(scope="session")
def new_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `meedoen new-widget` makes."""
    folder = tmp_path_factory.mktemp("new") / "package"
    assert cli.main(["new-widget", NEW, "--to", str(folder)], {}) == 0
    return folder


@pytest.fixture(scope="session")
def new_party(new_source: Path, tmp_path_factory: pytest.TempPathFactory) -> ThirdParty:
    """What is in it, installed as it was made."""
    return install(tmp_path_factory.mktemp("new-party"), new_source)


@pytest.fixture(scope="session")
def types(third_party: ThirdParty) -> Registry:
    """Every widget type there is: those of this distribution, and the third party's.

    One that was just made is tested as its author would: by all the rules in test_make_your_own_widget.py.
    """
    return load([*entry_points(group=GROUP), *third_party.points])


@pytest.fixture(scope="session")
def vnu(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[str | Path]], list[str]]:
    """The Nu HTML checker: pages (text or files) in, everything it finds out; nothing is an empty list."""

    def check(pages: Sequence[str | Path]) -> list[str]:
        return check_html(pages, tmp_path_factory.mktemp("vnu"))

    return check
