# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people choose from, and what a crowd's choices come to: counts before percentages, a distribution beside each
mean, and below ten people counts alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from meedoen.widget import N_, Interval, Message, Tally, dirichlet, say, wilson

LOW_N = 10
"""Below this many people a percentage or a mean says more than is known."""


class Scale(StrEnum):
    """What people choose from; the values count up from the least favourable."""

    YES_NO = "yes-no"
    FACES = "faces"
    STARS = "stars"


SCALES = (
    (Scale.YES_NO.value, N_("Yes or no")),
    (Scale.FACES.value, N_("Three faces, from bad to good")),
    (Scale.STARS.value, N_("Five stars, from very bad to very good")),
)
"""As an organisation chooses one."""
LABELS: Mapping[Scale, dict[int, str]] = {
    Scale.YES_NO: {1: N_("No"), 2: N_("Yes")},
    Scale.FACES: {1: N_("Bad"), 2: N_("So-so"), 3: N_("Good")},
    Scale.STARS: {
        1: N_("1 – very bad"),
        2: N_("2 – bad"),
        3: N_("3 – so-so"),
        4: N_("4 – good"),
        5: N_("5 – very good"),
    },
}
ICONS = {Scale.FACES: {"1": "face-1", "2": "face-2", "3": "face-3"}}


@dataclass(frozen=True, slots=True)
class Bar:
    """One choice: how many made it and, from `LOW_N` people, a whole percentage."""

    value: int
    label: str
    count: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a tally comes to."""

    n: int
    bars: Sequence[Bar]
    """Most favourable first."""
    mean: float | None
    """Of stars, from `LOW_N` people."""

    @property
    def enough(self) -> bool:
        """Whether there are percentages."""
        return self.n >= LOW_N

    @property
    def short(self) -> Message | None:
        """The mean of stars, or else the share of the most favourable choice, in a few words; None below `LOW_N`."""
        if self.mean is not None:
            return say("%(mean)s of 5", mean=round(self.mean, 1))
        return self.share(0)

    def share(self, which: int) -> Message | None:
        """Of one of `bars`, in a few words; None below `LOW_N`."""
        bar = self.bars[which]
        return say("%(percent)s%% %(label)s", percent=bar.percent, label=say(bar.label)) if self.enough else None


def standing(scale: Scale, tally: Tally) -> Standing:
    """What this tally comes to."""
    enough = tally.n >= LOW_N
    bars = [
        Bar(
            value,
            label,
            count := tally.counts.get(value, 0),
            round(100 * count / tally.n) if enough else None,
        )
        for value, label in reversed(LABELS[scale].items())
    ]
    return Standing(tally.n, bars, tally.mean if enough and scale is Scale.STARS else None)


def level(scale: Scale, tally: Tally) -> float:
    """From 0, all the least favourable, to 1: of stars and faces the mean, of yes and no the share of yes."""
    values = list(LABELS[scale])
    return ((tally.mean or values[0]) - values[0]) / (values[-1] - values[0])


def interval(scale: Scale, tally: Tally) -> Interval:
    """How certain that is: what things are ordered by, and never shown as a margin of error."""
    if scale is Scale.YES_NO:
        return wilson(tally.counts.get(2, 0), tally.n)
    return dirichlet(tally.counts, list(LABELS[scale]))


def total(tallies: Sequence[Tally]) -> Tally:
    """All of these together."""
    counts: dict[int, int] = {}
    for tally in tallies:
        for value, count in tally.counts.items():
            counts[value] = counts.get(value, 0) + count
    return Tally(counts)
