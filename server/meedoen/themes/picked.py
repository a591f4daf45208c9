# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is picked role by role, as a block of tokens behind an upload: it goes before all that stands above it.

The two are one file, kept and shown as any other; the line that begins the block tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from meedoen.themes.roles import FONT, OWN, ROLES
from meedoen.values import N_

COLOURS = {
    "text": N_("Text"),
    "background": N_("Background"),
    "link": N_("Links"),
    "button-background": N_("Buttons"),
    "button-text": N_("Text on buttons"),
    "border": N_("Lines around fields"),
    "error": N_("Errors"),
    "focus": N_("Focus"),
    "accent": N_("Accent"),
}
"""By role: what it is called. Each is picked for light and for dark."""
FONTS = (
    ("", N_("As it is")),
    (FONT, N_("That of the reader’s device")),
    ('Verdana, "DejaVu Sans", sans-serif', N_("Wide letters, such as Verdana")),
    ('Arial, "Liberation Sans", sans-serif', N_("Narrow letters, such as Arial")),
    ('Georgia, "Liberation Serif", serif', N_("Letters with serifs, such as Georgia")),
)
"""By what they are as CSS. None is loaded: each is on nearly every device, or the next in its list."""
RADII = (
    ("", N_("As it is")),
    ("0px", N_("Square")),
    ("6px", N_("A little round")),
    ("12px", N_("Round")),
    ("22px", N_("Quite round")),
)
LIGHT, DARK = "light", "dark"
_BEGIN = "/* picked in the console: this goes before what stands above */"
_DARK_BEGIN = "@media (prefers-color-scheme: dark) {"
_TOKEN = re.compile(rf"{OWN}([a-z-]+): ([^;]+);")
_NAMES = frozenset(role.name for role in ROLES)


def split(upload: str) -> tuple[str, Mapping[tuple[str, str], str]]:
    """An upload as it was before anything was picked, and what was: by scheme and role."""
    before, _begin, block = upload.partition(_BEGIN)
    light, _at, dark = block.partition(_DARK_BEGIN)
    found = {
        (scheme, name): value
        for scheme, part in ((LIGHT, light), (DARK, dark))
        for name, value in _TOKEN.findall(part)
        if name in _NAMES
    }
    return before.rstrip() + "\n" if before.strip() else "", found


def joined(upload: str, picks: Mapping[tuple[str, str], str]) -> str:
    """The inverse. The values are such as the roles read."""
    return upload + "".join(_block(picks)) if any(picks.values()) else upload


def _block(picks: Mapping[tuple[str, str], str]) -> Iterator[str]:
    yield f"{_BEGIN}\n"
    for scheme, around in ((LIGHT, ("", "")), (DARK, (f"{_DARK_BEGIN}\n", "}\n"))):
        tokens = [f"  {OWN}{name}: {value};\n" for (of, name), value in picks.items() if of == scheme and value]
        if tokens:
            yield f"{around[0]}:root {{\n{''.join(tokens)}}}\n{around[1]}"
