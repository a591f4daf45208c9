# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the model that describes an input to what a template needs to ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any

from annotated_types import MaxLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from meedoen.render.typed import BETWEEN, default, is_list, things
from meedoen.render.words import Translator
from meedoen.values import N_, Control, Message, Who, say
from meedoen.widget import Action

RADIOS_MAX = 6
"""More choices than this stand in a list that folds out."""
_LIST_LINES = 4
_WRITTEN = frozenset({"text", "textarea"})
"""Kinds of field in which people write."""
_SHORT_CHARS = 20


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what is sent, what is read, and the name of a drawing above it."""

    value: str
    label: str
    icon: str = ""

    @property
    def step(self) -> str:
        """Of a step of a scale, "4 – good", the number, which stands above the words; else empty."""
        number, dash, _words = self.label.partition(" – ")
        return number if dash and number.isdecimal() else ""

    @property
    def words(self) -> str:
        """The label, less its number."""
        return self.label.removeprefix(f"{self.step} – ") if self.step else self.label


@dataclass(frozen=True, slots=True)
class Typed:
    """How a field of the server's own forms is typed; put it in `Annotated[…, Typed(…)]`."""

    kind: str = "text"
    """`email` or `password`."""
    autocomplete: str = ""
    """By which a browser knows what to fill in (HTML 4.10.18.7)."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question of a form."""

    name: str
    id: str
    label: str
    help: str = ""
    kind: str = "text"
    """`radio`, `select`, `textarea`, `checkbox`, or a type of input: `text`, `email`, `password`, `date`, `number`."""
    options: tuple[Option, ...] = ()
    value: str = ""
    """What was typed or chosen before."""
    error: str = ""
    optional: bool = False
    chars_max: int | None = None
    lines: int = 1
    autocomplete: str = ""

    @property
    def described_by(self) -> str:
        """The ids for `aria-describedby`; the place of the error is always there, for the script to fill."""
        return f"{self.id}-help {self.id}-error" if self.help else f"{self.id}-error"

    @property
    def first_id(self) -> str:
        """Where a link in the error summary leads: the control, or the first choice."""
        return f"{self.id}-1" if self.kind == "radio" else self.id

    @property
    def is_scale(self) -> bool:
        """Whether its options are the steps of a scale."""
        return any(option.step for option in self.options)

    @property
    def is_wordy(self) -> bool:
        """Whether its options are sentences."""
        return any(len(option.label) > _SHORT_CHARS for option in self.options)

    @property
    def answer(self) -> str:
        """The value in words."""
        return next((option.label for option in self.options if option.value == self.value), self.value)


@dataclass(frozen=True, slots=True)
class FormView:
    """A form of one action; without fields it is a bare button."""

    action: str
    url: str
    label: str
    fields: tuple[FieldView, ...] = ()
    hidden: tuple[tuple[str, str], ...] = field(default=())
    """The server's own fields; each name starts with an underscore, so that none collides with a type's."""
    id: str = ""
    """Its own among all forms of a document: the action, and the target when that is not the whole."""
    forget: str = ""
    """Where a browser forgets who takes part, when it knew; empty where nobody is asked for a code or an address."""
    alike: bool = False
    """Whether it is looked, while it is filled in, for what is alike."""
    many: bool = False
    """Whether it may be sent again beside what was sent before."""
    first: str = ""
    """The field with which people begin; the others stand there once something is written in it."""

    @property
    def chosen(self) -> str:
        """What was chosen, in words: "Goed". What was written is no part of it: it may be long, and is no label."""
        return ", ".join(one.answer for one in self.fields if one.options and one.value)

    @property
    def errors(self) -> list[FieldView]:
        """The fields that have something to correct."""
        return [one for one in self.fields if one.error]

    @property
    def written(self) -> str:
        """All that was written of it, in people's own words."""
        return "\n".join(one.value for one in self.fields if one.kind in _WRITTEN and one.name != ENTRY)


