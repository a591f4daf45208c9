# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Status feed: staff tell in short updates how something goes, and people read at once when they last did.

Past the promised rhythm it says for how many weeks it has been silent: by the clock alone, nobody writes that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten

from pydantic import BaseModel, ConfigDict

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
    Items,
    Reads,
    Refusal,
    Shown,
    State,
    Tally,
    Targets,
    View,
    Who,
    WidgetType,
    say,
)
from meedoen_widgets.status_feed.rhythm import RHYTHMS, Silence, silence
from meedoen_widgets.status_feed.settings import COURSES, RUNNING, Settings, Update, tells

UPDATE, USEFUL = "update", "useful"
TITLE_CHARS_MAX = 100
"""Of a feed's entry: what is longer stands in its text, whole."""
WHOLE_CHARS_MAX = 1000
"""Of an update alone in a frame: a longer text is folded, as the height of the frame counts on."""


class Nothing(BaseModel):
    """A bare button."""

    model_config = ConfigDict(extra="forbid")


def decide(act: Act[Settings], _view: View[Settings]) -> Sequence[Effect] | Refusal:
    """What was filled in, and nothing of what was left open."""
    return [Contribute(UPDATE, {name: value for name, value in act.form.model_dump().items() if value})]


def reads(_settings: Settings, _ask: Ask) -> Reads:
    """The updates, newest first, with how many people each is of use to."""
    return Reads(items=Items(UPDATE, tallies=[USEFUL], most=10))


def show(view: View[Settings]) -> Shown:
    """The updates, whether it goes on, and for how long it has been silent."""
    settings = view.settings
    counts = {f"#{item.number}": item.tallies.get(USEFUL, Tally()).n for item in view.items}
    counts |= {target: tally.n for (target, kind), tally in view.tallies.items() if kind == USEFUL}
    newest = next((item for item in view.items if item.removed is None), None)
    quiet = Silence()
    since = newest.created if newest else view.opens_at
    if since is not None and view.state is State.OPEN and settings.course == RUNNING:
        quiet = silence(settings.rhythm, since, view.moment)
    return Shown(
        context={
            "counts": counts,
            "quiet": quiet.weeks,
            "rhythm": RHYTHMS[settings.rhythm].promise,
            "course": COURSES[settings.course] if settings.course != RUNNING else "",
            "reason": settings.reason,
            "first": settings.shown,
            "marks": settings.useful,
            "whole_chars": WHOLE_CHARS_MAX,
        },
        summary=newest.data["text"] if newest else "",
        json_ld=_json_ld(view),
        fresh_until=quiet.until,
    )


def _json_ld(view: View[Settings]) -> Mapping[str, object] | None:
    """What it is for search engines: https://schema.org/LiveBlogPosting."""
    told = [item for item in view.items if item.removed is None]
    if not told:
        return None
    return {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": view.title,
        "liveBlogUpdate": [
            {
                "@type": "BlogPosting",
                "headline": _title(item),
                "articleBody": "\n".join(filter(None, (item.data["text"], item.data.get("more")))),
                "datePublished": item.created.isoformat(),
            }
            for item in told
        ],
    }


def _title(item: Item) -> str:
    return shorten(item.data["text"], TITLE_CHARS_MAX, placeholder=" …")


def entry(event: Event, _settings: Settings) -> Entry | None:
    """Each update; that they begin, and that there come no more."""
    if event.kind is Happened.OPENED:
        return Entry(say("Updates begin here"))
    if event.kind is Happened.CLOSED:
        return Entry(say("There come no more updates"), event.closing_text)
    if event.kind is Happened.CONTRIBUTED and event.item is not None:
        title, data = _title(event.item), event.item.data
        whole = "" if title == data["text"] else data["text"]
        return Entry(title, "\n".join(filter(None, (whole, data.get("more"), data.get("link")))))
    return None


def reserve(settings: Settings) -> Mapping[int, int]:
    """Room for the updates that a frame shows, each with a link, a correction and what is folded; measured."""
    each, around = {320: 360, 480: 290, 640: 270}, {320: 520, 480: 400, 640: 350}
    return {width: around[width] + settings.shown * one for width, one in each.items()}


STATUS_FEED = WidgetType(
    name="status_feed",
    title=N_("Status updates"),
    summary=N_("Tell in short updates how something goes, so that people need not ask."),
    task="follow",
    settings=Settings,
    reserve=reserve,
    reserve_item=lambda _settings: {320: 500, 480: 380, 640: 360},
    show=show,
    icon='<path d="M5 5h14M5 10h14M5 15h9"/><circle cx="18" cy="18" r="3"/>',
    actions=[
        Action(
            name="useful",
            label=N_("Useful"),
            noun=N_("That an update is useful"),
            form=lambda _settings, _target: Nothing,
            targets=frozenset({Targets.ITEM}),
            reaction=USEFUL,
            thanks=N_("Thank you. We know now that this is of use."),
        ),
        Action(
            name="post",
            label=N_("New update"),
            form=lambda _settings, _target: Update,
            who=Who.STAFF,
            decide=decide,
            effects=frozenset({Contribute}),
        ),
    ],
    tells=tells,
    reads=reads,
    entry=entry,
    public_kinds=lambda _settings: frozenset({UPDATE}),
    staff_kinds=frozenset({UPDATE}),
    asks=True,
)
