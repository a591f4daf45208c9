# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""A logo: from the file that an organisation uploads to what is served of it, written anew.

Pure: no file, no database, no request. `read` is the way in; it raises one thing, `Invalid`, that names each line.

    svg.py       a drawing as a tree of shapes, or a refusal
    shapes.py    that tree as SVG
    paint.py     what an attribute of a shape may say, wherever it stands: beside it, in its style, in a stylesheet
    png.py       the chunks of a picture that make its pixels, and none besides
    sizes.py     how large it is shown; what was wrong, by line
"""

from __future__ import annotations

import hashlib

from meedoen import limits
from meedoen.logos import png, svg
from meedoen.logos.sizes import refused, shown_at, size_of
from meedoen.records import Logo
from meedoen.values import say

__all__ = ["read", "size_of"]


def read(raw: bytes) -> Logo:
    """A logo as it is served, known by what it holds and not by what it is called.

    Raises `Invalid` with a sentence for each line that cannot be taken.
    """
    if len(raw) > limits.LOGO_BYTES_MAX:
        most = limits.LOGO_BYTES_MAX // 1024
        raise refused({1: say("A logo may take %(most)s KiB. Save it simpler or smaller.", most=most)})
    if raw.startswith(png.SIGNATURE):
        suffix, media, found = "png", "image/png", png.read(raw)
    elif raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        suffix, media, found = "svg", "image/svg+xml", svg.read(raw)
    else:
        raise refused({1: say("This is no SVG and no PNG. Save the logo as one of these, and upload that.")})
    content, width, height = found
    across, down = shown_at(width, height)
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Logo(f"logo-{across}x{down}.{digest}.{suffix}", media, content)
