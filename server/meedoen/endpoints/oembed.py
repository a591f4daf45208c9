# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/oembed?url=&format=&maxwidth=&maxheight=`: the provider, to the letter of https://oembed.com.

400 without `url` or with a size that is none, 404 for what is not here (foreign, unknown, withdrawn), 501 for a format
that is not made. Own addresses are whole origins that were configured: scheme, host and port must all be equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from starlette.types import Receive, Scope, Send

from meedoen import limits
from meedoen.addresses import NUMBER, ORGANISATION, WIDGET, Query, read_query
from meedoen.directory import Moved
from meedoen.errors import Invalid, NotFound, NotServed
from meedoen.participation.views import check_ask, taken_along
from meedoen.render import cards, share
from meedoen.render.faces import Basis, Made
from meedoen.site import Site
from meedoen.values import Message, say

_PATH = re.compile(rf"/(?P<org>{ORGANISATION})/(?P<name>{WIDGET})(?:/(?P<number>{NUMBER}))?(?:/embed)?")
_SIZE = re.compile(r"[1-9][0-9]{0,4}")
_PORTS = {"http": 80, "https": 443}
_IN_QUERY = "!$&'()*+,;=:@/?%-._~"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that is well formed."""

    url: str
    form: str
    maxwidth: int | None
    maxheight: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What an address of ours names."""

    origin: str
    organisation: str
    name: str
    query: Query
    number: int = 0
    """Of a contribution; 0 is the widget itself."""


class OEmbed:
    """The provider."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve the answer about the widget, or the contribution, at `url`."""
        site = self._site
        asked = read(scope["query_string"])
        found = find(asked.url, site.origins.values(), site.composer.languages)
        own = site.settings.hosts.get(found.origin)
        if own and await site.directory.is_another(found.organisation, own):
            raise nothing()
        try:
            await site.directory.listed(found.organisation, found.name)
        except Moved as moved:
            found = replace(found, organisation=moved.organisation, name=moved.name)
        key = ("oembed", site.origin(scope), found, asked.form, asked.maxwidth, asked.maxheight)
        await site.serve(key, partial(self._make, found, asked), scope, send)

    async def _make(self, found: Found, asked: Asked) -> Made:
        site, house = self._site, self._site.store.pulse.house
        placed = await site.directory.listed(found.organisation, found.name)
        if placed.widget.withdrawn is not None:
            raise NotFound(say("This has been withdrawn by the organisation."))
        check_ask(placed, found.query.ask)
        item = await site.item(placed, found.number, site.clock()) if found.number else None
        if item is not None and not taken_along(placed, item):
            raise NotFound(say("This contribution has been removed."))
        card = share.card(site.composer, placed, found.origin, found.query, item)
        media, write = cards.FORMATS[asked.form]
        body = write(cards.oembed(card, asked.maxwidth, asked.maxheight))
        basis = Basis(house, ((placed.widget.id, placed.widget.revision),))
        return Made(body, media, basis)


def read(raw: bytes) -> Asked:
    """The parameters. Raises `Invalid` or `NotServed`."""
    try:
        if len(raw) > limits.QUERY_CHARS_MAX:
            raise ValueError("too long")
        pairs = parse_qsl(raw.decode("ascii"), True, max_num_fields=limits.FIELDS_MAX, errors="strict")
    except ValueError as error:
        raise Invalid(say("This question cannot be read. Check how it is encoded.")) from error
    given = dict(pairs)
    if not given.get("url"):
        raise _wrong("url", say("Give the address of a widget as “url”."))
    form = given.get("format") or "json"
    if form not in cards.FORMATS:
        raise NotServed(say("Answers are made as json and as xml."))
    return Asked(given["url"], form, _size(given, "maxwidth"), _size(given, "maxheight"))


def find(url: str, origins: Iterable[str], languages: Iterable[str]) -> Found:
    """What stands at an address, as a page or as its frame. Raises `NotFound` for one that is not ours."""
    try:
        parts = urlsplit(url)
        asked = _origin(url)
    except ValueError:
        raise nothing() from None
    origin = next((one for one in origins if _origin(one) == asked), None)
    path = _PATH.fullmatch(unquote(parts.path))
    if origin is None or path is None or "@" in parts.netloc:
        raise nothing()
    query = read_query(quote(parts.query, safe=_IN_QUERY).encode(), languages)
    number = int(path["number"] or 0)
    return Found(origin, path["org"], path["name"], Query(lang=query.lang) if number else query, number)


def nothing() -> NotFound:
    """For an address that is not ours, or at which nothing of ours stands."""
    return NotFound(say("There is no widget of this server at this address."))


def _origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port, in the form in which they compare (RFC 6454)."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)


def _size(given: dict[str, str], name: str) -> int | None:
    if not given.get(name):
        return None
    if not _SIZE.fullmatch(given[name]):
        raise _wrong(name, say("Give a size in pixels: a whole number above 0."))
    return int(given[name])


def _wrong(name: str, why: Message) -> Invalid:
    return Invalid(why, {name: why})
