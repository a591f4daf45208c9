# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for an answer, and what was said, as the console shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten
from typing import Any

from meedoen.records import Widget
from meedoen.records_answers import Waiting, What
from meedoen.values import N_

QUEUES = {
    What.ANSWER: N_("Not answered yet"),
    What.OUTCOME: N_("Answered, without an outcome"),
    What.TASK: N_("Asked of the organisation"),
    What.OBJECTION: N_("The author says: not right"),
    What.ERASURE: N_("Asked to be erased"),
}
"""What there is to do, in words."""
_EXCERPT_CHARS_MAX = 160


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A contribution that waits."""

    url: str
    number: int
    words: str
    widget: str
    language: str
    since: datetime
    has_it: Sequence[str] = ()
    """The names of those before whom it lies."""


@dataclass(frozen=True, slots=True)
class SaidLine:
    """Something that somebody said."""

    url: str
    number: int
    widget: str
    language: str
    label: str
    text: str
    at: datetime


def words_of(data: Mapping[str, Any]) -> str:
    """What somebody wrote, whatever the type of widget."""
    return "\n".join(str(value) for value in data.values() if value)


def queue_line(one: Waiting, of: Widget, base: str, has_it: Sequence[str] = ()) -> QueueLine:
    """A line of the queue; its words are cut where a line is full."""
    words = shorten(words_of(one.data), _EXCERPT_CHARS_MAX, placeholder=" …")
    return QueueLine(f"{base}/{of.name}/{one.number}", one.number, words, of.title, of.spoken, one.since, has_it)
