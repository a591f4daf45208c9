# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Faces: bytes with an ETag, kept until what they tell of moves or their moment passes.

Pages, frames, feeds, oEmbed answers are all the same thing here. A hit touches no database and no template: it compares
numbers and sends prebuilt headers, as raw ASGI. However many wait for a cold face, it is rendered once.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
from collections.abc import Awaitable, Callable, Hashable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

import brotli

from meedoen import limits

Header = tuple[bytes, bytes]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_RECOUNT = timedelta(seconds=limits.TALLY_INTERVAL_S)
_SECOND = timedelta(seconds=limits.FACE_MAX_AGE_S)
_COMPRESS_FROM_BYTES = 400
BROTLI_QUALITY = 5
"""Of what is made while somebody waits; files are compressed beforehand, and better."""


class Pulse(Protocol):
    """The numbers by which a face knows whether it still holds."""

    house: int

    def words(self, widget_id: int) -> int:
        """Moves with the widget's words, settings, phase."""

    def counts(self, widget_id: int) -> int:
        """Moves with its reactions."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a face was made of: taken before the database is read, so that what moves meanwhile is noticed."""

    house: int
    words: tuple[tuple[int, int], ...] = ()
    counts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A fresh face, before it is packed."""

    body: bytes
    media: str
    basis: Basis
    headers: tuple[Header, ...] = ()
    fresh_until: datetime | None = None
    status: int = 200


Messages = tuple[MutableMapping[str, Any], MutableMapping[str, Any], MutableMapping[str, Any]]
"""The start of an answer with body, the body, the start of a 304."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of a face: its ETag, its messages, and the same for the last second before it changes."""

    etag: bytes
    usual: Messages
    last_second: Messages


@dataclass(frozen=True, slots=True)
class Face:
    """Packed and ready to send."""

    basis: Basis
    made_at: datetime
    fresh_until: datetime | None
    plain: Variant
    gzip: Variant
    br: Variant


class Faces:
    """The cache of one process."""

    def __init__(self, pulse: Pulse, clock: Callable[[], datetime]) -> None:
        self._pulse = pulse
        self._clock = clock
        self._faces: dict[Hashable, Face] = {}
        self._making: dict[Hashable, asyncio.Task[Face]] = {}
        self._asked: dict[Hashable, tuple[Hashable, object]] = {}
        self.hits = 0
        """How often what was kept was sent."""
        self.misses = 0
        """How often it had to be made, or waited for."""

    async def again(self, scope: Scope, send: Send) -> bool:
        """Send what stood at this very address before, when it still holds; else answer False."""
        kept = self._asked.get(_address(scope)) if scope["method"] in ("GET", "HEAD") else None
        if kept is None:
            return False
        key, route = kept
        face, now = self._faces.get(key), self._clock()
        if face is None or not self._holds(face, now):
            return False
        scope["route"] = route
        self.hits += 1
        await _send(face, now, scope, send)
        return True

    async def serve(self, key: Hashable, make: Callable[[], Awaitable[Made]], scope: Scope, send: Send) -> None:
        """Send the face under `key`, made by `make` when there is none that holds."""
        now = self._clock()
        face = self._faces.get(key)
        if face is not None and self._holds(face, now):
            self.hits += 1
        else:
            self.misses += 1
            face = await self._fresh(key, make)
            if not self._holds(face, now := self._clock()):  # it was begun before something moved
                face = await self._fresh(key, make)
        if len(self._asked) >= limits.FACES_MAX:
            self._asked.clear()
        address = _address(scope)
        if sum(map(len, address)) <= limits.QUERY_CHARS_MAX:  # a Host header can be of any length
            self._asked[address] = key, scope.get("route")
        await _send(face, now, scope, send)

    def _holds(self, face: Face, now: datetime) -> bool:
        if face.fresh_until is not None and now >= face.fresh_until:
            return False
        basis, pulse = face.basis, self._pulse
        if basis.house != pulse.house:
            return False
        for widget, words in basis.words:
            if words != pulse.words(widget):
                return False
        for widget, counts in basis.counts:
            if counts != pulse.counts(widget):
                return now - face.made_at < _RECOUNT
        return True

    async def _fresh(self, key: Hashable, make: Callable[[], Awaitable[Made]]) -> Face:
        task = self._making.get(key)
        if task is None:
            task = asyncio.create_task(self._make(key, make))
            self._making[key] = task
            task.add_done_callback(lambda done: self._made(key, done))
        return await asyncio.shield(task)

    async def _make(self, key: Hashable, make: Callable[[], Awaitable[Made]]) -> Face:
        began = self._clock()
        face = pack(await make(), began)
        if len(self._faces) >= limits.FACES_MAX:
            del self._faces[next(iter(self._faces))]
        self._faces[key] = face
        return face

    def _made(self, key: Hashable, task: asyncio.Task[Face]) -> None:
        del self._making[key]
        if not task.cancelled():
            task.exception()


