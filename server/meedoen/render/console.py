# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of the console: its frame, with the navigation that somebody's roles allow, and its forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from meedoen import limits
from meedoen.participation.opening import missing
from meedoen.participation.staff import (
    ADMINISTRATOR,
    KEEPS_READY,
    MEMBER,
    MODERATES_SOMEWHERE,
    SHORT,
    SPEAKS_SOMEWHERE,
    Needs,
    allows,
)
from meedoen.records_staff import Member, Session
from meedoen.render.compose import Composer
from meedoen.render.context import picture
from meedoen.render.forms import FormView, Typed, field_views
from meedoen.values import N_, Message

DONE = {
    "saved": N_("Saved."),
    "password": N_("Your password has been changed. Your other devices are signed out, and private feeds have ended."),
    "everywhere": N_("You are signed out on all your other devices, and private feeds have ended."),
    "out": N_("You are signed out."),
    "given": N_("The role has been given."),
    "taken": N_("The role has been taken back."),
    "left": N_("The account has been closed for this organisation."),
    "uninvited": N_("The invitation has been taken back."),
    "placed": N_("It has been placed."),
    "tabled": N_("The table has been placed."),
    "closed": N_("It is closed."),
    "merged": N_("They are one now. Both addresses go on working, and all who have it count here."),
    "unmerged": N_("It stands on its own again, and everybody is back where he was."),
    "opened": N_("It is open to all from the time you chose."),
    "withdrawn": N_("It has been withdrawn."),
    "posted": N_("It has been placed, and stands there now."),
    "planned": N_("It will be placed at its moment."),
    "corrected": N_("The correction stands there, with what it said before."),
    "dropped": N_("It will not be placed."),
    "replied": N_("Your answer stands with the contribution."),
    "decided": N_("The outcome stands with the contribution."),
    "all": N_("All of these have been answered."),
    "changed": N_("The change stands there, and with each contribution."),
    "added": N_("The change stands with these too."),
    "judged": N_("Your decision has been carried out."),
    "shut-out": N_("Its author is shut out."),
    "let-in": N_("This author may write again."),
    "passed": N_("It has been passed on."),
    "no-feed": N_("The feed has been taken back. Its address opens nothing any more."),
    "laid": N_("Your colleague has been asked."),
    "taken-over": N_("It lies before you now."),
    "given-back": N_("It lies before you no longer."),
    "noted": N_("The note stands here. Colleagues who answer here or decide on it read it."),
    "task": N_("It no longer waits."),
    "erased": N_("The words have been erased."),
    "worn": N_("Saved. All your widgets and pages wear it now."),
    "logo": N_("The logo stands on your pages now."),
    "bare": N_("The logo has been taken away."),
    "welcome": N_("Welcome. You can begin."),
}
"""What a page says of what was just done, by the word in its address."""


@dataclass(frozen=True, slots=True)
class Way:
    """A line of the navigation."""

    path: str
    """Behind the organisation's part of the console."""
    label: str
    needs: Needs


WAYS = (
    Way("", N_("Overview"), MEMBER),
    Way("/widgets", N_("Widgets"), MEMBER),
    Way("/answers", N_("Answers"), SPEAKS_SOMEWHERE),
    Way("/moderation", N_("Moderation"), MODERATES_SOMEWHERE),
    Way("/ready", N_("Ready answers"), KEEPS_READY),
    Way("/search", N_("Search"), MEMBER),
    Way("/people", N_("People"), ADMINISTRATOR),
    Way("/style", N_("House style"), ADMINISTRATOR),
    Way("/texts", N_("Settings"), ADMINISTRATOR),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame is made for."""

    origin: str
    path: str
    query: Mapping[str, str]
    lang: str
    session: Session | None
    joined: Sequence[Member]
    member: Member | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the frame."""

    url: str
    label: str
    here: bool = False


class SignIn(BaseModel):
    """What is asked at the door."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: Annotated[str, Typed("email", "username")] = Field(
        title=N_("E-mail address"), min_length=1, max_length=limits.ADDRESS_CHARS_MAX
    )
    password: Annotated[str, Typed("password", "current-password")] = Field(
        title=N_("Password"), min_length=1, max_length=limits.PASSWORD_CHARS_MAX
    )


class ConsolePages:
    """Each method answers a whole document, or a form for one."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def page(
        self, template: str, frame: Frame, title: Message | str, *, in_type: str | None = None, **context: Any
    ) -> str:
        """A page in the frame; of a type, where it is one of its desks."""
        words, member = self._composer.words(frame.lang, in_type), frame.member
        heading = words.text(title)
        around = member.organisation.title if member else "Meedoen"
        head = self._composer.head(
            f"{heading} – {around}",
            frame.origin + frame.path,
            css="console.css",
            script="page.js",
            description=words.gettext("The desk of who works for an organisation."),
            noindex=True,
        )
        account = frame.session.account if frame.session else None
        return self._composer.page(
            template,
            words.language,
            in_type=in_type,
            head=head,
            org=None,
            heading=heading,
            account=account,
            form_token=frame.session.form if frame.session else "",
            member=member,
            logo=picture(member.organisation) if member else None,
            ways=list(self._ways(frame)),
            organisations=[
                Link(_base(one), one.organisation.title, one is member) for one in frame.joined if len(frame.joined) > 1
            ],
            languages=[] if account else self._languages(frame),
            done=words.gettext(DONE.get(frame.query.get("done", ""), "")),
            roles=SHORT,
            base=_base(member) if member else "",
            lacking=[words.gettext(one) for one in missing(member.organisation)] if member else [],
            administers=bool(member and allows(ADMINISTRATOR, member)),
            **context,
        )

    def form(
        self,
        model: type[BaseModel],
        lang: str,
        url: str,
        button: str,
        values: Mapping[str, str],
        errors: Mapping[str, Message],
        hidden: Mapping[str, str],
        id_: str = "desk",
    ) -> FormView:
        """A form made from a model, with what was typed and what was wrong with it."""
        words = self._composer.words(lang)
        fields = field_views(model, words, id_, values, errors)
        return FormView(id_, url, words.gettext(button), fields, tuple(hidden.items()), id_)

    def sign_in(
        self,
        lang: str,
        address: str,
        hidden: Mapping[str, str],
        errors: Mapping[str, Message] | None = None,
    ) -> FormView:
        """The form at the door."""
        url = f"/console/sign-in?lang={lang}"
        return self.form(SignIn, lang, url, N_("Sign in"), {"address": address}, errors or {}, hidden)

    def _ways(self, frame: Frame) -> Iterator[Link]:
        words, member = self._composer.words(frame.lang), frame.member
        if member is None:
            return
        base = _base(member)
        for way in WAYS:
            if allows(way.needs, member):
                here = frame.path == base + way.path or (way.path and frame.path.startswith(f"{base}{way.path}/"))
                yield Link(base + way.path, words.gettext(way.label), bool(here))

    def _languages(self, frame: Frame) -> list[tuple[str, str, str]]:
        codes = [code for code in self._composer.languages if code != frame.lang]
        names = {code: self._composer.words(code).locale.get_language_name() or code for code in codes}
        return [(code, names[code], "?" + urlencode({**frame.query, "lang": code})) for code in codes]


def _base(member: Member) -> str:
    return f"/console/at/{member.organisation.name}"
