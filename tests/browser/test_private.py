# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where somebody comes from is nowhere afterwards: not in the database, not in the logs, in no file at all."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from meedoen import cli
from tests.browser.hosts import TOWN, host_page
from tests.browser.rungs import Visit, World, loaded
from tests.browser.watch import Visitor
from tests.house import TEXT_OPTIONS, free_port
from tests.server.process import serving

HOME = "127.0.0.9"
"""The address a visitor has: one that nothing else here has."""
WIDGET = "voorbeeldstad/fietspad"


@contextmanager
def coming_from_home(port: int) -> Iterator[int]:
    """A port that leads to `port`, where whoever comes through has `HOME` as address."""

    class Through(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection(("127.0.0.1", port), source_address=(HOME, 0)) as server:
                back = threading.Thread(target=pump, args=(server, self.request))
                back.start()
                pump(self.request, server)
                back.join()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Through) as relay:
        threading.Thread(target=relay.serve_forever, daemon=True).start()
        yield relay.server_address[1]
        relay.shutdown()


def pump(source: socket.socket, target: socket.socket) -> None:
    """Pass on, until one side has had enough."""
    with suppress(OSError):
        while passed := source.recv(65536):
            target.sendall(passed)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def test_no_address_stays(visitor: Visitor, world: World, tmp_path: Path) -> None:
    """After looking, rating with script and without, and getting an address wrong; each request is logged."""
    port = free_port()
    with coming_from_home(port) as front:
        origin = f"http://meedoen.localhost:{front}"
        with serving(tmp_path, port, base_url=origin, log_requests="all") as (process, environ):
            title = "Gemeente Voorbeeldstad"
            assert cli.main(["organisation", "add", "voorbeeldstad", "--title", title, *TEXT_OPTIONS], environ) == 0
            asked = ["--type", "rating", "--title", "Fietspad", "--set", "question=Wat vindt u van dit plan?"]
            assert cli.main(["widget", "add", WIDGET, *asked], environ) == 0
            frame = f'<iframe src="{origin}/{WIDGET}/embed" title="x" width="600" height="700"></iframe>'
            path = world.hosts.put(host_page(frame))
            for script in (True, False):
                watch = visitor(script=script)
                watch.ours.add(origin)
                watch.expected.append("status of 40")
                page = watch.context.new_page()
                page.goto(world.hosts.at(TOWN, path))
                Visit(page, loaded(page), script).rate("Goed", "Veilig naar school.")
                page.goto(f"{origin}/{WIDGET}/nothing")
                watch.leave()
            process.wait_for(lambda: sum(line["event"] == "request" for line in process.log) >= 10)
        kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert any(b"Veilig naar school." in content for content in kept.values())
    shapes = (HOME.encode(), socket.inet_aton(HOME), f"::ffff:{HOME}".encode())
    assert not [path.name for path, content in kept.items() if any(shape in content for shape in shapes)]
