# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From values to what is typed in a form, and back: a list is a line for each, a box without a tick is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

BETWEEN = " | "
"""Between the fields of one thing, where each thing is a line."""


def typed(valid: BaseModel) -> dict[str, str]:
    """What would have been typed for these values: the inverse of `untyped`."""
    return {name: _as_typed(value) for name, value in valid.model_dump(mode="json").items()}


def default(info: FieldInfo) -> str:
    """What stands in a field that nobody filled in yet."""
    return "" if info.is_required() else _as_typed(to_jsonable_python(info.get_default(call_default_factory=True)))


def untyped(model: type[BaseModel], fields: Mapping[str, str]) -> dict[str, Any]:
    """What a model takes, of what a form sent: a box without a tick sends nothing, a list is a line for each."""
    taken: dict[str, Any] = dict(fields)
    for name, info in model.model_fields.items():
        if info.annotation is bool:
            taken[name] = fields.get(name, "false")
        elif is_list(info) and name in fields:
            taken[name] = [_one(line.strip(), things(info)) for line in fields[name].splitlines() if line.strip()]
        elif not info.is_required() and info.default is None and fields.get(name) == "":
            del taken[name]
    return taken


def resent(model: type[BaseModel], fields: Mapping[str, str]) -> dict[str, str]:
    """What was sent, to be shown again: a box that was left without a tick stays so, whatever its default."""
    boxes = [name for name, info in model.model_fields.items() if info.annotation is bool]
    return {**dict.fromkeys(boxes, "false"), **fields}


def is_list(info: FieldInfo) -> bool:
    """Whether it holds any number of things."""
    return get_origin(info.annotation) is tuple


def things(info: FieldInfo) -> type[BaseModel] | None:
    """The model of each thing in a list; None where each is a text."""
    of = next(iter(get_args(info.annotation)), None) if is_list(info) else None
    return of if isinstance(of, type) and issubclass(of, BaseModel) else None


def _one(line: str, of: type[BaseModel] | None) -> object:
    if of is None:
        return line
    names = list(of.model_fields)
    return dict(zip(names, (part.strip() for part in line.split(BETWEEN.strip(), len(names) - 1)), strict=False))


def _as_typed(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "\n".join(map(_as_typed, value))
    if isinstance(value, dict):
        return BETWEEN.join(map(_as_typed, value.values()))
    return "" if value is None else str(value)
