# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a first view costs: which requests a browser makes, and every byte of their answers, headers too.

Bytes are counted on a socket, as brotli: nothing a browser keeps or adds is among them.
"""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from meedoen.store import themes
from meedoen.themes import check
from tests.browser.rungs import RUNGS, World
from tests.browser.watch import Places, Visitor
from tests.tools import ROOT

FIRST_VIEW_BYTES_MAX = 14 * 1024
LOADER_BYTES_MAX = 1536


def weight(world: World, address: str) -> int:
    """The bytes of the whole answer, from the first of its status line to the last of its body."""
    parts = urlsplit(address)
    asked = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n"
    answer = b""
    with socket.create_connection(("127.0.0.1", parts.port or 80)) as connection:
        connection.sendall(asked.encode())
        while received := connection.recv(65536):
            answer += received
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    assert b"content-encoding: br" in head.lower()
    assert body
    return len(answer)


def test_a_first_view_of_the_rating(visitor: Visitor, place: Places, world: World) -> None:
    """With a reason, a closing date, an expectation and a house style: what an ordinary one has."""
    expectation = "De raad beslist op 12 juni. Op 20 juni leest u hier wat er met uw waardering is gedaan."
    watch = visitor()
    asked: list[str] = []
    watch.context.on("request", lambda request: asked.append(request.url))
    widget = place(expectation=expectation)
    upload = (ROOT / "tests/themes/voorbeeld.css").read_bytes()
    styled = world.house.write(themes.put_on, widget.organisation, "", check(upload).css, at=world.house.clock())
    assert styled.style
    RUNGS["frame"].open(watch.context, world, widget)
    ours = [url for url in asked if url.startswith(world.origin)]
    assert len(ours) <= 3
    weights = {url.rpartition("/")[2]: weight(world, url) for url in ours}
    assert sum(weights.values()) <= FIRST_VIEW_BYTES_MAX, weights


def test_the_loader(world: World) -> None:
    assert weight(world, f"{world.origin}/embed/v1.js") <= LOADER_BYTES_MAX
