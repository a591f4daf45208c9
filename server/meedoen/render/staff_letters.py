# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mails to staff about what came in. Nothing of what was written: that stands behind the links, where one signs in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from meedoen import limits
from meedoen.addresses import Place
from meedoen.mailing import Mail
from meedoen.participation.staff import may
from meedoen.participation.views import Placed
from meedoen.participation.week import Week
from meedoen.records import Organisation, Stage, Widget
from meedoen.records_staff import Choice, Member, Role
from meedoen.render.compose import Composer
from meedoen.render.console_week import label
from meedoen.render.items import which
from meedoen.render.letters import UNDER
from meedoen.render.plain import one_line
from meedoen.render.words import Translator
from meedoen.values import N_, Message, say

Told = tuple[Placed, Week, int]
"""A widget, its week, and how many wait."""
STOP = "afmelden/medewerker"
"""Where a choice is ended, behind which its code stands."""


class StaffLetters:
    """Each method answers a mail that nobody has sent yet. `origin` is where the organisation's pages are, `desk` where
    its console is."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def came(
        self,
        to: Member,
        lines: Sequence[tuple[Widget, int, str]],
        choice: Choice,
        origin: str,
        desk: str,
        at: datetime,
    ) -> Mail:
        """What was contributed: in which widget, the number and where it is read; the oldest first."""
        words, n = self._composer.words(to.account.language), len(lines)
        many = words.ngettext("%(n)s new contribution", "%(n)s new contributions", n) % {"n": words.number(n)}
        shown = lines[-limits.MAIL_ENTRIES_MAX :]
        text = (
            [words.gettext("There is more than fits in this mail. See everything:"), desk, ""] if n > len(shown) else []
        )
        for of, number, link in shown:
            text += [f"{which(number, words)} – {_titled(of, words)}", link, ""]
        text.append(words.gettext("You get this because you chose so in the console, at most once an hour."))
        titles = {_titled(of, words) for of, _number, _link in lines}
        where = titles.pop() if len(titles) == 1 else to.organisation.title
        return self._mail(to, f"{many} – {where}", text, choice, origin, desk, words, at)

    def passed(self, to: Member, of: Widget, link: str, choice: Choice, origin: str, desk: str, at: datetime) -> Mail:
        """Another organisation passed something on to his."""
        words = self._composer.words(to.account.language)
        told = say("%(who)s passed a contribution on to you", who=of.organisation.title)
        passed = N_("%(who)s passed a contribution to “%(what)s” on to your organisation.")
        until = N_("It stands there until somebody with the role of spokesperson answers it.")
        if not may(to, Role.SPOKESPERSON):
            until = N_("Somebody with the role of spokesperson answers it. You give that role there.")
        text = [
            words.text(say(passed, who=of.organisation.title, what=of.title)),
            "",
            link,
            "",
            words.gettext(until),
        ]
        return self._mail(to, told, text, choice, origin, desk, words, at)

    def week(self, to: Member, told: Sequence[Told], choice: Choice, origin: str, desk: str, at: datetime) -> Mail:
        """What people got stuck on: counts, and where it is read and answered."""
        words = self._composer.words(to.account.language)
        text: list[str] = []
        for placed, week, waits in told:
            own, of = self._composer.words(words.language, placed.installed.type.name), placed.widget
            at_page = Place(origin, of.organisation.name, of.name)
            text += [_titled(of, words), *self._week(placed, week, waits, at_page, own)]
            text += [f"{desk}/widgets/{of.name}/week", ""]
        text.append(words.gettext("What people wrote is in no mail to staff: read it behind the links."))
        text.append(words.gettext("You get this because you chose so in the console, each Monday."))
        days = {"first": told[0][1].first, "last": told[0][1].last}
        subject = say("What people got stuck on, %(first)s to %(last)s", **days)
        return self._mail(to, subject, text, choice, origin, desk, words, at)

    @staticmethod
    def _week(placed: Placed, told: Week, waits: int, place: Place, words: Translator) -> Iterator[str]:
        for cause in told.causes:
            n = cause.people.now
            line = words.ngettext(
                "%(what)s: %(n)s person, %(before)s the week before",
                "%(what)s: %(n)s people, %(before)s the week before",
                n,
            )
            before = words.number(cause.people.before)
            yield line % {"what": label(placed, cause, words), "n": words.number(n), "before": before}
        for one in told.stuck[: limits.LONGEST_MAX]:
            line = words.ngettext("%(what)s: %(n)s person", "%(what)s: %(n)s people", one.people.now)
            yield line % {"what": which(one.item.number, words), "n": words.number(one.people.now)}
            yield replace(place, number=one.item.number).page
        line = words.ngettext("%(n)s contribution waits for an answer", "%(n)s contributions wait for an answer", waits)
        yield line % {"n": words.number(waits)}
        if told.praise:
            n = len(told.praise)
            line = words.ngettext("%(n)s person wrote what went well", "%(n)s people wrote what went well", n)
            yield line % {"n": words.number(n)}

    @staticmethod
    def _mail(
        to: Member,
        subject: Message | str,
        text: Sequence[str],
        choice: Choice,
        origin: str,
        desk: str,
        words: Translator,
        at: datetime,
    ) -> Mail:
        of: Organisation = to.organisation
        stop = Place(origin, of.name).service(f"{STOP}/{choice.code}")
        foot = ("", UNDER, f"{of.title} · {urlsplit(origin).netloc}")
        ways = [
            "",
            words.gettext("No more of this mail:"),
            stop,
            words.gettext("Choose what you are mailed:"),
            f"{desk}/me/mail",
        ]
        return Mail(
            to=to.account.address,
            subject=one_line(words.text(subject)),
            text="\n".join([*text, *ways, *foot]),
            language=words.language,
            created=at,
            sender=of.title,
            about="staff",
            organisation=of.id,
            unsubscribe=stop,
        )


def _titled(of: Widget, words: Translator) -> str:
    """One in trial says so."""
    title = one_line(of.title)
    return " ".join([words.gettext("Trial:"), title]) if of.stage is Stage.TRIAL else title
