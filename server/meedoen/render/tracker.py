# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page on which somebody finds, by his receipt code, what became of what he sent; and what he may take along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from pydantic import BaseModel

from meedoen import limits
from meedoen.addresses import TRACKER, Place, Query
from meedoen.official import SETTLED
from meedoen.participation.views import Placed
from meedoen.records import Organisation, Stage, Widget
from meedoen.records_moderation import GROUNDS, HELD, Decided
from meedoen.render import answering
from meedoen.render.compose import Composer
from meedoen.render.forms import FieldView, FormView, field_views
from meedoen.render.items import gone, name
from meedoen.render.moderation import VERDICTS
from meedoen.render.own_words import words_of
from meedoen.render.tracker_forms import Confirm, Objecting, ObjectingByMail, by_mail_form, fields_along
from meedoen.render.words import Translator
from meedoen.values import N_, Item, Message, say

DONE = {
    "confirm": N_("Thank you. What you say stands beside the outcome."),
    "appeal": N_("You objected. Somebody of the organisation looks at it again, and you read here what comes of it."),
    "erase": N_("You asked that your words be erased. Somebody of the organisation does that."),
    "mail": N_(
        "We sent a mail to the address that you filled in. Open the link in it to confirm. The link works for 48 hours."
    ),
}
"""What a page says of what was just done."""
_KEPT = frozenset({"confirm", "appeal"})
"""What is done by a form of which the browser keeps what is typed, until it was received."""


@dataclass(frozen=True, slots=True)
class Tracking:
    """What is shown of a contribution."""

    item: Item
    words: str
    kind: str
    title: str
    language: str
    url: str
    standing: str
    """How it stands, in a sentence."""
    editable_until: datetime | None
    asked: bool
    blank: bool
    public: bool
    trial: bool
    """Whether it will be wiped."""
    merged: tuple[str, str] | None = None
    """What the one is called that it was merged with, and where that stands."""


@dataclass(frozen=True, slots=True)
class Became:
    """What became of it, beside the answers."""

    asked: bool = False
    """Whether its author asked that it be erased."""
    decided: Sequence[Decided] = ()
    """What moderators decided, the oldest first."""
    blank: bool = False
    """Whether its words are gone for ever."""


