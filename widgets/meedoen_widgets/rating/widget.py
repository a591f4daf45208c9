# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rating: people give one thing, each of a list, or each subject of a site, a mark, and may say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from meedoen.widget import (
    EVERY,
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
    Item,
    Items,
    Message,
    Part,
    Ranked,
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
from meedoen_widgets.rating import course
from meedoen_widgets.rating.desk import RATINGS, REASON
from meedoen_widgets.rating.heights import heights
from meedoen_widgets.rating.scales import ICONS, LABELS, Standing, standing, total
from meedoen_widgets.rating.settings import Settings, check
from meedoen_widgets.rating.things import ORDERS, SCORE, Row, pages, ranking

PAGES_SHOWN = 10


def parts(settings: Settings) -> Sequence[Part] | Subjects:
    """One thing, a list, or the subjects whose keys begin as the settings say."""
    if settings.subjects:
        return Subjects(settings.subjects)
    return tuple(Part(thing.key, thing.label) for thing in settings.things)


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


def decide(act: Act[Settings], _view: View[Settings]) -> Sequence[Effect] | Refusal:
    """A score alone is one reaction; with words it is a contribution as well. Where there are many, each by itself."""
    if act.target == WHOLE and act.settings.things:
        return Refusal(say("Choose one of the list, and rate that. Nothing was sent."))
    if act.target == WHOLE and act.settings.subjects:
        return Refusal(say("Each page is rated by itself. Go to the page that you want to rate. Nothing was sent."))
    values = act.form.model_dump()
    effects: list[Effect] = [React(SCORE, int(values["score"]))]
    if values.get("reason"):
        effects.append(Contribute(REASON, {"text": values["reason"]}, once=True))
    return effects


def recall(marks: Mapping[str, int], words: Mapping[str, Mapping[str, Any]]) -> Mapping[str, str]:
    """What somebody sent before, as the form asks for it."""
    return {"score": str(marks.get(SCORE, "")), "reason": str(words.get(REASON, {}).get("text", ""))}


def reads(settings: Settings, ask: Ask) -> Reads:
    """The counts of what was asked for, per day too where the page tells how it went, and the reasons when public."""
    target = _target(settings, ask)
    many = target is None
    counted = (
        [thing.key for thing in settings.things] if many and settings.things else [EVERY if many else target or ""]
    )
    told = settings.trend or settings.changed_on is not None
    return Reads(
        tallies=[(one, SCORE) for one in counted],
        days=[(counted[0], SCORE)] if told and len(counted) == 1 else (),
        items=Items(REASON, target=target, mark=SCORE, most=20) if settings.show_reasons else None,
        subjects=[Ranked(order, PAGES_SHOWN) for order in ORDERS] if many and settings.subjects else (),
    )


def _target(settings: Settings, ask: Ask) -> str | None:
    """What was asked for; None where that is a list of things, or all subjects together."""
    return ask.over or ask.part or (None if settings.things or settings.subjects else WHOLE)


def show(view: View[Settings]) -> Shown:
    """The distribution with n, how it went, and of many the ranking or the pages that matter most."""
    settings, scale = view.settings, view.settings.scale
    target = _target(settings, view.ask)
    counted = EVERY if target is None else target
    told = standing(scale, view.tally(SCORE, counted))
    names = {part.key: part.label for part in view.parts}
    days = view.days.get((counted, SCORE), {})
    ranked: Sequence[Row] = ()
    if target is None and settings.things and view.revealed:
        ranked = ranking(scale, view.parts, {part.key: view.tally(SCORE, part.key) for part in view.parts})
    changed = settings.changed_on if any(tally.n for tally in days.values()) else None
    return Shown(
        context={
            "told": told,
            "thing": names.get(target or "", ""),
            "many": target is None,
            "names": names,
            "ranked": ranked,
            "pages": {order: pages(scale, view.subjects.get(order, ())) for order in ORDERS},
            "weeks": course.weeks(scale, days) if settings.trend else [],
            "changed": course.change(scale, days, changed) if changed is not None else None,
            "labels": LABELS[scale],
        },
        summary=settings.question,
        json_ld=_json_ld(view.title, target, told, ranked),
    )


