# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From posted fields to a model instance, or to one sentence for each field that does not fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from meedoen import limits
from meedoen.errors import Invalid
from meedoen.values import Control, Message, say

_SENTENCES = {
    "missing": say("Fill this in."),
    "string_too_short": say("Use at least %(min_length)s characters."),
    "string_too_long": say("Use at most %(max_length)s characters."),
    "literal_error": say("Choose one of these."),
    "enum": say("Choose one of these."),
    "int_parsing": say("Fill in a whole number."),
    "greater_than_equal": say("Fill in at least %(ge)s."),
    "less_than_equal": say("Fill in at most %(le)s."),
    "date_from_datetime_parsing": say("Fill in a day, such as 2026-05-03."),
    "too_long": say("Use at most %(max_length)s lines."),
    "bool_parsing": say("Choose yes or no."),
    "extra_forbidden": say("This form has no such field. Reload the page and try again."),
}
_OTHERWISE = say("This does not fit. Check what you filled in.")


def validate(
    model: type[BaseModel],
    fields: Mapping[str, str],
    *,
    chars_max: int = limits.TEXT_CHARS_MAX,
    shape: Callable[[Mapping[str, str]], Mapping[str, Any]] = dict,
) -> BaseModel:
    """An instance of `model`. Raises `Invalid` with a sentence for each field that does not fit.

    `shape` makes of what was sent what the model takes, where that is not the same.
    """
    faults: dict[str, Message] = {
        name: say("This text holds signs that cannot be stored. Type it again, or paste it as plain text.")
        for name, value in fields.items()
        if any(unicodedata.category(sign) in ("Cs", "Cc") and sign not in "\t\n\r" for sign in value)
    }
    sentence = _SENTENCES["string_too_long"]
    too_long = say(sentence.msgid, max_length=chars_max)
    faults |= {name: too_long for name, value in fields.items() if len(value) > chars_max}
    try:
        valid = model.model_validate(shape(fields))
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            name = str(fault["loc"][0]) if fault["loc"] else ""
            faults.setdefault(name, _sentence(fault, fields.get(name, ""), model.model_fields.get(name)))
    if faults:
        raise Invalid(say("Nothing was sent yet. Check the fields below."), faults)
    return valid


def _sentence(fault: Any, typed: str, field: FieldInfo | None) -> Message:
    where, kind = fault["loc"], fault["type"]
    if len(where) > 1 and isinstance(where[1], int):  # one of a list, of which each is a line
        return say("Line %(n)s: %(fault)s", n=where[1] + 1, fault=_said(fault))
    is_choice = any(isinstance(one, Control) and one.options for one in (field.metadata if field else ()))
    if not typed and kind in ("missing", "literal_error", "string_too_short"):
        # A browser sends nothing at all of a question without a choice.
        return say("Make a choice.") if is_choice else _SENTENCES["missing"]
    return _said(fault)


def _said(fault: Any) -> Message:
    if fault["type"] == "value_error":  # a sentence of the model's own
        return say(str(fault["ctx"]["error"]))
    sentence = _SENTENCES.get(fault["type"], _OTHERWISE)
    return say(sentence.msgid, **fault.get("ctx", {})) if "%(" in sentence.msgid else sentence
