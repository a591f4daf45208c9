# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one guarded client for all that the server fetches from elsewhere.

Over https, from public addresses, without cookies, credentials or proxies; within `limits.FETCH_S`, and at most
`limits.FETCH_BYTES_MAX`. Each redirect is checked as the first address was. Where a connection goes is settled in
`dialling`, how much of an answer is held in `decoding`.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import httpcore2

from meedoen import __version__, limits
from meedoen.errors import AnswerRefused, Unreachable
from meedoen.outward import decoding
from meedoen.outward.dialling import CheckedDialling, Resolver, system_resolver
from meedoen.outward.locations import HostPort, Location, read
from meedoen.values import Message, say

USER_AGENT = f"Meedoen/{__version__}"
HTML = ("text/html", "application/xhtml+xml")

_REDIRECTS = (301, 302, 303, 307, 308)
_UNCHANGED = 304
_SHOWN_CHARS = 60
"""Of a media type that does not fit, so much is told."""


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of something is known, by its server's name for it: to ask for another one alone (RFC 9110, 13)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was answered."""

    url: str
    """Where it was in the end."""
    headers: tuple[tuple[str, str], ...]
    """Names in small letters; one may be there several times."""
    body: bytes
    """Decompressed; empty when it is `unchanged`."""
    unchanged: bool = False
    """Whether it still is the version that was known (304)."""

    def every(self, name: str) -> list[str]:
        """All values of a header, by its name in small letters."""
        return [value for one, value in self.headers if one == name]

    @property
    def media(self) -> str:
        """The media type, without its parameters."""
        return "".join(self.every("content-type")[:1]).partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """What its server says that its text is encoded in; empty when it does not."""
        _, _, parameters = "".join(self.every("content-type")[:1]).lower().partition("charset=")
        return parameters.partition(";")[0].strip("\"' ")

    @property
    def version(self) -> Version:
        """For asking again."""
        return Version("".join(self.every("etag")[:1]), "".join(self.every("last-modified")[:1]))


class Fetcher:
    """Fetches, a few at once. `also` names hosts that may be on any network, at http or another port: an operator's."""

    def __init__(
        self,
        also: Iterable[HostPort] = (),
        resolve: Resolver = system_resolver,
        trust: ssl.SSLContext | None = None,
        within_s: float = limits.FETCH_S,
        sockets: httpcore2.AsyncNetworkBackend | None = None,
    ) -> None:
        """`trust` are the certificates that count, `sockets` is what dials; None is the system's own."""
        self._also = frozenset(also)
        self._dialling = CheckedDialling(resolve, self._also, sockets)
        self._trust = trust
        self._within_s = within_s
        self._turns = asyncio.Semaphore(limits.FETCHES_AT_ONCE_MAX)

    async def fetch(self, url: str, media: Collection[str] = HTML, known: Version = Version()) -> Fetched:
        """What stands at this address, if it is one of these media types. Raises a `NotFetched`, whatever happens."""
        location = read(url, self._also)
        async with self._turns:
            try:
                async with asyncio.timeout(self._within_s):
                    return await self._follow(location, media, known)
            except (TimeoutError, httpcore2.TimeoutException) as error:
                raise Unreachable(
                    say("%(host)s did not answer in time. Try again later.", host=location.host)
                ) from error
            except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
                raise Unreachable(_why(error)) from error

    async def _follow(self, location: Location, media: Collection[str], known: Version) -> Fetched:
        if self._trust is None:
            self._trust = await asyncio.to_thread(ssl.create_default_context)
        for _hop in range(limits.FETCH_REDIRECTS_MAX + 1):
            url = httpcore2.URL(scheme=location.scheme, host=location.host, port=location.port, target=location.target)
            async with (
                httpcore2.AsyncHTTPConnection(url.origin, self._trust, network_backend=self._dialling) as connection,
                connection.stream("GET", url, headers=_headers(location, media, known)) as answer,
            ):
                headers = tuple((name.decode().lower(), _text(value)) for name, value in answer.headers)
                found = Fetched(location.url, headers, b"")
                if answer.status == _UNCHANGED and known != Version():
                    return replace(found, unchanged=True)
                if answer.status not in _REDIRECTS:
                    return await _read(answer, found, media)
                location = read("".join(found.every("location")[:1]), self._also, base=location)
        raise AnswerRefused(
            say("The page sends on and on to other addresses. Give the address where you end up in your browser.")
        )


async def _read(answer: httpcore2.Response, found: Fetched, media: Collection[str]) -> Fetched:
    if answer.status != 200:
        raise AnswerRefused(
            say(
                "The website answers with status %(status)s. Check that the page opens without signing in.",
                status=answer.status,
            )
        )
    if found.media not in media:
        raise AnswerRefused(
            say(
                "What stands there is of another kind (%(media)s). Check the address.", media=found.media[:_SHOWN_CHARS]
            )
        )
    coding = ",".join(found.every("content-encoding"))
    return replace(found, body=await decoding.body(answer.aiter_stream(), coding, limits.FETCH_BYTES_MAX))


def _headers(location: Location, media: Collection[str], known: Version) -> list[tuple[bytes, bytes]]:
    named = {
        "Host": location.authority,
        "User-Agent": USER_AGENT,
        "Accept": ", ".join(media),
        "Accept-Encoding": decoding.ACCEPTED,
        "If-None-Match": known.etag,
        "If-Modified-Since": known.last_modified,
    }
    return [(name.encode(), value.encode()) for name, value in named.items() if value]


def _text(value: bytes) -> str:
    """A header as text: UTF-8 where it is that, else byte by byte."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _why(error: Exception) -> Message:
    if isinstance(error.__cause__, ssl.SSLError):
        return say("The secure connection was refused: the certificate is not right. Ask who runs the website.")
    return decoding.BROKEN
