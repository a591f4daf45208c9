# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""All that base.css draws with, from an organisation's roles; the contrast of each pair; and the CSS that is served.

**Dark.** A theme whose dark variant has another background is served as it is. Any other gets our own dark ground,
text and borders; its accent, links, buttons, errors and focus keep their hue, and are made so light that they are seen.
What such a theme says of single roles in the dark goes before.

**Contrast.** What falls short of WCAG 2.2 is told and served all the same: the style is the organisation's, and so is
the law it keeps. With one exception: text below 3 : 1, which nobody can be asked to read, is served in a colour that
can be, and the report names it. What the server adds itself (soft text, lines, bars, the mark) is chosen to be seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meedoen.themes import tokens
from meedoen.themes.colours import BLACK, WHITE, best, contrast, first, lightened, mix
from meedoen.themes.resolve import Found, resolve
from meedoen.themes.roles import DARK, FONT, LIGHT, RADIUS, ROLES
from meedoen.values import Message, say

TEXT, DRAWN = 4.5, 3.0
"""What WCAG 2.2 asks of text (1.4.3) and of what is drawn (1.4.11)."""
UNREADABLE = 3.0
COLOURS = tuple(role.name for role in ROLES if role.name not in ("font", "radius"))
_LIGHTENED = ("accent", "link", "button-background", "error", "focus")
_LIGHTENED_TO = 6.0
"""More than is asked, since it has to be read on a tint as well."""
PAIRS = {
    ("text", "background"): TEXT,
    ("text", "tint"): TEXT,
    ("soft", "background"): TEXT,
    ("link", "background"): TEXT,
    ("link", "tint"): TEXT,
    ("accent", "background"): TEXT,
    ("on-accent", "accent"): TEXT,
    ("button-text", "button-background"): TEXT,
    ("error", "background"): TEXT,
    ("done", "background"): TEXT,
    ("border", "background"): DRAWN,
    ("focus", "background"): DRAWN,
    ("bar", "track"): DRAWN,
}
"""Every colour that base.css and page.css lay on another, and what that asks for."""
VARIABLES = {
    "--md-text": "text",
    "--md-soft": "soft",
    "--md-paper": "background",
    "--md-tint": "tint",
    "--md-hairline": "hairline",
    "--md-accent": "accent",
    "--md-on-accent": "on-accent",
    "--md-link": "link",
    "--md-button": "button-background",
    "--md-on-button": "button-text",
    "--md-border": "border",
    "--md-done": "done",
    "--md-wrong": "error",
    "--md-bar": "bar",
    "--md-track": "track",
    "--md-focus": "focus",
    "--md-focus-ring": "focus-ring",
}
_MORE_CONTRAST = "".join(f"{name}:var(--md-text);" for name in ("--md-soft", "--md-hairline", "--md-border"))


@dataclass(frozen=True, slots=True)
class Pair:
    """One colour on another, light or dark."""

    front: str
    ground: str
    dark: bool
    ratio: float
    needed: float
    served: str = ""
    """What is served in the place of a colour that nobody could read."""

    @property
    def passes(self) -> bool:
        """Whether it is as much as WCAG 2.2 asks."""
        return self.ratio >= self.needed


@dataclass(frozen=True, slots=True)
class Checked:
    """An upload that can be served."""

    light: Mapping[str, Found]
    """By role, as it was found or follows."""
    dark: Mapping[str, Found]
    own_dark: bool
    """Whether the theme has a dark variant of its own."""
    pairs: Sequence[Pair]
    left_out: Mapping[str, tuple[int, Message]]
    """By line: what was not used, and why."""
    css: str
    """What is served, behind base.css."""

    @property
    def passes(self) -> bool:
        """Whether every pair has the contrast that WCAG 2.2 asks."""
        return all(pair.passes for pair in self.pairs)


def check(raw: bytes) -> Checked:
    """An uploaded stylesheet of design tokens as what is served of it, with its contrast.

    Raises `Invalid` with a sentence for each line that cannot be taken, and when no role is filled.
    """
    read = tokens.read(raw)
    found = resolve(read.light, read.left_out)
    dusk = resolve(read.in_the_dark, read.left_out) if read.dark else found
    if not found and not dusk:
        raise tokens.refused(
            {(1, 1): say("None of the tokens we use is in it. Give at least --meedoen-accent a colour.")}
        )
    light = palette(found, LIGHT)
    own_dark = "background" in dusk and dusk["background"].value != light["background"].value
    dark = palette(dusk if own_dark else _in_our_dark(light, found, dusk), DARK)
    both = [(scheme, _served(scheme)) for scheme in (light, dark)]
    pairs = [pair for at, (asked, served) in enumerate(both) for pair in _pairs(asked, served, dark=bool(at))]
    return Checked(light, dark, own_dark, pairs, read.left_out, _css(light, *(served for _asked, served in both)))


