# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a search finds and what figures tell, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from meedoen.records_answers import Coverage


class Sort(StrEnum):
    """Whose words were found."""

    WIDGET = "widget"
    CONTRIBUTION = "contribution"
    ANSWER = "answer"
    """An official reply, or the reason of an outcome."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Some words that were found."""

    id: int
    widget: int
    number: int
    """Of the contribution; 0 is the widget itself."""
    sort: Sort
    text: str
    kind: str
    """Of the contribution; empty where it is the widget."""


class Counted(StrEnum):
    """What is counted by month."""

    CONTRIBUTED = "contributed"
    REPLIED = "replied"


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one widget."""

    coverage: Coverage = Coverage()  # noqa: RUF009  (a frozen value)
    """Of its public contributions."""
    contributes: bool = False
    """Whether it has any."""
    marks: int | None = None
    """How often people reacted; none where that is withheld, or nobody can."""
    replies: int = 0
    months: Mapping[tuple[str, Counted], int] = field(default_factory=dict)
    """By month, `YYYY-MM`."""
    took_s: tuple[int, ...] = ()
    """How long each of those waited that were answered lately."""
