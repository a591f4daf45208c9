# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public figures of an organisation: as a page with a plot, and as rows for a spreadsheet.

A part of them below `LOW_CELL_N` is not told (U10), and no waiting time is made of fewer than `LOW_N`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from babel.dates import format_date

from meedoen import limits
from meedoen.addresses import FIGURES, Place, Query
from meedoen.participation.figures import by_month, half_within_s, months_until, shown
from meedoen.participation.views import Placed
from meedoen.records import Organisation
from meedoen.records_answers import Coverage
from meedoen.records_figures import Counted, Figures
from meedoen.render.compose import Composer
from meedoen.render.plots import columns, top_of
from meedoen.render.sheet import lines
from meedoen.render.words import Translator
from meedoen.values import N_, State, say

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_LABEL_EVERY = 3
"""So many months share a label, so that they stand apart on a phone."""


class FiguresTable:
    """What was read, and what it comes to."""

    def __init__(
        self, of: Organisation, told: Sequence[Placed], found: Mapping[int, Figures], moment: datetime
    ) -> None:
        """`found` is by id of the widget, also of those that are not `told` one by one."""
        self.of = of
        self.told = [(one, found[one.widget.id]) for one in told]
        self.moment = moment
        self.months = months_until(moment, of.zone)
        self.contributed = by_month(found.values(), Counted.CONTRIBUTED, self.months)
        self.replied = by_month(found.values(), Counted.REPLIED, self.months)

    @property
    def month_ends(self) -> datetime:
        """Until when these are the months of the last year."""
        year, month = divmod(int(self.months[-1][:4]) * 12 + int(self.months[-1][5:]), 12)
        return datetime(year, month + 1, 1, tzinfo=self.of.zone).astimezone(UTC)

    @cached_property
    def coverage(self) -> Coverage:
        """Of all together."""
        every = [one.coverage for _placed, one in self.told]
        return Coverage(sum(one.contributions for one in every), sum(one.with_outcome for one in every))

    @cached_property
    def took_s(self) -> tuple[int, ...]:
        """Of all together."""
        return tuple(wait for _placed, one in self.told for wait in one.took_s)


