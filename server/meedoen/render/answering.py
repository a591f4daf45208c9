# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From what the rules let see to what the API answers (`api.py`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from meedoen import limits
from meedoen.addresses import Place
from meedoen.official import Change, Decided, GivenOutcome, OfficialReply
from meedoen.participation.views import Placed, declared_parts
from meedoen.records import Found, Organisation, Widget
from meedoen.records_answers import Coverage
from meedoen.records_posts import FILES
from meedoen.render import api
from meedoen.render.api_changes import ChangeItem
from meedoen.render.items import before, entry_of, gone
from meedoen.render.official import badge, holding, state_of
from meedoen.render.sentences import came, counting_rule
from meedoen.render.words import Translator
from meedoen.values import EVERY, Item, Tally, say
from meedoen.widget import Event, Happened


def organisation(one: Organisation, origin: str) -> api.OrganisationItem:
    """An organisation."""
    place = Place(origin, one.name)
    return api.OrganisationItem(
        name=one.name,
        title=one.title,
        language=one.language,
        time_zone=one.time_zone,
        intro=one.intro,
        url=place.page,
        embed_url=place.embed,
        contact_url=place.service("contact"),
        privacy_url=place.service("privacy"),
        rules_url=place.service("spelregels"),
        feeds=_feeds(place),
        opml_url=place.feed("opml"),
        widgets_url=f"{origin}{api.WIDGETS}?organisation={one.name}",
    )


def widget(one: Widget, origin: str, moment: datetime) -> api.WidgetItem:
    """A widget in a list."""
    place = Place(origin, one.organisation.name, one.name)
    return api.WidgetItem(
        organisation=one.organisation.name,
        name=one.name,
        type=one.type,
        title=one.title,
        state=one.phase.state(moment),
        url=place.page,
        embed_url=place.embed,
        oembed_url=place.oembed("json"),
        feeds=_feeds(place),
    )


def resource(one: Widget, origin: str) -> str:
    """Where it stands in the API."""
    return f"{origin}{api.WIDGETS}/{one.organisation.name}/{one.name}"


def detail(placed: Placed, coverage: Coverage, origin: str, moment: datetime, words: Translator) -> api.WidgetDetail:
    """A widget by itself."""
    one, kind = placed.widget, placed.installed.type
    here = resource(one, origin)
    return api.WidgetDetail(
        **dict(widget(one, origin, moment)),
        kind=words.text(kind.title),
        language=one.spoken,
        opens_at=one.phase.opens_at,
        closes_at=one.phase.closes_at,
        expectation=one.expectation,
        closing_text=one.phase.closing_text,
        reveal=placed.reveal,
        counting_rule=counting_rule(words, one.least),
        coverage=api.CoverageItem(contributions=coverage.contributions, with_outcome=coverage.with_outcome),
        parts=[api.PartItem(key=part.key, label=part.label) for part in declared_parts(placed)],
        contribution_kinds=list(placed.public_kinds),
        share_url=Place(origin, one.organisation.name, one.name).share,
        figures_url=f"{here}/figures",
        contributions_url=f"{here}/contributions",
        changes_url=f"{here}/changes",
    )


def figures(placed: Placed, found: Found, moment: datetime, words: Translator) -> api.Figures:
    """The counts that were found; none are read while they are withheld."""
    if not placed.revealed(moment):
        note = words.text(say("The figures are kept until this has closed."))
        return api.Figures(withheld=True, note=note, tallies=[])
    target, n = _counted(found.tallies)
    entered = sum(tally.entered for tally in found.tallies.values())
    return api.Figures(
        withheld=False,
        note=counting_rule(words, placed.widget.least, n, target, entered),
        tallies=[
            api.TallyItem(
                target=target,
                kind=kind,
                n=tally.n,
                entered=tally.entered,
                enough=tally.n >= limits.LOW_N,
                counts=_counts(tally),
                days=_days(found.days.get((target, kind), {})),
            )
            for (target, kind), tally in found.tallies.items()
        ],
    )


