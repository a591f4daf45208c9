# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""On paper: objections to a permit. Staff have a desk to read them at, and a clock tells them what waits too long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
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
    Outcome,
    OutcomeState,
    Reads,
    Relate,
    Shown,
    Targets,
    Task,
    View,
    Who,
    WidgetType,
    say,
)

OBJECTION, RULING = "objection", "ruling"


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


class Same(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: int = Field(title="The number of the objection that says the same", ge=1, le=999_999_999)


def relate(act: Act[Settings], _view: View[Settings]) -> Sequence[Effect]:
    """Who objected says that another did so before."""
    assert isinstance(act.form, Same)
    return [Relate(act.form.number)]


class Ruling(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(title="What is decided?", min_length=1, max_length=1000)


def rule(act: Act[Settings], _view: View[Settings]) -> Sequence[Effect]:
    """What the organisation decides stands there with its own outcome."""
    return [Contribute(RULING, act.form.model_dump()), Outcome(OutcomeState.USED, "Zo wordt het.")]


def reads(_settings: Settings, _ask: Ask) -> Reads:
    return Reads(items=Items(OBJECTION))


def show(view: View[Settings]) -> Shown:
    waits = next((item.created for item in view.items if not item.data.get("late")), None)
    late = waits + _days(view) + timedelta.resolution if waits is not None else None
    return Shown(context={"permit": view.settings.permit}, fresh_until=late if late and late > view.moment else None)


def queue(view: View[Settings]) -> Shown:
    """The desk: what came in, the oldest first; people see none of it."""
    return Shown(context={"waiting": sorted(view.items, key=lambda item: item.created)})


def due(view: View[Settings]) -> Sequence[Effect]:
    """What the clock brings: a line in the file for the newest objection, once it waits too long."""
    newest = next(iter(view.items), None)
    late = newest is not None and not newest.data.get("late") and newest.created < view.moment - _days(view)
    return [Contribute(OBJECTION, {"late": newest.number})] if newest is not None and late else []


def _days(view: View[Settings]) -> timedelta:
    return timedelta(days=view.settings.days)


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
        ),
        Action(
            name="same",
            label="Mine says the same",
            form=lambda _settings, _target: Same,
            who=Who.AUTHOR,
            targets=frozenset({Targets.ITEM}),
            decide=relate,
            effects=frozenset({Relate}),
        ),
        Action(
            name="rule",
            label="Decide",
            form=lambda _settings, _target: Ruling,
            who=Who.STAFF,
            decide=rule,
            effects=frozenset({Contribute, Outcome}),
        ),
    ],
    desks={"queue": Desk(title="What came in", reads=reads, show=queue)},
    reads=reads,
    due=due,
    public_kinds=lambda _settings: frozenset({RULING}),
    staff_kinds=frozenset({RULING}),
    doubles={OBJECTION: ""},
)
