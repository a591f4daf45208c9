# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log: one line of JSON for each event, on standard error. Never an address, a query, a token or what people wrote.

Of a request it says which route was taken, not which path was asked: a path may hold the token of a done page. Of an
error it says what kind, where, and the first line of its message: the rest may quote what somebody sent.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any, TextIO

ERROR_CHARS_MAX = 200

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_log = logging.getLogger("meedoen")


def begin(stream: TextIO | None = None) -> None:
    """Have the whole process log so: its own events, and the warnings of what it uses."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Lines())
    handler.addFilter(_said_by_us)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _log.setLevel(logging.INFO)


def tell(event: str, level: int = logging.INFO, error: BaseException | None = None, **fields: object) -> None:
    """Log an event, with an error if there was one."""
    _log.log(level, event, exc_info=error, extra={"fields": fields})


class Lines(logging.Formatter):
    """A record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, event, and the fields of the event."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": at, "level": record.levelname.lower(), "event": record.getMessage()}
        if record.name != _log.name:
            line["by"] = record.name
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line |= _told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _told(error: BaseException) -> dict[str, Any]:
    first = str(error).partition("\n")[0][:ERROR_CHARS_MAX]
    frames = traceback.extract_tb(error.__traceback__)
    told = {
        "error": f"{type(error).__name__}: {first}",
        "trace": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if error.__cause__ is not None:
        told["cause"] = _told(error.__cause__)["error"]
    return told


def _said_by_us(record: logging.LogRecord) -> bool:
    """uvicorn tells of a failed request too, with all that the error quotes; `RequestLog` has told of it."""
    return not (record.name == "uvicorn.error" and record.msg == "Exception in ASGI application\n")


class RequestLog:
    """Raw ASGI, the outermost layer: a line for each refused or failed request, or with `every` for each request.

    A request that is answered well costs one function call more for each message sent, and no line. Each is told to
    `count`, by its line of the route table, if any, and the status of its answer.
    """

    def __init__(self, app: App, *, every: bool, count: Callable[[object, int], None]) -> None:
        self._app = app
        self._count = count
        self._least = 0 if every else 400

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on, and look at the status of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0
        began = time.perf_counter()

        def observed(message: Message) -> Awaitable[None]:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            return send(message)

        failed = None
        try:
            await self._app(scope, receive, observed)
        except Exception as error:
            failed = error
            raise
        finally:
            self._count(scope.get("route"), status)
            if failed is not None or status >= self._least:
                tell(
                    "request",
                    logging.ERROR if failed is not None or status >= 500 else logging.INFO,
                    failed,
                    method=scope["method"],
                    route=getattr(scope.get("route"), "path", ""),
                    status=status,
                    ms=round(1000 * (time.perf_counter() - began), 1),
                )
