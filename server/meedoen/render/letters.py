# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of a mail: the one that asks to confirm, and the one that tells what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from meedoen import limits
from meedoen.addresses import Place
from meedoen.mailing import NEWS, Mail, Pace, Subscription
from meedoen.records import Organisation, Widget
from meedoen.records_staff import Member
from meedoen.render.asked import Asked
from meedoen.render.compose import Composer
from meedoen.render.feeds import Feed, FeedEntry
from meedoen.render.items import which
from meedoen.render.plain import one_line, plain
from meedoen.render.words import Translator
from meedoen.values import N_, say

CONFIRM, COLLEAGUE, ERASED = "confirm", "colleague", "erased"
UNDER = "-- "
"""What stands under this is not the letter itself: mail programs know the line (RFC 3676, 4.3)."""
_ACT = (
    N_("Please confirm that you took part: %(what)s"),
    N_("Somebody, probably you, took part in: %(what)s"),
    N_("Does it come from you? Open this page and press the button. Only then does it count:"),
    N_(
        "Does it not? Then you need not do anything. Without your confirmation it is erased after %(hours)s hours."
        " Your address is kept no longer than this mail needs to go out."
    ),
)
"""Of a mail that asks to confirm an act: its subject, what was done, how one confirms it, and if it was not he."""
_WITHDRAWAL = (
    N_("Please confirm that you withdraw your answer: %(what)s"),
    N_("Somebody, probably you, wants to withdraw your answer to: %(what)s"),
    N_("Does it come from you? Open this page and press the button. Only then is your answer withdrawn:"),
    N_(
        "Does it not? Then you need not do anything, and your answer stays. This link works for %(hours)s hours."
        " Your address is kept no longer than this mail needs to go out."
    ),
)


def code_page(organisation: Organisation, origin: str, path: str, code: str, **more: str) -> str:
    """Where a code is used: `bevestig` or `afmelden`."""
    where = Place(origin, organisation.name).service(f"{path}/{code}")
    return f"{where}?{urlencode(more)}" if more else where


