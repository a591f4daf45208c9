# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is asked of somebody who holds a receipt code, as models; and the form that asks where to tell him by mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from meedoen import limits
from meedoen.render.forms import FormView, Typed, field_views
from meedoen.render.moderation import Address
from meedoen.render.words import Translator
from meedoen.values import N_, Control, Message


class Confirm(BaseModel):
    """Whether the outcome is right."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    agrees: Annotated[
        Literal["yes", "no"], Control(options=[("yes", N_("Yes, this is right")), ("no", N_("No, this is not right"))])
    ] = Field(title=N_("Is this right?"))
    remark: Annotated[str, Control(lines=3, optional=True)] = Field(
        "",
        title=N_("What do you want to say about it?"),
        description=N_("It stands beside the outcome. Who can read your contribution can read this."),
        max_length=limits.TEXT_CHARS_MAX,
    )


class Objecting(BaseModel):
    """Why it should not have been removed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    why: Annotated[str, Control(lines=4)] = Field(
        title=N_("Why should it not have been removed?"), min_length=1, max_length=limits.TEXT_CHARS_MAX
    )


class ObjectingByMail(Objecting):
    """The same, where mail can be sent."""

    address: Address = ""


class HearByMail(BaseModel):
    """Where to tell an author what becomes of his contribution."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    mail: Annotated[str, Typed("email", "email")] = Field(
        title=N_("Your e-mail address"),
        description=N_("Only for this. We delete it when you stop."),
        max_length=limits.MAIL_ADDRESS_CHARS_MAX,
    )


def by_mail_form(
    words: Translator,
    url: str,
    code: str,
    lang: str,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, Message] | None = None,
) -> FormView:
    """One field, beside a receipt code; with an id of its own, for there may be several receipts on a page."""
    id_ = f"by-mail-{code[-4:].lower()}"
    fields = field_views(HearByMail, words, id_, values, errors)
    sent = (("_code", code), *fields_along(lang), ("do", "mail"))
    return FormView("by-mail", url, words.gettext("Tell me by mail"), fields, sent, id_)


def fields_along(lang: str) -> tuple[tuple[str, str], ...]:
    """The server's own fields that each form there carries along."""
    return (("_lang", lang),) if lang else ()
