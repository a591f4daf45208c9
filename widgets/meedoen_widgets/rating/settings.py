# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation decides when it places a rating, and what of that is locked once people have rated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from meedoen.widget import N_, Control, Refusal, Reveal, say
from meedoen_widgets.rating.scales import SCALES, Scale

FIGURES = (
    (Reveal.ALWAYS.value, N_("At once")),
    (Reveal.ON_REQUEST.value, N_("On request")),
    (Reveal.AFTER_CLOSING.value, N_("After closing")),
)
"""When people see how others rated, as an organisation chooses it."""


class Thing(BaseModel):
    """One of several that are rated: a project, a service."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(title=N_("Short name"), pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=63)
    label: str = Field(title=N_("What people read"), min_length=1, max_length=160)


class Settings(BaseModel):
    """What an organisation decides when it places a rating."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(
        title=N_("Question"),
        description=N_("What you ask about the thing: What do you think of this plan?"),
        min_length=3,
        max_length=160,
    )
    scale: Annotated[Scale, Control(options=SCALES)] = Field(
        Scale.FACES, title=N_("Scale"), description=N_("What people choose from.")
    )
    ask_reason: bool = Field(True, title=N_("Ask why"), description=N_("People may add a sentence; nobody has to."))
    reason_question: str = Field(
        "",
        title=N_("Question about the reason"),
        description=N_("Empty: Why do you think so?"),
        max_length=160,
    )
    show_reasons: bool = Field(
        False,
        title=N_("Show reasons"),
        description=N_("Reasons are then public, in the widget and in its feeds."),
    )
    figures: Annotated[Reveal, Control(options=FIGURES)] = Field(
        Reveal.ON_REQUEST,
        title=N_("Figures"),
        description=N_(
            "On request keeps early figures from steering people; after closing keeps them secret until then."
        ),
    )
    subjects: tuple[str, ...] = Field(
        (),
        title=N_("Subjects"),
        max_length=50,
        description=N_("Beginnings of the subject keys this widget takes, to serve many pages with one snippet."),
    )
    things: tuple[Thing, ...] = Field(
        (),
        title=N_("Things"),
        max_length=50,
        description=N_("A list of projects or services, to rate each and rank them."),
    )
    trend: bool = Field(
        True, title=N_("Show how it went"), description=N_("Per week, on the full page, once there are enough ratings.")
    )
    changed_on: date | None = Field(
        None,
        title=N_("Changed on"),
        description=N_("A day on which the thing was changed: ratings before and after then stand side by side."),
    )
    change: str = Field("", title=N_("What was changed"), description=N_("In a few words."), max_length=160)

    @model_validator(mode="after")
    def _one_or_many(self) -> Self:
        if self.things and self.subjects:
            raise ValueError(N_("A rating has things or subjects, not both."))
        if len({thing.key for thing in self.things}) < len(self.things):
            raise ValueError(N_("Two things have the same short name."))
        return self


def check(old: Settings, new: Settings, acts: int) -> Sequence[Refusal]:
    """The scale and the question give the counts their meaning: both are locked once somebody has rated."""
    refusals = []
    if acts and old.scale is not new.scale:
        refusals.append(
            Refusal(say("People have rated on the present scale. Place a new widget for another one."), "scale")
        )
    if acts and old.question != new.question:
        refusals.append(
            Refusal(say("People have answered the present question. Place a new widget for another."), "question")
        )
    if acts and bool(old.things) is not bool(new.things):
        refusals.append(
            Refusal(say("People have rated what there is. Place a new widget for a list, or for one thing."), "things")
        )
    elif acts and not {(one.key, one.label) for one in old.things} <= {(one.key, one.label) for one in new.things}:
        refusals.append(
            Refusal(say("People have rated these things under these names. Things can be added alone."), "things")
        )
    return refusals
