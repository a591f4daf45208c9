# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The share panel: all with which one widget, narrowed as it was asked for, or one contribution is taken elsewhere."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlsplit

import segno

from meedoen.addresses import Place, Query
from meedoen.participation.views import Placed
from meedoen.render.alone import room
from meedoen.render.cards import Card, Image
from meedoen.render.compose import Composer
from meedoen.render.context import SharePlace
from meedoen.render.items import name, which
from meedoen.render.plain import one_line
from meedoen.render.sentences import phase_line
from meedoen.render.snippets import Pasting, how, newest, places, said, snippet
from meedoen.render.words import Translator
from meedoen.values import Item, Subjects, say

MASTODON = "https://share.joinmastodon.org/"
"""Mastodon's own page that asks on which of its servers one is; nothing is sent there before one follows the link."""
FEED = "rss"
"""The place in which a feed is pasted."""


def card(composer: Composer, placed: Placed, origin: str, query: Query, item: Item | None = None) -> Card:
    """The widget, or one contribution to it, as it is shown elsewhere."""
    widget, kind = placed.widget, placed.installed.type
    words = composer.words(query.lang or widget.spoken, kind.name)
    place = composer.place(placed, origin, query, item.number if item else 0)
    return Card(
        place=place,
        title=composer.title(placed, words, item, query.ask),
        name=name(placed, item, words) if item else placed.titled(query.ask),
        kind=words.text(say(kind.title)),
        organisation=widget.organisation.title,
        organisation_page=place.organisation_page,
        language=words.language,
        reserve=room(placed, item) if item else placed.reserve,
        image=picture(composer.manifest.root, composer.manifest["card.png"], origin),
    )


def page(
    composer: Composer, placed: Placed, origin: str, query: Query, moment: datetime, item: Item | None = None
) -> str:
    """The panel as a page; it works without script, and no script of others is in it."""
    shown = card(composer, placed, origin, query, item)
    place = shown.place
    words = composer.words(shown.language)
    face = composer.face_of(placed, place, composer.words(words.language, placed.installed.type.name))
    title = words.gettext("Share or place on your site")
    subject = shown.link_text
    led = not placed.widget.unlisted
    letter = f"{subject}\r\n\r\n{place.at()}"
    return composer.page(
        "share.html",
        words.language,
        head=composer.head(
            f"{title}: {subject}",
            place.share,
            css="page.css",
            of=placed.widget.organisation,
            script="page.js",
            description=f"{title}: {subject}",
            noindex=True,
            languages=[
                (code, name, replace(place, query=str(Query(query.ask, code))).share)
                for code, name, _ in composer.other_languages(place, words.language)
            ],
        ),
        org=composer.org(placed.widget.organisation, origin, query.lang),
        w=face,
        framed=False,
        address=place.at(),
        groups=[] if item else groups(placed, place, query),
        which=which(item.number, words) if item else "",
        places=[
            one
            for one in pasted(composer, placed, shown, words.language, narrowed=bool(item or query.ask.over))
            if led or one.key != FEED
        ],
        led=led,
        oembed=place.oembed("json"),
        feeds=face.feeds,
        by_mail=face.mail,
        mail=f"mailto:?subject={quote(subject)}&body={quote(letter)}",
        mastodon=f"{MASTODON}?text={quote(f'{subject} {place.at()}')}",
        reader=reader(place),
        qr_address=qr_address(place),
        print_text=print_text(placed, shown, words, moment),
    )


def parted(placed: Placed) -> list[tuple[str, str]]:
    """(key, label) of the whole widget and of each of its groups; nothing where it has none."""
    known = placed.narrowings.get("group", {})
    return [("", placed.widget.title), *known.items()] if known else []


def groups(placed: Placed, place: Place, query: Query) -> list[tuple[str, str, bool]]:
    """The same, each with the address of its panel, and whether that is this one."""
    asked = [(label, replace(query, ask=replace(query.ask, group=key))) for key, label in parted(placed)]
    return [(label, replace(place, query=str(one)).share, one == query) for label, one in asked]


def pasted(
    composer: Composer, placed: Placed, shown: Card, language: str, *, narrowed: bool = False
) -> list[SharePlace]:
    """What is pasted in each kind of place, and where, as it is said in `language`."""
    loader = newest(composer.manifest.integrity)
    return [
        SharePlace(
            one.key,
            said(one.name, language),
            snippet(one, shown, loader),
            how(one, language, shown, loader),
            said(one.tried, language),
        )
        for one in pastings(placed, narrowed=narrowed)
    ]


def reader(place: Place) -> str:
    """What opens its feed in a feed reader."""
    return "feed://" + place.feed("rss").partition("://")[2]


def pastings(placed: Placed, *, narrowed: bool) -> list[Pasting]:
    """The places it can be pasted in. What stands under every page of a site comes first where it takes subjects, and
    is of no use where it is narrowed to one."""
    many = isinstance(placed.installed.type.parts(placed.settings), Subjects) and not narrowed
    found = [one for one in places().values() if many or not one.subjects]
    return sorted(found, key=lambda one: not one.subjects)


def qr_address(place: Place) -> str:
    """Where the QR code is a file."""
    path, _, query = place.share.partition("?")
    return f"{path}.svg" + (f"?{query}" if query else "")


def qr_file(address: str) -> bytes:
    """A QR code that leads to `address`, as an SVG file for who prints."""
    file = BytesIO()
    segno.make(address, micro=False, error="m").save(file, kind="svg", border=4, scale=8, nl=False)
    return file.getvalue()


def print_text(placed: Placed, shown: Card, words: Translator, moment: datetime) -> str:
    """A few lines for a letter or a poster: what, from whom, until when, where, and how else."""
    widget, phase = placed.widget, placed.widget.phase
    zone = widget.organisation.zone
    line = phase_line(words, phase.state(moment), phase.opens_at, phase.closes_at, zone=zone, moment=moment)
    where = urlsplit(shown.place.at())
    typed = f"{where.netloc}{where.path}" + (f"?{where.query}" if where.query else "")
    read = say("Read it here: %(address)s", address=typed)
    lines = [
        shown.name,
        f"{widget.organisation.title} · {line}",
        words.text(read if shown.place.number else say("Take part: %(address)s", address=typed)),
        widget.organisation.contact,
    ]
    return "\n".join(one_line(one) for one in lines if one)


@lru_cache(maxsize=16)
def picture(root: Path, path: str, origin: str) -> Image | None:
    """A PNG of ours with its size, which its first chunk holds; None when it is no picture."""
    with (root / path.lstrip("/")).open("rb") as file:
        start = file.read(24)
    if not start.startswith(b"\x89PNG") or len(start) < 24:
        return None
    width, height = struct.unpack(">II", start[16:])
    return Image(origin + path, width, height)
