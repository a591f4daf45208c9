# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people were told when they acted, and what a later change of settings may therefore not undo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel

from meedoen.participation.views import Placed
from meedoen.values import Message, Reveal, say


def broken(placed: Placed, settings: BaseModel, acts: int, moment: datetime) -> Iterator[Message]:
    """What these settings would break, once there were `acts`; of every type, whatever its own `check` locks."""
    kind = placed.installed.type
    if not acts:
        return
    if kind.public_kinds(settings) - kind.public_kinds(placed.settings):
        yield say(
            "People wrote for the organisation alone, and were told so. Leave it, or place a new widget where"
            " everybody can read along."
        )
    if not placed.revealed(moment) and kind.reveal(settings) is not Reveal.AFTER_CLOSING:
        yield say("People were told that the result is secret until closing. Leave it, or close the widget first.")
