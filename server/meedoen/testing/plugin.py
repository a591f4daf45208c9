# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A pytest plugin for who writes a widget type: `pytest -p meedoen.testing.plugin --widget NAME`.

It is loaded where it is asked for and nowhere else. It finds the types as the server does, by their entry points, and
gives them to the rules of `meedoen.testing.suite` and `meedoen.testing.browser`, which a test file takes up with
`from meedoen.testing.suite import *`. Without a test file of one's own, add `--pyargs meedoen.testing.suite`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, sync_playwright

from meedoen.registry import Registry, load
from meedoen.testing.viewing import by, inspections, pairings, viewer

__all__ = ["browser", "by", "inspections", "pairings", "types", "viewer"]
"""The fixtures."""

CHROMIUM_ARGS = ("--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update")
"""It must start as root in a container, and say nothing to its makers."""
NO_BROWSER = (
    "meedoen: there is no Chromium on PATH. NOT TESTED: all that is seen in a browser alone"
    " (accessibility by axe, reflow, target sizes, the height that is reserved)."
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--widget NAME`, as often as needed."""
    group = parser.getgroup("meedoen")
    group.addoption(
        "--widget",
        action="append",
        default=[],
        metavar="NAME",
        help="test this widget type (as often as needed; without it, all that are installed)",
    )


def pytest_report_header() -> str:
    """What is not tested, above everything else."""
    return "" if chromium() else NO_BROWSER


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """And below it."""
    if not chromium():
        terminalreporter.section("not tested", yellow=True)
        terminalreporter.line(NO_BROWSER)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser, what needs one is taken out of the list; the lines above say so."""
    if not chromium():
        left_out = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def chromium() -> str | None:
    """The browser there is, under one of its names."""
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))
    return next(filter(None, found), None)


@pytest.fixture(scope="session")
def types(pytestconfig: pytest.Config) -> Registry:
    """The types that `--widget` names, or all."""
    names: Sequence[str] = pytestconfig.getoption("--widget")
    found = load()
    if missing := set(names) - set(found):
        raise pytest.UsageError(
            f"No widget type {', '.join(sorted(missing))} is installed; there are {', '.join(found)}."
            " Install its package first: pip install --editable ."
        )
    return Registry(found[name] for name in names) if names else found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGS))
        yield running
        running.close()
