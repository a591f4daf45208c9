# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the API answers where it lists, as models: a page of each list."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from meedoen.render.api import ContributionItem, Model, OrganisationItem, Uri, WidgetItem


def _absent(schema: dict[str, Any]) -> None:
    """Left out rather than null."""
    del schema["default"]


class List(Model):
    """A page of a list."""

    next: Uri | SkipJsonSchema[None] = Field(
        None,
        description="The rest of the list; absent where it ends.",
        json_schema_extra=_absent,
    )


class OrganisationList(List):
    """Organisations, in the order they came."""

    items: list[OrganisationItem]


class WidgetList(List):
    """Public widgets, in the order they were placed."""

    items: list[WidgetItem]


class ContributionList(List):
    """Contributions of one kind, newest first, removed ones in their place."""

    kind: str
    total: int = Field(description="How many stand in all, removed ones aside.")
    items: list[ContributionItem]