class AskedAgain:
    """Middleware: a face that stood at this address before, and still holds, is sent without looking for a route."""

    def __init__(self, app: App, faces: Faces) -> None:
        self._app = app
        self._faces = faces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the face, or pass the request on."""
        if scope["type"] != "http" or not await self._faces.again(scope, send):
            await self._app(scope, receive, send)


def pack(made: Made, at: datetime) -> Face:
    """Compress, and build every header there will be."""
    # With its headers: a browser takes over no `Content-…` of a 304, and would keep the old policy with the old bytes.
    told = b"\n".join(b": ".join(header) for header in made.headers)
    digest = hashlib.sha256(made.body + told).hexdigest()[:20]
    small = len(made.body) < _COMPRESS_FROM_BYTES
    plain = _variant(made, digest, "", made.body)
    return Face(
        made.basis,
        at,
        made.fresh_until,
        plain,
        plain if small else _variant(made, digest, "gzip", gzip.compress(made.body, 6, mtime=0)),
        plain if small else _variant(made, digest, "br", brotli.compress(made.body, quality=BROTLI_QUALITY)),
    )


def _variant(made: Made, digest: str, encoding: str, body: bytes) -> Variant:
    etag = f'"{digest}{"-" if encoding else ""}{encoding}"'.encode()

    def messages(max_age: int) -> Messages:
        kept = [
            (b"etag", etag),
            (b"cache-control", b"public, max-age=%d, stale-if-error=86400" % max_age),
            (b"vary", b"accept-encoding"),
            *made.headers,
        ]
        coded = [(b"content-encoding", encoding.encode())] if encoding else []
        whole = [(b"content-type", made.media.encode()), (b"content-length", b"%d" % len(body)), *coded, *kept]
        return (
            {"type": "http.response.start", "status": made.status, "headers": whole},
            {"type": "http.response.body", "body": body},
            {"type": "http.response.start", "status": 304, "headers": kept},
        )

    return Variant(etag, messages(limits.FACE_MAX_AGE_S), messages(0))


def _address(scope: Scope) -> tuple[bytes, str, bytes]:
    """All of a request that decides which face it is answered with: the Host header, the path, the query."""
    for name, value in scope["headers"]:
        if name == b"host":
            return value, scope["path"], scope["query_string"]
    return b"", scope["path"], scope["query_string"]


_EMPTY: MutableMapping[str, Any] = {"type": "http.response.body", "body": b""}


async def _send(face: Face, now: datetime, scope: Mapping[str, Any], send: Send) -> None:
    variant, known = face.plain, None
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            coding = _coding(value)
            variant = face.br if coding == b"br" else face.gzip if coding == b"gzip" else face.plain
        elif name == b"if-none-match":
            known = value
    ending = face.fresh_until is not None and face.fresh_until - now < _SECOND
    start, body, unchanged = variant.last_second if ending else variant.usual
    if known is not None and _matches(known, variant.etag):
        await send(unchanged)
        await send(_EMPTY)
    else:
        await send(start)
        await send(_EMPTY if scope["method"] == "HEAD" else body)


@lru_cache(maxsize=256)
def _coding(accepted: bytes) -> bytes:
    """The best coding among those that are taken; one with the weight nought is not (RFC 9110, 12.4.2)."""
    pairs = [part.replace(b" ", b"").partition(b";") for part in accepted.lower().split(b",")]
    taken = {name for name, _, weight in pairs if not re.fullmatch(rb"q=0(\.0*)?", weight)}
    return next((one for one in (b"br", b"gzip") if one in taken), b"")


def _matches(known: bytes, etag: bytes) -> bool:
    """RFC 9110, 13.1.2: weak comparison, any of a list, or `*`."""
    if known == etag:
        return True
    return any(one.strip().removeprefix(b"W/") in (etag, b"*") for one in known.split(b","))
