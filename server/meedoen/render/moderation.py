# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where somebody reports a contribution, and the public log of what was decided: page, feed and table.

The log never repeats what was removed: it is made of lines that do not hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from meedoen import limits
from meedoen.addresses import FEED_FORMATS, MODERATION, Place, Query
from meedoen.errors import Failure
from meedoen.participation.views import Placed
from meedoen.records import Organisation, Widget
from meedoen.records_moderation import GROUNDS, Ground, LogLine, Verdict
from meedoen.render.compose import Composer
from meedoen.render.context import feeds
from meedoen.render.feeds import NAMES, TAG, Feed, FeedEntry
from meedoen.render.forms import FormView, Typed, field_views
from meedoen.render.items import which
from meedoen.render.telling import BEFORE_ALL
from meedoen.render.words import Translator
from meedoen.values import N_, Control, Message, say

VERDICTS = {
    Verdict.REMOVED: N_("Removed"),
    Verdict.RELEASED: N_("Looked at: it stands"),
    Verdict.RESTORED: N_("Put back"),
}
"""As people read them."""
CHOICES = [(one.value, label) for one, label in GROUNDS.items()]
Address = Annotated[
    str,
    Typed("email", "email"),
    Control(optional=True),
    Field(
        title=N_("Your e-mail address"),
        description=N_("Only to tell you what was decided. After that we delete it."),
        max_length=limits.MAIL_ADDRESS_CHARS_MAX,
    ),
]


