# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asks a server for one thing after another, over connections that are kept, and times the answers.

One request waits on a connection at a time. It reads just enough of HTTP to know where an answer ends, so that the
client is never what is measured; an answer that was not expected stops the run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from time import perf_counter
from typing import cast

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


class Crowd:
    """Connections to ports of the loopback."""

    def __init__(self, connections: Sequence[_Connection]) -> None:
        self._connections = connections

    @classmethod
    async def at(cls, ports: Sequence[int], connections: int) -> Crowd:
        """So many connections, to these ports in turn."""
        loop, turns = asyncio.get_running_loop(), islice(cycle(ports), connections)
        opened = [await loop.create_connection(_Connection, "127.0.0.1", port) for port in turns]
        return cls([connection for _transport, connection in opened])

    async def ask(self, requests: Iterable[bytes], status: int) -> float:
        """Ask for all of these, whoever is free for the next; answers how many were answered in a second."""
        asking = _Asking(iter(requests), b"HTTP/1.1 %d " % status, len(self._connections))
        began = perf_counter()
        for connection in self._connections:
            connection.begin(asking)
        await asking.done
        return asking.answers / (perf_counter() - began)

    def leave(self) -> None:
        """Close the connections."""
        for connection in self._connections:
            connection.close()


class _Asking:
    """What the connections share while they ask for a number of things."""

    def __init__(self, requests: Iterator[bytes], begins: bytes, busy: int) -> None:
        self.requests = requests
        self.begins = begins
        self.busy = busy
        self.answers = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def ready(self) -> None:
        self.busy -= 1
        if self.busy == 0 and not self.done.done():
            self.done.set_result(None)

    def fail(self, why: str) -> None:
        if not self.done.done():
            self.done.set_exception(RuntimeError(why))


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self._asking: _Asking | None = None
        self._answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def begin(self, asking: _Asking) -> None:
        self._asking = asking
        self._next(asking)

    def _next(self, asking: _Asking) -> None:
        request = next(asking.requests, None)
        if request is not None:
            self._transport.write(request)
        else:
            self._asking = None
            asking.ready()

    def data_received(self, data: bytes) -> None:
        self._answer = answer = self._answer + data
        head = answer.find(_END)
        if head < 0 or len(answer) < head + len(_END) + _body_bytes(answer[:head]):
            return
        self._answer = b""
        asking = self._asking
        if asking is None or not answer.startswith(asking.begins):
            self.connection_lost(RuntimeError(answer[:1000]))
        else:
            asking.answers += 1
            self._next(asking)

    def connection_lost(self, error: Exception | None) -> None:
        if self._asking is not None:
            self._asking.fail(repr(error) if error else "the server closed a connection")

    def close(self) -> None:
        self._asking = None
        self._transport.close()


def _body_bytes(head: bytes) -> int:
    low = head.lower()
    at = low.find(_LENGTH)
    return int(low[at + len(_LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
