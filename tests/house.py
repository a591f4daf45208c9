# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole server for a test: real HTTP on a free port, a real database in its own folder, a clock the test moves."""

from __future__ import annotations

import asyncio
import atexit
import socket
import sqlite3
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import EntryPoint
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, TypeVar

import httpx2 as httpx
import pytest
import uvicorn
from argon2 import PasswordHasher

from meedoen import limits, registry
from meedoen.app import create_app
from meedoen.commands.serving import orders_of
from meedoen.errors import SetUpError
from meedoen.identity.passwords import Passwords
from meedoen.records import Organisation, Phase, Widget
from meedoen.render import assets
from meedoen.server import bind
from meedoen.settings import Settings, load
from meedoen.store import Store, open_store, organisations, widgets
from meedoen.store.databases import opening
from meedoen.store.upgrade import upgrade
from meedoen.values import Assurance

T = TypeVar("T")
ON_BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
"""A test, or a module, that carries the write path: it is run on both databases."""
TEXTS: dict[str, Any] = {"rules": "Wees aardig.", "privacy": "Wij bewaren weinig.", "contact": "Bel 14 0182."}
"""What an organisation needs before it opens anything."""
TEXT_OPTIONS = [word for name, text in TEXTS.items() for word in (f"--{name}", text)]
"""The same for a command."""
START = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Stands still until a test moves it."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """`move(hours=2)`."""
        self.now += timedelta(**by)


@dataclass
class House:
    """A running server. `client` speaks to it; `ask` runs something on its loop, with its store."""

    settings: Settings
    types: registry.Registry
    store: Store
    clock: Callable[[], datetime]
    loop: asyncio.AbstractEventLoop
    client: httpx.Client = field(repr=False)

    @property
    def url(self) -> str:
        return self.settings.base_url

    def run(self, work: Awaitable[T]) -> T:
        """Await something on the server's own loop."""

        async def awaited() -> T:
            return await work

        return asyncio.run_coroutine_threadsafe(awaited(), self.loop).result(30)

    def write(self, fn: Callable[..., T], *given: Any, **named: Any) -> T:
        """One unit of work of the store, by its query functions: `write(widgets.close, widget, at=…)`."""
        return self.run(self.store.write(lambda conn: fn(conn, *given, **named)))

    def read(self, fn: Callable[..., T], *given: Any, **named: Any) -> T:
        return self.run(self.store.read(lambda conn: fn(conn, *given, **named)))

    def organisation(
        self, name: str = "voorbeeldstad", title: str = "Gemeente Voorbeeldstad", **texts: str
    ) -> Organisation:
        return self.write(organisations.add, name, title, at=self.clock(), **texts)

    def widget(
        self,
        of: Organisation,
        name: str = "fietspad",
        type_name: str = "rating",
        title: str = "Nieuw fietspad langs de Vliet",
        *,
        opens_at: datetime | None = None,
        closes_at: datetime | None = None,
        closing_text: str = "",
        language: str = "",
        expectation: str = "",
        least: Assurance = Assurance.FORM,
        **settings: Any,
    ) -> Widget:
        """A placed widget; a rating unless said otherwise."""
        if type_name == "rating":
            settings = {"question": "Wat vindt u van dit plan?", **settings}
        return self.write(
            widgets.add,
            of,
            name,
            type_name,
            title,
            settings,
            at=self.clock(),
            phase=Phase(opens_at, closes_at, closing_text),
            language=language,
            expectation=expectation,
            least=least,
        )


_taken: list[socket.socket] = []


def free_port() -> int:
    """A port for a process of its own, which binds it later: until this one ends nobody else is given it.

    It is none of those that a system gives out by itself, and we hold the UDP port of that number as a sign to others.
    """
    for port in range(_ports_given_out_from() - 1, 1024, -1):
        held = socket.socket(type=socket.SOCK_DGRAM)
        try:
            held.bind(("127.0.0.1", port))
            bind("127.0.0.1", port, "free").close()
        except (OSError, SetUpError):
            held.close()
        else:
            _taken.append(held)
            return port
    raise AssertionError("there is no free port left")


@cache
def _ports_given_out_from() -> int:
    """Where the ports begin that a system gives to whoever asks for any; where it does not say, Linux's own 32768."""
    said = Path("/proc/sys/net/ipv4/ip_local_port_range")
    return int(said.read_text().split()[0]) if said.exists() else 32768


