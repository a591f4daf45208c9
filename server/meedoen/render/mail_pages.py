# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of subscribing by mail: where one asks, where one confirms, where one stops; and a demo's mailbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from meedoen.addresses import TRACKER, Place, Query
from meedoen.errors import Failure
from meedoen.mailing import Mail, Pace
from meedoen.participation.views import Placed
from meedoen.records import Organisation
from meedoen.render.compose import Composer
from meedoen.render.fates import own_title
from meedoen.render.forms import FieldView, FormView, Option
from meedoen.render.items import narrowed_to, which
from meedoen.render.staff_letters import STOP
from meedoen.render.words import Translator
from meedoen.values import N_, Ask, Message, say

ADDRESS, HOW_OFTEN = "address", "pace"
PACES = {
    Pace.SOON: N_("When something happens, at most once an hour"),
    Pace.DAILY: N_("Once a day, at 7 in the morning"),
}
MAILBOX = "/console/mailbox"
FILL_IN = N_("Fill in your e-mail address, such as name@example.org.")
CHOOSE = N_("Choose how often you want mail.")


@dataclass(frozen=True, slots=True)
class About:
    """What a subscription is about: an organisation, a widget of it, or one contribution in that."""

    organisation: Organisation
    origin: str
    lang: str
    """As asked; empty is that of what it is about."""
    placed: Placed | None = None
    number: int = 0
    own: bool = False
    """Its author's."""
    ask: Ask = Ask()  # noqa: RUF009  (a frozen value)
    """To what of the widget it is narrowed."""

    @property
    def language(self) -> str:
        """The language of its pages and mails."""
        own = self.placed.widget.spoken if self.placed else self.organisation.language
        return self.lang or own

    @property
    def place(self) -> Place:
        """Its addresses."""
        name = self.placed.widget.name if self.placed else ""
        return Place(self.origin, self.organisation.name, name, str(Query(self.ask, self.lang)), self.number)

    @property
    def base(self) -> Place:
        """The same without a query."""
        return replace(self.place, query="")

    @property
    def page(self) -> str:
        """Where it stands: for its author, where he types in his code."""
        tracker = f"{self.place.service(TRACKER)}?lang={self.language}"
        return tracker if self.own else self.place.at()

    @property
    def again(self) -> str:
        """Where one asks for mail about it."""
        return self.page if self.own else self.place.mail