def _json_ld(title: str, target: str | None, told: Standing, ranked: Sequence[Row]) -> Mapping[str, object] | None:
    """What a mean may be said of: one thing, or each of the list. All pages of a site together are no one thing."""
    means = [(row.label, row.standing) for row in ranked] or ([] if target is None else [(target or title, told)])
    rated = [_aggregate(name, one) for name, one in means if one.mean is not None]
    if not rated:
        return None
    about = rated[0] if len(rated) == 1 else {"@graph": rated}
    return {"@context": "https://schema.org", **about}


def _aggregate(name: str, told: Standing) -> dict[str, object]:
    return {
        "@type": "AggregateRating",
        "itemReviewed": {"@type": "Thing", "name": name},
        "ratingValue": round(told.mean or 0, 2),
        "ratingCount": told.n,
        "bestRating": 5,
        "worstRating": 1,
    }


def reserve(settings: Settings) -> Mapping[int, int]:
    """Enough for the form, and for what takes its place."""
    choices = len(LABELS[settings.scale])
    return heights(
        choices,
        settings.figures,
        asks=settings.ask_reason,
        shows=settings.show_reasons,
        things=len(settings.things),
    )


def reveal(settings: Settings) -> Reveal:
    """As the settings say."""
    return settings.figures


def lines(settings: Settings, tally: Tally) -> Sequence[Message]:
    """The counts, most favourable first, one line each."""
    return [
        say("%(label)s: %(count)s", label=say(bar.label), count=bar.count)
        for bar in standing(settings.scale, tally).bars
    ]


def entry(event: Event, settings: Settings) -> Entry | None:
    """Opening, shown reasons, the weekly standing and closing; never a vote."""
    if event.kind is Happened.OPENED:
        return Entry(say("Open: %(question)s", question=settings.question))
    if event.kind is Happened.CLOSED:
        return Entry(say("Closed: %(question)s", question=settings.question), event.closing_text)
    if event.kind is Happened.CONTRIBUTED and event.item is not None and settings.show_reasons:
        return Entry(_reason_title(event.item, settings), event.item.data["text"])
    if event.kind is Happened.STANDING:
        return _standing(event, settings)
    return None


def _standing(event: Event, settings: Settings) -> Entry:
    """Of one thing, people; of many together ratings, since one may rate each: and of a list, how many each has."""
    on = {target: tally for (target, kind), tally in event.tallies.items() if kind == SCORE}
    if WHOLE in on:
        return Entry(say("The standing: %(n)s people", n=on[WHOLE].n), lines(settings, on[WHOLE]))
    title = say("The standing: %(n)s ratings", n=total(list(on.values())).n)
    if EVERY in on:
        return Entry(title, lines(settings, on[EVERY]))
    each = [
        say("%(label)s: %(count)s", label=thing.label, count=on[thing.key].n)
        for thing in settings.things
        if thing.key in on
    ]
    return Entry(title, each)


def _reason_title(item: Item, settings: Settings) -> Message:
    """With what was rated, where there is more than one thing."""
    label = LABELS[settings.scale].get(item.mark or 0)
    names = {thing.key: thing.label for thing in settings.things}
    if item.target == WHOLE:
        return say("A reason with “%(score)s”", score=say(label)) if label else say("A reason")
    name = names.get(item.target, item.target)
    if label:
        return say("%(name)s: a reason with “%(score)s”", name=name, score=say(label))
    return say("%(name)s: a reason", name=name)


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
            noun=N_("A rating"),
            form=form,
            targets=frozenset({Targets.WHOLE, Targets.PART, Targets.SUBJECT}),
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
    subject_orders=ORDERS,
    values=lambda settings: {SCORE: LABELS[settings.scale]},
    entry=entry,
    standing=(SCORE,),
    desks={"ratings": RATINGS},
    asks=True,
    public_kinds=lambda settings: frozenset({REASON}) if settings.show_reasons else frozenset(),
)
