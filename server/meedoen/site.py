# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""All that the endpoints work with, put together once by `meedoen.app`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from meedoen import limits
from meedoen.addresses import Place, Query, read_query
from meedoen.counts import Counts
from meedoen.directory import Directory
from meedoen.errors import NotFound
from meedoen.identity.networks import NetworkTags
from meedoen.identity.passwords import Passwords
from meedoen.identity.receipts import digest
from meedoen.identity.sessions import Devices
from meedoen.identity.tokens import Tokens
from meedoen.official import Change
from meedoen.outward.fetcher import Fetcher
from meedoen.participation.asking import QUESTION
from meedoen.participation.news import narrowing
from meedoen.participation.throttle import Throttle
from meedoen.participation.views import Placed, view
from meedoen.participation.write_path import Doer, WritePath
from meedoen.readiness import Readiness
from meedoen.records import EVERYONE, NOBODY, Found, Widget
from meedoen.records_answers import Coverage
from meedoen.registry import Registry
from meedoen.render.compose import Composer
from meedoen.render.faces import Faces, Made, Scope, Send
from meedoen.render.headers import NOWHERE, Framed, Header, Policy, security
from meedoen.render.pages import Pages
from meedoen.settings import Settings
from meedoen.store import Store, answers, changes, contributions, views
from meedoen.values import Ask, Item, Items, Reads, say
from meedoen.widget import View

_FRAMED_BY = "meedoen.framed_by"
"""Where a request says what `Site.framed_by` was told."""


