# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The three formats, as pure functions of one value."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.render.feeds import FORMATS, Feed, FeedEntry
from tests.server.endpoints.acting import xml

AT = datetime(2026, 5, 1, 10, tzinfo=UTC)
ENTRY = FeedEntry("tag:meedoen,2026:a/b/closed/1", "Gesloten", "Dank.", "https://x.example/a/b", AT, AT)
FEED = Feed(
    id="tag:meedoen,2026:a/b",
    title="Waardering: Fietspad",
    about="Wat vindt u?",
    language="nl",
    author="Gemeente",
    author_page="https://x.example/a",
    page="https://x.example/a/b?lang=nl&over=x",
    addresses={form: f"https://x.example/a/b.{form}?lang=nl&over=x" for form in FORMATS},
    begun=AT,
    entries=[ENTRY],
)
ANYTHING = st.text(st.characters(exclude_categories=[]))


def test_the_same_feed_is_the_same_bytes_also_later() -> None:
    before = [write(FEED) for _, write in FORMATS.values()]
    time.sleep(1.1)
    assert [write(FEED) for _, write in FORMATS.values()] == before


@given(ANYTHING, ANYTHING)
def test_whatever_was_typed_no_reader_is_broken(title: str, text: str) -> None:
    feed = replace(FEED, title=f"x{title}", about=f"x{text}", entries=[replace(ENTRY, title=f"x{title}", text=text)])
    for form in ("rss", "atom"):
        media, write = FORMATS[form]
        xml(write(feed))
        assert not feedparser.parse(write(feed), response_headers={"content-type": media}).bozo
    json.loads(FORMATS["json"][1](feed))


def test_updated_is_the_newest_of_what_is_told() -> None:
    later = replace(ENTRY, updated=AT.replace(hour=12))
    assert replace(FEED, entries=[later, ENTRY]).updated == AT.replace(hour=12)
    assert replace(FEED, entries=[]).updated == AT


def test_an_empty_feed_is_a_feed() -> None:
    for form in ("rss", "atom"):
        media, write = FORMATS[form]
        read = feedparser.parse(write(replace(FEED, entries=[])), response_headers={"content-type": media})
        assert not read.bozo
        assert read.feed.link == FEED.page
        assert read.feed.updated
    assert json.loads(FORMATS["json"][1](replace(FEED, entries=[])))["items"] == []


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_an_entry_without_text_keeps_its_link(form: str) -> None:
    read = feedparser.parse(FORMATS[form][1](replace(FEED, entries=[replace(ENTRY, text="")])))
    assert read.entries[0].link == ENTRY.link
    assert not read.entries[0].get("content")
