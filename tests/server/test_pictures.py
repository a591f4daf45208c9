# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Images as devices make them, and what is kept of them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from meedoen import limits, pictures
from meedoen.errors import Invalid


def sent(image: Image.Image, form: str, **how: Any) -> bytes:
    kept = BytesIO()
    image.save(kept, form, **how)
    return kept.getvalue()


def test_of_a_telephone_that_sends_two_in_one_the_first_is_kept() -> None:
    first, second = Image.new("RGB", (40, 20), "navy"), Image.new("RGB", (10, 10), "white")
    shot = pictures.read(sent(first, "MPO", save_all=True, append_images=[second]))
    assert (shot.media, shot.width, shot.height) == ("image/jpeg", 40, 20)


def test_sixteen_bits_of_grey_stay_grey() -> None:
    greys = Image.new("I;16", (3, 1))
    for place, grey in enumerate((0, 32_768, 65_535)):
        greys.putpixel((place, 0), grey)
    with Image.open(BytesIO(pictures.read(sent(greys, "PNG")).body)) as kept:
        assert [kept.getpixel((place, 0)) for place in range(3)] == [(0, 0, 0), (128, 128, 128), (255, 255, 255)]


def test_what_takes_too_much_memory_is_refused() -> None:
    side = int(limits.PICTURE_PNG_PIXELS_MAX**0.5) + 1
    with pytest.raises(Invalid):
        pictures.read(sent(Image.new("1", (side, side)), "PNG"))