@dataclass(frozen=True)
class Site:
    """The parts of one running server."""

    settings: Settings
    registry: Registry
    store: Store
    clock: Callable[[], datetime]
    tokens: Tokens
    write_path: WritePath
    codes: Callable[[Placed, Doer], Sequence[str]]
    """The receipt codes an act can have: that of the key that signs now, then those of keys from before."""
    directory: Directory
    tags: NetworkTags
    composer: Composer
    pages: Pages
    faces: Faces
    counts: Counts
    readiness: Readiness
    fetcher: Fetcher
    """The one way to what stands elsewhere."""
    passwords: Passwords
    door: Throttle
    """How much comes from one address to where something secret is typed in; it is kept in memory alone."""
    devices: Devices
    static: Path
    """The folder of ready-made files."""
    origins: Mapping[bytes, str]
    """By the Host header, the origins this server answers on."""

    def origin(self, scope: Mapping[str, Any]) -> str:
        """The origin to speak of: the one asked at when it is ours, else the canonical one."""
        return self.asked_at(scope) or self.settings.base_url

    def asked_at(self, scope: Mapping[str, Any]) -> str:
        """The origin that was asked at; empty when it is none of ours."""
        for name, value in scope["headers"]:
            if name == b"host":
                return self.origins.get(value) or self.origins.get(_canonical(value), "")
        return ""

    def own(self, scope: Mapping[str, Any]) -> str:
        """The organisation whose own the origin is that was asked at; empty at one that is everybody's."""
        return self.settings.hosts.get(self.origin(scope), "")

    def policy(self, scope: Mapping[str, Any]) -> Policy:
        """What the line of the route table declares that this request came by."""
        declared: Policy = getattr(scope.get("route"), "policy", NOWHERE)
        return declared

    def headers(self, scope: Mapping[str, Any], media: str) -> tuple[Header, ...]:
        """The security headers of an answer to this request."""
        document, by = media.startswith("text/html"), scope.get(_FRAMED_BY)
        return security(self.policy(scope), self.origin(scope), document=document, by=by)

    def framed_by(self, scope: Scope, kept: str, organisation: str, widget: str = "") -> None:
        """Say which sites may hold what is answered to this request, as it is kept of a widget or its organisation."""
        if kept != EVERYONE:
            listed = () if kept == NOBODY else kept.split()
            ancestors = " ".join(["'self'", *sorted(set(self.origins.values())), *listed])
            scope[_FRAMED_BY] = Framed(ancestors, Place("", organisation, widget).refusals)

    def framed_by_widget(self, scope: Scope, of: Widget) -> None:
        """The same, of a widget."""
        self.framed_by(scope, of.ancestors, of.organisation.name, of.name)

    def serve(self, key: Hashable, make: Callable[[], Awaitable[Made]], scope: Scope, send: Send) -> Awaitable[None]:
        """Send the face under `key`, or what `make` makes, with the headers of its route. An origin has its own key."""

        async def secured() -> Made:
            made = await make()
            return replace(made, headers=(*self.headers(scope, made.media), *made.headers))

        return self.faces.serve(key, secured, scope, send)

    def query(self, scope: Mapping[str, Any], *, paged: bool = False, framed: bool = False) -> Query:
        """The canonical query. Raises `NotFound` when it cannot be read."""
        return read_query(scope["query_string"], self.composer.languages, paged=paged, framed=framed)

    async def network(self, scope: Mapping[str, Any], placed: Placed) -> bytes:
        """The tag of the network a request comes from."""
        address = scope["client"][0] if scope.get("client") else ""
        return await self.tags.of(placed.widget.id, address)

    async def receipt(self, placed: Placed, doer: Doer) -> str:
        """The receipt code that was given for an act, or empty: an act without words has none."""
        for code in self.codes(placed, doer):
            hashed = digest(code) or b""
            known = await self.store.read(partial(contributions.by_receipt, code_hash=hashed))
            if known is not None:
                return code
        return ""

    async def item(self, placed: Placed, number: int, moment: datetime) -> Item:
        """One contribution, or its tombstone. Raises `NotFound` when there is none, or it is not public."""
        wanted = placed.reads(Ask(), moment).items
        item = await self.store.read(partial(views.one, of=placed.widget, number=number, wanted=wanted))
        if item.kind not in placed.public_kinds:
            raise NotFound(say("There is no contribution with this number."))
        return item

    async def asked(self, placed: Placed, target: str) -> Sequence[Item]:
        """The newest questions to the organisation on this target, where people may ask."""
        if not placed.installed.type.asks:
            return ()
        reads = Reads(items=Items(QUESTION, target=target, most=limits.QUESTIONS_SHOWN_MAX))
        return (await self.store.read(partial(views.read, of=placed.widget, reads=reads))).items

    async def thread(self, placed: Placed, item: Item, moment: datetime, after: int = 0) -> Found:
        """What stands under a contribution, from behind number `after` on. Raises `NotFound` where there is no such."""
        wanted = placed.thread(item, moment)
        if wanted is None:
            if after:
                raise NotFound(say("There is no contribution with this number."))
            return Found()
        reads = Reads(items=replace(wanted, after=after))
        return await self.store.read(partial(views.read, of=placed.widget, reads=reads))

    async def newest_under(self, placed: Placed, item: Item, moment: datetime) -> Sequence[Item]:
        """The newest of what stands under a contribution, for its feed."""
        wanted = placed.thread(item, moment)
        if wanted is None:
            return ()
        newest = replace(wanted, order="newest", mark=None, tallies=(), most=limits.FEED_ENTRIES_MAX)
        return (await self.store.read(partial(views.read, of=placed.widget, reads=Reads(items=newest)))).items

    async def coverage(self, placed: Placed) -> Coverage:
        """Of how many public contributions of a widget the outcome is settled."""
        kinds = sorted(placed.asked_kinds)
        if not kinds:
            return Coverage()
        return await self.store.read(partial(answers.coverage, widget_id=placed.widget.id, kinds=kinds))

    async def changes(self, placed: Placed, ask: Ask) -> Sequence[Change]:
        """The newest of what was changed because of what people wrote there."""
        most, within = limits.CHANGES_SHOWN_MAX, narrowing(placed, ask)
        return await self.store.read(partial(changes.newest, widget_id=placed.widget.id, most=most, within=within))

    async def view(self, placed: Placed, ask: Ask, language: str, moment: datetime, after: int = 0) -> View[Any]:
        """Read, in one transaction, what this widget shows at `moment`, its list from behind number `after` on."""
        reads = placed.reads(ask, moment)
        if after:
            if reads.items is None:
                raise NotFound(say("There is no contribution with this number."))
            reads = replace(reads, items=replace(reads.items, after=after))
        found = Found()
        if reads != Reads():
            found = await self.store.read(partial(views.read, of=placed.widget, reads=reads))
        return view(placed, ask, language, moment, found)


def _canonical(host: bytes) -> bytes:
    """A Host header as browsers write the same one: small letters, no dot at the end, no port that is usual."""
    name, colon, port = host.lower().partition(b":")
    return name.removesuffix(b".") + (colon + port if port not in (b"", b"80", b"443") else b"")
