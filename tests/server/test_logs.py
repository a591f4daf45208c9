# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lines of JSON, and what is never in them. That a whole server keeps to it: test_serve."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

import pytest

from meedoen import logs
from meedoen.logs import Message, Receive, RequestLog, Send


@dataclass(frozen=True)
class Pattern:
    """As much of a route as the log looks at."""

    path: str


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What is logged, for as long as the test lasts."""
    root, ours = logging.getLogger(), logging.getLogger("meedoen")
    before = (list(root.handlers), root.level, ours.level)
    stream = StringIO()
    root.handlers = []
    logs.begin(stream)
    yield stream
    root.handlers, root.level, _ = before
    ours.setLevel(before[2])


def told(lines: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def ask(app: logs.App, *, every: bool, path: str = "/org/name/done/secret-token") -> list[Message]:
    """One request; answers what was sent."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"secret-body", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"secret-query",
        "client": ("203.0.113.9", 4711),
        "headers": [],
    }
    asyncio.run(_call(RequestLog(app, every=every, count=uncounted), scope, receive, send))
    return sent


def uncounted(_line: object, _status: int) -> None:
    """Counting has tests of its own."""


async def _call(app: logs.App, scope: Message, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)


def answering(status: int) -> logs.App:
    async def app(scope: Message, _receive: Receive, send: Send) -> None:
        scope["route"] = Pattern("/{org}/{name}/done/{token}")
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"secret-answer"})

    return app


def test_a_line_has_time_level_event_and_fields(lines: StringIO) -> None:
    logs.tell("counted", n=3, what="één")
    (line,) = told(lines)
    assert datetime.fromisoformat(line.pop("time")).tzinfo is not None
    assert line == {"level": "info", "event": "counted", "n": 3, "what": "één"}


def test_what_others_warn_of_is_a_line_too(lines: StringIO) -> None:
    logging.getLogger("another").warning("careful: %s", "hot")
    logging.getLogger("another").info("chatter")
    assert [(line["event"], line["by"]) for line in told(lines)] == [("careful: hot", "another")]


def test_an_error_is_told_by_its_first_line_and_its_place(lines: StringIO) -> None:
    try:
        try:
            raise KeyError("inner")
        except KeyError as inner:
            raise ValueError("outer, first line\n[parameters: what somebody wrote]") from inner
    except ValueError as error:
        logs.tell("failed", logging.ERROR, error)
    (line,) = told(lines)
    assert line["level"] == "error"
    assert line["error"] == "ValueError: outer, first line"
    assert line["cause"] == "KeyError: 'inner'"
    assert "test_logs.py" in line["trace"][0]
    assert "what somebody wrote" not in lines.getvalue()


def test_a_long_message_is_cut(lines: StringIO) -> None:
    logs.tell("failed", logging.ERROR, ValueError("x" * 10_000))
    assert len(told(lines)[0]["error"]) < 300


@pytest.mark.parametrize(("status", "level"), [(404, "info"), (429, "info"), (500, "error"), (503, "error")])
def test_a_refused_request_is_a_line(lines: StringIO, status: int, level: str) -> None:
    ask(answering(status), every=False)
    (line,) = told(lines)
    assert (line["event"], line["method"], line["status"], line["level"]) == ("request", "GET", status, level)
    assert line["route"] == "/{org}/{name}/done/{token}"
    assert line["ms"] >= 0


@pytest.mark.parametrize("status", [200, 303, 304])
def test_a_request_that_is_answered_well_is_none(lines: StringIO, status: int) -> None:
    assert [message["type"] for message in ask(answering(status), every=False)] == [
        "http.response.start",
        "http.response.body",
    ]
    assert told(lines) == []


def test_with_every_it_is_one_too(lines: StringIO) -> None:
    ask(answering(200), every=True)
    assert [line["status"] for line in told(lines)] == [200]


def test_nothing_of_the_request_but_its_route_is_told(lines: StringIO) -> None:
    ask(answering(404), every=True)
    assert "secret" not in lines.getvalue()
    assert "203.0.113.9" not in lines.getvalue()


def test_a_request_that_found_no_route_says_no_path(lines: StringIO) -> None:
    async def nowhere(_scope: Message, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})

    ask(nowhere, every=False, path="/secret")
    assert told(lines)[0]["route"] == ""
    assert "secret" not in lines.getvalue()


def test_a_fault_is_told_and_goes_on(lines: StringIO) -> None:
    async def broken(_scope: Message, _receive: Receive, _send: Send) -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        ask(broken, every=False)
    (line,) = told(lines)
    assert (line["level"], line["error"]) == ("error", "RuntimeError: broken")


def test_what_uvicorn_says_of_the_same_fault_is_left_out(lines: StringIO) -> None:
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=ValueError("what was sent"))
    assert lines.getvalue() == ""


def test_what_is_no_request_is_passed_on(lines: StringIO) -> None:
    seen = []

    async def app(scope: Message, _receive: Receive, _send: Send) -> None:
        seen.append(scope["type"])

    async def nothing(*_given: Any) -> Any:
        return None

    asyncio.run(_call(RequestLog(app, every=True, count=uncounted), {"type": "lifespan"}, nothing, nothing))
    assert seen == ["lifespan"]
    assert lines.getvalue() == ""
