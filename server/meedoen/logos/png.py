# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A PNG (ISO/IEC 15948:2004, https://www.w3.org/TR/png-3/): its chunks are checked, and those of its pixels kept.

What else a file holds, such as where and with what it was made, is left out; so is what stands behind its end.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from meedoen import limits
from meedoen.logos.sizes import refused
from meedoen.values import say

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"IDAT", b"IEND")
_KINDS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""By colour type: the bit depths there are (table 11.1)."""
_CUT = say("This PNG is damaged. Save the logo anew, and upload that.")


def read(raw: bytes) -> tuple[bytes, float, float]:
    """The picture without what is not seen, its width and its height in pixels. Raises `Invalid`."""
    chunks = list(_chunks(raw))
    names = [name for name, _data in chunks]
    if not names or names[0] != b"IHDR" or names[-1] != b"IEND" or b"IDAT" not in names or names.count(b"IHDR") > 1:
        raise refused({1: _CUT})
    head = chunks[0][1]
    if len(head) != 13:
        raise refused({1: _CUT})
    width, height, depth, colours, packing, filtering, _interlaced = struct.unpack(">IIBBBBB", head)
    if depth not in _KINDS.get(colours, ()) or packing or filtering:
        raise refused({1: _CUT})
    most = limits.LOGO_SIDE_PIXELS_MAX
    if not (0 < width <= most and 0 < height <= most):
        raise refused({1: say("A logo may be %(most)s pixels wide and as high. Save it smaller.", most=most)})
    kept = SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks if name in _KEPT)
    try:
        with Image.open(BytesIO(kept), formats=["PNG"]) as image:
            image.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise refused({1: _CUT}) from error
    return kept, width, height


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, data) up to the end of the picture. Raises `Invalid` where one is cut off or not what its sum says."""
    at, name = len(SIGNATURE), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", raw, at) if at + 12 <= len(raw) else (len(raw), b"")
        data, summed = raw[at + 8 : at + 8 + length], raw[at + 8 + length : at + 12 + length]
        if len(summed) < 4 or struct.unpack(">I", summed)[0] != zlib.crc32(name + data):
            raise refused({1: _CUT})
        yield name, data
        at += 12 + length


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
