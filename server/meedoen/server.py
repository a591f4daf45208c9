# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The HTTP server, and nothing of ours in it: which one, how it is started, how it stops. Only this module knows it.

uvicorn with httptools on uvloop; `server/docs/adr/0001-http-server.md` says why. Stopping finishes the requests that
are open, within a grace, and only then returns, so that whoever started it can close the store: nothing acknowledged is
lost.
"""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import uvicorn
import uvloop
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from meedoen import limits
from meedoen.errors import SetUpError

T = TypeVar("T")

BACKLOG = 2048
"""Connections that may wait while the loop is busy: a crowd that comes at once waits rather than being refused."""


@dataclass(frozen=True, slots=True)
class Served:
    """An ASGI application and the socket it is served on; `lifespan` says whether it must be started and stopped."""

    app: Callable[..., Any]
    listener: socket.socket
    lifespan: bool = True
    trusted_proxies: Sequence[str] = ()
    """Whose word is taken for where a request came from."""


def bind(host: str, port: int, setting: str) -> socket.socket:
    """A socket to listen on. Raises `SetUpError` that names the setting when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named, since asyncio's own loop has connections answer at once (TCP_NODELAY) only where it knows them to be TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        raise SetUpError(
            f"{setting}: {host} port {port} cannot be listened on ({_why(error)}). Choose another."
        ) from error
    return listener


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a program on the loop that the server likes best."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(main)


@contextmanager
def until_stopped() -> Iterator[asyncio.Event]:
    """An event that SIGTERM and Ctrl-C set; a second Ctrl-C ends the process as it would without us."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def first(number: int) -> None:
        stop.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, first, number)
    try:
        yield stop
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


@asynccontextmanager
async def serving(every: Sequence[Served]) -> AsyncIterator[None]:
    """Serve these for as long as this lasts; at its end, open requests are finished. Raises `SetUpError`."""
    servers = [_Server(one) for one in every]
    tasks = [asyncio.create_task(server.serve([one.listener])) for server, one in zip(servers, every, strict=True)]
    try:
        if not all([await server.up for server in servers]):
            raise SetUpError("The server did not start; the lines above say why.")
        yield
    finally:
        for server in servers:
            server.should_exit = True
        await asyncio.gather(*tasks, return_exceptions=True)


class _Server(uvicorn.Server):
    """uvicorn's, which says when it is up, leaves signals to us, and never ends the process."""

    def __init__(self, served: Served) -> None:
        super().__init__(
            uvicorn.Config(
                served.app,
                http="httptools",
                ws="none",
                lifespan="on" if served.lifespan else "off",
                log_config=None,
                access_log=False,
                proxy_headers=bool(served.trusted_proxies),
                forwarded_allow_ips=list(served.trusted_proxies),
                server_header=False,
                timeout_keep_alive=limits.KEEP_ALIVE_S,
                timeout_graceful_shutdown=limits.STOP_GRACE_S,
            )
        )
        self.up = asyncio.get_running_loop().create_future()
        self._waited_for: dict[HttpToolsProtocol, object] = {}

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say whether it is up."""
        try:
            await super().startup(sockets)
        except SystemExit:  # what uvicorn does when the application's own start fails
            self.should_exit = True
        finally:
            self.up.set_result(self.started)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second. Each time patience ends, hang up where it is still the same that we wait for."""
        if counter % (10 * limits.PATIENCE_S) == 0:
            every = [one for one in self.server_state.connections if isinstance(one, HttpToolsProtocol)]
            waiting = {one: one.cycle for one in every if _keeps_us_waiting(one)}
            for one, exchange in waiting.items():
                if self._waited_for.get(one, self) is exchange:
                    one.transport.abort()
            self._waited_for = dict(waiting)
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None: several servers run in a process, and one place listens for signals."""
        yield


def _keeps_us_waiting(one: HttpToolsProtocol) -> bool:
    """Whether it is the client's turn: the rest of a head, of a body, or to read. Between requests uvicorn counts."""
    if one.timeout_keep_alive_task is not None:
        return False
    if one.cycle is None:  # before the first request
        return True
    return one.cycle.response_complete or one.cycle.more_body or one.flow.write_paused
