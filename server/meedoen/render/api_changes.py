# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the API answers about changes, as models."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from meedoen.render.api import DecisionItem, Model, Uri
from meedoen.render.api_lists import List


class ChangeItem(Model):
    """One outcome for a set of contributions: what the organisation changed because of them."""

    number: int = Field(description="It numbers the changes of the widget.")
    now: DecisionItem
    began_at: datetime = Field(description="When it was first told.")
    since: date | None = Field(description="Since when it is so; null: that was not said.")
    earlier: list[DecisionItem] = Field(description="What it said before, oldest first.")
    contributions: int = Field(description="How many of its contributions stand.")
    url: Uri = Field(description="The page, which names its contributions.")


class ChangeList(List):
    """Changes, newest first."""

    items: list[ChangeItem]
