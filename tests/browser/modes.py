# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Three ways in which browsers treat cookies and storage of a frame from elsewhere; `test_modes.py` proves each."""

from __future__ import annotations

import json
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.tools import CHROMIUM_ARGS, UNSEEN


class Mode(StrEnum):
    """What a frame from another site is given."""

    SHARED = "shared"
    """All it has on its own site, as browsers did until about 2023."""
    PARTITIONED = "partitioned"
    """Storage for each site it stands in, as browsers do now."""
    BLOCKED = "blocked"
    """Nothing: cookies are dropped and storage throws, as where a visitor has blocked both."""


class Browsers:
    """One Chromium for each mode, started when first asked for. A context of it is a browser without a past."""

    def __init__(self, blocked: Browser, executable: str, folder: Path) -> None:
        # A context that Playwright opens is a private window, in which Chromium blocks by itself.
        self._running = {Mode.BLOCKED: blocked}
        self._launch = blocked.browser_type.launch_persistent_context
        self._executable = executable
        self._folder = folder
        self._stack = ExitStack()

    def __getitem__(self, mode: Mode) -> Browser:
        if mode not in self._running:
            # Playwright's own arguments turn partitioning off; of lists of features to disable the last one holds.
            partitioned = [f"--disable-features={','.join(UNSEEN)}"] if mode is Mode.PARTITIONED else []
            profile = self._folder / mode
            (profile / "Default").mkdir(parents=True)
            preferences = {"profile": {"cookie_controls_mode": 0}}
            (profile / "Default/Preferences").write_text(json.dumps(preferences))
            arguments = [*CHROMIUM_ARGS, *partitioned]
            context = self._launch(profile, executable_path=self._executable, args=arguments)
            self._stack.callback(context.close)
            self._running[mode] = _browser(context)
        return self._running[mode]

    def close(self) -> None:
        self._stack.close()


def _browser(context: BrowserContext) -> Browser:
    assert context.browser, "a context that was launched has a browser"
    return context.browser
