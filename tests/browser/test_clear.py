# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A frame without a ground of its own: the page shows through, and what is written can be read, light and dark.

A browser gives a frame whose colour scheme is another than the page's an opaque ground of its own: `through` is None.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page

from meedoen.themes.colours import contrast
from tests.browser.hosts import TOWN, host_page, pasted
from tests.browser.rungs import World, loaded
from tests.browser.watch import Places

CREAM, NIGHT = "#fbf3e4", "#211a14"
PIXEL = """async ([png, x, y]) => {
  const picture = new Image();
  picture.src = 'data:image/png;base64,' + png;
  await picture.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  const colour = [...context.getImageData(x, y, 1, 1).data].slice(0, 3);
  return '#' + colour.map((one) => one.toString(16).padStart(2, '0')).join('');
}"""
COLOUR = """() => '#' + getComputedStyle(document.documentElement).color.match(/\\d+/g)
  .map((one) => Number(one).toString(16).padStart(2, '0')).join('')"""
BOTH = f"""<style>:root {{ color-scheme: light dark; background: {CREAM} }}
@media (prefers-color-scheme: dark) {{ :root {{ background: {NIGHT} }} }}</style>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 640, "height": 900})
    yield context.new_page()
    context.close()


def painted(page: Page, frame: Frame) -> tuple[str, str]:
    """What is behind the text inside the frame, beside its first line; and the text's own colour."""
    box = page.locator("iframe").bounding_box()
    assert box
    png = base64.b64encode(page.screenshot()).decode()
    return str(page.evaluate(PIXEL, [png, box["x"] + 4, box["y"] + 4])), str(frame.evaluate(COLOUR))


@pytest.mark.parametrize(
    ("style", "scheme", "through"),
    [
        (BOTH, "light", CREAM),
        (BOTH, "dark", NIGHT),
        (f"<style>:root {{ color-scheme: dark; background: {NIGHT} }}</style>", "dark", NIGHT),
        (f"<style>:root {{ background: {CREAM} }}</style>", "light", CREAM),
        (f"<style>:root {{ background: {CREAM} }}</style>", "dark", None),
        (f"<style>:root {{ color-scheme: dark; background: {NIGHT} }}</style>", "light", None),
    ],
)
def test_the_page_shows_through_and_the_text_is_read(
    world: World, place: Places, page: Page, style: str, scheme: str, through: str | None
) -> None:
    widget = place()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    snippet = pasted(world.house.client, widget.organisation.name, widget.name, "html-loader-clear")
    page.goto(world.hosts.at(TOWN, world.hosts.put(host_page(style + snippet.replace(world.house.url, world.origin)))))
    ground, text = painted(page, loaded(page))
    assert ground == through or (through is None and ground not in (CREAM, NIGHT))
    assert contrast(text, ground) >= 7
