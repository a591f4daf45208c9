# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The overview of the console: what waits, what opens and closes, what happened; what one may do first stands first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names

from meedoen import limits
from meedoen.participation.calendar import Change, beside, by_day, weeks
from meedoen.participation.staff import EDITOR, MODERATES_SOMEWHERE, SPEAKS_SOMEWHERE, Needs, allows
from meedoen.records import Widget
from meedoen.records_log import LoggedEvent
from meedoen.records_staff import Member
from meedoen.render.words import Translator
from meedoen.values import N_, Who, say

BLOCKS: Sequence[tuple[str, Needs | None]] = (
    ("console/overview-waiting.html", SPEAKS_SOMEWHERE),
    ("console/overview-moderation.html", MODERATES_SOMEWHERE),
    ("console/overview-widgets.html", EDITOR),
    ("console/overview-soon.html", None),
    ("console/overview-activity.html", None),
)
"""Templates, in this order, each for who may do something with it."""

HAPPENED = {
    "contributed": N_("New contributions"),
    "edited": N_("Contributions changed by their authors"),
    "withdrawn": N_("Contributions withdrawn by their authors"),
    "entered": N_("Entered for people who came by paper, telephone or counter"),
    "reported": N_("Contributions reported"),
    "held": N_("Contributions held until somebody looks"),
    "released": N_("Contributions looked at, and left to stand"),
    "removed": N_("Contributions removed"),
    "restored": N_("Contributions put back"),
    "appealed": N_("Authors who object to a removal"),
    "erasure asked": N_("Requests to erase words"),
    "erased": N_("Contributions whose words were erased"),
    "replied": N_("Official answers"),
    "reply corrected": N_("Official answers corrected"),
    "outcome": N_("Outcomes given"),
    "state": N_("Contributions whose state changed"),
    "merged": N_("Doubles merged"),
    "unmerged": N_("Doubles that stand on their own again"),
    "confirmed": N_("Authors who say that the outcome is right"),
    "objected": N_("Authors who say that the outcome is not right"),
    "written": N_("Updates by the organisation"),
    "corrected": N_("Updates corrected"),
    "planned": N_("Updates planned"),
    "passed outside": N_("Contributions passed on by mail"),
    "passed on": N_("Contributions passed on to another organisation"),
    "placed": N_("Widget placed"),
    "changed": N_("Widget changed"),
    "rescheduled": N_("Other times, or another text at closing"),
    "renamed": N_("Another address"),
    "retired": N_("Widget withdrawn"),
}
"""What happened, in words, by the kind of a line of the log."""
_BY_STAFF = {"contributed": "written", "edited": "corrected"}
"""What the same kind is called where staff did it."""


@dataclass(frozen=True, slots=True)
class Around:
    """For whom and when it is made."""

    words: Translator
    base: str
    """Where the console of the organisation begins."""
    zone: ZoneInfo
    moment: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A widget that opens or closes."""

    url: str
    title: str
    language: str
    told: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""

    number: int
    name: str
    """In full, for who does not see in which column it stands."""
    today: bool
    lines: Sequence[Line]
    more: int
    """How many are not shown."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar."""

    name: str
    before: tuple[str, str]
    after: tuple[str, str]
    """Address and name of the months beside it."""
    heads: Sequence[tuple[str, str]]
    """Of the days of the week: short, and in full."""
    weeks: Sequence[Sequence[Day | None]]
    empty: bool


@dataclass(frozen=True, slots=True)
class Happened:
    """So many things of a kind on a day, in a widget or, without a title, in the organisation."""

    what: str
    count: int
    url: str
    title: str
    language: str


def blocks(member: Member) -> list[str]:
    """The parts of his overview."""
    return [name for name, needs in BLOCKS if needs is None or allows(needs, member)]


def soon(found: Iterable[Change], around: Around) -> list[Line]:
    """What opens or closes next, with when."""
    return [_line(one, around, around.words.when(one.at, around.zone, around.moment)) for one in found]


def month(first: date, found: Iterable[Change], around: Around) -> Month:
    """A month with what opens and closes on its days."""
    days, today = by_day(found, around.zone), around.moment.astimezone(around.zone).date()
    locale = around.words.locale

    def shown(day: date) -> Day:
        on = days.get(day, ())
        lines = [_line(one, around, "") for one in on[: limits.CALENDAR_LINES_MAX]]
        name = format_date(day, "EEEE d MMMM", locale=locale)
        return Day(day.day, name, day == today, lines, len(on) - len(lines))

    shape = [[None if day is None else shown(day) for day in week] for week in weeks(first)]
    before, after = ((f"?month={one:%Y-%m}#md-month", _month_name(one, around.words)) for one in beside(first))
    short, full = (get_day_names(width, locale=locale) for width in ("abbreviated", "wide"))
    return Month(
        name=_month_name(first, around.words),
        before=before,
        after=after,
        heads=[(str(short[day]), str(full[day])) for day in range(7)],
        weeks=shape,
        empty=not any(day and day.lines for week in shape for day in week),
    )


def activity(
    logged: Iterable[LoggedEvent], placed: Mapping[int, Widget], around: Around
) -> list[tuple[str, Sequence[Happened]]]:
    """What happened in the last days, the newest first: in words, alike things together."""
    since, words = around.moment - timedelta(days=limits.ACTIVITY_DAYS), around.words
    counted: Counter[tuple[date, str, int]] = Counter()
    for one in logged:
        kind = _BY_STAFF.get(one.kind, one.kind) if one.role == Who.STAFF else one.kind
        if one.at >= since and kind in HAPPENED and one.widget is not None:
            counted[one.at.astimezone(around.zone).date(), kind, one.widget] += 1
    days: dict[date, list[Happened]] = {}
    for (day, kind, widget_id), n in list(counted.items())[: limits.ACTIVITY_LINES_MAX]:
        of = placed[widget_id]
        url = f"{around.base}/widgets/{of.name}"
        days.setdefault(day, []).append(Happened(words.gettext(HAPPENED[kind]), n, url, of.title, of.spoken))
    return [(format_date(day, "EEEE d MMMM", locale=words.locale), days[day]) for day in sorted(days, reverse=True)]


def _line(one: Change, around: Around, when: str) -> Line:
    told = around.words.text(say("opens") if one.opens else say("closes"))
    of = one.widget
    return Line(f"{around.base}/widgets/{of.name}", of.title, of.spoken, f"{told} {when}".strip(), one.opens)


def _month_name(first: date, words: Translator) -> str:
    return str(format_date(first, "LLLL y", locale=words.locale))
