# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Logos: what editors of drawings save is taken, what could do or load something is refused by line, or gone."""

from __future__ import annotations

import re
import struct
import zlib
from xml.etree import ElementTree as ET

import pytest

from meedoen.errors import Invalid
from meedoen.logos import png, read, size_of
from meedoen.logos.paint import GEOMETRY, PAINT

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 20">'
PATH = '<path d="M0 0L9 9"/>'
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script of a page": '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    "script elsewhere": '<script href="https://x.example/x.js"/>',
    "event": '<path onload="alert(1)" d="M0 0"/>',
    "event in capitals": '<g ONCLICK="alert(1)"/>',
    "event inside what is left out": '<metadata><x onclick="1"/></metadata>',
    "page inside": '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
    "frame": '<x:iframe xmlns:x="http://www.w3.org/1999/xhtml" src="//x.example"/>',
    "picture": '<image href="https://x.example/pixel.png"/>',
    "picture in it": '<image xlink:href="data:image/png;base64,AAAA"/>',
    "link": '<a href="https://x.example"><path d="M0 0"/></a>',
    "script link": '<a xlink:href="javascript:alert(1)"><path d="M0 0"/></a>',
    "use of another file": '<use href="https://x.example/x.svg#a"/>',
    "use of data": '<use xlink:href="data:image/svg+xml,x#a"/>',
    "gradient of another file": '<linearGradient id="a" xlink:href="//x.example/x.svg#b"/>',
    "fill that loads": '<path fill="url(https://x.example/x#a)" d="M0 0"/>',
    "fill that loads, masked": r'<path fill="u\72l(https://x.example)" d="M0 0"/>',
    "fill that calls": '<path fill="env(x)" d="M0 0"/>',
    "fill that goes on": '<path fill="red;x" d="M0 0"/>',
    "style that loads": '<path style="fill:url(//x.example/x#a)" d="M0 0"/>',
    "style that loads, masked": r'<path style="fill:u\72l(//x.example)" d="M0 0"/>',
    "style that loads in what is not used": '<path style="background:url(//x.example)" d="M0 0"/>',
    "style that calls": '<path style="width:expression(alert(1))" d="M0 0"/>',
    "image-set": "<path style=\"cursor:image-set('//x.example' 1x)\" d='M0 0'/>",
    "stylesheet that imports": "<style>@import url(//x.example/x.css);</style>",
    "stylesheet that loads": "<style>.a{fill:url(//x.example)}</style>",
    "stylesheet with a font": "<style>@font-face{font-family:x;src:url(//x.example)}</style>",
    "stylesheet for all": "<style>*{fill:red}</style>",
    "animation": '<path d="M0 0"><animate attributeName="href" to="javascript:alert(1)"/></path>',
    "set": '<set attributeName="onload" to="alert(1)"/>',
    "handler": '<handler type="text/javascript">alert(1)</handler>',
    "filter": '<filter id="a"><feImage href="//x.example"/></filter>',
    "pattern": '<pattern id="a"><path d="M0 0"/></pattern>',
    "letters": "<text>Gemeente</text>",
    "drawing in a drawing": "<svg><path d='M0 0'/></svg>",
    "deep": "<g>" * 40 + "</g>" * 40,
    "copies of copies": "".join(f'<g id="a{n}"><use href="#a{n + 1}"/><use href="#a{n + 1}"/></g>' for n in range(9)),
}
BROKEN = {
    "entity": f'<!DOCTYPE svg [<!ENTITY a "x">]>\n{HEAD}<path d="&a;"/></svg>',
    "laughs": '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><svg>&b;</svg>',
    "file": f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{HEAD}<path d="&a;"/></svg>',
    "declared elsewhere": f'<!DOCTYPE svg SYSTEM "https://x.example/x.dtd">{HEAD}{PATH}</svg>',
    "event by default": f'<!DOCTYPE svg [<!ATTLIST path onclick CDATA "alert(1)">]>{HEAD}{PATH}</svg>',
    "stylesheet beside": f'<?xml-stylesheet href="https://x.example/x.css"?>{HEAD}{PATH}</svg>',
    "encoding": f'<?xml version="1.0" encoding="x-unknown"?>{HEAD}{PATH}</svg>',
    "half": HEAD + PATH,
    "page": "<!doctype html><html><script>alert(1)</script></html>",
    "another root": '<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
    "empty": f"{HEAD}</svg>",
    "no size": f'<svg xmlns="http://www.w3.org/2000/svg">{PATH}</svg>',
    "no number": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan inf">{PATH}</svg>',
    "thread": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1">{PATH}</svg>',
    "text": "een logo",
    "jpeg": "\xff\xd8\xff\xe0",
    "nothing": "",
}


def refusal(raw: str | bytes) -> Invalid:
    with pytest.raises(Invalid) as refused:
        read(raw if isinstance(raw, bytes) else raw.encode("latin-1"))
    return refused.value


