# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is asked of a house style: colours for light and dark, letters, corners; and the tokens that were uploaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from meedoen.endpoints.console.newcomers import one_of
from meedoen.themes.picked import COLOURS, DARK, FONTS, LIGHT, RADII
from meedoen.themes.values import colour
from meedoen.values import N_, Control

TOKENS = "tokens"
_WRONG = N_("This is no colour that can be used. Give one such as #0a5a66, without anything seen through it.")
_CHARS_MAX = 60


def named(scheme: str, role: str) -> str:
    """The field of a role."""
    return role if role in _OTHERS else f"{scheme}_{role.replace('-', '_')}"


def picks_of(valid: BaseModel) -> Mapping[tuple[str, str], str]:
    """By scheme and role: what was picked; empty where nothing is."""
    return {at: getattr(valid, named(*at)) for at in _ASKED}


def _colour(typed: str) -> str:
    """As it is kept; empty where nothing is picked."""
    found = colour(typed) if typed.strip() else ""
    if found is None:
        raise ValueError(_WRONG)
    return found


_OTHERS: Mapping[str, Any] = {
    "font": one_of(FONTS, N_("Letters"), ""),
    "radius": one_of(RADII, N_("Corners"), ""),
}
_ASKED = [*((scheme, role) for role in COLOURS for scheme in (LIGHT, DARK)), *((LIGHT, role) for role in _OTHERS)]
_TITLES = {LIGHT: N_("Light"), DARK: N_("Dark")}
_Colour = Annotated[str, AfterValidator(_colour)]

_FIELDS: Mapping[str, Any] = {
    named(scheme, role): _OTHERS.get(role) or (_Colour, Field("", title=_TITLES[scheme], max_length=_CHARS_MAX))
    for scheme, role in _ASKED
}
PICKS = create_model("PICKS", __config__=ConfigDict(extra="forbid", frozen=True), **_FIELDS)


class Tokens(BaseModel):
    """What was uploaded, to be mended where it stands; `style` reads it."""

    tokens: Annotated[str, Control(lines=12, optional=True)] = Field(
        "",
        title=N_("Your design tokens"),
        description=N_("CSS with nothing but tokens. You may change it here, or choose a file instead."),
    )
