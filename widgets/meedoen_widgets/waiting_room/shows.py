# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a waiting room shows: the topics, how long people wait, and what search engines are told."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta

from meedoen.widget import Ask, Item, Message, OfficialReply, Shown, Tally, View, median_wait, say
from meedoen_widgets.waiting_room.frequent import FREQUENT, json_ld, whose
from meedoen_widgets.waiting_room.heights import while_writing
from meedoen_widgets.waiting_room.settings import KINDS, Settings
from meedoen_widgets.waiting_room.started import GROUP, names
from meedoen_widgets.waiting_room.topics import (
    ME_TOO,
    MOST,
    REPLIES,
    SOLVED,
    TOPIC,
    UNANSWERED,
    group_of,
    on_page,
    people,
)

LOW_N = 10
"""From fewer topics it is not said how long people wait."""
HOUR_S = 3600
DAY_S = 24 * HOUR_S
WEEK_S = 7 * DAY_S


def show(view: View[Settings]) -> Shown:
    """The topics as a list, or one alone with what stands under it."""
    items = [item for item in (*view.items, *view.thread) if item.removed is None]
    usual = waiting(view.waits)
    counts = {f"#{item.number}": people(item.tallies) for item in items}
    counts |= {target: tally.n for (target, kind), tally in view.tallies.items() if kind == ME_TOO}
    settings = view.settings
    groups = [
        *view.beside.get(GROUP, ()),
        *(item.on for item in items if item.on is not None and item.on.kind == GROUP),
    ]
    return Shown(
        context={
            "counts": counts,
            "usual": usual,
            "kinds": KINDS,
            "offered": settings.kinds,
            "groups": settings.labels,
            "names": names(settings, groups),
            "group_of": group_of,
            "started": GROUP,
            "starts": settings.people_start_groups and view.ask == Ask(),
            "replies": REPLIES,
            "invitation": settings.invitation,
            "first": settings.shown,
            "solved": SOLVED,
            "topic": TOPIC,
            "unanswered": UNANSWERED,
            "most": MOST,
            "on_page": on_page,
            "frequent": FREQUENT,
            "whose": whose,
            "said": {item.number: str(item.data.get("text", item.data.get("title", ""))) for item in items},
        },
        json_ld=_json_ld(view) if view.alone else None,
        fresh_until=view.moment + timedelta(days=1) if usual else None,
        reserve=while_writing(settings, view.ask),
    )


def waiting(waits: Sequence[tuple[float, bool]]) -> Message | None:
    """How long people usually wait, in words; None where too few asked, or fewer than half were answered."""
    median = median_wait(waits) if len(waits) >= LOW_N else None
    if median is None:
        return None
    if median <= HOUR_S:
        return say("Usually an answer of the organisation within an hour.")
    if median <= DAY_S:
        return say("Usually an answer of the organisation within a day.")
    if median <= 2 * WEEK_S:
        return say("Usually an answer of the organisation within %(n)s days.", n=math.ceil(median / DAY_S))
    return say("Usually an answer of the organisation within %(n)s weeks.", n=math.ceil(median / WEEK_S))


def _json_ld(view: View[Settings]) -> Mapping[str, object] | None:
    """https://schema.org/QAPage where somebody answered, https://schema.org/DiscussionForumPosting where nobody did."""
    item = next((one for one in view.items if one.kind in (TOPIC, FREQUENT) and one.removed is None), None)
    if item is not None and item.kind == FREQUENT:
        return json_ld(item)
    if item is None:
        return None
    title, more, created = item.data["title"], item.data.get("more", ""), item.created.isoformat()
    answers = [_answer(one.data["text"], one) for one in view.thread if one.removed is None]
    official = [_official(one) for one in item.replies if one.holds(view.moment)]
    before = [_official(one) for one in item.replies if not one.holds(view.moment)]
    if not (answers or item.replies):
        posting = {"headline": title, "text": more or title, "datePublished": created}
        return {"@context": "https://schema.org", "@type": "DiscussionForumPosting", **posting}
    question: dict[str, object] = {"@type": "Question", "name": title, "text": more or title, "dateCreated": created}
    question["answerCount"] = view.thread_total + len(item.replies)
    if view.revealed:
        question["upvoteCount"] = item.tallies.get(ME_TOO, Tally()).n
    if official:
        question["acceptedAnswer"] = official[0]
    question["suggestedAnswer"] = [*official[1:], *answers, *before]
    return {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": question}


def _official(reply: OfficialReply) -> dict[str, object]:
    """With the day on which it expires: https://schema.org/expires."""
    told: dict[str, object] = {"@type": "Answer", "text": reply.text, "dateCreated": reply.at.isoformat()}
    if reply.until is not None:
        told["expires"] = reply.until.isoformat()
    return told


def _answer(text: str, item: Item) -> dict[str, object]:
    return {"@type": "Answer", "text": text, "dateCreated": item.created.isoformat()}
