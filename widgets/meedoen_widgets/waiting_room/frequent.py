# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Frequent questions: what the organisation itself puts in the room, with its answer, so that nobody comes in an empty
one. They are staff's: nobody waits for an answer to them, and they count among nobody's questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from meedoen.widget import (
    N_,
    Act,
    Action,
    Contribute,
    Control,
    Effect,
    Entry,
    Item,
    Items,
    Message,
    Refusal,
    Table,
    View,
    Who,
    say,
)
from meedoen_widgets.waiting_room.settings import Settings

FREQUENT = "frequent"
LISTED = 10
"""On the full page, below the topics; all of them are a list of their own."""
ANSWER_CHARS_MAX = 4000
LINK_CHARS_MAX = 500
ENTRY_CHARS_MAX = 120


class Frequent(BaseModel):
    """A question that many people have, with its answer."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    question: str = Field(title=N_("The question"), description=N_("As people ask it."), min_length=5, max_length=160)
    answer: Annotated[str, Control(lines=6)] = Field(
        title=N_("The answer"), min_length=2, max_length=ANSWER_CHARS_MAX, description=N_("In short, plain sentences.")
    )
    source: Annotated[str, Control(optional=True)] = Field(
        "",
        title=N_("Where it stands on your site"),
        description=N_("An address that begins with https://. People can read on there."),
        pattern="^(https://[^ ]+)?$",
        max_length=LINK_CHARS_MAX,
    )
    key: Annotated[str, Control(optional=True)] = Field(
        "",
        title=N_("Mark of your own"),
        description=N_("By which it is known again when its question is worded anew. People do not see it."),
        max_length=200,
    )


def form(settings: Settings, _target: str) -> type[BaseModel]:
    """With the group it belongs in, where there are groups."""
    if not settings.groups:
        return Frequent
    options = [("", N_("No group")), *settings.labels.items()]
    groups = Annotated[Literal[("", *settings.labels)], Control(options=options)]  # type: ignore[valid-type]
    fields: dict[str, Any] = {"group": (groups, Field("", title=N_("What is it about?")))}
    return create_model("Frequent", __base__=Frequent, **fields)


def decide(act: Act[Settings], _view: View[Settings]) -> Sequence[Effect] | Refusal:
    """What was filled in, and nothing of what was left open."""
    return [Contribute(FREQUENT, {name: value for name, value in act.form.model_dump().items() if value})]


def recall(_marks: Mapping[str, int], words: Mapping[str, Mapping[str, Any]]) -> Mapping[str, str]:
    """As it was filled in."""
    return {name: str(value) for name, value in words.get(FREQUENT, {}).items()}


def beside(group: str) -> Sequence[Items]:
    """The newest of them, of one group where that was asked for."""
    return [Items(FREQUENT, most=LISTED, facet=("group", group) if group else None)]


def entry(item: Item) -> Entry:
    """What a feed tells: whose it is, the question and the answer."""
    return Entry(say("%(whose)s: %(question)s", whose=whose(item), question=item.data["question"]), _text(item))


def _text(item: Item) -> str:
    source = item.data.get("source", "")
    return f"{item.data['answer']}\n{source}" if source else str(item.data["answer"])


def whose(item: Item) -> Message:
    """What it is, in words."""
    if item.written is None:
        return say("Frequent question")
    return say("Frequent question of %(organisation)s", organisation=item.written.author.organisation)


def json_ld(item: Item) -> Mapping[str, object]:
    """https://schema.org/FAQPage: one question with the answer that its organisation gives."""
    answer: dict[str, object] = {"@type": "Answer", "text": item.data["answer"]}
    if item.written is not None:
        answer["author"] = {"@type": "Organization", "name": item.written.author.organisation}
    if item.data.get("source"):
        answer["url"] = item.data["source"]
    question = {"@type": "Question", "name": item.data["question"], "acceptedAnswer": answer}
    return {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": [question]}


def searched(item: Item) -> str:
    """By what it is found while somebody types a question."""
    return f"{item.data.get('question', '')} {shorten(str(item.data.get('answer', '')), ENTRY_CHARS_MAX)}"


ACTION = Action(
    name=FREQUENT,
    label=N_("Place a frequent question"),
    form=form,
    who=Who.STAFF,
    decide=decide,
    effects=frozenset({Contribute}),
    recall=recall,
    table=Table(("key", "question"), {"id": "key", "title": "question", "text": "answer", "link": "source"}),
)
