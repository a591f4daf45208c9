# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""On paper: objections to a permit. Staff have a desk to read them at, and a clock tells them what waits too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from meedoen.widget import (
    Act,
    Action,
    Ask,
    Contribute,
    Control,
    Desk,
    Effect,
    Items,
    Notify,
    Reads,
    Shown,
    Task,
    View,
    WidgetType,
    say,
)

OBJECTION = "objection"


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    permit: str = Field(title="Permit", description="Its number and what it is for.")
    days: int = Field(42, title="Days", description="Within how many days an objection is answered.")


class Objection(BaseModel):
    model_config = ConfigDict(extra="forbid")

    why: Annotated[str, Control(lines=5)] = Field(title="What is your objection?", min_length=3, max_length=1000)


def decide(act: Act[Settings], _view: View[Settings]) -> Sequence[Effect]:
    """It is kept, staff are asked to look at it, and who follows the permit is told that there is one more."""
    return [
        Contribute(OBJECTION, act.form.model_dump()),
        Task(say("Judge this objection to %(permit)s.", permit=act.settings.permit)),
        Notify(say("An objection to %(permit)s came in.", permit=act.settings.permit)),
    ]


def reads(_settings: Settings, _ask: Ask) -> Reads:
    return Reads(items=Items(OBJECTION))


def show(view: View[Settings]) -> Shown:
    return Shown(context={"permit": view.settings.permit})


def queue(view: View[Settings]) -> Shown:
    """The desk: what came in, the oldest first; people see none of it."""
    return Shown(context={"waiting": sorted(view.items, key=lambda item: item.created)})


def due(view: View[Settings]) -> Sequence[Effect]:
    """What the clock brings: a word to staff for each that waits too long."""
    limit = view.moment - timedelta(days=view.settings.days)
    late = [item for item in view.items if item.created < limit]
    return [Notify(say("Objection %(number)s waits too long.", number=str(item.number))) for item in late]


SERVED = WidgetType(
    name="permits",
    title="Permit",
    summary="Let people object to a permit.",
    task="ask",
    settings=Settings,
    reserve=lambda _settings: dict.fromkeys((320, 480, 640), 600),
    show=show,
    actions=[
        Action(
            name="object",
            label="Send",
            form=lambda _settings, _target: Objection,
            decide=decide,
            effects=frozenset({Contribute, Task, Notify}),
        )
    ],
    desks={"queue": Desk(title="What came in", reads=reads, show=queue)},
)
ALONE = SimpleNamespace(due=replace(SERVED, due=due))
"""With one line of the contract more, by the name of that line."""
WHOLE = replace(SERVED, due=due)
