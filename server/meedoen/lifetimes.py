# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long one waits, told so that who is still waiting counts too: leave those out, and the slow ones are forgotten.

Each function is pure. A wait is (seconds, whether it ended); one that has not ended lasts so long already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from meedoen import limits

_ROUNDING = 1e-9
"""So much a product of floating shares may lie above the half that it is."""


class Step(NamedTuple):
    """From `seconds` on, `share` of all wait longer, from 0 to 1."""

    seconds: float
    share: float


def survival(waits: Sequence[tuple[float, bool]]) -> list[Step]:
    """The share that still waits, as a step wherever waits ended, the shortest first.

    Who was counted last at the very moment when others ended, still waited then.
    Kaplan, E. L., & Meier, P. (1958), Nonparametric estimation from incomplete observations, Journal of the American
    Statistical Association 53, 457-481.
    """
    ended = Counter(seconds for seconds, over in waits if over)
    leave = Counter(seconds for seconds, _over in waits)
    waiting, share, steps = len(waits), 1.0, []
    for seconds in sorted(leave):
        if ended[seconds]:
            share *= 1 - ended[seconds] / waiting
            steps.append(Step(seconds, share))
        waiting -= leave[seconds]
    return steps


def median_wait(waits: Sequence[tuple[float, bool]]) -> float | None:
    """After so many seconds half of all waits have ended.

    None when that is not known: of fewer than `limits.LOW_N`, or when more than half have not ended.
    """
    if len(waits) < limits.LOW_N:
        return None
    return next((step.seconds for step in survival(waits) if step.share <= 0.5 + _ROUNDING), None)
