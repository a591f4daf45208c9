# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rest of the world for a fetcher: names, network addresses, one real TLS server on loopback behind them all."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpcore2
import trustme

from meedoen import limits
from meedoen.outward.fetcher import Fetcher
from meedoen.outward.locations import HostPort

PUBLIC = "93.184.215.14"
TOWN = "www.gouda.example"
NAMES = (TOWN, "gouda.example", "xn--gemnde-dva.example", PUBLIC, "127.0.0.1")
"""For which the server has a certificate."""

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


@cache
def _authority() -> trustme.CA:
    return trustme.CA()


@cache
def _secured() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _authority().issue_cert(*NAMES).configure_cert(context)
    return context


@cache
def _trust() -> ssl.SSLContext:
    """That one authority alone: the world's certificates take longer to read than a test."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    _authority().configure_trust(context)
    return context


def page(body: bytes, *headers: str, media: str = "text/html; charset=utf-8") -> bytes:
    """A whole answer."""
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {media}", f"Content-Length: {len(body)}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def moved(to: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


@dataclass
class Server:
    """Answers by path, and counts who came."""

    port: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    connections: int = 0
    asked: list[dict[str, str]] = field(default_factory=list)
    """Of each request its headers, names in small letters, and its path under `""`."""

    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                path = first.split(" ")[1]
                self.asked.append({"": path, **{n.lower(): v for n, _, v in (x.partition(": ") for x in lines if x)}})
                answer = self.answers.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                if isinstance(answer, bytes):
                    writer.write(answer)
                    await writer.drain()
                else:
                    await answer(writer)
                    break
        await self._left(writer)

    async def end(self) -> None:
        """Leave whoever is still there."""
        for writer in list(self._open):
            await self._left(writer)

    async def _left(self, writer: asyncio.StreamWriter) -> None:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        self._open.discard(writer)


class Road(httpcore2.AsyncNetworkBackend):
    """Whichever address is dialled, the server on loopback is what answers: no test goes out on the network."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._sockets = httpcore2.AnyIOBackend()
        self.dialled: list[str] = []
        self.deaf: set[str] = set()
        """Addresses that do not answer."""

    async def connect_tcp(self, host: str, port: int, *given: Any, **named: Any) -> httpcore2.AsyncNetworkStream:
        self.dialled.append(host)
        if host in self.deaf:
            raise httpcore2.ConnectTimeout
        self._server.connections += 1
        return await self._sockets.connect_tcp("127.0.0.1", self._server.port, 5)


@dataclass
class World:
    """What a test sets and looks at."""

    server: Server
    road: Road
    names: dict[str, Sequence[Sequence[str]]]
    """By host, the answers of the resolver, one after another; the last one stays."""
    resolved: list[str] = field(default_factory=list)

    async def resolve(self, host: str, _port: int) -> Sequence[str]:
        """As `names` say; what is a number is itself, in any notation that a system reads."""
        self.resolved.append(host)
        if host in self.names:
            answers = self.names[host]
            return answers[min(self.resolved.count(host), len(answers)) - 1]
        found = await asyncio.get_running_loop().getaddrinfo(host, 443, flags=4)  # AI_NUMERICHOST
        return [str(one[4][0]) for one in found]

    def fetcher(self, also: Iterable[HostPort] = (), within_s: float = limits.FETCH_S, **given: Any) -> Fetcher:
        defaults = {"resolve": self.resolve, "trust": _trust(), "sockets": self.road}
        return Fetcher(tuple(also), within_s=within_s, **{**defaults, **given})


@asynccontextmanager
async def world(answers: Mapping[str, Answer] | None = None, *, tls: bool = True) -> AsyncIterator[World]:
    """A world in which a town has a website at a public address."""
    server = Server(answers=answers or {"/": page(b"<title>Gouda</title>")})
    async with await asyncio.start_server(
        server.connected, "127.0.0.1", 0, ssl=_secured() if tls else None, limit=2**20
    ) as listening:
        server.port = listening.sockets[0].getsockname()[1]
        try:
            yield World(server, Road(server), {name: [[PUBLIC]] for name in NAMES if name not in (PUBLIC, "127.0.0.1")})
        finally:
            await server.end()
