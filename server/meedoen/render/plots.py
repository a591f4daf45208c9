# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plots as SVG inside the page: no script, no request, in the colours of the theme.

They are as wide as there is room, so what lies side by side is placed in per cents; the words keep their size.
Whoever does not see a plot is told its title and its description, and has the table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

_HIGH = 180
"""Of the drawing itself, in px; above it stands what its top is worth, below it the labels."""
_ABOVE, _BELOW = 22, 26
_SHARE = 0.64
"""Of its place, a column takes so much."""


def top_of(values: Sequence[int]) -> int:
    """The round number (one digit, and noughts) at or above the highest of them, which the top of a plot is worth."""
    highest, power = max(values, default=0), 1
    while True:
        for digit in (1, 2, 4, 6, 8):
            if digit * power >= highest:
                return digit * power
        power *= 10


def columns(
    id_: str,
    title: str,
    description: str,
    labels: Sequence[str],
    values: Sequence[int],
    line: Sequence[int],
    top_label: str,
) -> Markup:
    """A column for each value, and a line through those of `line`, all on one scale from 0 to the round top.

    `labels` are as many as the values; an empty one is left out. `top_label` says what the top is worth.
    """
    top = top_of([*values, *line])
    wide = 100 / max(len(values), 1)
    middles = [round((place + 0.5) * wide, 2) for place in range(len(values))]
    drawn = Markup("").join(
        [
            *(_column(middle, wide * _SHARE, 100 * value / top) for middle, value in zip(middles, values, strict=True)),
            _line([(middle, 100 - 100 * value / top) for middle, value in zip(middles, line, strict=True)]),
        ]
    )
    below = Markup("").join(
        Markup('<text x="{}%" y="{}" text-anchor="middle">{}</text>').format(middle, _ABOVE + _HIGH + 18, label)
        for middle, label in zip(middles, labels, strict=True)
        if label
    )
    return Markup(
        '<svg class="md-plot" width="100%" height="{height}" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{description}</desc>'
        '<line class="md-rule" x1="0" x2="100%" y1="{above}" y2="{above}"/><text x="0" y="{text}">{top}</text>'
        '<svg y="{above}" width="100%" height="{high}" overflow="visible">{drawn}</svg>'
        '<line class="md-axis" x1="0" x2="100%" y1="{base}" y2="{base}"/>{below}</svg>'
    ).format(
        height=_ABOVE + _HIGH + _BELOW,
        id=id_,
        title=title,
        description=description,
        above=_ABOVE,
        text=_ABOVE - 6,
        top=top_label,
        high=_HIGH,
        drawn=drawn,
        base=_ABOVE + _HIGH,
        below=below,
    )


def _column(middle: float, wide: float, high: float) -> Markup:
    return Markup('<rect x="{}%" y="{}%" width="{}%" height="{}%"/>').format(
        round(middle - wide / 2, 2), round(100 - high, 2), round(wide, 2), round(high, 2)
    )


def _line(points: Sequence[tuple[float, float]]) -> Markup:
    """Its stretches between the points, and a dot at each: a dot alone where there is one."""
    parts = Markup("").join(
        Markup('<line class="md-stretch" x1="{}%" y1="{}%" x2="{}%" y2="{}%"/>').format(
            x, round(y, 2), further, round(lower, 2)
        )
        for (x, y), (further, lower) in pairwise(points)
    )
    dots = Markup("").join(Markup('<circle cx="{}%" cy="{}%" r="4"/>').format(x, round(y, 2)) for x, y in points)
    return parts + dots
