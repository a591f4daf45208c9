# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The few drawings of the server, as SVG inside the page: no request, and in the colour of the text around them."""

from __future__ import annotations

import segno
from markupsafe import Markup

_FACE = '<circle cx="12" cy="12" r="9.5"/><path d="M8.6 9.4v.9M15.4 9.4v.9"/>'
DRAWINGS = {
    "face-1": _FACE + '<path d="M8 16.4c1-1.5 2.4-2.2 4-2.2s3 .7 4 2.2"/>',
    "face-2": _FACE + '<path d="M8.2 15.2h7.6"/>',
    "face-3": _FACE + '<path d="M8 14c1 1.6 2.4 2.4 4 2.4s3-.8 4-2.4"/>',
    "star": '<path d="m12 3 2.7 5.8 6.3.8-4.7 4.3 1.3 6.2L12 17l-5.6 3.1 1.3-6.2L3 9.6l6.3-.8z"/>',
}


def icon(name: str) -> Markup:
    """The drawing `name`, hidden from who listens: the words beside it say it all. Unknown names draw nothing."""
    if name not in DRAWINGS:
        return Markup()
    return Markup(
        '<svg viewBox="0 0 24 24" width="28" height="28" fill="none" stroke="currentColor" stroke-width="1.6"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>'
    ).format(Markup(DRAWINGS[name]))  # noqa: S704  (a drawing of ours, from above)


def qr(address: str) -> Markup:
    """A QR code that leads to `address`."""
    drawn = segno.make(address, micro=False).svg_inline(border=4, omitsize=True, svgclass="md-qr", lineclass=None)
    return Markup(drawn)  # noqa: S704  (segno's own drawing; the address is in it as squares)
