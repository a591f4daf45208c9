# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What moderators decide on, as the console shows it; and the mails about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from meedoen.addresses import MODERATION, Place
from meedoen.mailing import Mail
from meedoen.records import Organisation, Widget
from meedoen.records_answers import What
from meedoen.records_moderation import BY_AUTHOR, GROUNDS, HELD, Case, Decision, ToTell, Verdict
from meedoen.render.compose import Composer
from meedoen.render.items import which
from meedoen.render.letters import UNDER
from meedoen.render.moderation import VERDICTS
from meedoen.render.plain import one_line
from meedoen.render.rules import PRESETS
from meedoen.render.words import Translator
from meedoen.values import N_, say

QUEUES = {
    What.REPORTED: N_("Reported"),
    What.HELD: N_("Held until somebody looks"),
    What.APPEAL: N_("The author objects to a removal"),
}
"""What there is to decide, in words."""
NO_RULE = ""
_RULE_CHARS_MAX = 200


@dataclass(frozen=True, slots=True)
class ShutOutLine:
    """Somebody who is shut out."""

    key: int
    url: str
    number: int
    widget: str
    language: str
    until: datetime
    reason: str
    by: str


def stands(case: Case, words: Translator, *, public: bool) -> str:
    """How it stands, in a sentence. `public`: what is of its kind is for everybody."""
    if case.removed is None and not public:
        return words.gettext("Only its author and your organisation can read it.")
    if case.removed is None:
        return words.gettext("Everybody can read it.")
    if case.removed == HELD:
        return words.gettext("It is held: only its author and you can read it.")
    if case.removed in BY_AUTHOR:
        return words.gettext("Its author took it away.")
    return words.text(say("It was removed: %(reason)s", reason=words.gettext(case.removed)))


def release_label(case: Case) -> str:
    """What it is called to let this one stand."""
    if case.removed is None:
        return N_("Let it stand")
    return N_("Show it to everybody") if case.removed == HELD else N_("Put it back")


def rules_of(of: Organisation, words: Translator) -> list[str]:
    """The rules of play, one by one, as far as a line holds them: what a decision names."""
    text = of.rules or PRESETS["rules"].said(words)
    return list(dict.fromkeys(line.strip()[:_RULE_CHARS_MAX] for line in text.splitlines() if line.strip()))


class ModerationLetters:
    """Each method answers a mail that nobody has sent yet."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def decided(self, to: ToTell, of: Widget, number: int, given: Decision, origin: str, at: datetime) -> Mail:
        """To who reported it, or to its author who objected: what was decided. Facts are for the author alone."""
        words = self._composer.words(to.language)
        place = Place(origin, of.organisation.name, of.name, f"lang={words.language}", number)
        about = f"{which(number, words)} – {of.title}"
        first = N_("You objected to the removal of: %(what)s") if to.author else N_("You reported: %(what)s")
        lines = [words.text(say(first, what=about)), "", *told(given, words, facts=to.author), "", place.at(), ""]
        log = Place(origin, of.organisation.name).service(MODERATION)
        lines += [words.gettext("All decisions stand here:"), log, ""]
        lines.append(words.gettext("We have deleted your e-mail address. You get no more mail about this."))
        subject = words.text(say("What was decided: %(what)s", what=about))
        return _mail(to.address, subject, lines, words, of.organisation, origin, at, "decision")

    def waits(self, address: str, language: str, n: int, of: Organisation, queue: str, at: datetime) -> Mail:
        """To a moderator: so much came. Nothing of what was written."""
        words = self._composer.words(language)
        told = words.ngettext(
            "%(n)s contribution waits for your decision.", "%(n)s contributions wait for your decision.", n
        ) % {"n": words.number(n)}
        lines = [told, "", words.gettext("It was reported, is held, or its author objects. Decide here:"), queue, ""]
        lines.append(words.gettext("You get this because you are a moderator, at most once an hour."))
        parts = urlsplit(queue)
        return _mail(address, told, lines, words, of, f"{parts.scheme}://{parts.netloc}", at, "moderators")


def told(given: Decision, words: Translator, *, facts: bool) -> Iterator[str]:
    """A decision, line by line; `facts` are for the author alone."""
    yield words.text(say("Decision: %(verdict)s", verdict=say(VERDICTS[given.verdict])))
    if given.verdict is Verdict.REMOVED and given.ground:
        yield words.text(say("Reason: %(reason)s", reason=say(GROUNDS[given.ground])))
    if given.rule:
        yield words.text(say("Rule of play: %(rule)s", rule=given.rule))
    if facts and given.facts:
        yield words.text(say("What the organisation says about it: %(facts)s", facts=given.facts))


def _mail(
    to: str,
    subject: str,
    lines: list[str],
    words: Translator,
    of: Organisation,
    origin: str,
    at: datetime,
    about: str,
) -> Mail:
    foot = ["", UNDER, f"{of.title} · {urlsplit(origin).netloc}"]
    return Mail(
        to=to,
        subject=one_line(subject),
        text="\n".join([*lines, *foot]),
        language=words.language,
        created=at,
        sender=of.title,
        about=about,
        organisation=of.id,
    )
