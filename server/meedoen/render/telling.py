# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From what happened to a feed: the words of the widget's type, in the feed's language, under ids that never change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from textwrap import shorten

from meedoen import limits
from meedoen.addresses import FEED_FORMATS, Place, Query
from meedoen.entries import Entry, Happened
from meedoen.official import Decided, OfficialReply
from meedoen.participation.news import News
from meedoen.participation.views import Placed
from meedoen.records import Organisation
from meedoen.records_posts import FILES
from meedoen.render import changed
from meedoen.render.compose import Composer
from meedoen.render.feeds import FORMATS, HTML, TAG, Feed, FeedEntry, Image
from meedoen.render.headers import Header
from meedoen.render.items import TOGETHER, before, entry_of, name, narrowed_to
from meedoen.render.official import answer_told, badge, verdict
from meedoen.render.official import told as told_of
from meedoen.render.opml import Outline
from meedoen.render.sentences import came
from meedoen.render.words import Translator
from meedoen.values import Item, say

Told = tuple[Placed, Sequence[News]]
BEFORE_ALL = datetime(2026, 1, 1, tzinfo=UTC)
"""The day from which our tags count: the age of a feed in which nothing can have happened."""


def widget_feed(composer: Composer, told: Told, origin: str, query: Query) -> Feed:
    """What happened in one widget, as far as the query leaves it."""
    placed, news = told
    widget = placed.widget
    words = composer.words(query.lang or widget.spoken, placed.installed.type.name)
    place = composer.place(placed, origin, query)
    title = composer.title(placed, words)
    # The language is no part of the id: in another language the same things happened.
    narrowing, subject = str(Query(query.ask)), narrowed_to(placed, query.ask, words)
    return Feed(
        id=_id(placed, _digest(narrowing) if narrowing else ""),
        title=f"{title} · {subject}" if subject else title,
        about=widget.expectation or title,
        language=words.language,
        author=widget.organisation.title,
        author_page=place.organisation_page,
        page=place.at(),
        addresses={form: place.feed(form) for form in FEED_FORMATS},
        begun=widget.created,
        entries=list(_entries(placed, news, place, words, query.lang)),
        within=placed.widget.title,
    )


def item_feed(composer: Composer, told: Told, item: Item, origin: str, query: Query) -> Feed:
    """What became of one contribution; what the widget's feed tells of it has the same id there."""
    placed, news = told
    words = composer.words(query.lang or placed.widget.spoken, placed.installed.type.name)
    place = composer.place(placed, origin, query, item.number)
    title = composer.title(placed, words, item)
    return Feed(
        id=_id(placed, f"contribution/{item.number}/feed"),
        title=title,
        about=title,
        language=words.language,
        author=placed.widget.organisation.title,
        author_page=place.organisation_page,
        page=place.at(),
        addresses={form: place.feed(form) for form in FEED_FORMATS},
        begun=item.created,
        entries=list(_entries(placed, news, place, words, query.lang)),
        within=placed.widget.title,
    )


def organisation_feed(
    composer: Composer, organisation: Organisation, told: Sequence[Told], origin: str, query: Query
) -> Feed:
    """What happened in these widgets of an organisation; each title says in which."""
    words = composer.words(query.lang or organisation.language)
    place = Place(origin, organisation.name, query=str(Query(lang=query.lang)))
    entries = [
        entry
        for placed, news in told
        for entry in _entries(
            placed,
            news,
            composer.place(placed, origin, Query(lang=query.lang)),
            composer.words(words.language, placed.installed.type.name),
            query.lang,
            prefix=f"{placed.widget.title} · ",
        )
    ]
    entries.sort(key=lambda one: one.published, reverse=True)
    return Feed(
        id=f"{TAG}{organisation.uid}",
        title=organisation.title,
        about=organisation.intro or words.gettext("All you can take part in"),
        language=words.language,
        author=organisation.title,
        author_page=place.organisation_page,
        page=place.at(),
        addresses={form: place.feed(form) for form in FEED_FORMATS},
        begun=min((placed.widget.created for placed, _ in told), default=BEFORE_ALL),
        entries=entries[: limits.FEED_ENTRIES_MAX],
    )


def outlines(
    composer: Composer, organisation: Organisation, widgets: Iterable[Placed], origin: str, query: Query
) -> list[Outline]:
    """The organisation's own feed, then that of each of its widgets."""
    language = Query(lang=query.lang)
    whole = Place(origin, organisation.name, query=str(language))
    lines = [Outline(organisation.title, whole.feed("rss"), whole.at())]
    for placed in widgets:
        if placed.widget.withdrawn is None:
            words = composer.words(query.lang or placed.widget.spoken, placed.installed.type.name)
            place = composer.place(placed, origin, language)
            lines.append(Outline(composer.title(placed, words), place.feed("rss"), place.at()))
    return lines