def form_view(
    action: Action[BaseModel],
    model: type[BaseModel],
    words: Translator,
    *,
    url: str,
    target: str = "",
    hidden: Iterable[tuple[str, str]] = (),
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, Message] | None = None,
) -> FormView:
    """What to ask for `action`, with what was typed before and what was wrong with it."""
    id_ = "-".join([action.name, *re.findall(r"[A-Za-z0-9]+", target)])
    fields = field_views(model, words, id_, values, errors)
    many = action.many or action.who is Who.AUTHOR
    return FormView(
        action.name,
        url,
        words.text(action.label),
        fields,
        tuple(hidden),
        id_,
        alike=bool(action.alike),
        many=many,
        first=action.first,
    )


WITHDRAW = "withdraw"
"""The act that takes back what one did."""
CODE = "_code"
"""The server's own field for a receipt code."""
FORGET = "forget"
"""The act that ends that a browser knows who takes part with a code or an address."""
ENTRY = "_entry"
"""The server's own field for a code or an address, where one takes part with that."""


def fixed(form: FormView, values: Mapping[str, str]) -> FormView:
    """The form without the questions that are answered by where it stands; the answers go along."""
    known = tuple((one.name, values[one.name]) for one in form.fields if one.name in values)
    asked = tuple(one for one in form.fields if one.name not in values)
    return replace(form, fields=asked, hidden=(*form.hidden, *known)) if known else form


def field_views(
    model: type[BaseModel],
    words: Translator,
    form: str,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, Message] | None = None,
) -> tuple[FieldView, ...]:
    """The questions of a model, in the form with this id: with what was typed before, and what was wrong with it."""
    return tuple(
        _field_view(name, info, words, f"md-{form}-{name}", (values or {}).get(name), (errors or {}).get(name))
        for name, info in model.model_fields.items()
    )


def _field_view(
    name: str, info: FieldInfo, words: Translator, id_: str, sent: str | None, error: Message | None
) -> FieldView:
    control = next((one for one in info.metadata if isinstance(one, Control)), Control())
    own = next((one for one in info.metadata if isinstance(one, Typed)), Typed())
    longest = next((one.max_length for one in info.metadata if isinstance(one, MaxLen)), None)
    options = control.options or _members(info.annotation)
    kind = _kind(info, control, len(options)) or own.kind
    return FieldView(
        name=name,
        id=id_,
        label=words.text(info.title or name),
        help=" ".join(filter(None, [words.text(info.description or ""), words.text(_of_lines(info, words))])),
        kind=kind,
        options=tuple(Option(value, words.text(label), control.icons.get(value, "")) for value, label in options),
        value="" if kind == "password" else default(info) if sent is None else sent,
        error=words.text(error) if error else "",
        optional=control.optional,
        chars_max=longest,
        lines=max(control.lines, _LIST_LINES) if is_list(info) else control.lines,
        autocomplete=own.autocomplete,
    )


def _of_lines(info: FieldInfo, words: Translator) -> Message | str:
    """How a list is typed."""
    if not is_list(info):
        return ""
    of = things(info)
    if of is None:
        return N_("One on each line.")
    parts = BETWEEN.join(words.text(one.title or name) for name, one in of.model_fields.items())
    return say("One on each line: %(parts)s", parts=parts)


def _members(annotation: Any) -> list[tuple[str, str]]:
    """The choices of an enumeration that no `Control` words."""
    is_enum = isinstance(annotation, type) and issubclass(annotation, Enum)
    return [(str(one.value), str(one.value)) for one in annotation] if is_enum else []


def _kind(info: FieldInfo, control: Control, choices: int) -> str:
    """Empty where it is one line of text."""
    if choices:
        return "radio" if choices <= RADIOS_MAX else "select"
    if info.annotation is bool:
        return "checkbox"
    if control.lines > 1 or is_list(info):
        return "textarea"
    if info.annotation is int:
        return "number"
    return "date" if info.annotation in (date, date | None) else ""