def palette(found: Mapping[str, Found], own: Mapping[str, str]) -> dict[str, Found]:
    """Every role: what was found, else what follows from the others, else our own."""
    ground = found.get("background", Found(own["background"]))
    text = found.get("text") or Found(first((own["text"], BLACK, WHITE), ground.value, TEXT))
    button = found.get("button-background") or found.get("accent") or Found(own["accent"])
    link = found.get("link")
    seen = (button.value, *((link.value,) if link else ()), text.value)
    accent = found.get("accent") or Found(first(seen, ground.value, TEXT))
    on_button = first((ground.value, text.value, WHITE, BLACK), button.value, TEXT)
    return {
        "font": found.get("font", Found(FONT)),
        "text": text,
        "background": ground,
        "link": link or Found(first((accent.value, text.value), ground.value, TEXT)),
        "button-background": button if "button-background" in found else Found(button.value),
        "button-text": found["button-text"] if {"button-text", "button-background"} <= set(found) else Found(on_button),
        "border": found.get("border") or Found(first((own["border"], text.value), ground.value, DRAWN)),
        "error": found.get("error") or Found(first((own["error"], text.value), ground.value, TEXT)),
        "radius": found.get("radius", Found(RADIUS)),
        "focus": found.get("focus", Found(own["focus"])),
        "accent": accent,
        "done": Found(first((own["done"], text.value), ground.value, TEXT)),
    }


def _in_our_dark(light: Mapping[str, Found], found: Mapping[str, Found], dusk: Mapping[str, Found]) -> dict[str, Found]:
    """What a theme without a dark variant has on our dark ground."""
    lit = {
        name: Found(lightened(light[name].value, DARK["background"], _LIGHTENED_TO))
        for name in _LIGHTENED
        if name in found
    }
    said = {name: one for name, one in dusk.items() if name not in found or one.value != found[name].value}
    return lit | said | {name: found[name] for name in ("font", "radius") if name in found}


def _served(asked: Mapping[str, Found]) -> dict[str, str]:
    """The colours of one scheme as they are served, with those that the server adds."""
    served = {name: asked[name].value for name in (*COLOURS, "done")}
    ground = served["background"]
    if contrast(served["text"], ground) < UNREADABLE:
        served["text"] = best((BLACK, WHITE), ground)
    text = served["text"]
    for name in ("link", "error", "accent"):
        if contrast(served[name], ground) < UNREADABLE:
            served[name] = text
    if contrast(served["button-text"], served["button-background"]) < UNREADABLE:
        served["button-text"] = best((BLACK, WHITE), served["button-background"])
    track = mix(text, ground, 0.12)
    return served | {
        "soft": first((mix(text, ground, 0.78), text), ground, TEXT),
        "tint": mix(text, ground, 0.05),
        "hairline": mix(text, ground, 0.2),
        "track": track,
        "bar": first((served["accent"], text), track, DRAWN),
        "on-accent": first((ground, WHITE, BLACK), served["accent"], TEXT),
        "focus-ring": best((text, ground), served["focus"]),
    }


def _pairs(asked: Mapping[str, Found], served: Mapping[str, str], *, dark: bool) -> list[Pair]:
    """Measured as asked for; what the server adds, as it is served."""
    as_asked = {**served, **{name: asked[name].value for name in COLOURS}}
    pairs = []
    for (front, ground), needed in PAIRS.items():
        colours = as_asked if front in COLOURS else served
        ratio = contrast(colours[front], colours[ground])
        if front == "focus":  # two rings, one in the other: it is seen where one of them is
            ratio = max(ratio, contrast(served["focus-ring"], colours[ground]))
        changed = served[front] if served[front] != colours[front] else ""
        pairs.append(Pair(front, ground, dark, ratio, needed, changed))
    return pairs


def _css(roles: Mapping[str, Found], light: Mapping[str, str], dark: Mapping[str, str]) -> str:
    plain = f"--md-font:{roles['font'].value};--md-radius:{roles['radius'].value};"
    return (
        f":root{{{plain}{_declared(light)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_declared(dark)}}}}}\n"
        f"@media (prefers-contrast:more){{:root{{{_MORE_CONTRAST}}}}}\n"
    )


def _declared(colours: Mapping[str, str]) -> str:
    return "".join(f"{variable}:{colours[name]};" for variable, name in VARIABLES.items())
