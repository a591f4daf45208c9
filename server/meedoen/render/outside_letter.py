# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The mail to an organisation elsewhere, to which a public contribution is passed on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from meedoen.addresses import Place
from meedoen.mailing import Mail
from meedoen.participation.views import Placed
from meedoen.records_answers import Decision
from meedoen.records_staff import Member
from meedoen.render.compose import Composer
from meedoen.render.items import entry_of
from meedoen.render.letters import UNDER
from meedoen.render.plain import one_line, plain
from meedoen.values import Item, say
from meedoen.widget import Event, Happened

PASSED = "passed"


def outside_letter(
    composer: Composer,
    placed: Placed,
    item: Item,
    address: str,
    decision: Decision,
    by: Member,
    counts: Mapping[str, int],
    origin: str,
    at: datetime,
) -> Mail:
    """What was said, where it stands, why it comes, from whom; and by label how many did what with it (`counts`)."""
    of = placed.widget.organisation
    words = composer.words(placed.widget.spoken, placed.installed.type.name)
    place = Place(origin, of.name, placed.widget.name, number=item.number)
    entry = entry_of(placed, Event(Happened.CONTRIBUTED, item.created, item=item))
    title, text = (words.said(entry.title), plain(words.said(entry.text))) if entry else ("", "")
    lines = [
        words.text(say("%(who)s passes on to you what somebody asked or said.", who=of.title)),
        words.text(
            say(
                "It belongs to %(whom)s. Why: %(reason)s",
                whom=one_line(decision.recipient),
                reason=_why(decision.reason),
            )
        ),
        "",
        one_line(title),
        *filter(None, [text]),
        "",
        *(f"{label}: {words.number(n)}" for label, n in counts.items()),
        words.gettext("Everybody can read it here, and what becomes of it:"),
        place.page,
        "",
        words.gettext("Do you have an answer? Tell us, and we put it there:"),
        place.service("contact"),
        "",
        words.text(say("Passed on by %(who)s", who=f"{by.profile.public}, {of.title}")),
        "",
        UNDER,
        f"{of.title} · {urlsplit(origin).netloc}",
    ]
    subject = say("%(who)s passes this on to you: %(what)s", who=of.title, what=title or placed.widget.title)
    return Mail(
        to=address,
        subject=one_line(words.text(subject)),
        text="\n".join(lines),
        language=words.language,
        created=at,
        sender=of.title,
        about=PASSED,
        organisation=of.id,
    )


def _why(reason: str) -> str:
    """Several lines of it stand below what announces them."""
    text = plain(reason)
    return f"\n{text}" if "\n" in text else text
