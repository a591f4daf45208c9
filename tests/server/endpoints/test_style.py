# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house style as it is served: in the one stylesheet of each page, at an address that changes with it."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2 as httpx
import pytest

from meedoen.errors import NotFound
from meedoen.records import Organisation
from meedoen.render import assets
from meedoen.render.assets import Styled
from meedoen.store import organisations, themes
from meedoen.themes import check
from tests.house import House
from tests.server.people import WIDGET

PURPLE = b":root { --meedoen-accent: #5c2d91; --meedoen-link: #5c2d91 }"
GREEN = b":root { --meedoen-accent: #2f5d1e }"
LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)">')


def wear(house: House, of: Organisation, upload: bytes) -> None:
    house.write(themes.put_on, of, upload.decode(), check(upload).css, at=house.clock())


def stylesheet(house: House, path: str = f"{WIDGET}/embed") -> httpx.Response:
    """The one that the document at `path` loads."""
    found = LINK.findall(house.client.get(path).text)
    assert len(found) == 1, path
    answer = house.client.get(found[0])
    assert answer.status_code == 200
    return answer


@pytest.fixture
def town(house: House) -> Organisation:
    house.widget(of := house.organisation())
    return of


def test_a_frame_wears_the_style_of_its_organisation(house: House, town: Organisation) -> None:
    plain = stylesheet(house)
    wear(house, town, PURPLE)
    styled = stylesheet(house)
    assert styled.text == plain.text + check(PURPLE).css
    assert "--md-accent:#5c2d91;" in styled.text
    assert styled.headers["content-encoding"] == "br"
    tags = [house.client.get(f"{WIDGET}/embed").headers["etag"]]
    assert "immutable" in styled.headers["cache-control"]
    wear(house, town, GREEN)
    other = stylesheet(house)
    assert other.url not in (styled.url, plain.url)
    assert styled.url != plain.url
    assert house.client.get(f"{WIDGET}/embed").headers["etag"] not in tags
    house.write(themes.remove, town, at=house.clock())
    assert stylesheet(house).url == plain.url


def test_every_page_of_it_does_and_no_other_organisation(house: House, town: Organisation) -> None:
    house.widget(house.organisation("elders", "Gemeente Elders"))
    wear(house, town, PURPLE)
    for path in (WIDGET, "/voorbeeldstad", "/voorbeeldstad/embed", "/voorbeeldstad/-/privacy", f"{WIDGET}/do/rate",
                 "/voorbeeldstad/-/deel/fietspad", "/voorbeeldstad/niets", f"{WIDGET}/99"):  # fmt: skip
        assert "--md-accent:#5c2d91;" in stylesheet(house, path).text, path
    for path in ("/elders/fietspad/embed", "/elders", "/"):
        assert "#5c2d91" not in stylesheet(house, path).text, path


def test_one_process_serves_what_another_made(house: House, town: Organisation, tmp_path: Path) -> None:
    """The file is on the disk of another machine: here it is made of what the database says."""
    wear(house, town, PURPLE)
    elsewhere = Styled(assets.build(tmp_path / "elsewhere", {name: one.folder for name, one in house.types.items()}))
    address = elsewhere.path("rating.page.css", "voorbeeldstad", check(PURPLE).css)
    answer = house.client.get(address)
    assert answer.status_code == 200
    assert "--md-accent:#5c2d91;" in answer.text
    assert LINK.findall(house.client.get(WIDGET).text) == [address]


def test_a_renamed_organisation_keeps_its_style(house: House, town: Organisation) -> None:
    wear(house, town, PURPLE)
    old = stylesheet(house).url
    house.write(organisations.rename, town, "stad", at=house.clock())
    assert "#5c2d91" in stylesheet(house, "/stad/fietspad/embed").text
    assert house.client.get(old).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["voorbeeldstad/rating.000000000000.css", "niemand/rating.000000000000.css", "voorbeeldstad/x.000000000000.css",
     "voorbeeldstad/../rating.000000000000.css", "voorbeeldstad/rating.css"],
)  # fmt: skip
def test_no_other_stylesheet_is_there(house: House, town: Organisation, path: str) -> None:
    wear(house, town, PURPLE)
    assert house.client.get(f"/static/{path}").status_code == 404


def test_an_organisation_without_a_style_has_none_to_take_away(house: House, town: Organisation) -> None:
    for unit in (lambda conn: themes.remove(conn, town, at=house.clock()), lambda conn: themes.upload(conn, town)):
        with pytest.raises(NotFound):
            house.run(house.store.write(unit))
    wear(house, town, GREEN)
    assert house.read(themes.upload, town) == GREEN.decode()
