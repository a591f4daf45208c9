# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""One process with all that is compared over HTTP, each on a port of its own, on one loop and one HTTP server.

Meedoen as `meedoen serve` has it; the same on PostgreSQL; the same with a store that answers at once; a bare Starlette
application. It tells where they are in a line of JSON, and stops when its standard input is closed. Another process,
given the address of that PostgreSQL, serves the same from there a second time.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import Callable, MutableMapping
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from meedoen.app import create_app
from meedoen.commands.serving import now, opened
from meedoen.logs import RequestLog
from meedoen.records import Mark, Stored
from meedoen.server import Served, bind, run, serving
from meedoen.store import Store
from meedoen.store.copying import copy
from tests.bench.by_hand import ByHand, at_server, in_file
from tests.bench.places import EMBED, organisation_in, settings_in, widget_of
from tests.postgres import cluster

HTML = "text/html; charset=utf-8"
App = Callable[..., Any]
BARE_FACE, BARE_VOTE, BARE_VOTE_POSTGRES = "/face", "/vote", "/vote-postgres"


@dataclass(frozen=True, slots=True)
class Where:
    """Where the four are, and the second on PostgreSQL; where that is, and whose tokens they take."""

    meedoen: int
    postgres: int
    storeless: int
    bare: int
    address: str
    organisation: str
    again: int = 0


_STORED = Stored()


class NoStore(Store):
    """Answers a reaction at once, and keeps nothing; for all else it is the store it was made from."""

    def __init__(self, store: Store) -> None:
        vars(self).update(vars(store))

    async def react(self, mark: Mark) -> Stored:
        return _STORED


def bare(face: bytes, by_hand: ByHand, on_postgres: ByHand) -> Starlette:
    """A function that answers `Response(the same bytes, media_type=…)`, and the votes by hand."""

    async def the_same_bytes(_request: Request) -> Response:
        return Response(face, media_type=HTML)

    return Starlette(
        routes=[
            Route(BARE_FACE, the_same_bytes, methods=["GET"]),
            Route(BARE_VOTE, by_hand.vote, methods=["POST"]),
            Route(BARE_VOTE_POSTGRES, on_postgres.vote, methods=["POST"]),
        ]
    )


async def face_of(app: Starlette, host: str) -> bytes:
    """The bytes of the face, as the application sends them to a browser."""
    sent: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.disconnect"}

    headers = [(b"host", host.encode()), (b"accept-encoding", b"br")]
    await app({"type": "http", "method": "GET", "path": EMBED, "query_string": b"", "headers": headers}, receive, send)
    return bytes(sent[1]["body"])


def logged(app: Starlette) -> App:
    """With its log of requests, as it is served."""
    return RequestLog(app, every=False, count=app.state.site.counts.request)


async def main(data: Path) -> None:
    """Serve until standard input ends. The votes by hand go to copies of the database."""
    listeners = [bind("127.0.0.1", 0, "the benchmark") for _ in range(4)]
    ours, on_postgres, storeless, others = (listener.getsockname()[1] for listener in listeners)
    settings = settings_in(data, ours)
    async with opened(settings) as context:
        widget = (await widget_of(context, await organisation_in(context))).widget
    async with AsyncExitStack() as running:
        postgres = running.enter_context(cluster(durable=True))
        address, another = postgres.database(), postgres.database("by_hand")
        for copied in (address, another):
            copy(settings.database_url, copied, now())
        shutil.copy(data / "meedoen.sqlite3", data / "by-hand.sqlite3")
        by_hand = [
            ByHand(connect, settings.secret_keys, widget.organisation.uid, widget.id)
            for connect in (partial(in_file, data / "by-hand.sqlite3"), partial(at_server, another))
        ]
        context = await running.enter_async_context(opened(settings))
        other = await running.enter_async_context(opened(settings.model_copy(update={"database": address})))
        app = create_app(settings, context.registry, context.store, context.clock)
        elsewhere = create_app(other.settings, other.registry, other.store, other.clock)
        without_store = create_app(settings, context.registry, NoStore(context.store), context.clock)
        face = await face_of(app, f"127.0.0.1:{ours}")
        apps: list[App] = [logged(app), logged(elsewhere), without_store, bare(face, *by_hand)]
        served = [Served(one, listener, lifespan=False) for one, listener in zip(apps, listeners, strict=True)]
        async with serving(served):
            at = Where(ours, on_postgres, storeless, others, address, widget.organisation.uid)
            print(json.dumps(asdict(at)), flush=True)
            await asyncio.to_thread(sys.stdin.read)
        for one in by_hand:
            one.close()


async def again(data: Path, address: str) -> None:
    """Serve what is at this address until standard input ends."""
    listener = bind("127.0.0.1", 0, "the benchmark")
    port = listener.getsockname()[1]
    async with opened(settings_in(data, port).model_copy(update={"database": address})) as context:
        app = create_app(context.settings, context.registry, context.store, context.clock)
        async with serving([Served(logged(app), listener, lifespan=False)]):
            print(json.dumps(port), flush=True)
            await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    folder, *of = sys.argv[1:]
    run(again(Path(folder), *of) if of else main(Path(folder)))
