# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The oEmbed answer as a pure function: what the tests over HTTP cannot choose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from meedoen.addresses import Place
from meedoen.render.cards import Card, Image, discovery, oembed
from meedoen.render.share import picture

CARD = Card(
    place=Place("https://doemee.example", "stad", "fietspad", "over=%2Fa"),
    title="Waardering: Fietspad – Gemeente",
    name="Fietspad",
    kind="Waardering",
    organisation="Gemeente",
    organisation_page="https://doemee.example/stad",
    language="nl",
    reserve={320: 520, 480: 420, 640: 400},
    image=Image("https://doemee.example/static/card.png", 1200, 630),
)


@pytest.mark.parametrize(
    ("maxwidth", "maxheight", "there"),
    [(None, None, True), (1200, 630, True), (1199, None, False), (None, 629, False), (320, 240, False)],
)
def test_a_thumbnail_only_where_it_fits(maxwidth: int | None, maxheight: int | None, there: bool) -> None:
    told = oembed(CARD, maxwidth, maxheight)
    names = {"thumbnail_url", "thumbnail_width", "thumbnail_height"}
    assert names & set(told) == (names if there else set())
    assert not names & set(oembed(replace(CARD, image=None), maxwidth, maxheight))


def test_a_picture_has_its_size_from_its_own_header(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    png = tmp_path / "static/card.png"
    png.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (1200).to_bytes(4, "big") + (630).to_bytes(4, "big"))
    found = picture(tmp_path, "/static/card.png", "https://doemee.example")
    assert found == CARD.image
    for broken in (b"", b"GIF89a", b"\x89PNG"):
        (tmp_path / f"static/{len(broken)}.png").write_bytes(broken)
        assert picture(tmp_path, f"/static/{len(broken)}.png", "https://doemee.example") is None


def test_discovery_names_both_formats() -> None:
    links = [value.decode() for name, value in discovery(CARD.place) if name == b"link"]
    url = "https%3A%2F%2Fdoemee.example%2Fstad%2Ffietspad%3Fover%3D%252Fa"
    assert links == [
        f'<https://doemee.example/oembed?format=json&url={url}>; rel="alternate"; type="application/json+oembed"',
        f'<https://doemee.example/oembed?format=xml&url={url}>; rel="alternate"; type="text/xml+oembed"',
    ]