def contribution(placed: Placed, item: Item, origin: str, words: Translator, moment: datetime) -> api.ContributionItem:
    """A contribution at `moment`, in the words in which feeds tell it: what a type tells nowhere is not told here.

    Of one that was removed, only its author's own `item` has words to tell.
    """
    one = placed.widget
    title = text = ""
    if item.data:
        entry = entry_of(placed, Event(Happened.CONTRIBUTED, item.created, item=item))
        title, text = (words.said(entry.title), words.said(entry.text)) if entry is not None else ("", "")
    return api.ContributionItem(
        number=item.number,
        kind=item.kind,
        target=item.target,
        title=title,
        text=text,
        created_at=item.created,
        edited_at=item.edited,
        removed=None if item.removed is None else gone(item, words, one.organisation.zone),
        entered=_entered(item, words),
        author=_author(placed, item, words),
        image=_image(item, origin),
        reactions=[
            api.KindCount(kind=kind, counts=_counts(tally), entered=tally.entered)
            for kind, tally in item.tallies.items()
        ],
        replies=[_reply(reply, words, moment) for reply in item.replies],
        outcome=None if item.outcome is None else _outcome(item.outcome, words),
        merged_with=item.merged or None,
        state=item.state,
        url=Place(origin, one.organisation.name, one.name, number=item.number).page,
    )


def _author(placed: Placed, item: Item, words: Translator) -> api.AuthorItem | None:
    if item.written is None:
        return None
    now, earlier = item.written, before(placed.installed.type, placed.settings, item, words)
    return api.AuthorItem(
        name=now.author.who,
        organisation=now.author.organisation,
        corrected_at=now.corrected,
        earlier=[
            api.EarlierWording(title=title, text=text, author=one.author.who, at=one.at) for one, title, text in earlier
        ],
    )


def _image(item: Item, origin: str) -> api.ImageItem | None:
    one = item.picture
    if one is None:
        return None
    return api.ImageItem(url=f"{origin}{FILES}{one.name}", alt=one.alt, width=one.width, height=one.height)


def _counted(tallies: Mapping[tuple[str, str], Tally]) -> tuple[str, int]:
    """On what these were counted, `EVERY` where that is several targets, and how often the most common kind was."""
    targets = {target for target, _kind in tallies}
    by_kind: Counter[str] = Counter()
    for (_target, kind), tally in tallies.items():
        by_kind[kind] += tally.n
    return targets.pop() if len(targets) == 1 else EVERY, max(by_kind.values(), default=0)


def _entered(item: Item, words: Translator) -> api.EnteredItem | None:
    one = item.entered
    return None if one is None else api.EnteredItem(via=one.via, on=one.on, label=came(words, one))


def _reply(one: OfficialReply, words: Translator, moment: datetime) -> api.ReplyItem:
    expired = not one.holds(moment)
    lasts = holding(one, expired=expired)
    return api.ReplyItem(
        text=one.text,
        speaker=one.speaker.who,
        organisation=one.speaker.organisation,
        at=one.at,
        corrected_at=one.corrected,
        earlier=[
            api.EarlierReply(text=was.text, speaker=was.speaker.who, at=was.at, valid_until=was.until)
            for was in one.earlier
        ],
        label=words.text(badge(one.speaker)),
        valid_until=one.until,
        expired=expired,
        validity=words.text(lasts) if lasts else "",
        source=one.source,
        said_of=one.number or None,
    )


def _decision(one: GivenOutcome | Decided, words: Translator) -> dict[str, Any]:
    return {
        "state": one.state,
        "reason": one.reason,
        "speaker": one.speaker.who,
        "organisation": one.speaker.organisation,
        "decided_at": one.at,
        "links": list(one.links),
        "passed_on_to": one.recipient,
        "label": words.text(state_of(one)),
        "change": one.change or None,
    }


def _outcome(one: GivenOutcome, words: Translator) -> api.OutcomeItem:
    return api.OutcomeItem(
        **_decision(one, words),
        earlier=[api.DecisionItem(**_decision(was, words)) for was in one.earlier],
        said_of=one.number or None,
        author_agrees=one.agrees,
        author_remark=one.remark,
    )


def change(placed: Placed, one: Change, origin: str, words: Translator) -> ChangeItem:
    """A change."""
    of = placed.widget
    return ChangeItem(
        number=one.key,
        now=api.DecisionItem(**_decision(one.now, words)),
        began_at=one.began,
        since=one.since,
        earlier=[api.DecisionItem(**_decision(was, words)) for was in one.earlier],
        contributions=one.contributions,
        url=Place(origin, of.organisation.name, of.name).changed(one.key),
    )


def _counts(tally: Tally) -> list[api.ValueCount]:
    return [api.ValueCount(value=value, count=count) for value, count in sorted(tally.counts.items())]


def _days(days: Mapping[str, Tally]) -> list[api.DayCounts]:
    latest = list(days.items())[-limits.API_DAYS_MAX :]
    return [api.DayCounts.model_validate({"day": day, "counts": _counts(tally)}) for day, tally in latest]


def _feeds(place: Place) -> api.FeedAddresses:
    return api.FeedAddresses(rss=place.feed("rss"), atom=place.feed("atom"), json_feed=place.feed("json"))