def links(feed: Feed, form: str) -> tuple[Header, ...]:
    """Where this feed, its page and its other formats are, for who reads headers alone (RFC 8288)."""
    media = {one: kind.partition(";")[0] for one, (kind, _) in FORMATS.items()}
    targets = [
        (feed.addresses[form], "self", media[form]),
        (feed.page, "alternate", HTML),
        *((feed.addresses[other], "alternate", media[other]) for other in FORMATS if other != form),
    ]
    return tuple((b"link", f'<{where}>; rel="{rel}"; type="{kind}"'.encode("ascii")) for where, rel, kind in targets)


def _entries(
    placed: Placed, news: Iterable[News], place: Place, words: Translator, lang: str, prefix: str = ""
) -> Iterator[FeedEntry]:
    spoken = str(Query(lang=lang))
    for one in news:
        entry = _entry(placed, one, words)
        if entry is None:
            continue
        item, alone = one.event.item, replace(place, query=spoken)
        number = item.number if item else one.number
        link = replace(alone, number=number).at() if number else place.at()
        yield FeedEntry(
            id=_id(placed, one.key),
            title=prefix + (words.said(entry.title) or placed.widget.title),
            text="\n".join(filter(None, (_text(entry, one, words), *_signed(placed, one, words)))),
            link=alone.changed(one.change.key) if one.change else link,
            published=one.event.at,
            updated=one.updated,
            author=_author(one, words),
            image=_image(item, place) if item and one.said is None else None,
            corrected=_corrected(one),
            expires=one.said.expires if isinstance(one.said, OfficialReply) and not one.expired else None,
            change=(placed.widget.id, one.change.key, one.change.version) if one.change else None,
        )


def _entry(placed: Placed, one: News, words: Translator) -> Entry | None:
    if one.change is not None:
        return changed.entry(one.change, words)
    if one.notice is not None:
        return _noticed(words.text(one.notice))
    if one.event.kind is Happened.MERGED:
        return _merged(placed, one.event.item, words)
    return entry_of(placed, one.event) if one.said is None else _official(one.said, words, expired=one.expired)


def _merged(placed: Placed, item: Item | None, words: Translator) -> Entry | None:
    """Of which two, by the words of both."""
    if item is None or item.into is None:
        return None
    return Entry(
        say("Merged with: %(what)s", what=name(placed, item.into, words)),
        [say("This was merged: %(what)s", what=name(placed, item, words)), TOGETHER],
    )


def _noticed(said: str) -> Entry:
    """What is too long for a title stands below it, whole."""
    title = shorten(said, limits.TITLE_CHARS_MAX, placeholder=" …")
    return Entry(title, "" if title == said else said)


def _text(entry: Entry, one: News, words: Translator) -> str:
    """With which way it came, where staff entered it."""
    item = one.event.item if one.said is None else None
    told = [words.said(entry.text), came(words, item.entered) if item and item.entered else ""]
    return "\n".join(filter(None, told))


def _author(one: News, words: Translator) -> str:
    item = one.event.item
    if one.event.kind is Happened.MERGED:
        return ""
    if one.change is not None:
        return one.change.now.speaker.who
    if one.said is not None:
        return one.said.speaker.who
    if item is not None and item.written is not None:
        return item.written.author.who
    return words.gettext("A participant") if item else ""


def _corrected(one: News) -> datetime | None:
    """Since when the organisation says this, where it said something else before."""
    if one.change is not None:
        return one.change.corrected
    if one.said is not None:
        return one.said.corrected if isinstance(one.said, OfficialReply) else None
    written = one.event.item.written if one.event.item else None
    return written.corrected if written else None


def _signed(placed: Placed, one: News, words: Translator) -> Iterator[str]:
    """Below what staff wrote: who did (RSS has no place of its own for that), and what it said before."""
    item, zone = one.event.item, placed.widget.organisation.zone
    if one.said is None and item is not None and item.written is not None:
        yield f"{item.written.author.who} · {item.written.author.organisation}"
    since = _corrected(one)
    if since is None:
        return
    yield words.text(say("Corrected on %(day)s. What it said before:", day=words.day(since, zone)))
    if one.change is not None:
        yield from (was.reason for was in one.change.earlier)
    elif isinstance(one.said, OfficialReply):
        yield from (was.text for was in one.said.earlier)
    elif item is not None:
        for _wording, title, text in before(placed.installed.type, placed.settings, item, words):
            yield from filter(None, (title, text))


def _image(item: Item, place: Place) -> Image | None:
    shown = item.picture
    return Image(f"{place.origin}{FILES}{shown.name}", shown.alt) if shown else None


def _official(said: OfficialReply | Decided, words: Translator, *, expired: bool) -> Entry:
    if isinstance(said, Decided):
        return Entry(verdict(said), told_of(said, words))
    return Entry(badge(said.speaker), answer_told(said, words, expired=expired))


def _id(placed: Placed, what: str) -> str:
    uids = f"{TAG}{placed.widget.organisation.uid}/{placed.widget.uid}"
    return f"{uids}/{what}" if what else uids


def _digest(narrowing: str) -> str:
    return hashlib.sha256(narrowing.encode()).hexdigest()[:16]
