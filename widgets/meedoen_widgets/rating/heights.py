# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How high a frame with a rating is: a sum of parts, in CSS px at 320, 480 and 640 px wide.

Measured in Chromium, with texts of ordinary length, and rounded up; tests/browser/test_reserve.py measures again.
"""

from __future__ import annotations

from collections.abc import Mapping

from meedoen.widget import Reveal

Part = tuple[int, int, int]

WIDTHS: Part = (320, 480, 640)
AROUND: Part = (500, 420, 360)
"""Title, expectation and foot, with the thanks, the choice and the receipt code of who has rated."""
FORM: Part = (20, 20, 20)
"""What the question, two choices and the button take more than the thanks do."""
CHOICES: Mapping[int, Part] = {2: (0, 0, 0), 3: (20, 20, 20), 5: (30, 10, 10)}
"""What faces and stars take more than yes and no; five labels are two lines on a phone."""
REASON: Part = (180, 180, 160)
"""The question why, and its field."""
FIGURES: Mapping[int, Part] = {2: (270, 190, 170), 3: (300, 220, 200), 5: (430, 280, 270)}
"""A row for each choice, a mean with stars, and two sentences about how it was counted."""
ON_REQUEST: Part = (60, 0, 0)
"""The link to the figures: below the button on a phone, elsewhere beside it."""
SECRET: Part = (60, 40, 40)
"""The sentence that says until when."""
SHOWN: Part = (50, 50, 50)
"""How many reasons there are; they are folded behind it."""
EVERYBODY: Part = (20, 0, 0)
"""That everybody can read a reason takes a line more than that nobody can."""
LISTED: Part = (50, 50, 50)
"""A thing of a list, folded."""
RANKED: Part = (100, 70, 70)
"""The same with its place and figures."""
NOTHING: Part = (0, 0, 0)


def heights(choices: int, figures: Reveal, *, asks: bool, shows: bool, things: int = 0) -> Mapping[int, int]:
    """By width, whichever is higher: the form, or what takes its place. Of a list one thing stands open at a time."""
    below = {Reveal.ALWAYS: FIGURES[choices], Reveal.ON_REQUEST: ON_REQUEST, Reveal.AFTER_CLOSING: SECRET}[figures]
    why = _sum(REASON, EVERYBODY if shows else NOTHING) if asks else NOTHING
    form = _sum(FORM, CHOICES[choices], why, below)
    answer = SECRET if figures is Reveal.AFTER_CLOSING else FIGURES[choices]
    around = _sum(AROUND, SHOWN if shows else NOTHING, _times(things, LISTED))
    if things and figures is Reveal.ALWAYS:
        around = _sum(around, _times(things, RANKED))
    return {width: more + max(one, other) for width, more, one, other in zip(WIDTHS, around, form, answer, strict=True)}


def _times(many: int, part: Part) -> Part:
    narrow, middle, wide = part
    return many * narrow, many * middle, many * wide


def _sum(*parts: Part) -> Part:
    narrow, middle, wide = map(sum, zip(*parts, strict=True))
    return narrow, middle, wide
