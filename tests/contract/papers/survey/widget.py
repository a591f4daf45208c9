# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""On paper: a survey. Its questions are settings, it is asked in two steps, and one may come back to a draft of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from meedoen.widget import Act, Action, Contribute, Control, Effect, Shown, View, WidgetType

ANSWERS = "answers"


class Question(BaseModel):
    key: str = Field(title="Key", description="Stands in exports.", pattern=r"^[a-z]+$")
    words: str = Field(title="Question", description="As people read it.")
    options: tuple[str, ...] = Field((), title="Options", description="None: people write.")


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    questions: tuple[Question, ...] = Field(title="Questions", description="In their order.", min_length=1)


def form(settings: Settings, _target: str) -> type[BaseModel]:
    """One field for each question: a choice where it has options, else words."""
    fields: dict[str, Any] = {}
    for question in settings.questions:
        choice = Control(options=[(option, option) for option in question.options])
        kind = Annotated[Literal[question.options], choice] if question.options else Annotated[str, Control(lines=3)]
        fields[question.key] = (kind, Field(title=question.words))
    return create_model("Survey", __config__=ConfigDict(extra="forbid"), **fields)


def decide(act: Act[Settings], _view: View[Settings]) -> Sequence[Effect]:
    """All answers together are one contribution, which only the organisation reads."""
    return [Contribute(ANSWERS, act.form.model_dump(), once=True)]


def show(view: View[Settings]) -> Shown:
    return Shown(context={"questions": len(view.settings.questions)})


FILL_IN = Action(name="fill_in", label="Send", form=form, decide=decide, effects=frozenset({Contribute}))
SERVED = WidgetType(
    name="survey",
    title="Survey",
    summary="Ask several things at once.",
    task="think",
    settings=Settings,
    reserve=lambda settings: dict.fromkeys((320, 480, 640), 400 + 200 * len(settings.questions)),
    show=show,
    actions=[FILL_IN],
)
ALONE = SimpleNamespace(
    steps=replace(SERVED, actions=[replace(FILL_IN, steps=2)]),
    draft=replace(SERVED, actions=[replace(FILL_IN, draft=True)]),
)
"""With one line of the contract more, by the name of that line."""
WHOLE = replace(SERVED, actions=[replace(FILL_IN, steps=2, draft=True)])