@pytest.mark.parametrize("what", HOSTILE)
def test_what_could_do_or_load_something_is_refused_with_its_line(what: str) -> None:
    failure = refusal(f"{HEAD}\n{PATH}\n{HOSTILE[what]}\n</svg>")
    assert list(failure.fields) == ["3"]
    assert failure.fields["3"].msgid.endswith((".", "it."))


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_drawing_is_refused(what: str) -> None:
    assert refusal(BROKEN[what]).fields


def test_all_that_is_wrong_is_told_at_once() -> None:
    failure = refusal(f"{HEAD}\n<script/>\n{PATH}\n<image/>\n<text>x</text></svg>")
    assert list(failure.fields) == ["2", "4", "5"]
    assert failure.detail.values == {"count": 3}


SAVED = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: an editor of drawings -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" id="Laag_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:i="http://www.inkscape.org/namespaces/inkscape" x="0px" y="0px" viewBox="0 0 120 40"
  style="enable-background:new 0 0 120 40;" xml:space="preserve">
<metadata><i:note>C:\\Users\\fatima\\logo.ai</i:note></metadata><title>Logo</title><i:grid id="g"/>
<style type="text/css">.st0{fill:#E30613;} .st1,.st2{fill-rule:evenodd;clip-rule:evenodd} .st2{fill:url(#b)}</style>
<defs><linearGradient id="b" x1="0" x2="1"><stop offset="0" stop-color="#fff"/><stop offset="1"
  style="stop-color:rgb(10, 20, 30);stop-opacity:1"/></linearGradient>
<clipPath id="c"><rect width="40" height="40"/></clipPath></defs>
<g class="st0" i:label="beeld" clip-path="url('#c')"><path class="st1" d="M0,0 l10,10z" data-name="x"/></g>
<use xlink:href="#b" transform="translate(10 5)"/><circle class="st2" cx="5" cy="5" r="4" fill="red"
  style="stroke:none;font-family:'Arial'"/></svg>"""


def test_the_name_of_the_standard_hides_no_declaration() -> None:
    named = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd"'
    assert refusal(f'{named} [<!ENTITY a "x">]>\n{HEAD}<path d="&a;"/></svg>').fields
    assert list(refusal(f"{named}>\n{HEAD}\n<script/></svg>").fields) == ["3"]


def test_what_an_editor_saves_is_taken_less_what_is_not_seen() -> None:
    logo = read(SAVED.encode())
    assert logo.media == "image/svg+xml"
    assert size_of(logo.name) == (132, 44)
    text = logo.content.decode()
    for gone in ("style", "class", "metadata", "title", "fatima", "inkscape", "data-name", "Arial", "xlink", "<!--"):
        assert gone not in text
    for kept in ('<g clip-path="url(#c)" fill="#E30613">', 'fill="url(#b)"', 'stop-color="rgb(10, 20, 30)"'):
        assert kept in text
    names = {name for element in ET.fromstring(logo.content).iter() for name in element.attrib}  # noqa: S314  (ours)
    assert names <= GEOMETRY | PAINT | {"viewBox", "href", "id"}
    assert read(logo.content).content == logo.content, "what was written is taken again, and the same"
    plain = re.sub("<!DOCTYPE[^>]*>", "", SAVED)
    assert read(plain.encode("utf-16").replace(b"u\0t\0f\0-\x008\0", b"u\0t\0f\0-\x001\x006\0")).content == logo.content


def test_a_logo_of_another_content_has_another_name() -> None:
    one, other = (read(f"{HEAD}{PATH}<rect width='{n}'/></svg>".encode()) for n in (1, 2))
    assert re.fullmatch(r"logo-220x44\.[0-9a-f]{12}\.svg", one.name)
    assert one.name != other.name


# --- PNG --------------------------------------------------------------------------------------------------------------


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def picture(width: int = 60, height: int = 20, *more: bytes, depth: int = 8) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0))
    rows = zlib.compress(b"\0" * (1 + 3 * min(width, 99)) * min(height, 99))
    return png.SIGNATURE + head + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_of_a_picture_its_pixels_are_kept_alone() -> None:
    told = chunk(b"tEXt", b"Author\0Fatima"), chunk(b"eXIf", b"MM\0*gps")
    logo = read(picture(60, 20, *told) + b"<script>alert(1)</script>")
    assert logo.media == "image/png"
    assert logo.content == picture()
    assert size_of(logo.name) == (132, 44)
    assert read(logo.content).name == logo.name


@pytest.mark.parametrize(
    "raw",
    [
        picture()[:-3],
        picture()[:30],
        png.SIGNATURE,
        picture().replace(b"IDAT", b"IDOT"),
        picture().replace(b"\0\0\0<", b"\0\0\0="),
        picture(0),
        picture(2_001),
        picture(20, 100_000_000),
        picture(depth=3),
        picture(2_000, 10),
        picture(60, 20, chunk(b"IHDR", b"")),
        picture() + b"x" * 200_000,
    ],
    ids=map(str, range(12)),
)
def test_a_picture_that_is_none_is_refused(raw: bytes) -> None:
    assert refusal(raw).fields