@dataclass(frozen=True, slots=True)
class Row:
    """A widget, in words."""

    url: str
    title: str
    language: str
    kind: str
    marks: str
    contributions: str
    replies: str
    outcome: str
    wait: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month, in words."""

    name: str
    contributed: str
    replied: str


class FiguresPages:
    """Composes them."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def page(self, table: FiguresTable, origin: str, query: Query) -> str:
        """The page."""
        of, language = table.of, query.lang or table.of.language
        words = self._composer.words(language)
        place = Place(origin, of.name, query=str(Query(lang=query.lang)))
        title = words.text(say("Figures of %(organisation)s", organisation=of.title))
        behind = f"?{place.query}" if place.query else ""
        return self._composer.page(
            "figures-page.html",
            language,
            head=self._composer.head(
                title,
                place.service(FIGURES) + behind,
                css="figures.css",
                of=of,
                description=words.gettext("How often people took part, what was answered, and what came of it."),
                languages=[
                    (code, name, f"{place.service(FIGURES)}?lang={code}")
                    for code, name, _ in self._composer.other_languages(place, language)
                ],
            ),
            org=self._composer.org(of, origin, query.lang),
            title=title,
            at=table.moment,
            zone=of.zone,
            open=sum(one.widget.phase.state(table.moment) is State.OPEN for one, _found in table.told),
            coverage=table.coverage,
            wait=waited(words, table.took_s),
            rows=[self._row(one, found, place, words, table.moment) for one, found in table.told],
            months=self._months(table, words),
            plot=self._plot(table, words),
            csv=f"{place.service(FIGURES)}.csv{behind}",
            most=limits.FIGURES_WIDGETS_MAX if len(table.told) == limits.FIGURES_WIDGETS_MAX else 0,
            low=limits.LOW_CELL_N,
        )

    def rows(self, table: FiguresTable, query: Query) -> bytes:
        """The rows: what is counted, of which widget, in which month, how many. What is not told is empty."""
        words = self._composer.words(query.lang or table.of.language)
        names = [words.gettext(one) for one in (N_("what"), N_("widget"), N_("title"), N_("month"), N_("count"))]
        rows = [names]
        for one, found in table.told:
            own, half = (one.widget.name, one.widget.title, ""), half_within_s(found.took_s)
            rows.append([words.gettext(N_("Votes and ratings")), *own, _cell(found.marks)])
            if found.contributes:
                rows.append([words.gettext(N_("Contributions")), *own, str(found.coverage.contributions)])
                rows.append([words.gettext(N_("With an outcome")), *own, str(found.coverage.with_outcome)])
                rows.append([words.gettext(N_("Official answers")), *own, str(found.replies)])
                rows.append([words.gettext(N_("Median seconds until an answer")), *own, _cell(half)])
        for month, contributed, replied in zip(table.months, table.contributed, table.replied, strict=True):
            rows.append([words.gettext(N_("Contributions")), "", "", month, _cell(shown(contributed))])
            rows.append([words.gettext(N_("Official answers")), "", "", month, str(replied)])
        return lines(rows)

    def _row(self, one: Placed, found: Figures, place: Place, words: Translator, moment: datetime) -> Row:
        of, number = one.widget, words.number
        own = self._composer.words(words.language, one.installed.type.name)
        withheld = "" if one.revealed(moment) else words.gettext("after closing")
        covered = found.coverage
        outcome = say("%(n)s of %(all)s", n=covered.with_outcome, all=covered.contributions)
        return Row(
            url=Place(place.origin, place.organisation, of.name, place.query).at(),
            title=of.title,
            language=of.spoken,
            kind=own.text(one.installed.type.title),
            marks=withheld or ("" if found.marks is None else number(found.marks)),
            contributions=number(covered.contributions) if found.contributes else "",
            replies=number(found.replies) if found.contributes else "",
            outcome=words.text(outcome) if covered.contributions else "",
            wait=waited(words, found.took_s),
        )

    def _months(self, table: FiguresTable, words: Translator) -> list[Month]:
        fewer = words.text(say("fewer than %(n)s", n=limits.LOW_CELL_N))
        told = zip(table.months, table.contributed, table.replied, strict=True)
        return [
            Month(
                _name(month, words, "LLLL y"),
                fewer if (count := shown(contributed)) is None else words.number(count),
                words.number(replied),
            )
            for month, contributed, replied in told
        ]

    @staticmethod
    def _plot(table: FiguresTable, words: Translator) -> str:
        """What is too small to tell is not drawn either."""
        values = [shown(one) or 0 for one in table.contributed]
        highest = max(range(len(values)), key=values.__getitem__)
        names = [_name(month, words, "LLL") for month in table.months]
        description = words.text(
            say(
                "Twelve months. The most contributions in one month: %(n)s, in %(month)s. The table has all numbers.",
                n=values[highest],
                month=_name(table.months[highest], words, "LLLL y"),
            )
        )
        return columns(
            "md-months",
            words.gettext("Contributions and official answers, by month"),
            description,
            [name if place % _LABEL_EVERY == _LABEL_EVERY - 1 else "" for place, name in enumerate(names)],
            values,
            table.replied,
            words.number(top_of([*values, *table.replied])),
        )


def waited(words: Translator, took_s: Sequence[int]) -> str:
    """Within how long half of them had an answer, and of how many that is; empty where they are too few."""
    half = half_within_s(took_s)
    if half is None:
        return ""
    if half < 2 * _HOUR_S:
        n = max(1, -(-half // _MINUTE_S))
        time = words.ngettext("%(n)s minute", "%(n)s minutes", n)
    elif half < 2 * _DAY_S:
        n = -(-half // _HOUR_S)
        time = words.ngettext("%(n)s hour", "%(n)s hours", n)
    else:
        n = -(-half // _DAY_S)
        time = words.ngettext("%(n)s day", "%(n)s days", n)
    return words.text(say("half within %(time)s (of %(of)s)", time=time % {"n": words.number(n)}, of=len(took_s)))


def _name(month: str, words: Translator, pattern: str) -> str:
    return str(format_date(datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC), pattern, locale=words.locale))


def _cell(count: int | None) -> str:
    return "" if count is None else str(count)
