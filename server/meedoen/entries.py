# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What feeds tell of a widget, as plain values: what happened, and the entry a type makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from meedoen.values import Item, Message, Tally


class Happened(StrEnum):
    """Kinds of event a feed tells of. A type's `entry` is asked about each but the last three: of `ANSWERED` and
    `MERGED` the words are the server's, of `NOTIFIED` those of the effect."""

    OPENED = "opened"
    CLOSED = "closed"
    CONTRIBUTED = "contributed"
    STANDING = "standing"
    ANSWERED = "answered"
    NOTIFIED = "notified"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `item` is there for `CONTRIBUTED`; `tallies`, by (target, kind), for
    `STANDING`: of the whole and each part on which somebody acted, or of all subjects together (`EVERY`)."""

    kind: Happened
    at: datetime
    item: Item | None = None
    tallies: Mapping[tuple[str, str], Tally] = field(default_factory=dict)
    closing_text: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A feed entry: both plain text."""

    title: Message | str
    text: Message | str | Sequence[Message] = ""
    """A sequence is one line each."""