_installed = cache(registry.load)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""What a password costs in production is half a second of this machine."""
CHEAP_NOBODYS = CHEAP.hash("")
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Without the world's certificates, which take a client longer to read than all it asks in a test."""


@cache
def _static(types: tuple[tuple[str, Path], ...]) -> Path:
    """The files of the pages, compressed once for all servers of a run: it takes as long as all else of a start."""
    folder = Path(mkdtemp())
    atexit.register(rmtree, folder, ignore_errors=True)
    assets.build(folder, dict(types))
    return folder


@cache
def _founded() -> bytes:
    """A SQLite database after its first start."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "founded.sqlite3")
        with opening(f"sqlite:///{path}") as database:
            upgrade(database, START)
            database.release()
        return path.read_bytes()


def found(url: str) -> str:
    """Where a SQLite database is not there yet, put one that has its tables: to make them takes as long as a test."""
    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not path.exists():
        path.touch(0o600)
        path.write_bytes(_founded())
        with closing(sqlite3.connect(path)) as conn, conn:
            conn.execute("UPDATE house SET uid = lower(hex(randomblob(16)))")
    return url


class _Server(uvicorn.Server):
    """uvicorn's own looks ten times a second whether to end, and rests when it does: hundreds of tests would wait."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], stop: asyncio.Event) -> None:
        super().__init__(config)
        self._ready, self._stop = ready, stop

    async def main_loop(self) -> None:
        await self.on_tick(0)
        self._ready()
        await self._stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listening in sockets or ():
            asyncio.get_running_loop().remove_reader(listening)
        for _turn in range(4):  # of the loop, in which who was being let in becomes a connection
            await asyncio.sleep(0)
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self.server_state.tasks:
            _answered, left = await asyncio.wait(self.server_state.tasks, timeout=20)
            for one in left:
                one.cancel()
        await asyncio.sleep(0)
        await self.lifespan.shutdown()


class _Process:
    """The server on a loop of its own, in a thread of its own."""

    def __init__(
        self, listening: socket.socket, settings: Settings, types: registry.Registry, clock: Callable[[], datetime]
    ) -> None:
        self._listening, self._settings, self._types, self._clock = listening, settings, types, clock
        self._ready, self._stop = threading.Event(), asyncio.Event()
        self._broke: BaseException | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.loop = asyncio.new_event_loop()
        self.store: Store

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(60), "the server did not start"
        if self._broke:
            raise self._broke

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(60)

    def _work(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_until_complete(self._serve())
        except BaseException as error:  # noqa: BLE001  (raised in the test's own thread; uvicorn exits)
            self._broke = error
        finally:
            self._ready.set()
            self.loop.close()

    async def _serve(self) -> None:
        settings, types, clock = self._settings, self._types, self._clock
        self.store = open_store(
            settings.database_url,
            clock=clock,
            ranks=lambda name: orders_of(types[name].type),
        )
        app = create_app(settings, types, self.store, clock, [self.store.watching], Passwords(CHEAP, CHEAP_NOBODYS))
        config = uvicorn.Config(app, log_level="error", http="httptools", timeout_keep_alive=limits.KEEP_ALIVE_S)
        await _Server(config, self._ready.set, self._stop).serve([self._listening])
        await self.store.close()


@contextmanager
def running(
    data: Path,
    clock: Callable[[], datetime],
    *,
    also_at: str = "",
    points: list[EntryPoint] | None = None,
    port: int | None = None,
    **settings: str,
) -> Iterator[House]:
    """A server on `data` until the block ends. Limits are out of the way unless a test sets them."""
    with bind("127.0.0.1", port or 0, "port") as listening:
        at = listening.getsockname()[1]
        environ = {
            "mode": "demo",
            "data": str(data),
            "base_url": f"http://127.0.0.1:{at}",
            "port": str(at),
            "also_at": also_at.format(port=at),
            "acts_per_minute_per_network": "1000000",
            "acts_per_minute_per_participant": "1000000",
            **settings,
        }
        loaded = load({f"MEEDOEN_{name.upper()}": value for name, value in environ.items()})
        types = _installed() if points is None else registry.load(points)
        copytree(_static(tuple((name, one.folder) for name, one in types.items())), data / "static", dirs_exist_ok=True)
        found(loaded.database_url)
        process = _Process(listening, loaded, types, clock)
        process.start()
        with httpx.Client(base_url=loaded.base_url, timeout=20, verify=NO_TLS) as client:
            try:
                yield House(loaded, types, process.store, clock, process.loop, client)
            finally:
                process.stop()