class Reporting(BaseModel):
    """Why it should not stand there."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    ground: Annotated[Ground, Control(options=CHOICES)] = Field(title=N_("What is wrong with it?"))
    words: Annotated[str, Control(lines=3, optional=True)] = Field(
        "",
        title=N_("What do you want to say about it?"),
        description=N_("Only the organisation reads this. You need not say who you are."),
        max_length=limits.TEXT_CHARS_MAX,
    )


class ReportingByMail(Reporting):
    """The same, where mail can be sent."""

    address: Address = ""


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """A line of the log, as its page shows it."""

    at: datetime
    verdict: str
    ground: str
    rule: str
    widget: str
    language: str
    url: str
    number: int


class ModerationPages:
    """Each method answers a whole document, or what one is made of."""

    def __init__(self, composer: Composer, *, mails: bool) -> None:
        self._composer = composer
        self.model: type[BaseModel] = ReportingByMail if mails else Reporting

    def report(
        self,
        placed: Placed,
        number: int,
        origin: str,
        lang: str,
        ticket: str,
        values: Mapping[str, str],
        failure: Failure | None = None,
    ) -> str:
        """The form, with what was typed before and what was wrong with it, or what went wrong."""
        words, errors = self._words(placed, lang), failure.fields if failure else {}
        hidden = tuple((name, value) for name, value in (("_check", ticket), ("_lang", lang)) if value)
        fields = field_views(self.model, words, "report", values, errors)
        place = self._composer.place(placed, origin, Query(lang=lang), number)
        form = FormView("report", place.report, words.gettext("Send the report"), fields, hidden, "report")
        loose = failure if failure and not form.errors else None
        return self._about(
            "report.html",
            placed,
            number,
            origin,
            lang,
            say("Report this contribution"),
            form=form,
            wrong=failure is not None,
            problem=words.gettext(loose.title) if loose else "",
            detail=words.text(loose.detail) if loose else "",
        )

    def received(self, placed: Placed, number: int, origin: str, lang: str) -> str:
        """What happens next."""
        return self._about("report-received.html", placed, number, origin, lang, say("Your report was received"))

    def log(
        self,
        of: Organisation,
        widgets: Mapping[int, Widget],
        lines: Sequence[LogLine],
        origin: str,
        query: Query,
        *,
        more: bool,
    ) -> str:
        """A page of it, the latest first."""
        words, place = self._composer.words(query.lang or of.language), _place(of, origin, query)
        title = words.gettext("What was removed, and why")
        older = place.at(after=str(lines[-1].key)) if more else ""
        head = self._composer.head(
            f"{title} – {of.title}",
            place.at(after=str(query.after)) if query.after else place.at(),
            css="page.css",
            of=of,
            description=title,
            noindex=bool(query.after),
            languages=self._composer.other_languages(_place(of, origin, Query()), words.language),
        )
        return self._composer.page(
            "moderation-log.html",
            words.language,
            head=replace(head, feeds=feeds(place)),
            org=self._composer.org(of, origin, query.lang),
            title=title,
            lines=[_line(one, widgets[one.widget], origin, query, words) for one in lines],
            older=older,
            newest=place.at() if query.after else "",
            formats=[(name, place.feed(form)) for form, name in {**NAMES, "csv": "CSV"}.items()],
            zone=of.zone,
        )

    def feed(
        self, of: Organisation, widgets: Mapping[int, Widget], lines: Sequence[LogLine], origin: str, query: Query
    ) -> Feed:
        """The latest of it."""
        words, place = self._composer.words(query.lang or of.language), _place(of, origin, query)
        heading = words.gettext("What was removed, and why")
        title = f"{heading} – {of.title}"
        entries = []
        for one in lines:
            line = _line(one, widgets[one.widget], origin, query, words)
            told = filter(None, (line.ground, line.rule))
            about = f"{line.verdict}: {which(one.number, words)} – {line.widget}"
            entries.append(
                FeedEntry(f"{TAG}{of.uid}/moderation/{one.uid}", about, "\n".join(told), line.url, one.at, one.at)
            )
        return Feed(
            id=f"{TAG}{of.uid}/moderation",
            title=title,
            about=title,
            language=words.language,
            author=of.title,
            author_page=Place(origin, of.name).organisation_page,
            page=place.at(),
            addresses={form: place.feed(form) for form in FEED_FORMATS},
            begun=min((one.created for one in widgets.values()), default=BEFORE_ALL),
            entries=entries,
        )

    def table(
        self, of: Organisation, widgets: Mapping[int, Widget], lines: Iterable[LogLine], origin: str, query: Query
    ) -> Iterator[list[str]]:
        """Its rows."""
        words = self._composer.words(query.lang or of.language)
        for one in lines:
            line = _line(one, widgets[one.widget], origin, query, words)
            yield [one.at.isoformat(), line.widget, str(one.number), line.verdict, line.ground, line.rule, line.url]

    def columns(self, of: Organisation, query: Query) -> list[str]:
        """The names of its columns."""
        names = (N_("when"), N_("widget"), N_("number"), N_("decision"), N_("reason"), N_("rule"), N_("address"))
        return [self._composer.words(query.lang or of.language).gettext(one) for one in names]

    def _words(self, placed: Placed, lang: str) -> Translator:
        return self._composer.words(lang or placed.widget.spoken)

    def _about(
        self, template: str, placed: Placed, number: int, origin: str, lang: str, title: Message, **context: Any
    ) -> str:
        words, of = self._words(placed, lang), placed.widget.organisation
        place = self._composer.place(placed, origin, Query(lang=lang), number)
        heading = words.text(title)
        head = self._composer.head(
            f"{heading} – {of.title}",
            place.report,
            css="page.css",
            of=of,
            script="page.js",
            description=heading,
            noindex=True,
        )
        return self._composer.page(
            template,
            words.language,
            head=head,
            org=self._composer.org(of, origin, lang),
            title=heading,
            what=f"{which(number, words)} – {placed.widget.title}",
            page=place.at(),
            **context,
        )


def _place(of: Organisation, origin: str, query: Query) -> Place:
    """The log's own addresses: they are made as those of a widget are."""
    return Place(origin, f"{of.name}/-", MODERATION, str(Query(lang=query.lang)))


def _line(one: LogLine, of: Widget, origin: str, query: Query, words: Translator) -> LoggedLine:
    return LoggedLine(
        one.at,
        words.gettext(VERDICTS[one.verdict]),
        words.gettext(GROUNDS[one.ground]) if one.ground else "",
        one.rule,
        of.title,
        of.spoken,
        Place(origin, of.organisation.name, of.name, str(Query(lang=query.lang)), one.number).at(),
        one.number,
    )
