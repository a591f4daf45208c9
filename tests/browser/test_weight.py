# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a first view costs: which requests a browser makes, and every byte of their answers, headers too.

Bytes are counted on a socket, as brotli: nothing a browser keeps or adds is among them.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from meedoen.store import themes
from meedoen.themes import check
from tests.browser.rungs import RUNGS, World
from tests.browser.watch import Places, Visitor
from tests.server.people import Person
from tests.tools import ROOT

FIRST_VIEW_BYTES_MAX = 14 * 1024
ROOM_BYTES_MAX = 18 * 1024
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
    weights = weighed(world, asked)
    assert sum(weights.values()) <= FIRST_VIEW_BYTES_MAX, weights


def weighed(world: World, asked: Sequence[str]) -> Mapping[str, int]:
    """What each of the requests that came to us weighs."""
    ours = [url for url in asked if url.startswith(world.origin)]
    assert len(ours) <= 3
    return {url.rpartition("/")[2]: weight(world, url) for url in ours}


def test_a_first_view_of_the_room(visitor: Visitor, place: Places, world: World) -> None:
    """With groups, and as many topics as a frame can show."""
    groups = [{"key": key, "label": f"Stap {key}: wat u meeneemt"} for key in ("een", "twee", "drie", "vier")]
    room = place(name="kamer", type_name="waiting_room", title="Paspoort aanvragen", groups=groups, shown=10)
    for number in range(12):
        title = f"Mag mijn kind van {number} zelf tekenen als een van ons niet meekomt?"
        asker = Person(world.house, f"/{room.organisation.name}/kamer")
        assert asker.act("topic", title=title, more="", kind="question", group="een").status_code == 200
    watch = visitor()
    asked: list[str] = []
    watch.context.on("request", lambda request: asked.append(request.url))
    RUNGS["frame"].open(watch.context, world, room)
    weights = weighed(world, asked)
    assert sum(weights.values()) <= ROOM_BYTES_MAX, weights


def test_the_loader(world: World) -> None:
    assert weight(world, f"{world.origin}/embed/v1.js") <= LOADER_BYTES_MAX
