# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The control socket itself: what it takes, what it answers to what is no command, and a server that breaks off."""

from __future__ import annotations

import asyncio
import json
import socket
import stat
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from meedoen import __version__, control, limits
from meedoen.commands.base import Answer
from meedoen.errors import InUse, SetUpError


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a path that is short enough for the test to connect itself."""
    return tmp_path_factory.mktemp("s")


async def echo(command: str, values: Mapping[str, Any]) -> Answer:
    """Says what it was told; refuses, or fails, when that is what it is told."""
    if command == "fail":
        raise RuntimeError("what went wrong")
    return Answer(1 if command == "refuse" else 0, json.dumps([command, values], ensure_ascii=False))


def exchange(folder: Path, sent: bytes) -> bytes:
    """What comes back when this is sent and no more comes."""

    async def both() -> bytes:
        async with control.listening(folder, echo):
            return await asyncio.to_thread(_exchange, folder, sent)

    return asyncio.run(both())


def _exchange(folder: Path, sent: bytes) -> bytes:
    with closing(socket.socket(socket.AF_UNIX)) as connection:
        connection.settimeout(10)
        connection.connect(str(folder / control.NAME))
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def ask(folder: Path, command: str, **values: Any) -> Answer | None:
    async def both() -> Answer | None:
        async with control.listening(folder, echo):
            return await asyncio.to_thread(control.ask, folder, command, values)

    return asyncio.run(both())


def refusal(answered: bytes) -> str:
    head, _, text = answered.partition(b"\n")
    assert json.loads(head) == {"code": 1, "bytes": len(text)}
    return text.decode()


def test_a_command_is_answered(folder: Path) -> None:
    assert ask(folder, "say", word="één", number=1, none=None) == Answer(
        0, '["say", {"word": "één", "number": 1, "none": null}]'
    )
    assert ask(folder, "refuse") == Answer(1, '["refuse", {}]')


def test_a_long_path_is_no_hindrance(folder: Path) -> None:
    far = folder / ("far" * 40)
    far.mkdir()
    assert ask(far, "say") == Answer(0, '["say", {}]')


def test_a_long_answer_comes_whole(folder: Path) -> None:
    answer = ask(folder, "say", word="x" * 500_000)
    assert answer is not None
    assert len(answer.text) > 500_000


def test_where_nobody_listens_nobody_answers(folder: Path) -> None:
    assert control.ask(folder, "say", {}) is None
    assert control.ask(folder / "none", "say", {}) is None


def test_a_fault_is_told_without_what_it_was(folder: Path) -> None:
    answer = ask(folder, "fail")
    assert answer is not None
    assert answer.code == 1
    assert "its log says" in answer.text
    assert "what went wrong" not in answer.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"hello\n", "not a command"),
        (b"[]\n", "not a command"),
        (b"\xff\n", "not a command"),
        (b'{"version": "1"}\n', "not a command"),
        (b'{"version": "0.0.1", "command": "say", "values": {}}\n', "Restart the server"),
        (b"x" * (limits.CONTROL_REQUEST_BYTES_MAX + 1) + b"\n", str(limits.CONTROL_REQUEST_BYTES_MAX)),
    ],
)
def test_what_is_no_command_is_told_so(folder: Path, sent: bytes, said: str) -> None:
    assert said in refusal(exchange(folder, sent))


def test_what_is_cut_off_is_left(folder: Path) -> None:
    whole = json.dumps({"version": __version__, "command": "say", "values": {}}).encode()
    assert exchange(folder, whole[:-1]) == b""


def test_a_command_too_long_is_refused_before_it_is_sent(folder: Path) -> None:
    with pytest.raises(SetUpError, match=str(limits.CONTROL_REQUEST_BYTES_MAX)):
        ask(folder, "say", word="x" * limits.CONTROL_REQUEST_BYTES_MAX)


def test_only_its_owner_may_connect_and_it_goes_when_the_server_does(folder: Path) -> None:
    async def look() -> int:
        async with control.listening(folder, echo):
            return stat.S_IMODE((folder / control.NAME).stat().st_mode)

    assert asyncio.run(look()) == 0o600
    assert not (folder / control.NAME).exists()


def test_a_second_server_leaves_the_first_its_socket(folder: Path) -> None:
    async def two() -> None:
        async with control.listening(folder, echo):
            with pytest.raises(InUse, match="Another server"):
                async with control.listening(folder, echo):
                    pass
            assert await asyncio.to_thread(control.ask, folder, "say", {})

    asyncio.run(two())


def test_a_command_that_runs_is_finished_when_the_server_stops(folder: Path) -> None:
    begun = asyncio.Event()

    async def slow(_command: str, _values: Mapping[str, Any]) -> Answer:
        begun.set()
        await asyncio.sleep(0.05)
        return Answer(0, "done")

    async def stop_meanwhile() -> Answer | None:
        async with control.listening(folder, slow):
            asking = asyncio.create_task(asyncio.to_thread(control.ask, folder, "say", {}))
            await begun.wait()
        return await asking

    assert asyncio.run(stop_meanwhile()) == Answer(0, "done")


# --- a server that breaks off ----------------------------------------------------------------------------------------


@contextmanager
def answering(folder: Path, answer: bytes) -> Iterator[None]:
    """A server that says this and goes."""
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(folder / control.NAME))
        listener.listen()

        def once() -> None:
            with listener.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(answer)

        thread = threading.Thread(target=once)
        thread.start()
        yield
        thread.join()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"hello\n",
        b"{}\n",
        b'{"code": 0, "bytes": 10}\nhalf',
        b'{"code": 0, "bytes": 1}\n\xff',
        b'{"code": 0, "bytes": %d}\nx' % (limits.CONTROL_ANSWER_BYTES_MAX + 1),
    ],
)
def test_an_answer_that_is_none_is_said_so(folder: Path, answer: bytes) -> None:
    with answering(folder, answer), pytest.raises(SetUpError, match="broke off"):
        control.ask(folder, "say", {})
