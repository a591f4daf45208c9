# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The server's own pages about a widget: forms, what was received, failures.

Never cached, so anything typed may stand in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from meedoen import limits
from meedoen.addresses import Query
from meedoen.effects import React
from meedoen.errors import Failure, Gone
from meedoen.participation.asking import ASK
from meedoen.participation.personal import parts
from meedoen.records import Organisation
from meedoen.render.asked import Asked, followed
from meedoen.render.compose import Composer
from meedoen.render.context import RECEIVED, Answer, feeds
from meedoen.render.forms import FieldView, FormView
from meedoen.values import ITEM, N_, Message, say
from meedoen.widget import Action

WAITS = N_(
    "We sent you a mail. Press the button in it within 48 hours: only then does it count. Look in your spam too."
)
WITHDRAWAL_WAITS = N_(
    "We sent you a mail. Press the button in it within 48 hours: only then is your answer withdrawn."
    " Look in your spam too."
)


class Pages:
    """Each method answers a whole document."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def form(self, at: Asked, form: FormView, lead: Message | None = None, upon: str = "") -> str:
        """One form on a page of its own; `upon`: what the contribution says on which it is done."""
        return self._page("form.html", at, say(form.label), form=form, lead=at.text(lead) if lead else "", upon=upon)

    def alike(self, at: Asked, form: FormView, likes: Sequence[object]) -> str:
        """The step before that, where there are some that are alike: what was filled in goes along."""
        return self._page("alike.html", at, say("Is it one of these?"), form=_sent(form), likes=likes)

    def check(self, at: Asked, form: FormView, warnings: Iterable[Message] = (), upon: str = "") -> str:
        """The step between: what was filled in, what to think of before, and one button that sends it."""
        masks = at.placed.widget.organisation.case_masks
        return self._page(
            "check.html",
            at,
            say("Check and send"),
            form=_sent(form),
            asked=form.action == ASK.name,
            wrote=_writes(at.placed.installed.action(form.action)),
            answers=[(question, parts(answer, masks)) for question, answer in answers(form)],
            warnings=[*map(at.text, warnings)],
            upon=upon,
        )

    def done(
        self,
        at: Asked,
        action: Action[Any],
        form: FormView,
        receipt: str,
        change: str,
        withdraw: FormView | None,
        *,
        found: bool = False,
        removed: str = "",
        held: bool = False,
        by_mail: FormView | None = None,
    ) -> str:
        """What was received, or `found` by its code, and how to change it or take it back.

        `removed` is why its words are no longer there; `held`: nobody else sees them before somebody has looked.
        """
        return self._page(
            "done.html",
            at,
            say("Received"),
            thanks=at.text(N_("This is what you sent.") if found else RECEIVED if held else action.thanks),
            answers=answers(form),
            sent="" if found else form.url,
            receipt=receipt,
            change=change,
            withdraw=withdraw,
            removed=removed,
            held=held,
            asked=action.name == ASK.name,
            wrote=_writes(action),
            by_mail=by_mail,
            on=at.on,
            follow=followed(at, f"{ITEM}{at.on}") if at.on and action.reaction else "",
            on_feeds=feeds(replace(at.place, query=str(Query(lang=at.query.lang)), number=at.on or 0)),
        )

    def waits(self, at: Asked, *, shown: bool, withdraws: bool = False) -> str:
        """An act, or taking it back, waits for its address to be confirmed; `shown`: the mail can be read here."""
        sentence = at.text(WITHDRAWAL_WAITS if withdraws else WAITS)
        return self._page("waits.html", at, say("Look at your mail"), sentence=sentence, shown=shown)

    def waits_in_short(self, at: Asked) -> str:
        """The same, in the place of the form."""
        return self._composer.page("answer.html", at.language, answer=Answer(at.text(WAITS), waits=True))

    def confirm_withdrawal(self, at: Asked, url: str) -> str:
        """The button that confirms an address and takes back what was done."""
        return self._page("confirm-act.html", at, say("Confirm and withdraw"), answers=None, url=url)

    def confirm_act(self, at: Asked, action: Action[Any], target: str, fields: Mapping[str, str], url: str) -> str:
        """The button that confirms an address and does what was filled in."""
        form = at.form(action, target, (), fields, known=True)
        return self._page(
            "confirm-act.html",
            at,
            say("Confirm and take part"),
            answers=answers(form),
            url=url,
            hours=limits.PERSON_KNOWN_S // 3600,
        )

    def by_code(self, at: Asked) -> str:
        """Where a receipt code is typed in."""
        form = self.code_form(at, {}, "")
        return self._page("withdraw.html", at, say("Change or withdraw"), form=form, done=False)

    def forget(self, at: Asked, *, done: bool = False) -> str:
        """Whether a browser knows who takes part."""
        hours = limits.PERSON_KNOWN_S // 3600
        return self._page("forget.html", at, say("Forget me on this device"), done=done, hours=hours)

    def code_form(self, at: Asked, errors: Mapping[str, Message], typed: str) -> FormView:
        """The form for a receipt code, with what was typed before and what was wrong with it."""
        error = at.text(errors["_code"]) if "_code" in errors else ""
        field = FieldView(
            "_code",
            "md-code",
            at.text(N_("Your receipt code")),
            at.text(N_("Four groups of four signs.")),
            value=typed,
            error=error,
        )
        return FormView("withdraw", at.place.act("withdraw"), at.text(N_("Show what I sent")), (field,), at.hidden())

    def taken_back(self, at: Asked, *, asked: bool = False) -> str:
        """After withdrawing; `asked`: it was a question to the organisation."""
        return self._page("withdraw.html", at, say("Withdrawn"), form=None, done=True, asked=asked)

    def failure(self, at: Asked, failure: Failure, form: FormView | None) -> str:
        """What went wrong and what to do, with the form and all that was typed where there is one."""
        gone = at.placed.widget.withdrawn is not None
        around = self._composer.org(at.placed.widget.organisation, at.place.origin, at.query.lang).url
        return self._page(
            "error.html",
            at,
            say(failure.title),
            title=at.text(failure.title),
            detail=at.text(failure.detail),
            form=form,
            back=around if gone else at.place.embed if at.framed else at.place.at(),
            back_to=at.text(N_("Back to all you can take part in") if gone else N_("Back to the question")),
            leaves=gone and at.framed,
            successor=at.placed.widget.successor if gone else "",
        )

    def withdrawn(self, at: Asked) -> str:
        """What stands where a widget was withdrawn, and where to go instead."""
        sentence = say("The organisation has withdrawn this.")
        return self.failure(at, Gone(sentence), None)

    def lost(self, failure: Failure, origin: str, language: str, of: Organisation | None = None) -> str:
        """A failure where no widget stands, in an organisation or in none."""
        words = self._composer.words(language)
        org = self._composer.org(of, origin) if of is not None else None
        title, detail = words.gettext(failure.title), words.text(failure.detail)
        return self._composer.page(
            "error.html",
            language,
            head=self._composer.head(title, origin + "/", css="page.css", of=of, description=detail, noindex=True),
            org=org,
            framed=False,
            title=title,
            detail=detail,
            form=None,
            back=org.url if org else origin + "/",
            back_to=words.gettext("Back to all you can take part in") if org else words.gettext("Back to the start"),
            leaves=False,
            successor="",
        )

    def _page(self, template: str, at: Asked, heading: Message, **context: Any) -> str:
        composer, placed = self._composer, at.placed
        head = composer.head(
            f"{at.text(heading)} – {placed.widget.title}",
            at.place.at(),
            css="page.css",
            of=placed.widget.organisation,
            script="page.js",
            description=str(context.get("detail", composer.title(placed, at.words))),
            noindex=True,
        )
        return composer.page(
            template,
            at.language,
            **{
                "head": head,
                "org": composer.org(placed.widget.organisation, at.place.origin, at.query.lang),
                "w": composer.face_of(placed, at.place, at.words),
                "framed": at.framed,
                **context,
            },
        )


def _writes(action: Action[Any] | None) -> bool:
    """Whether people write something by it, and do not vote."""
    return action is not None and action.reaction is None and React not in action.effects


def _sent(form: FormView) -> FormView:
    """The same with what was filled in out of sight."""
    values = [(field.name, field.value) for field in form.fields if field.value]
    return FormView(form.action, form.url, form.label, (), (*form.hidden, *values))


def answers(form: FormView) -> list[tuple[str, str]]:
    """What was filled in, in words: (question, answer)."""
    return [(field.label, field.answer) for field in form.fields if field.value]
