# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is asked of a widget that is placed or changed: the server's own questions, and those of its type's settings.

A field of the settings is sent as `s-` and its name, so that none collides with one of the server's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, create_model

from meedoen import limits
from meedoen.addresses import RESERVED_WIDGETS, check_name
from meedoen.endpoints.console.form import WRONG
from meedoen.endpoints.console.newcomers import one_of
from meedoen.errors import Conflict, Invalid
from meedoen.participation.forms import validate
from meedoen.records import Widget
from meedoen.registry import Installed
from meedoen.render.compose import Composer
from meedoen.render.typed import resent, typed, untyped
from meedoen.values import N_, Assurance, Control, Message, say

T = TypeVar("T")
OF_SETTINGS = "s-"
LEAST = (
    (
        str(Assurance.FORM.value),
        N_("Everybody. Who has no script can take part too; then each time counts as somebody new."),
    ),
    (
        str(Assurance.SESSION.value),
        N_("Who has script. Where a browser remembers nothing, each visit counts as somebody new."),
    ),
    (
        str(Assurance.STORED.value),
        N_("Whose browser remembers. One for each browser and website; who hides or has no script is left out."),
    ),
    (
        str(Assurance.CODE.value),
        N_("Who has a code from you. Fewer people take part, and you have to make the codes and hand them out."),
    ),
    (
        str(Assurance.MAIL.value),
        N_("Who confirms an e-mail address. Fewer people take part, and somebody with two addresses counts twice."),
    ),
)
"""The least assurance that counts, and what it costs, as far as the server serves it."""


class Plain(BaseModel):
    """What is asked of every widget."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    title: str = Field(
        title=N_("Title"),
        description=N_("A sentence that says what people can do: You can think along about three sketches."),
        min_length=1,
        max_length=limits.TITLE_CHARS_MAX,
    )
    name: str = Field(
        title=N_("Address"),
        description=N_("The last part of it. Small letters, digits and hyphens: bicycle-path. Snippets hold it."),
        min_length=1,
        max_length=limits.TITLE_CHARS_MAX,
    )


class Around(BaseModel):
    """What stands around the question."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    expectation: Annotated[str, Control(lines=2, optional=True)] = Field(
        "",
        title=N_("What people may expect"),
        description=N_("What you ask or tell, who decides, and when people hear back. In one or two sentences."),
        max_length=limits.TEXT_CHARS_MAX,
    )


def around(composer: Composer) -> type[BaseModel]:
    """The same, with the choices that are known when it is asked."""
    names = {code: composer.words(code).locale.get_language_name() or code for code in composer.languages}
    language = one_of([("", N_("That of the organisation")), *names.items()], N_("Language"), "")
    least = one_of(LEAST, N_("Who may take part?"), LEAST[0][0])
    return create_model("Around", __base__=Around, language=language, least=least)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in, and fits."""

    name: str
    plain: Mapping[str, Any]
    """What `placing` takes: title, expectation, language, least."""
    settings: BaseModel
    more: BaseModel | None = None
    """Of a further model that was asked along."""


def read(
    composer: Composer, installed: Installed, fields: Mapping[str, str], more: type[BaseModel] | None = None
) -> Filled:
    """Raises `Invalid` with a sentence for each field that does not fit, whichever part of the form it is in."""
    settings = installed.type.settings
    models: list[type[BaseModel]] = [Plain, around(composer), *([more] if more else [])]
    known = {name for model in models for name in model.model_fields} | set(as_sent(settings.model_fields))
    if strange := sorted(set(fields) - known):
        raise Invalid(say("This form has no field “%(name)s”. Reload the page and try again.", name=strange[0]))
    faults: dict[str, Message] = {}
    found: list[Any] = []
    parts = [({name: fields[name] for name in model.model_fields if name in fields}, model, "") for model in models]
    for given, model, prefix in (*parts, (own(fields), settings, OF_SETTINGS)):
        try:
            shape = partial(untyped, model)
            found.append(validate(model, given, chars_max=limits.PAGE_TEXT_CHARS_MAX, shape=shape))
        except Invalid as failure:
            faults |= {prefix + name: sentence for name, sentence in failure.fields.items()}
    if "name" not in faults:
        try:
            check_name(fields.get("name", "").strip(), RESERVED_WIDGETS)
        except Invalid as failure:
            faults["name"] = failure.detail
    if faults:
        raise Invalid(faults.get(OF_SETTINGS, WRONG), faults)
    plain, told, *extra, fitting = found
    filled: dict[str, Any] = {"title": plain.title, **told.model_dump(), "least": Assurance(int(told.least))}
    return Filled(plain.name, filled, fitting, extra[0] if extra else None)


def own(fields: Mapping[str, T]) -> dict[str, T]:
    """Those of the settings, under their own names."""
    return {name.removeprefix(OF_SETTINGS): one for name, one in fields.items() if name.startswith(OF_SETTINGS)}


def as_sent(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse."""
    return {OF_SETTINGS + name: value for name, value in settings.items()}


def kept(installed: Installed, of: Widget) -> dict[str, str]:
    """What stands in the form of a widget that is there."""
    plain = {"title": of.title, "name": of.name, "expectation": of.expectation, "language": of.language}
    return {**plain, "least": str(of.least.value), **as_sent(typed(installed.settings(of.settings)))}


def as_filled(filled: Filled) -> dict[str, str]:
    """What was filled in, as it would stand in the form of a widget that is there."""
    plain = {**filled.plain, "name": filled.name, "least": str(filled.plain["least"].value)}
    return {**plain, **as_sent(typed(filled.settings))}


def again(installed: Installed, fields: Mapping[str, str]) -> dict[str, str]:
    """What was sent, to be shown again."""
    return {**fields, **as_sent(resent(installed.type.settings, own(fields)))}


def refusal(installed: Installed, failure: Conflict | Invalid) -> Invalid:
    """Why it cannot be done, beside the field of the form it is about."""
    settings = installed.type.settings.model_fields
    told = {OF_SETTINGS + name if name in settings else name: why for name, why in failure.fields.items() if name}
    return Invalid(WRONG if told else failure.detail, told)
