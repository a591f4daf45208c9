# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a vote costs at the least: one Starlette function, itsdangerous, a driver, and nothing of ours but the tables.

It reads the form, checks the token, and hands the vote to one thread that stores what waits together, in the same
tables with the same statements, and answers after COMMIT. It knows no limits, no phases, no forms, no languages; a
fault in one vote would take its whole set with it.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

import psycopg
from itsdangerous import TimestampSigner
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

SET_MAX = 512
TOKEN_S = 400 * 24 * 60 * 60

PHASE = "SELECT least, withdrawn, opens_at, closes_at FROM widget JOIN phase ON phase.widget = widget.id WHERE id = ?"
KEYS = """
    WITH given (line, widget, participant, key) AS (VALUES {})
    SELECT given.line FROM given JOIN act USING (widget, participant, key)"""
ACTS = "INSERT INTO act (widget, participant, key, action, number, at) VALUES {}"
SLOTS = """
    WITH given (line, widget, participant, target, kind) AS (VALUES {})
    SELECT given.line, value, assurance, day FROM given JOIN reaction USING (widget, participant, target, kind)"""
REACTIONS = """
    INSERT INTO reaction (widget, participant, target, kind, value, assurance, day, at, tag) VALUES {}
    ON CONFLICT (widget, participant, target, kind) DO UPDATE
    SET value = excluded.value, assurance = excluded.assurance, at = excluded.at, tag = excluded.tag"""
TALLIES = """
    INSERT INTO tally (widget, target, kind, value, assurance, count) VALUES {}
    ON CONFLICT (widget, target, kind, value, assurance) DO UPDATE SET count = tally.count + excluded.count"""
DAYS = """
    INSERT INTO tally_day (widget, target, kind, day, value, assurance, count) VALUES {}
    ON CONFLICT (widget, target, kind, day, value, assurance) DO UPDATE SET count = tally_day.count + excluded.count"""
COUNTED = "UPDATE widget SET counted = counted + 1 WHERE id = ? RETURNING counted"
COUNTS = """
    SELECT value, sum(count) FROM tally
    WHERE widget = ? AND target = '' AND kind = 'score' AND assurance >= ? AND count > 0 GROUP BY value"""


@dataclass(frozen=True, slots=True)
class Vote:
    participant: bytes
    assurance: int
    key: str
    value: int
    at: datetime
    future: asyncio.Future[dict[int, int]]


def in_file(path: Path) -> Any:
    """A connection to SQLite, each commit on disk before it returns."""
    conn = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=4096)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "wal_autocheckpoint = 4000"):
        conn.execute(f"PRAGMA {pragma}").fetchall()
    return conn


def at_server(address: str) -> Any:
    """A connection to PostgreSQL, which finds out the types by itself: values stand in the text of a statement."""
    return psycopg.connect(address, autocommit=True, cursor_factory=psycopg.ClientCursor)


class ByHand:
    """The endpoint, and its thread. `widget` is a rating of an organisation with this uid."""

    def __init__(self, connect: Callable[[], Any], keys: Sequence[str], organisation: str, widget: int) -> None:
        self._signer = TimestampSigner(list(keys), salt="participant", digest_method=hashlib.sha256)
        self._organisation = organisation
        self._widget = widget
        self._conn = connect()
        self._is_file = isinstance(self._conn, sqlite3.Connection)
        self._queue: SimpleQueue[Vote | None] = SimpleQueue()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    async def vote(self, request: Request) -> Response:
        """`POST`: a score, stored when it is answered."""
        posted = dict(parse_qsl((await request.body()).decode("ascii"), strict_parsing=True))
        token = self._signer.unsign(posted["_token"], max_age=TOKEN_S).decode()
        organisation, identity, assurance = token.split(".")
        if organisation != self._organisation or posted["score"] not in ("1", "2", "3"):
            return Response(status_code=400)
        participant = base64.urlsafe_b64decode(identity + "==")
        future: asyncio.Future[dict[int, int]] = asyncio.get_running_loop().create_future()
        now = datetime.now(UTC)
        self._queue.put(Vote(participant, int(assurance), posted["_key"], int(posted["score"]), now, future))
        return JSONResponse({"counts": await future})

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()
        self._conn.close()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            votes = [first]
            try:
                while len(votes) < SET_MAX and (one := self._queue.get_nowait()) is not None:
                    votes.append(one)
            except Empty:
                pass
            counts = self._store(votes)
            votes[0].future.get_loop().call_soon_threadsafe(_answer, votes, counts)

    def _store(self, votes: Sequence[Vote]) -> dict[int, int]:
        self._conn.execute("BEGIN IMMEDIATE" if self._is_file else "BEGIN")
        of = self._widget
        ((least, *_phase),) = self._all(PHASE, (of,))
        seen = self._rows(KEYS, [(line, of, one.participant, one.key) for line, one in enumerate(votes)])
        repeated = {line for (line,) in seen}
        fresh = [one for line, one in enumerate(votes) if line not in repeated]
        days = [one.at.date().isoformat() for one in fresh]
        at = [int(one.at.timestamp() * 1_000_000) for one in fresh]
        self._rows(ACTS, [(of, one.participant, one.key, "", None, t) for one, t in zip(fresh, at, strict=True)])
        before = self._rows(SLOTS, [(line, of, one.participant, "", "score") for line, one in enumerate(fresh)])
        held = {line: (value, assurance, day) for line, value, assurance, day in before}
        change: Counter[tuple[str, int, int]] = Counter()
        rows = []
        for line, one in enumerate(fresh):
            day = days[line]
            if line in held:
                value, assurance, day = held[line]
                change[day, value, assurance] -= 1
            change[day, one.value, one.assurance] += 1
            rows.append((of, one.participant, "", "score", one.value, one.assurance, day, at[line], b""))
        self._rows(REACTIONS, rows)
        whole: Counter[tuple[int, int]] = Counter()
        for (_day, value, assurance), count in change.items():
            whole[value, assurance] += count
        self._rows(TALLIES, [(of, "", "score", *key, count) for key, count in whole.items()])
        self._rows(DAYS, [(of, "", "score", *key, count) for key, count in change.items()])
        self._all(COUNTED, (of,))
        counts = dict(self._all(COUNTS, (of, least)))
        self._conn.execute("COMMIT")
        return counts

    def _rows(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """One step for all rows: a step for each would give up the interpreter's lock each time."""
        if not rows:
            return []
        row = "(" + ", ".join("?" * len(rows[0])) + ")"
        return self._all(statement.format(", ".join([row] * len(rows))), tuple(chain.from_iterable(rows)))

    def _all(self, text: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        done = self._conn.execute(text if self._is_file else text.replace("?", "%s"), values)
        return list(done.fetchall()) if done.description else []


def _answer(votes: Sequence[Vote], counts: dict[int, int]) -> None:
    for one in votes:
        if not one.future.done():
            one.future.set_result(counts)
