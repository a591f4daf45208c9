# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is shown of contributions that are alike what somebody is writing: what each says, where it stands, "me too"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from meedoen.addresses import with_query
from meedoen.participation.views import Placed
from meedoen.render.asked import Asked
from meedoen.render.items import excerpt
from meedoen.values import ITEM, WHOLE, Item
from meedoen.widget import Action, Targets


@dataclass(frozen=True, slots=True)
class Like:
    """One of them."""

    words: str
    url: str
    too: str = ""
    """Where one joins it by a button, and what that says; empty where its type has none."""
    label: str = ""


def likes(at: Asked, items: Sequence[Item]) -> list[Like]:
    """In the order given."""
    too = _bare(at.placed)
    return [_like(at, item, too) for item in items]


def _like(at: Asked, item: Item, too: Action[Any] | None) -> Like:
    lang = {"lang": at.query.lang}
    where = with_query(f"{at.place.base}/{item.number}", lang)
    if too is None or item.kind in at.placed.installed.type.staff_kinds:
        return Like(excerpt(at.placed, item, at.words), where)
    join = with_query(at.place.act(too.name), {"target": f"{ITEM}{item.number}"} | lang)
    return Like(excerpt(at.placed, item, at.words), where, join, at.text(too.label))


def _bare(placed: Placed) -> Action[Any] | None:
    """The reaction to a contribution that asks no more than a button."""
    return next(
        (
            action
            for action in placed.installed.actions
            if action.reaction and Targets.ITEM in action.targets and not placed.form(action, WHOLE).model_fields
        ),
        None,
    )
