# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A widget type of the tests' own, that counts how often it is asked to show itself."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, Field

from meedoen.widget import WHOLE, Act, Action, Ask, Contribute, Effect, Hold, Items, Reads, Shown, View, WidgetType, say

shown: list[str] = []
"""The title of each widget it was asked to show, in order."""


class Settings(BaseModel):
    holds_s: int = Field(0, title="Holds", description="For how many seconds what it shows is true; 0 is for good.")


class Nothing(BaseModel):
    pass


class Words(BaseModel):
    words: str = Field(title="Words")


def nothing(_settings: Settings, _target: str) -> type[BaseModel]:
    return Nothing


def words(_settings: Settings, _target: str) -> type[BaseModel]:
    return Words


def decide(act: Act[Settings], _view: View[Settings]) -> list[Effect]:
    said = act.form.model_dump()
    held = [Hold(say("It names %(who)s.", who=said["words"]))] if said["words"] == "Jan" else []
    return [Contribute("words", said), *held]


def show(view: View[Settings]) -> Shown:
    shown.append(view.title)
    until = view.moment + timedelta(seconds=view.settings.holds_s) if view.settings.holds_s else None
    return Shown(
        {"n": view.tally("mark").n, "said": view.items_total, "at": view.moment.isoformat()}, fresh_until=until
    )


def reads(_settings: Settings, _ask: Ask) -> Reads:
    return Reads(tallies=[(WHOLE, "mark")], items=Items("words"))


COUNTED = WidgetType(
    name="counted",
    title="Counted",
    summary="Counts how often it is shown.",
    task="think",
    settings=Settings,
    reserve=lambda _settings: {320: 200, 480: 200, 640: 200},
    show=show,
    actions=[
        Action("mark", "Mark", nothing, reaction="mark"),
        Action("say", "Say", words, decide=decide, effects=frozenset({Contribute, Hold})),
    ],
    reads=reads,
    public_kinds=lambda _settings: frozenset({"words"}),
)
