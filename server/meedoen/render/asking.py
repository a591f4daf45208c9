# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the API is asked: each address reads its query by one of these models."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError, WithJsonSchema

from meedoen import limits
from meedoen.addresses import NAME, subject_key
from meedoen.errors import Invalid
from meedoen.render.api import Model
from meedoen.values import Message, State, say

A = TypeVar("A", bound=BaseModel)


def _digits(value: Any) -> Any:
    """One spelling for each number, so that each page of a list has one address."""
    if isinstance(value, str) and not re.fullmatch(r"0|[1-9][0-9]{0,9}", value):
        raise ValueError("no whole number")
    return value


Name = Annotated[str, Field(pattern=f"^{NAME}$", max_length=limits.NAME_CHARS_MAX)]
Target = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=limits.TARGET_CHARS_MAX)]
Number = Annotated[int, BeforeValidator(_digits)]


class Nothing(Model):
    """No parameters."""


class Paging(Model):
    """Which part of a list."""

    after: Number = Field(0, ge=0, le=2**31 - 1, description="Where the list goes on, as a `next` address has it.")
    limit: Number = Field(
        limits.API_ITEMS_MAX,
        ge=1,
        le=limits.API_ITEMS_MAX,
        description="The most items to answer. There may be fewer while the list goes on: follow `next`.",
    )


class WidgetsAsked(Paging):
    """Which widgets."""

    organisation: Name = Field("", description="Only those of this organisation.")
    type: Annotated[str, Field(pattern="^[a-z0-9_-]+$", max_length=63)] = Field("", description="Only of this type.")
    state: Annotated[State | None, WithJsonSchema({"type": "string", "enum": [one.value for one in State]})] = Field(
        None, description="Only those that are in this state now."
    )


class Spoken(Model):
    """In which language the server's own sentences are."""

    lang: Annotated[str, Field(pattern="^[a-z]{2,3}$")] = Field(
        "",
        description="Of the server's own sentences; without one that it speaks they are in the widget's language.",
    )


class ChangesAsked(Spoken, Paging):
    """Which changes."""


class Narrowed(Spoken):
    """Of what in the widget."""

    part: Target = Field("", description="Of this part of the widget alone.")
    over: Annotated[Target, AfterValidator(subject_key)] = Field("", description="Of this subject alone.")


class ContributionsAsked(Narrowed, Paging):
    """Which contributions."""

    kind: Annotated[str, Field(pattern="^[a-z0-9_-]+$", max_length=63)] = Field(
        "", description="One of the widget's `contributionKinds`; without it the first of them."
    )


def read(model: type[A], raw: bytes, languages: Iterable[str]) -> A:
    """The query, in one spelling; what it does not know is dropped.

    Raises `Invalid`, with a sentence for each parameter that does not fit.
    """
    unreadable = Invalid(say("This question cannot be read. Check how it is encoded."))
    if len(raw) > limits.API_QUERY_CHARS_MAX:
        raise unreadable
    try:
        pairs = parse_qsl(raw.decode("ascii"), True, errors="strict", max_num_fields=limits.FIELDS_MAX)
    except ValueError:
        raise unreadable from None
    known = {field.alias for field in model.model_fields.values()}
    given = [(name, value) for name, value in pairs if name in known]
    faults: dict[str, Message] = {}
    if len(dict(given)) < len(given):
        names = [name for name, _ in given]
        faults = {name: say("Give this once.") for name in names if names.count(name) > 1}
    try:
        valid = model.model_validate(dict(given))
    except ValidationError as error:
        wrong = say("This value does not fit. What does stands in /api/v1/openapi.json.")
        faults |= {str(fault["loc"][0]): wrong for fault in error.errors(include_url=False)}
    if faults:
        raise Invalid(say("A parameter does not fit. Check its value."), faults)
    if getattr(valid, "lang", "") not in ("", *languages):
        return valid.model_copy(update={"lang": ""})
    return valid


def following_page(address: str, asked: BaseModel, after: int) -> str | None:
    """Where the list goes on, with what was asked; None where it ends."""
    if not after:
        return None
    given = asked.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"after": after}
    return f"{address}?{urlencode(sorted(given.items()))}"
