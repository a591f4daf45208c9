# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mails to staff about what came in. Nothing of what was written: that stands behind the links, where one signs in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from meedoen import limits
from meedoen.addresses import Place
from meedoen.mailing import Mail
from meedoen.records import Organisation, Stage, Widget
from meedoen.records_staff import Choice, Member
from meedoen.render.compose import Composer
from meedoen.render.items import which
from meedoen.render.letters import UNDER
from meedoen.render.plain import one_line
from meedoen.render.words import Translator
from meedoen.values import Message, say

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
        text = [
            words.text(
                say(
                    "%(who)s passed a contribution to “%(what)s” on to your organisation.",
                    who=of.organisation.title,
                    what=of.title,
                )
            ),
            "",
            link,
            "",
            words.gettext("It stands there until somebody with the role of spokesperson answers it."),
        ]
        return self._mail(to, told, text, choice, origin, desk, words, at)

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
