# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rating: people give one thing, or each subject of a site, a mark, and may say why.

Counts stand before percentages, the distribution beside every mean, and below ten people there are counts only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from meedoen.widget import (
    N_,
    WHOLE,
    Act,
    Action,
    Ask,
    Contribute,
    Control,
    Effect,
    Entry,
    Event,
    Happened,
    Items,
    Message,
    Part,
    React,
    Reads,
    Refusal,
    Reveal,
    Shown,
    Subjects,
    Tally,
    Targets,
    View,
    WidgetType,
    say,
)
from meedoen_widgets.rating.heights import heights

LOW_N = 10
"""Below this many people a percentage or a mean says more than is known."""

SCORE, REASON = "score", "reason"


class Scale(StrEnum):
    """What people choose from; the values count up from the least favourable."""

    YES_NO = "yes-no"
    FACES = "faces"
    STARS = "stars"


LABELS: dict[Scale, dict[int, str]] = {
    Scale.YES_NO: {1: N_("No"), 2: N_("Yes")},
    Scale.FACES: {1: N_("Bad"), 2: N_("So-so"), 3: N_("Good")},
    Scale.STARS: {
        1: N_("1 – very bad"),
        2: N_("2 – bad"),
        3: N_("3 – so-so"),
        4: N_("4 – good"),
        5: N_("5 – very good"),
    },
}
ICONS = {Scale.FACES: {"1": "face-1", "2": "face-2", "3": "face-3"}}


class Settings(BaseModel):
    """What an organisation decides when it places a rating."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(
        title=N_("Question"),
        description=N_("What you ask about the thing: What do you think of this plan?"),
        min_length=3,
        max_length=160,
    )
    scale: Scale = Field(Scale.FACES, title=N_("Scale"), description=N_("What people choose from."))
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
    figures: Reveal = Field(
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
    return refusals


def parts(settings: Settings) -> Sequence[Part] | Subjects:
    """One thing, or the subjects whose keys begin as the settings say."""
    return Subjects(settings.subjects) if settings.subjects else ()


def form(settings: Settings, _target: str) -> type[BaseModel]:
    """A score, and where the settings ask for it a reason."""
    labels = LABELS[settings.scale]
    score = Control(
        options=[(str(value), label) for value, label in labels.items()], icons=ICONS.get(settings.scale, {})
    )
    fields: dict[str, Any] = {
        "score": (Annotated[Literal[tuple(str(value) for value in labels)], score], Field(title=settings.question)),
    }
    if settings.ask_reason:
        title = settings.reason_question or N_("Why do you think so?")
        seen = (
            N_("Everybody can read this, without your name.")
            if settings.show_reasons
            else N_("Only the organisation reads this.")
        )
        fields["reason"] = (
            Annotated[str, Control(lines=3, optional=True)],
            Field("", title=title, description=seen, max_length=1000),
        )
    return create_model("Rate", __config__=ConfigDict(extra="forbid", str_strip_whitespace=True), **fields)


def decide(act: Act[Settings], _view: View[Settings]) -> Sequence[Effect]:
    """A score alone is one reaction; with words it is a contribution as well."""
    values = act.form.model_dump()
    effects: list[Effect] = [React(SCORE, int(values["score"]))]
    if values.get("reason"):
        effects.append(Contribute(REASON, {"text": values["reason"]}, once=True))
    return effects


def recall(marks: Mapping[str, int], words: Mapping[str, Mapping[str, Any]]) -> Mapping[str, str]:
    """What somebody sent before, as the form asks for it."""
    return {"score": str(marks.get(SCORE, "")), "reason": str(words.get(REASON, {}).get("text", ""))}


def reads(settings: Settings, ask: Ask) -> Reads:
    """The counts of the thing or subject asked for, and the reasons when they are public."""
    target = ask.over or WHOLE
    reasons = Items(REASON, target=target, mark=SCORE, most=20) if settings.show_reasons else None
    return Reads(tallies=[(target, SCORE)], items=reasons)


def bars(settings: Settings, tally: Tally) -> list[dict[str, object]]:
    """The distribution, most favourable first: value, label, count and, from `LOW_N` people, a whole percentage."""
    enough = tally.n >= LOW_N
    return [
        {
            "value": value,
            "label": label,
            "count": (count := tally.counts.get(value, 0)),
            "percent": round(100 * count / tally.n) if enough else None,
        }
        for value, label in reversed(LABELS[settings.scale].items())
    ]


def show(view: View[Settings]) -> Shown:
    """The distribution with n; a mean only for stars and only from `LOW_N` people."""
    target = view.ask.over or WHOLE
    tally = view.tally(SCORE, target)
    enough = tally.n >= LOW_N
    mean = tally.mean if enough and view.settings.scale is Scale.STARS else None
    json_ld = None
    if mean is not None:
        json_ld = {
            "@context": "https://schema.org",
            "@type": "AggregateRating",
            "itemReviewed": {"@type": "Thing", "name": target or view.title},
            "ratingValue": round(mean, 2),
            "ratingCount": tally.n,
            "bestRating": 5,
            "worstRating": 1,
        }
    labels = LABELS[view.settings.scale]
    return Shown(
        context={"bars": bars(view.settings, tally), "n": tally.n, "mean": mean, "enough": enough, "labels": labels},
        summary=view.settings.question,
        json_ld=json_ld,
    )


def reserve(settings: Settings) -> Mapping[int, int]:
    """Enough for the form, and for what takes its place."""
    choices = len(LABELS[settings.scale])
    return heights(choices, settings.figures, asks=settings.ask_reason, shows=settings.show_reasons)


def reveal(settings: Settings) -> Reveal:
    """As the settings say."""
    return settings.figures


def standing(settings: Settings, tally: Tally) -> Sequence[Message]:
    """The counts, most favourable first, one line each."""
    return [
        say("%(label)s: %(count)s", label=say(label), count=tally.counts.get(value, 0))
        for value, label in reversed(LABELS[settings.scale].items())
    ]


def entry(event: Event, settings: Settings) -> Entry | None:
    """Opening, shown reasons, the weekly standing and closing; never a vote."""
    if event.kind is Happened.OPENED:
        return Entry(say("Open: %(question)s", question=settings.question))
    if event.kind is Happened.CLOSED:
        return Entry(say("Closed: %(question)s", question=settings.question), event.closing_text)
    if event.kind is Happened.CONTRIBUTED and event.item is not None and settings.show_reasons:
        label = LABELS[settings.scale].get(event.item.mark or 0)
        return Entry(
            say("A reason with “%(score)s”", score=say(label)) if label else say("A reason"), event.item.data["text"]
        )
    if event.kind is Happened.STANDING:
        tally = event.tallies.get((WHOLE, SCORE), Tally())
        return Entry(say("The standing: %(n)s people", n=tally.n), standing(settings, tally))
    return None


RATING = WidgetType(
    name="rating",
    title=N_("Rating"),
    summary=N_("Let people rate a plan, a service or a page, and say why."),
    task="think",
    settings=Settings,
    reserve=reserve,
    show=show,
    actions=[
        Action(
            name="rate",
            label=N_("Send"),
            form=form,
            targets=frozenset({Targets.WHOLE, Targets.SUBJECT}),
            decide=decide,
            recall=recall,
            effects=frozenset({React, Contribute}),
            thanks=N_("Thank you. Your rating counts."),
        ),
    ],
    check=check,
    parts=parts,
    reads=reads,
    reveal=reveal,
    entry=entry,
    standing=(SCORE,),
    public_kinds=lambda settings: frozenset({REASON}) if settings.show_reasons else frozenset(),
)
