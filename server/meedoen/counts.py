# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this process counted since its start: plain integers, raised on the one event loop.

By kinds of address and of outcome alone, of which there are few: never by an address, an organisation or a widget.
"""

from __future__ import annotations

from collections import Counter

from meedoen.render.headers import NOWHERE

ACCEPTED = "accepted"
REPEATED = "repeated"
"""What was sent again with the same key, and answered as it was then."""


class Counts:
    """Requests and acts."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        """By the name of the policy of their address, and the first digit of the status; 0 is without an answer."""
        self.acts: Counter[str] = Counter()
        """By what came of them: stored, or the slug of the refusal."""

    def request(self, line: object, status: int) -> None:
        """Count one, by its line of the route table."""
        self.requests[getattr(line, "policy", NOWHERE).name, status // 100] += 1