class Letters:
    """Each method answers a mail that nobody has sent yet."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def confirm(
        self,
        of: Subscription,
        pace: Pace,
        title: str,
        organisation: Organisation,
        origin: str,
        at: datetime,
        *,
        trial: bool,
    ) -> Mail:
        """It says the same to who is subscribed already: only who reads it can tell. `title` is what it is about, and
        `trial` whether that is wiped before it opens."""
        words = self._composer.words(of.language)
        link = code_page(organisation, origin, "bevestig", of.code, hoe=pace.value, lang=of.language)
        lines = [
            words.text(say("Somebody, probably you, asked for mail about: %(what)s", what=title)),
            *_trial(words, told=trial),
            "",
            words.gettext("Do you want this? Open this page and press the button:"),
            link,
            "",
            words.text(
                say(
                    "Do you not want this? Then you need not do anything. Without your confirmation we delete your"
                    " address after %(hours)s hours.",
                    hours=limits.MAIL_CONFIRM_S // 3600,
                )
            ),
            *self._foot(organisation, origin),
        ]
        subject = words.text(say("Please confirm: mail about %(what)s", what=title))
        return self._mail(of, CONFIRM, subject, lines, organisation, at)

    def act(self, to: str, about: Asked, code: str, origin: str, at: datetime, *, withdraws: bool = False) -> Mail:
        """It asks to confirm an act, or that it is taken back, which it does not repeat: who gets it need not be who
        sent it.
        """
        words, widget, organisation = about.words, about.placed.widget, about.placed.widget.organisation
        hours = limits.MAIL_CONFIRM_S // 3600
        subject, what, how, else_ = _WITHDRAWAL if withdraws else _ACT
        lines = [
            words.text(say(what, what=widget.title)),
            "",
            words.gettext(how),
            Place(origin, organisation.name).service(f"meedoen/{widget.name}/{code}"),
            "",
            words.text(say(else_, hours=hours)),
            *self._foot(organisation, origin),
        ]
        return Mail(
            to=to,
            subject=one_line(words.text(say(subject, what=widget.title))),
            text="\n".join(lines),
            language=about.language,
            created=at,
            sender=organisation.title,
            about=CONFIRM,
            organisation=organisation.id,
        )

    def news(
        self,
        of: Subscription,
        feed: Feed,
        entries: Sequence[FeedEntry],
        organisation: Organisation,
        origin: str,
        at: datetime,
    ) -> Mail:
        """What happened, the oldest first, in the words of the feed; and how to stop."""
        words = self._composer.words(of.language)
        entries = [_anew(one, of, words) for one in entries]
        shown = entries[-limits.MAIL_ENTRIES_MAX :]
        lines: list[str] = []
        if len(shown) < len(entries):
            lines += [words.gettext("There is more than fits in this mail. See everything:"), feed.page, ""]
        for entry in shown:
            lines += [*_told(entry, words, organisation, at), ""]
        stop = code_page(organisation, origin, "afmelden", of.code, lang=of.language)
        lines += [
            words.text(say("You get this because you asked for mail about: %(what)s", what=one_line(feed.title))),
            *_trial(words, told=feed.trial),
            words.gettext("No more mail about this:"),
            stop,
            *self._foot(organisation, origin),
        ]
        many = say("%(n)s new: %(what)s", n=len(entries), what=feed.title)
        subject = _subject(entries[0], feed) if len(entries) == 1 else words.text(many)
        mail = self._mail(of, NEWS, subject, lines, organisation, at)
        return replace(mail, unsubscribe=code_page(organisation, origin, "afmelden", of.code))

    def erased(self, of: Subscription, number: int, widget: Widget, origin: str, at: datetime) -> Mail:
        """The last one to an author: what he asked for was done, and his address goes with it."""
        words, organisation = self._composer.words(of.language), widget.organisation
        told = words.text(say("Your words have been erased: %(what)s", what=f"{which(number, words)} – {widget.title}"))
        gone = words.gettext("We have deleted your e-mail address. You get no more mail about this.")
        lines = [told, "", gone, *self._foot(organisation, origin)]
        return replace(self._mail(of, ERASED, told, lines, organisation, at), subscription=None)

    def laid_before(self, to: Member, by: Member, of: Widget, link: str, origin: str, at: datetime) -> Mail:
        """A colleague asks for an answer. What was written stands behind the link, which asks to sign in."""
        words, organisation = self._composer.words(to.account.language), of.organisation
        lines = [
            words.text(
                say("%(who)s asks you to answer a contribution to: %(what)s", who=by.profile.name, what=of.title)
            ),
            "",
            link,
            "",
            words.gettext("It stands in your own list until somebody answers."),
            *self._foot(organisation, origin),
        ]
        subject = words.text(say("Please answer: %(what)s", what=of.title))
        return Mail(
            to=to.account.address,
            subject=one_line(subject),
            text="\n".join(lines),
            language=to.account.language,
            created=at,
            sender=organisation.title,
            about=COLLEAGUE,
            organisation=organisation.id,
        )

    @staticmethod
    def _foot(organisation: Organisation, origin: str) -> Iterator[str]:
        yield from ("", UNDER, f"{organisation.title} · {urlsplit(origin).netloc}")

    @staticmethod
    def _mail(
        of: Subscription, about: str, subject: str, lines: Sequence[str], organisation: Organisation, at: datetime
    ) -> Mail:
        return Mail(
            to=of.address,
            subject=one_line(subject),
            text="\n".join(lines),
            language=of.language,
            created=at,
            sender=organisation.title,
            about=about,
            organisation=organisation.id,
            subscription=of.id,
        )


def _trial(words: Translator, *, told: bool) -> Iterator[str]:
    if told:
        said = (
            words.gettext("Trial:"),
            words.gettext("what you do here is wiped before this opens."),
            words.gettext("This mail stops then too."),
        )
        yield " ".join(said)


def _anew(entry: FeedEntry, of: Subscription, words: Translator) -> FeedEntry:
    """What he was told before is news because it was corrected, and when it was."""
    if of.told is None or entry.published > of.told or entry.corrected is None:
        return entry
    title = words.text(say("Corrected: %(what)s", what=entry.title))
    return replace(entry, title=title, published=entry.corrected)


def _subject(entry: FeedEntry, feed: Feed) -> str:
    """It says where it happened, for who follows more than one widget."""
    return entry.title if feed.within in entry.title else f"{feed.within} · {entry.title}"


def _told(entry: FeedEntry, words: Translator, organisation: Organisation, at: datetime) -> Iterator[str]:
    yield one_line(entry.title)
    yield words.when(entry.published, organisation.zone, at)
    text = plain(entry.text)
    if text:
        cut = len(text) > limits.MAIL_EXCERPT_CHARS
        yield text[: limits.MAIL_EXCERPT_CHARS].rstrip() + " …" if cut else text
    yield entry.link
