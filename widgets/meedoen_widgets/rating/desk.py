# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff see of a rating: the reasons, public or not, how it went, bursts, and the pages that matter most."""

from __future__ import annotations

from collections.abc import Sequence

from meedoen.widget import EVERY, N_, WHOLE, Ask, Desk, Items, Ranked, Reads, Shown, Tally, View
from meedoen_widgets.rating import course
from meedoen_widgets.rating.scales import LABELS, standing, total
from meedoen_widgets.rating.settings import Settings
from meedoen_widgets.rating.things import ORDERS, SCORE, pages, ranking

REASON = "reason"
REASONS, PAGES = 20, 50
"""On one page of the desk."""


def reads(settings: Settings, ask: Ask) -> Reads:
    """All of it, of one page or thing where that was asked for; the reasons with one score where that was chosen."""
    target = ask.over or ask.part or None
    given = int(ask.tag) if ask.tag else None
    on = _counted(settings, ask)
    return Reads(
        tallies=[(one, SCORE) for one in on],
        days=[(one, SCORE) for one in on],
        items=Items(REASON, target=target, mark=SCORE, most=REASONS, marked=given),
        subjects=[Ranked(order, PAGES) for order in ORDERS] if settings.subjects and target is None else (),
    )


def _counted(settings: Settings, ask: Ask) -> Sequence[str]:
    """The targets that together are what was asked for."""
    if ask.over or ask.part:
        return [ask.over or ask.part]
    if settings.things:
        return [thing.key for thing in settings.things]
    return [EVERY if settings.subjects else WHOLE]


def show(view: View[Settings]) -> Shown:
    """Tables alone: the desk works at any width, and without script."""
    scale, on = view.settings.scale, _counted(view.settings, view.ask)
    days = _together([view.days.get((one, SCORE), {}) for one in on])
    of_list = view.settings.things and not view.ask.part
    return Shown(
        context={
            "told": standing(scale, total([view.tally(SCORE, one) for one in on])),
            "weeks": list(reversed(course.weeks(scale, days))),
            "bursts": course.bursts(days),
            "ranked": ranking(scale, view.parts, {one: view.tally(SCORE, one) for one in on}) if of_list else [],
            "listed": {order: pages(scale, view.subjects.get(order, ())) for order in ORDERS},
            "names": {part.key: part.label for part in view.parts},
            "labels": LABELS[scale],
        }
    )


def _together(courses: Sequence[course.Days]) -> course.Days:
    every = {day for days in courses for day in days}
    return {day: total([days.get(day, Tally()) for days in courses]) for day in every}


RATINGS = Desk(
    title=N_("Reasons, course and bursts"),
    reads=reads,
    show=show,
    tags=lambda settings: [(str(value), label) for value, label in reversed(LABELS[settings.scale].items())],
)
