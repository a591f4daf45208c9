# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Controls: each mode of cookies and storage is what its name says, or the tests in it prove nothing."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.hosts import BLOG, THIRD, TOWN
from tests.browser.modes import Browsers, Mode
from tests.browser.rungs import World


@pytest.mark.parametrize(
    ("mode", "cookie", "storage"),
    [
        (Mode.SHARED, "kept", ["empty", TOWN, TOWN, TOWN]),
        (Mode.PARTITIONED, "kept", ["empty", "empty", TOWN, "empty"]),
        (Mode.BLOCKED, "dropped", ["SecurityError", "SecurityError", "SecurityError", "empty"]),
    ],
)
def test_a_frame_from_a_third_site(
    browsers: Browsers, world: World, mode: Mode, cookie: str, storage: list[str]
) -> None:
    """What a frame finds in its storage on the town's page, on a blog, on the town's page again, and as a page."""
    context = browsers[mode].new_context()
    told = [in_a_frame(context, world, site) for site in (TOWN, BLOG, TOWN)]
    assert {"control=1" in one["cookie"] for one in told} == {cookie == "kept"}
    page = context.new_page()
    page.goto(world.hosts.at(THIRD, "/control?itself"))
    told.append(json.loads(page.locator("body").inner_text()))
    assert [one["storage"] for one in told] == storage
    context.close()


def in_a_frame(context: BrowserContext, world: World, site: str) -> dict[str, str]:
    frame = f'<iframe src="{world.hosts.at(THIRD, "/control")}?{site}"></iframe>'
    page = context.new_page()
    page.goto(world.hosts.at(site, world.hosts.put(frame)))
    body = page.frame_locator("iframe").locator("body")
    expect(body).to_contain_text("storage")
    told: dict[str, str] = json.loads(body.inner_text())
    return told
