# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sentences the server makes itself: until when a widget is open, and what the numbers under it are worth."""

from __future__ import annotations

from datetime import UTC, datetime, time, tzinfo

from meedoen.official import Entered, Via
from meedoen.render.words import Translator
from meedoen.values import EVERY, N_, WHOLE, Assurance, State, say

_WHO = {
    Assurance.FORM: N_("Anyone can take part, without an account."),
    Assurance.SESSION: N_("Anyone whose browser runs scripts can take part, without an account."),
    Assurance.STORED: N_("Anyone whose browser remembers this website can take part, without an account."),
    Assurance.CODE: N_("Only people with a code count."),
    Assurance.MAIL: N_("Only people who confirmed their e-mail address count."),
    Assurance.OIDC: N_("Only people who signed in count."),
}
_HOW_OFTEN = {
    Assurance.FORM: N_(
        "One vote counts for each browser and each website; we do not check whether somebody takes part more often."
        " A browser that remembers nothing counts each time."
    ),
    Assurance.SESSION: N_(
        "One vote counts for each browser and each website; we do not check whether somebody takes part more often."
        " A browser that remembers nothing counts at each visit."
    ),
    Assurance.STORED: N_(
        "One vote counts for each browser and each website; we do not check whether somebody takes part more often."
    ),
    Assurance.CODE: N_("One vote counts for each code."),
    Assurance.MAIL: N_("One vote counts for each e-mail address."),
    Assurance.OIDC: N_("One vote counts for each account."),
}


def how_many(words: Translator, target: str, n: int) -> str:
    """Of what was done on one target, so many people: each counts there once. On many together (`EVERY`) the same
    people can have been on each, so that these are ratings."""
    if target == EVERY:
        counted = words.ngettext("%(n)s rating; not representative.", "%(n)s ratings; not representative.", n)
    else:
        counted = words.ngettext("%(n)s person; not representative.", "%(n)s people; not representative.", n)
    return counted % {"n": words.number(n)}


def counting_rule(
    words: Translator, least: Assurance, n: int | None = None, target: str = WHOLE, entered: int = 0
) -> str:
    """The fine print under a result: how many, who could take part, and what one vote is. It claims nothing more.

    Where staff `entered` some, it says how many: they are among the others, each once.
    """
    sentences = [words.gettext(_WHO[least]), words.gettext(_HOW_OFTEN[least])]
    if entered:
        told = words.ngettext(
            "%(n)s of these came by paper, telephone or counter, and was entered by the organisation.",
            "%(n)s of these came by paper, telephone or counter, and were entered by the organisation.",
            entered,
        )
        sentences.append(told % {"n": words.number(entered)})
    if n:
        sentences.insert(0, how_many(words, target, n))
    return " ".join(sentences)


_CAME = {
    Via.PAPER: N_("On paper, received on %(day)s; entered by the organisation."),
    Via.TELEPHONE: N_("By telephone on %(day)s; entered by the organisation."),
    Via.COUNTER: N_("At the counter on %(day)s; entered by the organisation."),
}


def came(words: Translator, entered: Entered) -> str:
    """Which way something came that staff entered, and when."""
    noon = datetime.combine(entered.on, time(12), UTC)
    return words.gettext(_CAME[entered.via]) % {"day": words.day(noon, UTC)}


def keeps(words: Translator, months: int) -> str:
    """How long it is kept what somebody sends, beside the form; empty where there is no end to it."""
    if not months:
        return ""
    told = words.ngettext(
        "We keep what you send until %(n)s month after closing. Then we erase your words; the counts stay.",
        "We keep what you send until %(n)s months after closing. Then we erase your words; the counts stay.",
        months,
    )
    return told % {"n": months}


def phase_line(
    words: Translator,
    state: State,
    opens_at: datetime | None,
    closes_at: datetime | None,
    *,
    zone: tzinfo,
    moment: datetime,
) -> str:
    """Until when it is open, in words and absolute: "open tot 3 mei 17.00 uur"."""
    if state is State.PLANNED and opens_at is not None:
        return words.text(say("opens on %(when)s", when=words.when(opens_at, zone, moment)))
    if state is State.CLOSED and closes_at is not None:
        return words.text(say("closed on %(when)s", when=words.when(closes_at, zone, moment)))
    if closes_at is not None:
        return words.text(say("open until %(when)s", when=words.when(closes_at, zone, moment)))
    return words.gettext("open")
