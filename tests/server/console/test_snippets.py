# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is pasted where, and whether it works on a page: told in the console, kept nowhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from meedoen.records_staff import Role
from meedoen.render.snippets import places, said
from meedoen.store import organisations
from tests.house import Clock, House, running
from tests.server.console.desk import Desk, hire, signed_in

FIETSPAD = "/console/at/voorbeeldstad/widgets/fietspad"


class Page(BaseHTTPRequestHandler):
    """A page of a town, under a policy that lets nothing in."""

    content = ""

    def do_GET(self) -> None:
        body = f"<!doctype html><title>Stad</title>{self.content}".encode()
        self.send_response(404 if self.path == "/none" else 200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-security-policy", "frame-src 'none'")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def house(tmp_path: Path, site: str) -> Iterator[House]:
    with running(tmp_path / "data", Clock(), fetch_also=site) as house:
        house.widget(house.organisation())
        yield house


@pytest.fixture
def desk(house: House) -> Desk:
    """Somebody without a role in it: to paste something, and to look whether it works, needs none."""
    town = house.read(organisations.every)[0]
    return signed_in(house, hire(house, town, "piet", [Role.MODERATOR]))


def test_each_kind_of_place_has_its_text_and_says_where_it_goes(house: House, desk: Desk) -> None:
    page = desk.get(f"{FIETSPAD}/snippets").text
    shared = house.client.get("/voorbeeldstad/-/deel/fietspad").text
    for place in places().values():
        if not place.subjects:
            assert said(place.name, "nl") in page, place.key
    for told in (
        "Waar plak ik dit?",
        "/oembed?",
        "fietspad.rss",
        "fietspad.atom",
        "fietspad.json",
        "data-md-copy-word",
    ):
        assert told in page
        assert told in shared, "as for everybody"
    assert "&lt;iframe src=&#34;" + house.url in page


def test_what_is_in_the_way_on_a_page_is_told_with_what_to_change(house: House, desk: Desk, site: str) -> None:
    Page.content = f'<iframe src="{house.url}/voorbeeldstad/fietspad/embed" title="x" height="900"></iframe>'
    answer = desk.fill(f"{FIETSPAD}/snippets", f"{FIETSPAD}/check", url=f"http://{site}/plan")
    assert answer.status_code == 200
    for told in ("Goed:", "Werkt niet:", "frame-src", f"http://{site}/plan", house.url):
        assert told in answer.text, told
    Page.content = "Niets"
    assert "Werkt niet:" in desk.fill(f"{FIETSPAD}/check", url=f"http://{site}/plan").text


def test_a_page_that_cannot_be_had_is_told_beside_its_field(desk: Desk, site: str) -> None:
    for url in ("", "ftp://x.example", "http://127.0.0.1:1/", "https://[::1]/", f"http://{site}/none"):
        answer = desk.fill(f"{FIETSPAD}/check", url=url)
        assert answer.status_code == 400, url
        assert "<title>Fout:" in answer.text
        assert f'value="{url}"' in answer.text
        assert "md-wrong" in answer.text
