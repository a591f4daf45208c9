# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make bench`: what a face, a 304, a vote and a render cost, each beside the least it could cost.

What is compared is served by one process and asked for in turn, in many short rounds, so that whatever else the machine
does falls on both. The client is this process. Read ratios; a table is printed, and build/bench.json written.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2 as httpx

from meedoen.identity.tokens import Tokens
from meedoen.server import run
from tests.bench.alike import likes
from tests.bench.fronted import OF_NGINX, beside_a_file, until_answered
from tests.bench.lists import lists
from tests.bench.load import Crowd
from tests.bench.places import EMBED, VOTE, settings_in, vote
from tests.bench.renders import renders
from tests.bench.rooms import rooms
from tests.bench.rows import Row, compare, table, write
from tests.bench.serve import BARE_FACE, BARE_VOTE, BARE_VOTE_POSTGRES, Where
from tests.bench.subjects import subjects
from tests.house import free_port
from tests.nginx import filled, nginx
from tests.tools import ROOT

BUILD = ROOT / "build"
CONNECTIONS = 64


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured."""

    face_rounds: int = 150
    faces: int = 1_000
    vote_rounds: int = 60
    votes: int = 512
    render_rounds: int = 400
    few: int = 1_000
    many: int = 100_000
    most: int = 1_000_000
    few_pages: tuple[int, int] = (100, 10)
    many_pages: tuple[int, int] = (10_000, 100)
    page_rounds: int = 40
    topics: tuple[int, int] = (1_000, 100_000)
    room: tuple[int, int] = (100, 100_000)
    room_rounds: int = 60
    searches: int = 400
    resamples: int = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, round after round, at these ports in turn."""

    ports: tuple[int, ...]
    requests: Callable[[], Iterable[bytes]]
    status: int = 200