class TrackerPages:
    """Each method answers a whole document."""

    def __init__(self, composer: Composer, *, mails: bool) -> None:
        self._composer = composer
        self._mails = mails
        self.objecting: type[BaseModel] = ObjectingByMail if mails else Objecting

    def ask(
        self, of: Organisation, origin: str, lang: str, typed: str = "", errors: Mapping[str, Message] | None = None
    ) -> str:
        """Where a code is typed in."""
        words = self._words(of, lang)
        field = FieldView(
            "_code",
            "md-code",
            words.gettext("Your receipt code"),
            words.gettext("Four groups of four signs."),
            value=typed,
            error=words.text(errors["_code"]) if errors else "",
        )
        label = words.gettext("Show my contribution")
        form = FormView("tracker", self._url(of, origin), label, (field,), fields_along(lang), "tracker")
        return self._page(
            of, origin, lang, say("What became of my contribution"), form=form, by_mail=None, tracked=None
        )

    def shown(
        self,
        placed: Placed,
        item: Item,
        origin: str,
        lang: str,
        code: str,
        moment: datetime,
        *,
        became: Became,
        done: str = "",
        values: Mapping[str, str] | None = None,
        errors: Mapping[str, Message] | None = None,
    ) -> str:
        """The contribution, and all that can be done."""
        of, widget, words = placed.widget.organisation, placed.widget, self._words(placed.widget.organisation, lang)
        place = self._composer.place(placed, origin, Query(lang=lang), item.number)
        until = item.created + timedelta(seconds=limits.EDIT_WINDOW_S)
        tracked = Tracking(
            item,
            words_of(self._composer, placed, item),
            self._composer.words(words.language, widget.type).text(placed.installed.type.title),
            widget.title,
            widget.spoken,
            place.page if item.removed is None else self._composer.place(placed, origin, Query(lang=lang)).page,
            words.text(_standing(item, words, of.zone)),
            until if item.removed in (None, HELD) and moment < until else None,
            became.asked,
            became.blank,
            item.kind in placed.public_kinds,
            widget.stage is Stage.TRIAL,
            self._merged(placed, item, origin, lang, words.language),
        )
        hidden, here = (("_code", code), *fields_along(lang)), self._url(of, origin)
        change = FormView("change", place.act("withdraw"), words.gettext("Change or withdraw"), (), hidden, "change")
        does = {name: FormView(name, here, "", (), (*hidden, ("do", name)), name) for name in ("export", "erase")}
        form = None
        if _may_object(item, became):
            form = _writing("appeal", here, self.objecting, words, hidden, place, values, errors)
        if item.outcome is not None and not item.outcome.number and item.removed is None:
            form = _writing("confirm", here, Confirm, words, hidden, place, values, errors)
        return self._page(
            of,
            origin,
            lang,
            say("Your contribution"),
            form=form,
            by_mail=by_mail_form(words, here, code, lang, values, errors) if self._tells(became, widget) else None,
            decided=became.decided,
            verdicts=VERDICTS,
            grounds=GROUNDS,
            tracked=tracked,
            change=change,
            does=does,
            done=words.gettext(DONE.get(done, "")),
            sent=here if done in _KEPT else "",
            zone=of.zone,
            moment=moment,
        )

    def export(
        self, placed: Placed, item: Item, marks: Mapping[str, int], origin: str, lang: str, moment: datetime
    ) -> Mapping[str, object]:
        """All there is of it, as data."""
        words = self._words(placed.widget.organisation, lang)
        told = answering.contribution(placed, item, origin, words, moment).model_dump(mode="json", by_alias=True)
        return {
            "organisation": placed.widget.organisation.title,
            "widget": placed.widget.title,
            "contribution": told,
            "words": dict(item.data),
            "marks": dict(marks),
        }

    def _merged(self, placed: Placed, item: Item, origin: str, lang: str, spoken: str) -> tuple[str, str] | None:
        if item.into is None:
            return None
        place = self._composer.place(placed, origin, Query(lang=lang), item.into.number)
        return name(placed, item.into, self._composer.words(spoken, placed.widget.type)), place.page

    def _tells(self, became: Became, of: Widget) -> bool:
        """Whether there is anything still to be told by mail."""
        return self._mails and not became.blank and of.withdrawn is None

    def _url(self, of: Organisation, origin: str) -> str:
        return Place(origin, of.name).service(TRACKER)

    def _words(self, of: Organisation, lang: str) -> Translator:
        return self._composer.words(lang or of.language)

    def _page(self, of: Organisation, origin: str, lang: str, title: Message, **context: Any) -> str:
        words = self._words(of, lang)
        heading = words.text(title)
        head = self._composer.head(
            f"{heading} – {of.title}",
            self._url(of, origin),
            css="page.css",
            of=of,
            script="page.js",
            description=heading,
            noindex=True,
        )
        org = self._composer.org(of, origin, lang)
        return self._composer.page("tracker.html", words.language, head=head, org=org, heading=heading, **context)


def _writing(
    do: str,
    url: str,
    model: type[BaseModel],
    words: Translator,
    hidden: tuple[tuple[str, str], ...],
    about: Place,
    values: Mapping[str, str] | None,
    errors: Mapping[str, Message] | None,
) -> FormView:
    """A form in which something is written. The browser keeps that by what it is about, never with the code."""
    sent = (*hidden, ("do", do), ("_target", f"{about.name}/{about.number} {do}"))
    return FormView(do, url, words.gettext("Send"), field_views(model, words, do, values, errors), sent, do)


def _may_object(item: Item, became: Became) -> bool:
    """To the last decision, once, as long as there is something to put back."""
    removed = item.removed not in (None, HELD) and not became.blank
    return removed and bool(became.decided) and became.decided[-1].appeal is None


def _standing(item: Item, words: Translator, zone: tzinfo) -> Message:
    if item.removed == HELD:
        return say("Received. Somebody of the organisation looks at it first. Until then nobody else can read it.")
    if item.removed is not None:
        return say("Removed: %(reason)s", reason=gone(item, words, zone))
    return _answered(item)


def _answered(item: Item) -> Message:
    if item.merged:
        return say("The organisation merged it with another that says the same. What becomes of it, stands there.")
    if item.outcome is not None and item.outcome.state in SETTLED:
        return say("The organisation decided what was done with it.")
    if item.replies:
        return say("The organisation answered. What is done with it, is not decided yet.")
    if item.outcome is not None:
        return say("The organisation is at work on it.")
    return say("Received. The organisation did not answer yet.")
