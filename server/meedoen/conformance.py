# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""How accessibility was checked, by criterion of WCAG 2.2 (A and AA) and clause of EN 301 549, as it can be cited.

What holds for every widget is kept once, in `conformance.toml` beside this. A type adds to it, or says otherwise, in a
file of that name in its own folder; one without that file declares nothing, which the gallery says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")
FILE = "conformance.toml"
EN_301_549 = "EN 301 549 v3.2.1"


class How(StrEnum):
    """By what a criterion was checked."""

    TOOL = "tool"
    TEST = "test"
    HAND = "hand"
    NONE = "none"
    NOTHING = "nothing"
    """It does not apply: there is nothing of the kind."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Checked(_Model):
    """What a type says about a criterion."""

    how: How
    by: tuple[str, ...] = ()
    """The tools, or the tests that hold it."""
    remark: Mapping[str, str] = Field(default_factory=dict)
    """A sentence, by language."""


class Criterion(Checked):
    """One criterion, and how it was checked in what is the server's."""

    level: str
    clause: str = ""
    """Of EN 301 549; empty: WCAG 2.2 added it."""
    name: Mapping[str, str]


class Declared(_Model):
    """What a type's own file says."""

    criteria: Mapping[str, Checked] = Field(default_factory=dict)
    not_tested: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """What else was not tested, by language."""


class Table(Declared):
    """What the server's file says."""

    criteria: Mapping[str, Criterion]


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion as the gallery shows it."""

    number: str
    criterion: Criterion
    checked: Checked
    """As the type says, where it does; else as the server does."""
    own: bool
    """Whether the type says so."""


TABLE = Table.model_validate(tomllib.loads((Path(__file__).parent / FILE).read_text("utf-8")))


def declared(folder: Path) -> Declared | None:
    """What the type in this folder declares; None where it declares nothing. Raises `ValueError`."""
    if not (folder / FILE).is_file():
        return None
    own = Declared.model_validate(tomllib.loads((folder / FILE).read_text("utf-8")))
    if unknown := set(own.criteria) - set(TABLE.criteria):
        raise ValueError(f"{', '.join(sorted(unknown))}: no such criterion of WCAG 2.2, level A or AA.")
    return own


def rows(own: Declared | None) -> Iterator[Row]:
    """Every criterion, in order."""
    said = own.criteria if own else {}
    for number, criterion in TABLE.criteria.items():
        yield Row(number, criterion, said.get(number, criterion), number in said)


def not_tested(own: Declared | None, language: str) -> Sequence[str]:
    """What nobody tested, in words."""
    both = (TABLE, own) if own else (TABLE,)
    return [line for one in both for line in said_in(one.not_tested, language, ())]


def said_in(words: Mapping[str, T], language: str, nothing: T) -> T:
    """In this language, else in English."""
    return words.get(language, words.get("en", nothing))