class MailPages:
    """Each method answers a whole document."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def words(self, about: About) -> Translator:
        """How its pages speak."""
        return self._composer.words(about.language)

    def title(self, about: About) -> str:
        """What it is about, in words."""
        if about.placed is None:
            return about.organisation.title
        words = self.words(about)
        title = about.placed.widget.title
        if about.own:
            return f"{words.text(own_title(about.number, title))} – {about.organisation.title}"
        part = which(about.number, words) if about.number else narrowed_to(about.placed, about.ask, words)
        whole = f"{part} – {title}" if part else title
        return f"{whole} – {about.organisation.title}"

    def ask(
        self,
        about: About,
        values: Mapping[str, str],
        errors: Mapping[str, Message] | None = None,
        failure: Failure | None = None,
    ) -> str:
        """The form, with what was typed before and what was wrong with it, or what went wrong."""
        words = self.words(about)
        form = self._form(about, words, values, errors or {})
        return self._page(
            "subscribe.html",
            about,
            say("Follow by mail"),
            form=form,
            wrong=bool(form.errors or failure),
            problem=words.gettext(failure.title) if failure and not form.errors else "",
            detail=words.text(failure.detail) if failure and not form.errors else "",
        )

    def asked(self, about: About, *, shown: bool) -> str:
        """It says the same whether the address is known or not. `shown`: in a demo, where the mail can be read."""
        box = f"{about.origin}{MAILBOX}?lang={about.language}" if shown else ""
        return self._page("subscribe-asked.html", about, say("Look in your mailbox"), box=box)

    def confirm(self, about: About, url: str, pace: Pace) -> str:
        """The button that confirms: who only follows links, as a mail scanner does, confirms nothing."""
        words = self.words(about)
        button = FormView("confirm", url, words.gettext("Yes, send me mail"))
        often = words.gettext(PACES[pace])
        return self._page("subscribe-confirm.html", about, say("Confirm your address"), form=button, often=often)

    def confirmed(self, about: About, pace: Pace, stop: str) -> str:
        """What one gets from now on."""
        often = self.words(about).gettext(PACES[pace])
        return self._page("subscribe-confirmed.html", about, say("You now get mail"), often=often, stop=stop)

    def stop(self, about: About, url: str) -> str:
        """The button that ends it."""
        button = FormView("stop", url, self.words(about).gettext("Stop the mail"))
        return self._page("subscribe-stop.html", about, say("No more mail"), form=button)

    def stopped(self, about: About) -> str:
        """It has ended, now or before."""
        return self._page("subscribe-stopped.html", about, say("You get no more mail"))

    def staff_stop(self, about: About, code: str, *, ended: bool) -> str:
        """Where a member of staff ends a mail: the button, or that it has `ended`."""
        url = about.place.service(f"{STOP}/{code}")
        button = None if ended else FormView("stop", url, self.words(about).gettext("Stop the mail"))
        heading = say("You get it no more") if ended else say("No more mail")
        return self._page("staff-stop.html", about, heading, form=button)

    def mailbox(self, mails: Sequence[Mail], origin: str, language: str) -> str:
        """The mails that wait in a demo."""
        words = self._composer.words(language)
        return self._plain("mailbox.html", words, MAILBOX, say("Mailbox of this demo"), origin, mails=mails, zone=UTC)

    def mail(self, mail: Mail, origin: str, language: str) -> str:
        """One of them."""
        words = self._composer.words(language)
        return self._plain("mailbox-mail.html", words, f"{MAILBOX}/{mail.id}", say("A mail"), origin, mail=mail)

    def _form(
        self, about: About, words: Translator, values: Mapping[str, str], errors: Mapping[str, Message]
    ) -> FormView:
        def error(name: str) -> str:
            return words.text(errors[name]) if name in errors else ""

        fields = (
            FieldView(
                ADDRESS,
                "md-mail-address",
                words.gettext("Your e-mail address"),
                words.gettext("Only for this. We delete it when you stop."),
                kind="email",
                autocomplete="email",
                value=values.get(ADDRESS, ""),
                error=error(ADDRESS),
            ),
            FieldView(
                HOW_OFTEN,
                "md-mail-pace",
                words.gettext("How often?"),
                kind="radio",
                options=tuple(Option(pace.value, words.gettext(label)) for pace, label in PACES.items()),
                value=values.get(HOW_OFTEN, Pace.DAILY.value),
                error=error(HOW_OFTEN),
            ),
        )
        return FormView("mail", about.place.mail, words.gettext("Send me a link to confirm"), fields)

    def _page(self, template: str, about: About, heading: Message, **context: Any) -> str:
        composer, words = self._composer, self.words(about)
        title = words.text(heading)
        others = [] if about.own else composer.other_languages(about.base, words.language)
        head = composer.head(
            f"{title} – {self.title(about)}",
            about.again,
            css="page.css",
            of=about.organisation,
            description=title,
            noindex=True,
            languages=[(code, name, replace(about, lang=code).place.mail) for code, name, _ in others],
        )
        return composer.page(
            template,
            words.language,
            head=head,
            org=composer.org(about.organisation, about.origin, about.lang),
            title=title,
            what=self.title(about),
            page=about.page,
            again=about.again,
            framed=False,
            **context,
        )

    def _plain(self, template: str, words: Translator, path: str, heading: Message, origin: str, **context: Any) -> str:
        title = words.text(heading)
        head = self._composer.head(title, origin + path, css="page.css", description=title, noindex=True)
        return self._composer.page(
            template, words.language, head=head, org=None, title=title, box=MAILBOX, framed=False, **context
        )
