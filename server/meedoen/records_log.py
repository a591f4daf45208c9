# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened, and what is still to be done, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One line of the log. `data` holds references and counts, never personal text."""

    id: int
    uid: str
    widget: int | None
    kind: str
    role: str
    at: datetime
    number: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """Work to do at or after `due`."""

    id: int
    kind: str
    widget: int | None
    due: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    tries: int = 0
