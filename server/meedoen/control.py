# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The control socket: how a command reaches the server that has the database open, as only one process may with SQLite.

A Unix socket in the data folder that its owner alone can open. One request and one answer for each connection: a line
of JSON {version, command, values}, and back a line {code, bytes} followed by that many bytes of text. Both are bounded.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from meedoen import __version__, limits
from meedoen.commands.base import Answer
from meedoen.errors import InUse, SetUpError
from meedoen.logs import tell

NAME = "control.sock"

Perform = Callable[[str, Mapping[str, Any]], Awaitable[Answer]]
"""(name of a command, values of its arguments) → what it says."""

_ADDRESS_BYTES_MAX = 100
"""A socket's address holds a little more than this; a longer path goes by way of its folder's descriptor."""
_HEAD_BYTES_MAX = 100


@contextmanager
def _address(data: Path) -> Iterator[str]:
    """The address of the socket in this data folder."""
    path = data / NAME
    if len(os.fsencode(path)) <= _ADDRESS_BYTES_MAX:
        yield str(path)
        return
    if not Path("/proc/self/fd").is_dir():
        raise SetUpError(f"MEEDOEN_DATA: the path {data} is too long for a socket here; choose a shorter one.")
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{NAME}"
    finally:
        os.close(folder)


def _connect(address: str) -> socket.socket | None:
    """A connection; None when nobody listens."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(address)
    except (FileNotFoundError, ConnectionRefusedError):
        connection.close()
        return None
    except OSError:
        connection.close()
        raise
    return connection


# --- in the server ---------------------------------------------------------------------------------------------------


@asynccontextmanager
async def listening(data: Path, perform: Perform) -> AsyncIterator[None]:
    """Take commands for as long as this lasts; at its end those that run are finished. Raises `InUse`."""
    with _address(data) as address:
        if other := _connect(address):
            other.close()
            raise InUse(f"Another server has the data folder {data}. Stop it, or give this one a folder of its own.")
        running: set[asyncio.Task[Any]] = set()

        def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.create_task(_converse(reader, writer, perform))
            running.add(task)
            task.add_done_callback(running.discard)

        listener = _bound(address)
        server = await asyncio.start_unix_server(begin, sock=listener, limit=limits.CONTROL_REQUEST_BYTES_MAX)
        try:
            yield
        finally:
            _forget(address)
            server.close()
            await asyncio.gather(*running, return_exceptions=True)


def _bound(address: str) -> socket.socket:
    """A socket there, in the place of one that a server left behind when it was killed."""
    _forget(address)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(address)
    Path(address).chmod(0o600)  # it does not listen yet, so nobody came in before this
    return listener


def _forget(address: str) -> None:
    Path(address).unlink(missing_ok=True)


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, perform: Perform) -> None:
    try:
        async with asyncio.timeout(limits.CONTROL_WAIT_S):
            raw = await reader.readuntil(b"\n")
        answer = await _perform(raw, perform)
    except asyncio.LimitOverrunError:
        answer = Answer(1, f"A command may take {limits.CONTROL_REQUEST_BYTES_MAX} bytes; this is longer.")
    except (asyncio.IncompleteReadError, TimeoutError, ConnectionError):
        writer.close()
        return
    text = answer.text.encode()
    writer.write(json.dumps({"code": answer.code, "bytes": len(text)}).encode() + b"\n" + text)
    try:
        await writer.drain()
    except ConnectionError:
        pass  # whoever asked did not wait for the answer
    finally:
        writer.close()


async def _perform(raw: bytes, perform: Perform) -> Answer:
    try:
        request = json.loads(raw)
        version, command, values = request["version"], request["command"], request["values"]
    except (ValueError, TypeError, KeyError):
        return Answer(1, "This is not a command.")
    if version != __version__:
        return Answer(
            1, f"The server that runs is version {__version__}, this command is {version}. Restart the server."
        )
    try:
        return await perform(command, values)
    except Exception as error:  # noqa: BLE001  (whoever asked is told, the log has the rest, and the server goes on)
        tell("command failed", error=error, command=command)
        return Answer(1, "Something went wrong in the server; its log says what.")


# --- in the command --------------------------------------------------------------------------------------------------


def ask(data: Path, command: str, values: Mapping[str, Any]) -> Answer | None:
    """What the server that has this data folder says; None when none runs. Raises `SetUpError` when it breaks off."""
    if not data.is_dir():
        return None
    request = json.dumps({"version": __version__, "command": command, "values": values}).encode() + b"\n"
    if len(request) > limits.CONTROL_REQUEST_BYTES_MAX:
        raise SetUpError(f"A command may take {limits.CONTROL_REQUEST_BYTES_MAX} bytes; this is longer.")
    with _address(data) as address:
        connection = _connect(address)
    if connection is None:
        return None
    with connection, connection.makefile("rb") as answers:
        try:
            connection.sendall(request)
            return _read(answers.readline(_HEAD_BYTES_MAX), answers.read)
        except (ConnectionError, ValueError, TypeError, KeyError) as error:
            raise SetUpError("The server that runs broke off its answer; its log may say why.") from error


def _read(head: bytes, read: Callable[[int], bytes]) -> Answer:
    told = json.loads(head)
    size = int(told["bytes"])
    text = read(size) if size <= limits.CONTROL_ANSWER_BYTES_MAX else b""
    if len(text) < size:
        raise ValueError("it was cut off, or is too long")
    return Answer(int(told["code"]), text.decode())
