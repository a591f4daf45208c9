# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a feed tells of a widget: that it opened and closed, what people said in public, and how it stands each week.

No row is written when the clock opens or closes a widget. That it did follows from the schedules the log holds, each in
force until the next: so what happened stays told after a change of plan, and a widget that opens again tells that too.
Each piece of news has a key that never changes; none holds a host. Never told: a single vote, a removed contribution,
a kind that is not public, and counts or marks while they are withheld.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from meedoen import limits
from meedoen.official import Change, Decided, OfficialReply
from meedoen.participation.schedule import STANDING, unpack_standing
from meedoen.participation.views import Placed
from meedoen.records import Phase
from meedoen.records_answers import Narrowing, Notice
from meedoen.records_log import LoggedEvent
from meedoen.values import Ask, Item, Items, Message, State
from meedoen.widget import Event, Happened

PLACED, RESCHEDULED = "placed", "rescheduled"
REPLIED, DECIDED, RELEASED, MERGED = "replied", "outcome", "released", "merged"
LINES = (PLACED, RESCHEDULED, STANDING, REPLIED, DECIDED, RELEASED, MERGED)
"""Kinds of line in the log that `news` reads: the first two hold a schedule, the last four name a contribution."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell. `key` names it within its widget, for ever."""

    key: str
    event: Event
    updated: datetime
    said: OfficialReply | Decided | None = None
    """What the organisation says of the contribution, where this is what happened."""
    change: Change | None = None
    """What the organisation changed, where this is what happened."""
    notice: Message | None = None
    """What who follows is told, where this is what happened."""
    number: int = 0
    """The contribution a notice is about, where people see it."""
    expired: bool = False
    """What is said held until some day, which is over."""


def wanted(placed: Placed, ask: Ask, moment: datetime) -> list[Items]:
    """Which contributions to read: the newest of each public kind, on the subject or part asked for, else on all."""
    if (narrowed := placed.facet_items(ask)) is not None:
        return [replace(narrowed, order="newest", mark=None, tallies=(), most=limits.FEED_ENTRIES_MAX)]
    installed, settings = placed.installed, placed.settings
    shown = installed.type.reads(settings, ask).items
    target = ask.over or ask.part or None
    reads = []
    for kind in placed.public_kinds:
        mark = shown.mark if shown is not None and shown.kind == kind and placed.revealed(moment) else None
        if placed.kind(ask) in ("", kind):
            reads.append(Items(kind, target=target, mark=mark, most=limits.FEED_ENTRIES_MAX))
    return reads


def news(
    placed: Placed,
    ask: Ask,
    moment: datetime,
    log: Iterable[LoggedEvent],
    items: Iterable[Item],
    notices: Iterable[Notice] = (),
    changes: Iterable[Change] = (),
) -> list[News]:
    """All there is to tell at `moment`, newest first.

    `log` holds lines of `LINES`, `items` what was `wanted`, `changes` those within the `narrowing`.
    """
    lines = sorted(log, key=lambda line: line.id)
    told = _turns(placed, moment, lines)
    items = [item for item in items if item.removed is None and _asked(placed, ask, item)]
    told += [one for item in items for one in _merged(item)]
    items = [item for item in items if not item.merged]
    shown = {line.number: line.at for line in lines if line.kind == RELEASED and line.data.get("shown")}
    told += [_contribution(item, shown.get(item.number)) for item in items if item.created <= moment]
    told += [one for item in items for one in _official(item, moment) if one.event.at <= moment]
    told += [_changed(one) for one in changes]
    told += [_notice(one, seen=_asked(placed, ask, one)) for one in notices if _asked(placed, ask, one) or ask == Ask()]
    if placed.revealed(moment) and ask == Ask():
        told += [_standing(line) for line in lines if line.kind == STANDING and line.at <= moment]
    return sorted(told, key=_order, reverse=True)[: limits.FEED_ENTRIES_MAX]


def of_item(
    item: Item,
    moment: datetime,
    notices: Iterable[Notice] = (),
    under: Iterable[Item] = (),
    changes: Iterable[Change] = (),
    further: Iterable[News] = (),
) -> list[News]:
    """All there is to tell of one contribution while it stands, newest first: that it came, what became of it, what was
    changed because of it, and what stands `under` it. Of a double, from when it was merged, `further` what there is to
    tell of the one that remains."""
    if item.removed is not None:
        return []
    told = [_notice(one, seen=True) for one in notices]
    stands = [item, *(answer for answer in under if answer.removed is None)]
    told += [one for each in stands for one in (_contribution(each), *_official(each, moment))]
    told += [_changed(one) for one in changes]
    told += [one for other in (item, *item.doubles) for one in _merged(other)]
    told += _since(item, further, {one.key for one in told})
    return sorted(told, key=_order, reverse=True)[: limits.FEED_ENTRIES_MAX]


def of_author(
    item: Item,
    moment: datetime,
    notices: Iterable[Notice] = (),
    changes: Iterable[Change] = (),
    further: Iterable[News] = (),
) -> list[News]:
    """What became of one's own contribution, newest first, also when it was removed. That it came, one knows."""
    told = [*_official(item, moment), *(_notice(one, seen=True) for one in notices)]
    told += [*map(_changed, changes), *_merged(item)]
    told += _since(item, further, {one.key for one in told})
    return sorted(told, key=_order, reverse=True)


def _asked(placed: Placed, ask: Ask, item: Item | Notice) -> bool:
    """Whether a line of the log that names it may be told here."""
    if (narrowed := placed.facet_items(ask)) is not None:
        return isinstance(item, Item) and placed.fits(narrowed, item)
    return (
        item.kind in placed.public_kinds
        and placed.kind(ask) in ("", item.kind)
        and (ask.over or ask.part or item.target) == item.target
    )


