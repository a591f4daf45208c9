# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking the organisation something, in any widget whose type says that people may: an action of the server's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from meedoen import limits
from meedoen.effects import Contribute, Effect, Task
from meedoen.values import N_, Control, say
from meedoen.widget import Act, Action, Targets, View

QUESTION = "question"
"""The kind of contribution; a type that lets people ask has none of this name."""


class Question(BaseModel):
    """What is asked: the question alone, and nothing about who asks it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    text: Annotated[str, Control(lines=4)] = Field(
        title=N_("What do you want to ask the organisation?"),
        description=N_("Everybody can read this and the answer, without your name."),
        min_length=3,
        max_length=limits.QUESTION_CHARS_MAX,
    )


def _decide(act: Act[Any], _view: View[Any]) -> Sequence[Effect]:
    """It stands there at once, and in the organisation's queue until somebody answers."""
    return [Contribute(QUESTION, act.form.model_dump()), Task(say("Answer this question."))]


ASK: Action[Any] = Action(
    name="ask",
    label=N_("Put a question to the organisation"),
    form=lambda _settings, _target: Question,
    targets=frozenset(Targets),
    decide=_decide,
    effects=frozenset({Contribute, Task}),
    recall=lambda _marks, words: words.get(QUESTION, {}),
    thanks=N_("Thank you. The organisation was asked. The answer comes on this page."),
    per_hour=limits.QUESTIONS_PER_HOUR,
)
