# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A client may keep the server waiting for a while, not for ever; and it is no fault of ours when it leaves halfway."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import httpx2 as httpx
import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from meedoen import limits
from meedoen.server import Served, _keeps_us_waiting, _Server, bind
from tests.house import House
from tests.server.people import WIDGET

PATIENCE_ENDS = 10 * limits.PATIENCE_S
REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n"


class Application:
    """Reads what is sent, and answers when it may: a lot, when asked for a lot."""

    def __init__(self) -> None:
        self.may = asyncio.Event()
        self.may.set()

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        await self.may.wait()
        body = b"x" * (10_000_000 if scope["path"] == "/much" else 10)
        head = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        for first in range(0, len(body), 100_000):
            await send({"type": "http.response.body", "body": body[first : first + 100_000], "more_body": True})
        await send({"type": "http.response.body"})


class Hearing(HttpToolsProtocol):
    """A connection that knows how much it has read."""

    heard = 0

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self.heard += len(data)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  (what is looked at is no event)
            await asyncio.sleep(0.001)


class Place:
    """A server in this loop, whose patience ends when a test says so."""

    def __init__(self, server: _Server, port: int, app: Application) -> None:
        self.app = app
        self._server = server
        self._port = port

    async def begin(self, said: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=1000)
        await self.say(writer, said, once=True)
        return reader, writer

    async def say(self, writer: asyncio.StreamWriter, said: bytes, *, once: bool = False) -> None:
        """Send that, and wait until the server, whose one connection this is, has read it."""
        before = 0 if once else self._one.heard
        writer.write(said)
        await until(lambda: bool(self.connections) and self._one.heard >= before + len(said))

    async def until_it_is_the_clients_turn(self) -> None:
        await until(lambda: _keeps_us_waiting(self._one))

    async def wait(self, times: int) -> None:
        for _ in range(times):
            await self._server.on_tick(PATIENCE_ENDS)
            await asyncio.sleep(0)  # one turn of the loop, in which what was hung up on is let go of

    @property
    def connections(self) -> int:
        return len(self._server.server_state.connections)

    @property
    def _one(self) -> Hearing:
        (one,) = self._server.server_state.connections
        assert isinstance(one, Hearing)
        return one


@asynccontextmanager
async def place() -> AsyncIterator[Place]:
    app = Application()
    with bind("127.0.0.1", 0, "test") as listener:
        server = _Server(Served(app, listener, lifespan=False))
        server.config.http = Hearing
        task = asyncio.create_task(server.serve([listener]))
        assert await server.up
        yield Place(server, listener.getsockname()[1], app)
        server.should_exit = True
        await task


@pytest.mark.parametrize(
    "said",
    [
        b"",
        REQUEST,
        REQUEST.replace(b"GET", b"POST") + b"Content-Length: 9\r\n\r\nx",
        REQUEST.replace(b"/ ", b"/much ") + b"\r\n",
    ],
    ids=["nothing", "half a head", "half a body", "does not read"],
)
def test_who_keeps_it_waiting_is_hung_up_on(said: bytes) -> None:
    async def look() -> list[int]:
        async with place() as here:
            _, writer = await here.begin(said)
            await here.until_it_is_the_clients_turn()
            await here.wait(1)
            once = here.connections
            await here.wait(1)
            writer.close()
            return [once, here.connections]

    assert asyncio.run(look()) == [1, 0]


def test_half_a_second_head_keeps_it_waiting_too() -> None:
    async def look() -> int:
        async with place() as here:
            reader, writer = await here.begin(REQUEST + b"\r\n")
            await reader.readuntil(b"xxxxxxxxxx")
            await here.say(writer, REQUEST)
            await here.wait(2)
            writer.close()
            return here.connections

    assert asyncio.run(look()) == 0


def test_who_goes_on_is_not() -> None:
    async def look() -> bytes:
        async with place() as here:
            reader, writer = await here.begin(REQUEST)
            for _ in range(3):
                await here.wait(1)
                writer.write(b"\r\n")
                assert await reader.readuntil(b"xxxxxxxxxx")
                await here.say(writer, REQUEST)
            writer.write(b"\r\n")
            answer = await reader.readuntil(b"xxxxxxxxxx")
            writer.close()
            return answer

    assert asyncio.run(look()).startswith(b"HTTP/1.1 200 ")


def test_who_waits_for_us_is_not() -> None:
    async def look() -> bytes:
        async with place() as here:
            here.app.may.clear()
            reader, writer = await here.begin(REQUEST + b"\r\n")
            await here.wait(3)
            here.app.may.set()
            answer = await reader.readuntil(b"xxxxxxxxxx")
            await here.wait(3)
            assert here.connections == 1, "between requests the time is another"
            writer.close()
            return answer

    assert asyncio.run(look()).startswith(b"HTTP/1.1 200 ")


def test_a_client_that_leaves_halfway_is_no_fault(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    house.widget(house.organisation())
    half = f"POST {WIDGET}/do/rate HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nscore=2".encode()

    async def leave() -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(house.url).port)
        writer.write(half)
        await writer.drain()
        writer.close()

    asyncio.run(leave())
    assert house.client.get(WIDGET).status_code == 200
    assert "Traceback" not in capfd.readouterr().err