@contextmanager
def process(*of: object) -> Iterator[Any]:
    """One of `serve`, until the block ends; what it tells."""
    command = [sys.executable, "-m", "tests.bench.serve", *map(str, of)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as serving:
        assert serving.stdin is not None
        assert serving.stdout is not None
        yield json.loads(serving.stdout.readline())
        serving.stdin.close()
        assert serving.wait(30) == 0, "the server did not stop well"


@contextmanager
def server(data: Path) -> Iterator[Where]:
    """The processes of `serve`, until the block ends."""
    with process(data) as at, process(data, at["address"]) as again:
        yield Where(**{**at, "again": again})


def get(host: str, path: str, *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Accept-Encoding: gzip, deflate, br", *headers, "", ""]
    return "\r\n".join(lines).encode()


def post(host: str, path: str, body: bytes) -> bytes:
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {host}",
        "Accept: application/json",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + body


async def in_turn(asked: Mapping[str, Asked], rounds: int) -> Mapping[str, list[float]]:
    """How many were answered in a second, round by round; the first round warms up and is not kept."""
    crowds = {name: await Crowd.at(one.ports, CONNECTIONS) for name, one in asked.items()}
    rates: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(rounds + 1):
        for name, one in asked.items():
            rates[name].append(await crowds[name].ask(one.requests(), one.status))
    for crowd in crowds.values():
        crowd.leave()
    return {name: kept[1:] for name, kept in rates.items()}


def faces(at: Where, scale: Scale) -> list[Row]:
    """A cached face and a 304, each against a bare route with the bytes of that face."""
    host = f"127.0.0.1:{at.meedoen}"
    etag = httpx.get(f"http://{host}{EMBED}", headers={"accept-encoding": "br"}).headers["etag"]
    known = get(host, EMBED, f"If-None-Match: {etag}")
    asked = {
        "face": Asked((at.meedoen,), lambda: repeat(get(host, EMBED), scale.faces)),
        "304": Asked((at.meedoen,), lambda: repeat(known, scale.faces), status=304),
        "bare": Asked((at.bare,), lambda: repeat(get(host, BARE_FACE), scale.faces)),
    }
    rates = run(in_turn(asked, scale.face_rounds))
    against = "against a bare Starlette route with the same bytes"
    return [
        compare(f"face: cached, {against}", "1/s", rates["face"], rates["bare"], wanted=0.9),
        compare(f"304: {against}", "1/s", rates["304"], rates["bare"], wanted=1.0),
    ]


def fronted(at: Where, folder: Path, scale: Scale) -> list[Row]:
    """A cached frame by way of the example for nginx, against a file of the same bytes that nginx itself has."""
    folder.mkdir()
    port, unused = free_port(), free_port()
    with nginx(folder, beside_a_file(filled(folder, at.meedoen, port, unused))):
        host = f"127.0.0.1:{port}"
        face = until_answered(f"http://{host}{EMBED}")
        (folder / OF_NGINX).write_bytes(face)
        asked = {
            "face": Asked((port,), lambda: repeat(get(host, EMBED), scale.faces)),
            "file": Asked((port,), lambda: repeat(get(host, f"/{OF_NGINX}"), scale.faces)),
        }
        rates = run(in_turn(asked, scale.face_rounds))
    against = "against a file of nginx with the same bytes"
    return [compare(f"face: through nginx with cache, {against}", "1/s", rates["face"], rates["file"], wanted=0.7)]


def votes(at: Where, data: Path, scale: Scale) -> list[Row]:
    """Durable votes, against the same endpoint without a store, and against the same statements by hand."""
    tokens = Tokens(settings_in(data, at.meedoen).secret_keys, lambda: datetime.now(UTC))
    host = f"127.0.0.1:{at.meedoen}"

    def some(path: str) -> Callable[[], list[bytes]]:
        return lambda: [post(host, path, vote(tokens, at.organisation)) for _ in range(scale.votes)]

    asked = {
        "ours": Asked((at.meedoen,), some(VOTE)),
        "on PostgreSQL": Asked((at.postgres,), some(VOTE)),
        "by two": Asked((at.postgres, at.again), some(VOTE)),
        "storeless": Asked((at.storeless,), some(VOTE)),
        "by hand": Asked((at.bare,), some(BARE_VOTE)),
        "by hand on PostgreSQL": Asked((at.bare,), some(BARE_VOTE_POSTGRES)),
    }
    rates = run(in_turn(asked, scale.vote_rounds))
    ours, theirs = rates["ours"], rates["on PostgreSQL"]
    return [
        compare("vote: durable, against the same endpoint without a store", "1/s", ours, rates["storeless"], 0.4),
        compare("vote: durable, against the same statements by hand", "1/s", ours, rates["by hand"], 0.8),
        compare("vote: on PostgreSQL, against SQLite", "1/s", theirs, ours, 0.4),
        compare("vote: on PostgreSQL, against by hand there", "1/s", theirs, rates["by hand on PostgreSQL"], 0.4),
        compare("vote: on PostgreSQL by two processes, against by one", "1/s", rates["by two"], theirs, 1.0),
    ]


def measure(folder: Path, scale: Scale) -> list[Row]:
    """Everything."""
    http = folder / "http"
    with server(http) as at:
        rows = [*faces(at, scale), *fronted(at, folder / "nginx", scale), *votes(at, http, scale)]
    rows += run(renders(folder / "renders", scale.few, scale.many, scale.render_rounds))
    rows += run(lists(folder / "lists", scale.few, scale.most, scale.render_rounds))
    rows += run(subjects(folder / "subjects", scale.few_pages, scale.many_pages, scale.page_rounds))
    rows += run(rooms(folder / "rooms", scale.room, scale.room_rounds))
    (folder / "alike").mkdir()
    return rows + run(likes(folder / "alike", scale.topics, scale.searches, scale.resamples))


def main() -> None:
    """Measure, tell and write."""
    BUILD.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=BUILD, prefix="bench-") as folder:
        rows = measure(Path(folder), Scale())
    print(table(rows))
    write(rows, BUILD / "bench.json")


if __name__ == "__main__":
    main()
