# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Images that staff upload, made into what is kept: no larger than it is shown, and without all that is not to be seen.

What a file is, is found by reading it, never by its name. A photograph tells where and with what it was made: none of
that is kept, since what is kept is drawn anew.
"""

from __future__ import annotations

from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps

from meedoen import limits
from meedoen.errors import Invalid
from meedoen.records_posts import Shot
from meedoen.values import say

FIELD = "md-picture"
"""What the field is called in which it is uploaded."""
_MEDIA = {"PNG": "image/png", "JPEG": "image/jpeg"}
_ONE = Lock()
"""One at a time: a large drawing takes some hundred MB for as long as it is read."""
PIXELS_MAX = {"PNG": limits.PICTURE_PNG_PIXELS_MAX, "JPEG": limits.PICTURE_PIXELS_MAX}
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow raises for a file that it cannot read, or that would take more memory than there is."""


def read(sent: bytes) -> Shot:
    """What is kept of an uploaded PNG or JPEG: upright, no side above `PICTURE_SIDE_PIXELS_MAX`. Raises `Invalid`."""
    try:
        with _ONE, Image.open(BytesIO(sent), formats=list(_MEDIA)) as image:
            # Telephones put a second image behind the first (MPO, CIPA DC-007), which the first does not need.
            form, most = "PNG" if image.format == "PNG" else "JPEG", limits.PICTURE_SIDE_PIXELS_MAX
            if image.width * image.height > PIXELS_MAX[form]:
                raise _refused()
            image.draft("RGB", (most, most))
            upright = ImageOps.exif_transpose(_eight_bits(image))
            upright.thumbnail((most, most))
            return _drawn_anew(upright, form)
    except _UNREADABLE as error:
        raise _refused() from error


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits of grey are kept as eight; Pillow's own conversion makes white of most of them."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")


def _drawn_anew(image: Image.Image, form: str) -> Shot:
    """The same pixels and nothing else."""
    mode = "RGBA" if form == "PNG" and image.has_transparency_data else "RGB"
    seen = Image.new(mode, image.size)
    seen.paste(image.convert(mode))
    kept = BytesIO()
    if form == "PNG":
        seen.save(kept, "PNG", optimize=True)
    else:
        seen.save(kept, "JPEG", quality=82, optimize=True, progressive=True)
    return Shot(kept.getvalue(), _MEDIA[form], seen.width, seen.height)


def _refused() -> Invalid:
    return Invalid(
        say("Nothing was saved yet. Check the fields below."),
        {FIELD: say("This image cannot be used. Choose a PNG or a JPEG, such as a photograph, of at most 12 MB.")},
    )
