# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A logo at the console, on the pages of its organisation, and at its own address."""

from __future__ import annotations

import re
from html import unescape

from meedoen.store import organisations
from tests.house import TEXTS, House
from tests.server.console.desk import Desk, hire, signed_in
from tests.server.logos.test_logos import HEAD, PATH, picture

LOGO = "/console/at/voorbeeldstad/style/logo"
IMG = re.compile(r'<img class="md-logo" src="([^"]+)" alt="Gemeente Voorbeeldstad" width="(\d+)" height="(\d+)">')


def shown(house: House, path: str = "/voorbeeldstad") -> tuple[str, str, str]:
    """Its address, width and height, as the page says."""
    [found] = IMG.findall(house.client.get(path).text)
    return found


def put_up(desk: Desk, content: bytes) -> None:
    answer = desk.upload(LOGO, content, "x.html")
    assert answer.headers["location"] == f"{LOGO}?done=logo", answer.text


def test_a_logo_from_its_upload_to_its_end(house: House) -> None:
    of = house.organisation(**TEXTS)
    house.widget(of)
    desk = signed_in(house, hire(house, of, "fatima"))

    assert not IMG.findall(house.client.get("/voorbeeldstad").text)
    answer = desk.upload(LOGO, f"{HEAD}\n{PATH}\n<script/>\n</svg>".encode())
    told = unescape(answer.text)
    assert answer.status_code == 400
    assert "<title>Fout:" in told
    assert "regel 3: Scripts mogen niet." in told
    assert desk.upload(LOGO, None).status_code == 400

    put_up(desk, f"{HEAD}{PATH}</svg>".encode())
    for path in ("/voorbeeldstad", "/voorbeeldstad/fietspad", "/voorbeeldstad/-/privacy"):
        address, width, height = shown(house, path)
    assert (width, height) == ("220", "44")
    assert len(IMG.findall(desk.get(LOGO).text)) == 2, "in the frame of the console, and on its own page"
    assert "md-logo" not in house.client.get("/voorbeeldstad/fietspad/embed").text, "an embed weighs what it weighed"

    served = house.client.get(address)
    assert served.headers["content-type"] == "image/svg+xml"
    assert served.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in served.headers["content-security-policy"].split("; ")
    assert "immutable" in served.headers["cache-control"]
    assert served.text.endswith(f"{PATH}</svg>")

    put_up(desk, picture())
    replaced, *_size = shown(house)
    assert house.client.get(replaced).headers["content-type"] == "image/png"
    assert house.client.get(address).status_code == 404
    house.write(organisations.rename, of, "stad", at=house.clock())
    assert house.client.get(replaced).content == picture(), "pages that somebody keeps go on to show it"
    assert shown(house, "/stad")[0].startswith("/files/stad/")

    at = LOGO.replace("voorbeeldstad", "stad")
    desk.send(at, {"_form": re.findall(r'name="_form" value="([^"]+)"', desk.get(at).text)[0], "_back": "own"})
    assert house.client.get(replaced).status_code == 404
    assert not IMG.findall(house.client.get("/stad").text)
