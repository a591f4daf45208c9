# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where somebody comes from is nowhere afterwards: not in the database, not in the logs, in no file, in no mail."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Page, expect

from meedoen import cli
from tests.browser.hosts import TOWN, host_page
from tests.browser.rungs import Visit, World, loaded
from tests.browser.watch import Visitor
from tests.house import TEXT_OPTIONS, free_port
from tests.mail_server import mail_server
from tests.server.following import FROM
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


def heard_by_mail(visit: Visit) -> None:
    """From the page that shows the receipt, in the frame: what it answers opens beside that."""
    visit.widget.get_by_label("Uw e-mailadres").fill("anne@example.org")
    with visit.page.expect_popup() as opened:
        visit.widget.get_by_role("button", name="Mail het mij").click()
    expect(opened.value.get_by_role("status")).to_contain_text("De link werkt 48 uur.")


def reported_and_asked(page: Page, origin: str) -> None:
    """On the full pages, with an address beside the report, and following what comes of it."""
    page.goto(f"{origin}/voorbeeldstad/-/moderatie/fietspad/1")
    page.locator("label", has_text="spam of reclame").click()
    page.get_by_label("Uw e-mailadres").fill("melder@example.org")
    page.get_by_role("button", name="Verstuur de melding").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw melding is ontvangen")
    page.goto(f"{origin}/voorbeeldstad/-/mail/fietspad/1")
    page.get_by_label("Uw e-mailadres").fill("volger@example.org")
    page.get_by_role("button", name="Stuur mij een link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mailbox")
    page.goto(f"{origin}/{WIDGET}/do/ask")
    page.get_by_role("textbox").fill("Wanneer begint het?")
    for _filled_in_then_checked in range(2):
        page.locator("form.md-form button.md-button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("De vraag is gesteld.")


def test_no_address_stays(visitor: Visitor, world: World, tmp_path: Path) -> None:
    """After looking, rating with script and without, hearing of it by mail, reporting, following, asking, and getting
    an address wrong; each request is logged, and each mail is read."""
    port = free_port()
    with coming_from_home(port) as front, mail_server(starttls=True, tls=False) as sink:
        origin = f"http://meedoen.localhost:{front}"
        mailed = {"smtp_url": f"{sink.url}?tls=none", "mail_from": FROM}
        with serving(tmp_path, port, base_url=origin, log_requests="all", **mailed) as (process, environ):
            title = "Gemeente Voorbeeldstad"
            assert cli.main(["organisation", "add", "voorbeeldstad", "--title", title, *TEXT_OPTIONS], environ) == 0
            asked = ["--type", "rating", "--title", "Fietspad", "--set", "question=Wat vindt u van dit plan?"]
            asked += ["--set", "show_reasons=true"]
            assert cli.main(["widget", "add", WIDGET, *asked], environ) == 0
            frame = f'<iframe src="{origin}/{WIDGET}/embed" title="x" width="600" height="700"></iframe>'
            path = world.hosts.put(host_page(frame))
            for script in (True, False):
                watch = visitor(script=script)
                watch.ours.add(origin)
                watch.expected.append("status of 40")
                page = watch.context.new_page()
                page.goto(world.hosts.at(TOWN, path))
                visit = Visit(page, loaded(page), script)
                visit.rate("Goed", "Veilig naar school.")
                if script:
                    page.goto(f"{origin}/{WIDGET}")
                    visit = Visit(page, None, script)
                    visit.rate("Goed", "Ook breed genoeg.")
                    page.get_by_label("Uw e-mailadres").fill("anne@example.org")
                    page.get_by_role("button", name="Mail het mij").click()
                    expect(page.get_by_role("status")).to_contain_text("De link werkt 48 uur.")
                else:
                    heard_by_mail(visit)
                    reported_and_asked(page, origin)
                page.goto(f"{origin}/{WIDGET}/nothing")
                watch.leave()
            process.wait_for(lambda: sum(line["event"] == "request" for line in process.log) >= 10)
            process.wait_for(lambda: len(sink.took) == 3)
        kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert any(b"Veilig naar school." in content for content in kept.values())
    kept |= {Path(f"mail {n}"): came for n, came in enumerate(sink.came)}
    kept |= {Path(f"words {n}"): str(mail.get_content()).encode() for n, mail in enumerate(sink.took)}
    shapes = (HOME.encode(), socket.inet_aton(HOME), f"::ffff:{HOME}".encode())
    assert not [path.name for path, content in kept.items() if any(shape in content for shape in shapes)]
