# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Topics and what stands under them: what a form asks, by what a list is narrowed, and in which order it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from itertools import combinations
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from meedoen.widget import N_, Ask, Control, Item, Items, Tally
from meedoen_widgets.waiting_room import started
from meedoen_widgets.waiting_room.frequent import FREQUENT
from meedoen_widgets.waiting_room.settings import Settings
from meedoen_widgets.waiting_room.started import GROUP

TOPIC, ANSWER, ME_TOO, SOLVED = "topic", "answer", "me_too", "solved"
TITLE_CHARS_MAX = 120
MORE_CHARS_MAX = 2000
UNANSWERED, MOST = "unanswered", "most"
NARROWED_BY = ("group", "kind", "tag", "over")
PAGE = 20

REPLIES: Mapping[str, str] = {
    "answer": N_("An answer"),
    "addition": N_("An addition"),
    "tip": N_("A tip"),
}
"""What one can write under a topic."""


class Nothing(BaseModel):
    """A bare button."""

    model_config = ConfigDict(extra="forbid")


class Topic(BaseModel):
    """What somebody wants to ask or say."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    title: str = Field(
        title=N_("What do you want to ask?"),
        description=N_("In one sentence. Leave out names and numbers of people."),
        min_length=5,
        max_length=TITLE_CHARS_MAX,
    )
    more: Annotated[str, Control(lines=2, optional=True)] = Field(
        "", title=N_("What should we know besides?"), max_length=MORE_CHARS_MAX
    )


class Answer(BaseModel):
    """What somebody answers."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    text: Annotated[str, Control(lines=3)] = Field(
        title=N_("Your answer"), min_length=2, max_length=MORE_CHARS_MAX, description=N_("Everybody can read it.")
    )
    sort: Annotated[Literal["answer", "addition", "tip"], Control(options=list(REPLIES.items()))] = Field(
        "answer", title=N_("What is it?")
    )
    quotes: Annotated[str, Control(optional=True)] = Field(
        "",
        title=N_("About which number?"),
        description=N_("If you react to what somebody else wrote here."),
        pattern="^([1-9][0-9]{0,8})?$",
    )


def topic_form(settings: Settings, target: str) -> type[BaseModel]:
    """With a choice of kind and of group where there is one; in a group that people began it is known."""
    fields: dict[str, Any] = {}
    if len(settings.kinds) > 1:
        kinds = Annotated[Literal[tuple(settings.kinds)], Control(options=list(settings.kinds.items()))]  # type: ignore[valid-type]
        fields["kind"] = (kinds, Field("question", title=N_("What is it?")))
    if settings.groups and not started.key(target):
        groups = Annotated[Literal[tuple(settings.labels)], Control(options=list(settings.labels.items()))]  # type: ignore[valid-type]
        fields["group"] = (groups, Field(title=N_("What is it about?")))
    return create_model("Topic", __base__=Topic, **fields)


# --- what a list is narrowed by --------------------------------------------------------------------------------------


def unanswered(item: Item) -> bool:
    """Whether the organisation said nothing yet of a topic that is not solved."""
    return not item.replies and item.outcome is None and item.state != SOLVED


def _value(name: str, item: Item) -> str:
    if name == "tag":
        return UNANSWERED if unanswered(item) else ""
    if name == "over":
        return _page(item.target) if on_page(item) else ""
    if name == "group":
        return group_of(item)
    return str(item.data.get(name, "question" if name == "kind" else ""))


def _values(names: Sequence[str], item: Item) -> str:
    """The values of all of these together; empty when one is."""
    values = [_value(name, item) for name in names]
    listed = item.kind == TOPIC or (item.kind == FREQUENT and names == ("group",))
    return " ".join(values) if listed and all(values) else ""


def group_of(item: Item) -> str:
    """The key of the group it stands in, or empty."""
    return str(item.data.get("group", "")) or started.key(item.target)


def on_page(item: Item) -> bool:
    """Whether it was asked under a page of a site, whose key its target then is."""
    return bool(item.target) and not item.target.startswith("#")


def _page(key: str) -> str:
    """The key of a page in the length of a facet."""
    return sha256(key.encode()).hexdigest()[:40]


FACETS = {
    "_".join(names): partial(_values, names)
    for many in range(1, len(NARROWED_BY) + 1)
    for names in combinations(NARROWED_BY, many)
    if names != ("over",)
}
"""One for each choice of what can be narrowed together. The topics of a page alone are a list by their target."""


def facet(chosen: Mapping[str, str]) -> tuple[str, str] | None:
    """The facet by which a list is narrowed so; None where nothing but a page is chosen, or nothing."""
    known = {name: chosen[name] for name in NARROWED_BY if chosen.get(name)}
    if not known.keys() - {"over"}:
        return None
    values = [_page(value) if name == "over" else value for name, value in known.items()]
    return "_".join(known), " ".join(values)


def narrowings(settings: Settings) -> Mapping[str, Mapping[str, str]]:
    """What people may choose."""
    tags = {UNANSWERED: N_("Without an answer of the organisation"), MOST: N_("Asked by most people")}
    return {"group": settings.labels, "kind": {**settings.kinds, FREQUENT: N_("Frequent questions")}, "tag": tags}


def listed(ask: Ask) -> Items:
    """The topics that are asked for, newest first; all of them can be had by how many people have them too."""
    if ask.kind == FREQUENT:
        return Items(FREQUENT, most=PAGE, facet=("group", ask.group) if ask.group else None)
    chosen = facet({name: value for name in NARROWED_BY if (value := getattr(ask, name)) != MOST})
    wanted = Items(TOPIC, tallies=[ME_TOO], under=[ANSWER], most=PAGE, on=True)
    if chosen is not None:
        return replace(wanted, facet=chosen)
    return replace(wanted, target=ask.over or None, order=ME_TOO if ask.tag == MOST else wanted.order)


def most_people(tallies: Mapping[str, Tally], _created: datetime) -> float:
    """The order by how many people have the topic too."""
    return people(tallies)


def people(tallies: Mapping[str, Tally]) -> int:
    """How many people have it too, who asked it aside."""
    return tallies.get(ME_TOO, Tally()).n


def thread(settings: Settings, item: Item) -> Items | None:
    """Under a topic stand the answers to it, oldest first; in a group that people began, topics, newest first: once it
    is one of staff, all that is asked in it anywhere."""
    if item.kind == GROUP and str(item.number) in settings.labels:
        return listed(Ask(group=str(item.number)))
    if item.kind == GROUP:
        return Items(TOPIC, tallies=[ME_TOO], under=[ANSWER], most=PAGE)
    return Items(ANSWER, order="oldest", most=PAGE) if item.kind == TOPIC else None
