# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The server's own questions in people's forms: a receipt code, and a code or an address to take part with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from meedoen.render.forms import CODE, ENTRY, FieldView, FormView
from meedoen.render.words import Translator
from meedoen.values import ASKED, N_, Assurance, Message


def entry_field(words: Translator, form: str, least: Assurance, typed: str, error: Message | None) -> FieldView:
    """The question for it."""
    by_mail = least is Assurance.MAIL
    asked = N_("Your e-mail address") if by_mail else N_("Your code for taking part")
    about = (
        N_(
            "You get a mail with a button that makes your answer count. We keep no address, only a code made of it."
            " After that this browser knows you for some hours."
        )
        if by_mail
        else N_("Four groups of four signs. After that this browser knows you for some hours.")
    )
    return FieldView(
        name=ENTRY,
        id=f"md-{form}-entry",
        label=words.gettext(asked),
        help=words.gettext(about),
        kind="email" if by_mail else "text",
        value=typed,
        error=words.text(error) if error else "",
        autocomplete="email" if by_mail else "off",
    )


def with_entry(
    form: FormView,
    words: Translator,
    least: Assurance,
    values: Mapping[str, str],
    errors: Mapping[str, Message],
    forget: str,
) -> FormView:
    """The form, with the question for a code or an address where one takes part with that."""
    if least not in ASKED:
        return form
    asked = entry_field(words, form.id, least, values.get(ENTRY, ""), errors.get(ENTRY))
    return replace(form, fields=(*form.fields, asked), forget=forget)


def with_code(form: FormView, words: Translator, values: Mapping[str, str], errors: Mapping[str, Message]) -> FormView:
    """The form, with the question for the receipt code of the contribution it is about."""
    asked = FieldView(
        name=CODE,
        id=f"md-{form.id}-code",
        label=words.gettext("Your receipt code"),
        help=words.gettext("Not needed in the browser in which you wrote it."),
        value=values.get(CODE, ""),
        error=words.text(errors[CODE]) if CODE in errors else "",
        optional=True,
        autocomplete="off",
    )
    return replace(form, fields=(*form.fields, asked))
