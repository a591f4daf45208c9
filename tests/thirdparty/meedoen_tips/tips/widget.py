# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tips: people give each other a tip in one line, as many as they like, and say which ones are of use to them too.

A tip is about the whole or about one of the topics that the settings name. The most useful ones stand on top.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from meedoen.widget import (
    N_,
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
    Part,
    Reads,
    Refusal,
    Reveal,
    Shown,
    Tally,
    Targets,
    View,
    WidgetType,
    say,
)

TIP, SUPPORT = "tip", "support"


class Topic(BaseModel):
    """Something that tips can be about."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(title=N_("Key"), description=N_("Stands in addresses."), pattern=r"^[a-z0-9-]+$", max_length=40)
    label: str = Field(title=N_("Topic"), description=N_("As people read it."), min_length=1, max_length=80)


class Settings(BaseModel):
    """What an organisation decides when it places tips."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(title=N_("Question"), description=N_("What tips you ask for."), min_length=3, max_length=160)
    topics: tuple[Topic, ...] = Field(
        (), title=N_("Topics"), description=N_("What tips can be about, beside the whole."), max_length=20
    )
    longest: int = Field(
        140, title=N_("Longest tip"), description=N_("In characters; a tip is one line."), ge=20, le=500
    )
    ask_where: bool = Field(False, title=N_("Ask where"), description=N_("People may add a place to a tip."))
    secret: bool = Field(
        False, title=N_("Secret until closing"), description=N_("Until then nobody sees how many find a tip of use.")
    )


def check(old: Settings, new: Settings, acts: int) -> Sequence[Refusal]:
    """A topic about which there may be tips stays."""
    gone = {topic.key for topic in old.topics} - {topic.key for topic in new.topics}
    return [Refusal(say("There may be tips about this topic. Leave it in."), "topics")] if acts and gone else []


def parts(settings: Settings) -> Sequence[Part]:
    """The topics."""
    return [Part(topic.key, topic.label) for topic in settings.topics]


def tip_form(settings: Settings, _target: str) -> type[BaseModel]:
    """One line, and a place where the settings ask for it."""
    fields: dict[str, Any] = {
        "tip": (str, Field(title=settings.question, min_length=3, max_length=settings.longest, pattern=r"^[^\r\n]*$")),
    }
    if settings.ask_where:
        fields["where"] = (Annotated[str, Control(optional=True)], Field("", title=N_("Where?"), max_length=80))
    return create_model("Tip", __config__=ConfigDict(extra="forbid", str_strip_whitespace=True), **fields)


class Nothing(BaseModel):
    """A bare button."""

    model_config = ConfigDict(extra="forbid")


def decide(act: Act[Settings], _view: View[Settings]) -> Sequence[Effect] | Refusal:
    """A tip is a contribution; one participant may give several."""
    data = {name: value for name, value in act.form.model_dump().items() if value}
    if data["tip"].isupper():
        return Refusal(say("Write it without capitals only; that reads as shouting."), "tip")
    return [Contribute(TIP, data)]


def most_supported(tallies: Mapping[str, Tally], _created: datetime) -> float:
    """By how many it is of use to; of those that are equal, the newest stands first."""
    return float(tallies.get(SUPPORT, Tally()).n)


def reads(_settings: Settings, ask: Ask) -> Reads:
    """The tips, those of one topic when one is asked for."""
    return Reads(items=Items(TIP, order="most_supported", target=ask.part or None, tallies=[SUPPORT]))


def show(view: View[Settings]) -> Shown:
    """The tips, the topics by key, and by target how many find a tip of use; after an act, of that tip alone."""
    topics = {part.key: part.label for part in view.parts}
    counts = {f"#{item.number}": item.tallies.get(SUPPORT, Tally()).n for item in view.items}
    counts |= {target: tally.n for (target, kind), tally in view.tallies.items() if kind == SUPPORT}
    return Shown(
        context={"topics": topics, "topic": topics.get(view.ask.part, ""), "counts": counts},
        summary=view.settings.question,
    )


def reserve(settings: Settings) -> Mapping[int, int]:
    """The form with what is alike below it, higher than what takes its place, and the beginning of the list."""
    more = 80 * settings.ask_where + 20 * settings.secret + 30 * bool(settings.topics)
    return {width: around + more for width, around in {320: 620, 480: 560, 640: 550}.items()}


def entry(event: Event, settings: Settings) -> Entry | None:
    """Opening, each tip, closing."""
    if event.kind is Happened.OPENED:
        return Entry(say("Give a tip: %(question)s", question=settings.question))
    if event.kind is Happened.CLOSED:
        return Entry(say("Closed: %(question)s", question=settings.question), event.closing_text)
    if event.kind is Happened.CONTRIBUTED and event.item is not None:
        topics = {topic.key: topic.label for topic in settings.topics}
        about = topics.get(event.item.target)
        title = say("A tip about %(topic)s", topic=about) if about else say("A tip")
        return Entry(title, event.item.data["tip"])
    return None


TIPS = WidgetType(
    name="tips",
    title=N_("Tips"),
    summary=N_("Let people give each other tips, and say which ones are of use."),
    task="do",
    settings=Settings,
    reserve=reserve,
    show=show,
    icon='<path d="M9 18h6M10 21h4M12 3a6 6 0 0 1 4 10v2H8v-2a6 6 0 0 1 4-10z"/>',
    actions=[
        Action(
            name="tip",
            label=N_("Send the tip"),
            form=tip_form,
            targets=frozenset({Targets.WHOLE, Targets.PART}),
            decide=decide,
            effects=frozenset({Contribute}),
            thanks=N_("Thank you for your tip."),
            per_hour=20,
            alike=TIP,
        ),
        Action(
            name="support",
            label=N_("Of use to me too"),
            form=lambda _settings, _target: Nothing,
            targets=frozenset({Targets.ITEM}),
            reaction=SUPPORT,
            thanks=N_("Thank you. You count."),
        ),
    ],
    check=check,
    parts=parts,
    reads=reads,
    reveal=lambda settings: Reveal.AFTER_CLOSING if settings.secret else Reveal.ALWAYS,
    orders={"most_supported": most_supported},
    entry=entry,
    search_text=lambda item: str(item.data.get("tip", "")),
    public_kinds=lambda _settings: frozenset({TIP}),
)
