# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many things in one widget: a list that is ranked, and the pages of a site of which the worst are wanted.

Both go by how certain an opinion is, so that a few favourable ratings are no first place and a few bad ones no last.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meedoen.widget import Message, Part, Subject, Tally, places, say, wilson
from meedoen_widgets.rating.scales import LOW_N, Scale, Standing, interval, standing

SCORE = "score"


@dataclass(frozen=True, slots=True)
class Row:
    """A thing or a page, with its figures."""

    key: str
    label: str
    place: Message | None
    """In words; None below `LOW_N` people, and of pages."""
    standing: Standing


def ranking(scale: Scale, things: Sequence[Part], tallies: Mapping[str, Tally]) -> list[Row]:
    """The things by the lower bound of their interval, those that cannot be told apart at one place.

    Those with fewer than `LOW_N` people stand behind them, as they were named, without a place.
    """
    counted = [one for one in things if tallies[one.key].n >= LOW_N]
    bounds = {one.key: interval(scale, tallies[one.key]) for one in counted}
    at = dict(zip(bounds, places(list(bounds.values())), strict=True))
    taken = list(at.values())

    def row(one: Part) -> Row:
        place = at.get(one.key)
        if place is None:
            words = None
        elif taken.count(place) > 1:
            words = say("Shared place %(place)s", place=place)
        else:
            words = say("Place %(place)s", place=place)
        return Row(one.key, one.label, words, standing(scale, tallies[one.key]))

    best_first = sorted(counted, key=lambda one: (at[one.key], -bounds[one.key].low))
    return [row(one) for one in [*best_first, *(one for one in things if one.key not in at)]]


def worst(tallies: Mapping[str, Tally]) -> float:
    """The order of the worst: by the lower bound of the share that chose the least favourable, which is 1 on any scale.

    Below `LOW_N` people behind all others.
    """
    tally = tallies.get(SCORE, Tally())
    return wilson(tally.counts.get(1, 0), tally.n).low if tally.n >= LOW_N else -math.inf


def most(tallies: Mapping[str, Tally]) -> float:
    """The order of the most rated."""
    return tallies.get(SCORE, Tally()).n


ORDERS = {"worst": worst, "most": most}


def pages(scale: Scale, subjects: Sequence[Subject]) -> list[Row]:
    """Of these pages, those that at least `LOW_N` people rated; an address is shown as people say it."""
    found = [
        Row(one.key, one.label.partition("://")[2] or one.label, None, standing(scale, one.tallies.get(SCORE, Tally())))
        for one in subjects
    ]
    return [row for row in found if row.standing.enough]
