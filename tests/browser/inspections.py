# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is looked for on a page in a browser: the inspections that ship, and HTML_CodeSniffer beside axe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from playwright.sync_api import Frame, Page

from meedoen.testing.viewing import Inspection, axe, geometry
from tests.tools import checker

SNIFFED = """() => new Promise((done) => HTMLCS.process('WCAG2AA', document, () => done(
  HTMLCS.getMessages().filter((one) => one.type === HTMLCS.ERROR)
    .map((one) => `${one.code}: ${one.msg} ${(one.element.outerHTML || '').slice(0, 120)}`))))"""


@cache
def _script() -> str:
    return checker("@pa11y/html_codesniffer/build/HTMLCS.js").read_text("utf-8")


def code_sniffer(page: Page | Frame) -> Iterator[str]:
    """What HTML_CodeSniffer calls an error (https://squizlabs.github.io/HTML_CodeSniffer/)."""
    page.evaluate(_script())
    yield from page.evaluate(SNIFFED)


def contrast(page: Page | Frame) -> Iterator[str]:
    """Of every text with what is behind it, by axe."""
    return axe(page, "color-contrast")


INSPECTIONS: Sequence[Inspection] = (axe, code_sniffer, geometry)
"""In this order: the last one leaves a style of the reader's own behind."""
