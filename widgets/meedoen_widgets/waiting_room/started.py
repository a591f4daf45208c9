# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Groups that people start: a contribution with a name, under which topics stand. It has its page, frame and feed as
every contribution has; once staff give its number a name in the settings it is theirs, with all asked in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from meedoen.widget import N_, Act, Action, Contribute, Effect, Item, Items, Refusal, View, say
from meedoen_widgets.waiting_room.settings import Settings

GROUP = "group"
LISTED = 10
"""The newest, on the full page."""
PER_HOUR = 3
"""What was refused counts as well."""


class Started(BaseModel):
    """What it is about."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(
        title=N_("What is the group about?"),
        description=N_("A few words, such as the step of a form. Everybody can read it and ask in it."),
        min_length=3,
        max_length=80,
    )


def decide(act: Act[Settings], _view: View[Settings]) -> Sequence[Effect] | Refusal:
    """Where the organisation lets people."""
    if not act.settings.people_start_groups:
        return Refusal(say("Here only the organisation makes groups. Ask your question in the room."))
    return [Contribute(GROUP, act.form.model_dump())]


def beside(settings: Settings) -> Sequence[Items]:
    """The newest, where there may be any."""
    return [Items(GROUP, most=LISTED)] if settings.people_start_groups else []


def key(target: str) -> str:
    """The key of the group that is a target, or empty: its number."""
    return target[1:] if target.startswith("#") else ""


def names(settings: Settings, groups: Sequence[Item]) -> Mapping[str, str]:
    """By key, as people read them: what staff call it goes before what its starter did."""
    started = {str(one.number): str(one.data["name"]) for one in groups if one.removed is None}
    return {**started, **settings.labels}


def searched(item: Item) -> str:
    """By what it is found while somebody names another."""
    return str(item.data.get("name", ""))


ACTION: Action[Any] = Action(
    name=GROUP,
    label=N_("Begin a group"),
    form=lambda _settings, _target: Started,
    decide=decide,
    effects=frozenset({Contribute}),
    thanks=N_("Thank you. The group is there: you can ask in it."),
    per_hour=PER_HOUR,
    many=True,
    alike=GROUP,
)
