# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Waiting room: in front of a service people ask, help one another, and the organisation joins in recognisably."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten

from meedoen.widget import (
    N_,
    Act,
    Action,
    Ask,
    Contribute,
    Effect,
    Entry,
    Event,
    Happened,
    Item,
    Reads,
    Refusal,
    SetState,
    Subjects,
    Targets,
    View,
    Who,
    WidgetType,
    say,
)
from meedoen_widgets.waiting_room import frequent, started
from meedoen_widgets.waiting_room.desk import QUEUE
from meedoen_widgets.waiting_room.frequent import FREQUENT
from meedoen_widgets.waiting_room.heights import ITEM, reserve
from meedoen_widgets.waiting_room.settings import Settings, check
from meedoen_widgets.waiting_room.shows import show
from meedoen_widgets.waiting_room.started import GROUP
from meedoen_widgets.waiting_room.topics import (
    ANSWER,
    FACETS,
    ME_TOO,
    SOLVED,
    TITLE_CHARS_MAX,
    TOPIC,
    Answer,
    Nothing,
    listed,
    most_people,
    narrowings,
    thread,
    topic_form,
)

ON_ITEMS = frozenset({Targets.ITEM})
ON_ROOM = frozenset({Targets.WHOLE, Targets.SUBJECT, Targets.ITEM})
TOLD: Mapping[str, str] = {
    "question": N_("Question: %(title)s"),
    "complaint": N_("Complaint: %(title)s"),
    "idea": N_("Idea: %(title)s"),
    "tip": N_("Tip: %(title)s"),
    "praise": N_("Praise: %(title)s"),
}
"""What a feed calls a topic."""


def contribute(act: Act[Settings], _view: View[Settings]) -> Sequence[Effect] | Refusal:
    """What was filled in, and nothing of what was left open."""
    kind = ANSWER if act.action == ANSWER else TOPIC
    return [Contribute(kind, {name: value for name, value in act.form.model_dump().items() if value})]


def settle(act: Act[Settings], _view: View[Settings]) -> Sequence[Effect] | Refusal:
    """Who asked says whether it is solved."""
    return [SetState(SOLVED if act.action == SOLVED else "")]


def reads(settings: Settings, ask: Ask) -> Reads:
    """The topics that are asked for, what stands beside them, and how long people wait."""
    beside = () if ask.over or ask.kind or ask.tag else frequent.beside(ask.group)
    groups = () if ask != Ask() else started.beside(settings)
    return Reads(items=listed(ask), beside=[*beside, *groups], waits=TOPIC)


def searched(item: Item) -> str:
    """What a topic is about: its title, and what was said more; and what a frequent question is about."""
    if item.kind == FREQUENT:
        return frequent.searched(item)
    if item.kind == GROUP:
        return started.searched(item)
    return f"{item.data.get('title', '')} {item.data.get('more', '')}" if item.kind == TOPIC else ""


def entry(event: Event, settings: Settings) -> Entry | None:
    """Each topic and each answer; that the room opens and closes."""
    if event.kind is Happened.OPENED:
        return Entry(say("You can ask your question now"))
    if event.kind is Happened.CLOSED:
        return Entry(say("This has closed"), event.closing_text)
    if event.kind is Happened.CONTRIBUTED and event.item is not None:
        return _told(event.item, settings)
    return None


def _told(item: Item, settings: Settings) -> Entry:
    if item.kind == FREQUENT:
        return frequent.entry(item)
    if item.kind == GROUP:
        return Entry(say("A new group: %(name)s", name=started.names(settings, [item])[str(item.number)]))
    if item.kind == ANSWER:
        short = shorten(item.data["text"], TITLE_CHARS_MAX, placeholder=" …")
        title = say("To number %(number)s: %(answer)s", number=item.target[1:], answer=short)
        return Entry(title, "" if short == item.data["text"] else item.data["text"])
    told = TOLD[item.data.get("kind", "question")]
    return Entry(say(told, title=item.data["title"]), item.data.get("more", ""))


WAITING_ROOM = WidgetType(
    name="waiting_room",
    title=N_("Waiting room"),
    summary=N_("People ask what they get stuck on, help one another, and read your answer at once."),
    task="ask",
    settings=Settings,
    reserve=reserve,
    reserve_item=lambda _settings: ITEM,
    show=show,
    icon='<path d="M4 5h16v10H10l-4 4v-4H4z"/><path d="M8 9h8M8 12h5"/>',
    actions=[
        Action(
            name=TOPIC,
            label=N_("Ask it"),
            form=topic_form,
            targets=ON_ROOM,
            decide=contribute,
            effects=frozenset({Contribute}),
            thanks=N_("Thank you. Your question stands in the room."),
            many=True,
            on=frozenset({GROUP}),
            alike=TOPIC,
            first="title",
        ),
        Action(
            name=ME_TOO,
            label=N_("Me too"),
            form=lambda _settings, _target: Nothing,
            targets=ON_ITEMS,
            reaction=ME_TOO,
            thanks=N_("Thank you. The organisation sees that you have it too."),
        ),
        Action(
            name=ANSWER,
            label=N_("Place your answer"),
            form=lambda _settings, _target: Answer,
            targets=ON_ITEMS,
            decide=contribute,
            effects=frozenset({Contribute}),
            thanks=N_("Thank you. Your answer stands with the question."),
            many=True,
            first="text",
            on=frozenset({TOPIC}),
        ),
        Action(
            name=SOLVED,
            label=N_("It is solved"),
            form=lambda _settings, _target: Nothing,
            who=Who.AUTHOR,
            targets=ON_ITEMS,
            decide=settle,
            effects=frozenset({SetState}),
            thanks=N_("Thank you. Others read that it is solved."),
            on=frozenset({TOPIC}),
        ),
        Action(
            name="not_solved",
            label=N_("It is not solved after all"),
            form=lambda _settings, _target: Nothing,
            who=Who.AUTHOR,
            targets=ON_ITEMS,
            decide=settle,
            effects=frozenset({SetState}),
            thanks=N_("Thank you. Your question is open again."),
            on=frozenset({TOPIC}),
        ),
        started.ACTION,
        frequent.ACTION,
    ],
    check=check,
    parts=lambda settings: Subjects(settings.subjects) if settings.subjects else (),
    reads=reads,
    orders={ME_TOO: most_people},
    facets=FACETS,
    narrowings=narrowings,
    doubles={TOPIC: ME_TOO},
    praise=lambda item: item.data.get("kind") == "praise",
    states={SOLVED: N_("Solved")},
    thread=thread,
    entry=entry,
    public_kinds=lambda _settings: frozenset({TOPIC, ANSWER, FREQUENT, GROUP}),
    staff_kinds=frozenset({FREQUENT}),
    among_people=frozenset({ANSWER, GROUP}),
    desks={"queue": QUEUE},
    asks=True,
    search_text=searched,
)
