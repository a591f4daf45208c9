# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long people wait, those who still do counted in (Kaplan & Meier 1958)."""

from __future__ import annotations

from collections.abc import Sequence


def median_wait(waits: Sequence[tuple[float, bool]]) -> float | None:
    """The first time, in seconds, by which half were answered; None where that is not known.

    Each wait is (seconds, whether it ended then); one that did not goes on longer than that.
    """
    waiting, part = len(waits), 1.0
    for seconds, ended in sorted(waits, key=lambda one: (one[0], not one[1])):
        if ended:
            part *= 1 - 1 / waiting
            if part <= 0.5:
                return seconds
        waiting -= 1
    return None
