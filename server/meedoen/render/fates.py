# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What mail tells of one contribution beside what its feed does: to its author what was decided on it, and why; to who
follows it no more than that it is gone, or back. Neither repeats what was removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from meedoen.addresses import TRACKER, Place, Query
from meedoen.records import Stage
from meedoen.records_moderation import HELD, Decided, Verdict
from meedoen.render.compose import Composer
from meedoen.render.console_moderation import told as told_of
from meedoen.render.feeds import Feed, FeedEntry
from meedoen.render.moderation import VERDICTS
from meedoen.render.telling import Told, item_feed
from meedoen.render.words import Translator
from meedoen.values import Item, Message, say


def author_feed(
    composer: Composer, told: Told, item: Item, decided: Sequence[Decided], origin: str, query: Query
) -> Feed:
    """For its author. Where others do not see it, it leads to where the receipt code is typed in."""
    feed, widget = item_feed(composer, told, item, origin, query), told[0].widget
    words = composer.words(feed.language)
    tracker = f"{Place(origin, widget.organisation.name).service(TRACKER)}?lang={words.language}"
    seen = item.removed is None and item.kind in told[0].public_kinds
    entries = [one if seen else replace(one, link=tracker) for one in feed.entries]
    entries += _decisions(feed, item, decided, words, tracker, feed.page if seen else "")
    title, trial = words.text(own_title(item.number, widget.title)), widget.stage is Stage.TRIAL
    return replace(feed, title=title, page=tracker, entries=_newest_first(entries), trial=trial)


def followed_feed(feed: Feed, item: Item, decided: Sequence[Decided], words: Translator) -> Feed:
    """For who follows it: `feed`, and whether it went or came back."""
    told = []
    back = [one.at for one in decided if one.decision.verdict is Verdict.RESTORED]
    if item.removed is not None and item.removed_at is not None:
        gone, why = say("No longer shown: %(what)s", what=feed.title), words.gettext("Its own page says why.")
        told.append(_entry(feed, "removed", words.text(gone), why, feed.page, item.removed_at))
    elif back:
        shown = words.text(say("Shown again: %(what)s", what=feed.title))
        told.append(_entry(feed, "restored", shown, "", feed.page, back[-1]))
    return replace(feed, entries=_newest_first([*feed.entries, *told]))


def own_title(number: int, widget: str) -> Message:
    """What an author's mail is about."""
    return say("Your contribution %(number)s – %(what)s", number=str(number), what=widget)


def _decisions(
    feed: Feed, item: Item, decided: Sequence[Decided], words: Translator, tracker: str, page: str
) -> Iterator[FeedEntry]:
    """Each that was taken; and a removal that whoever looks after the server did. `page`: where all can read it, or
    empty."""
    object_ = words.gettext("Do you think this is wrong? You can object with your receipt code at the address below.")
    for one, before in zip(decided, [None, *decided], strict=False):
        given, removed = one.decision, one.decision.verdict is Verdict.REMOVED
        appeared = page if one.shown else ""
        title = say("Everybody can see your contribution now") if appeared else _title(given.verdict, before)
        lines = [*(() if appeared else told_of(given, words, facts=False)), *([object_] if removed else [])]
        if given.facts:
            lines.append(words.text(say("What the organisation says about it: %(facts)s", facts=given.facts)))
        yield _entry(feed, f"decision/{one.key}", words.text(title), "\n".join(lines), appeared or tracker, one.at)
    if item.removed not in (None, HELD) and item.removed_at is not None and not decided:
        reason = words.text(say("Reason: %(reason)s", reason=words.gettext(item.removed)))
        title = say("Decided on your contribution: %(verdict)s", verdict=say(VERDICTS[Verdict.REMOVED]))
        yield _entry(feed, "removed", words.text(title), reason, tracker, item.removed_at)


def _title(verdict: Verdict, before: Decided | None) -> Message:
    """What a decision is called; that it is on his objection, where he objected to the one `before`."""
    if before is None or before.appeal is None:
        return say("Decided on your contribution: %(verdict)s", verdict=say(VERDICTS[verdict]))
    if verdict is Verdict.REMOVED:
        return say("Decided on your objection: it stays removed")
    return say("Decided on your objection: %(verdict)s", verdict=say(VERDICTS[verdict]))


def _entry(feed: Feed, what: str, title: str, text: str, link: str, at: datetime) -> FeedEntry:
    return FeedEntry(f"{feed.id}/{what}", title, text, link, at, at)


def _newest_first(entries: Sequence[FeedEntry]) -> list[FeedEntry]:
    return sorted(entries, key=lambda one: one.published, reverse=True)