def _merged(item: Item) -> Iterator[News]:
    """That a double was merged, as long as it is."""
    if item.removed is None and item.into is not None and item.merged_at is not None:
        at = item.merged_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        yield News(
            f"contribution/{item.number}/merged/{at}", Event(Happened.MERGED, item.merged_at, item), item.merged_at
        )


def _since(item: Item, further: Iterable[News], told: Collection[str]) -> Iterator[News]:
    """What of this came once it was merged, and is not told already."""
    since = item.merged_at
    return (one for one in further if since is not None and one.event.at >= since and one.key not in told)


def _official(item: Item, moment: datetime) -> Iterator[News]:
    """The replies, then each outcome there was that is no part of a change. One that expired says so since, for who
    reads it again."""
    for reply in item.replies:
        event, said = Event(Happened.ANSWERED, reply.at, item=item), reply.corrected or reply.at
        over = None if reply.holds(moment) else reply.expires
        key = f"contribution/{reply.number or item.number}/reply/{reply.key}"
        yield News(key, event, max(said, over or said), reply, expired=over is not None)
    if (now := item.outcome) is not None:
        latest = Decided(now.state, now.reason, now.speaker, now.at, now.links, now.change, now.recipient)
        for version, one in enumerate([*now.earlier, latest], 1):
            if one.change:
                continue
            event = Event(Happened.ANSWERED, one.at, item=item)
            yield News(f"contribution/{now.number or item.number}/outcome/{version}", event, one.at, one)


def _changed(one: Change) -> News:
    """Whatever it is told with, it is the same: who follows several of its contributions is told once."""
    event = Event(Happened.ANSWERED, one.began)
    return News(f"change/{one.key}", event, max(one.corrected or one.began, one.began), change=one)


def _order(one: News) -> tuple[datetime, int, int]:
    """By moment; in one moment it opens before, and closes and is counted after, anybody speaks."""
    event = one.event
    rank = {Happened.OPENED: 0, Happened.CONTRIBUTED: 1}.get(event.kind, 2)
    return event.at, rank, event.item.number if event.item else 0


def narrowing(placed: Placed, ask: Ask) -> Narrowing | None:
    """Of which contributions changes are told; None: of all."""
    if ask == Ask():
        return None
    if (narrowed := placed.facet_items(ask)) is not None:
        return Narrowing(kind=narrowed.kind, facet=narrowed.facet)
    return Narrowing(placed.kind(ask), ask.over or ask.part)


def _standing(line: LoggedEvent) -> News:
    event = Event(Happened.STANDING, line.at, tallies=unpack_standing(line.data))
    return News(f"standing/{line.uid}", event, line.at)


def _notice(one: Notice, *, seen: bool) -> News:
    """It leads to its contribution only where people see that."""
    event = Event(Happened.NOTIFIED, one.at)
    return News(f"notice/{one.id}", event, one.at, notice=one.text, number=one.number if seen else 0)


def _contribution(item: Item, shown: datetime | None = None) -> News:
    """It is news when it came; of one that was held, when it was `shown`, for nobody could hear of it before."""
    at = max(item.created, shown or item.created)
    event = Event(Happened.CONTRIBUTED, at, item=item)
    return News(f"contribution/{item.number}", event, max(item.edited or at, at))


def _turns(placed: Placed, moment: datetime, lines: Sequence[LoggedEvent]) -> list[News]:
    """Each time it opened or closed. The key is the moment, which is past and so can be changed by nobody.

    The closing text may come later than the closing: only the last turn has it, and is then `updated`.
    """
    turns: list[News] = []
    state = State.PLANNED
    schedules = _schedules(placed, lines)
    ends = [*(since for since, _ in schedules[1:]), datetime.max.replace(tzinfo=UTC)]
    for (since, phase), until in zip(schedules, ends, strict=True):
        for at in sorted({since, phase.opens_at or since, phase.closes_at or since}):
            if since <= at < until and at <= moment and phase.state(at) is not state:
                state = phase.state(at)
                turns += [] if state is State.PLANNED else [_turn(state, at)]
    text = placed.widget.phase.closing_text
    if text and turns and turns[-1].event.kind is Happened.CLOSED:
        last = turns.pop()
        said = max(last.updated, schedules[-1][0])
        turns.append(replace(last, event=replace(last.event, closing_text=text), updated=said))
    return turns


def _turn(state: State, at: datetime) -> News:
    what = Happened.OPENED if state is State.OPEN else Happened.CLOSED
    return News(f"{what.value}/{at.astimezone(UTC).isoformat().replace('+00:00', 'Z')}", Event(what, at), at)


def _schedules(placed: Placed, lines: Sequence[LoggedEvent]) -> list[tuple[datetime, Phase]]:
    """Which phase was in force since when. What was planned for before the placing counts from then."""
    widget = placed.widget
    changes = [(line.at, _phase(line.data)) for line in lines if line.kind == RESCHEDULED]
    first = next((_phase(line.data) for line in lines if line.kind == PLACED and line.data), None)
    if first is None:
        first = Phase(changes[0][1].opens_at) if changes else widget.phase
    begin = min(at for at in (widget.created, first.opens_at, first.closes_at) if at is not None)
    return [(begin, first), *changes]


def _phase(data: Mapping[str, Any]) -> Phase:
    opens_at, closes_at = (data.get(name) for name in ("opens_at", "closes_at"))
    return Phase(opens_at and datetime.fromisoformat(opens_at), closes_at and datetime.fromisoformat(closes_at))
