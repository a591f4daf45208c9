# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Our roles: what of a house style our widgets wear, and the published tokens that each is taken from.

A role is `--meedoen-{name}` where an organisation gives that, which is how it makes a variant for participation; else
the first of its tokens that is there and fits: those of NL Design System (`--nl-…`), of Utrecht, which nearly every
Dutch theme fills, of Amsterdam; else it follows from the others or is our own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from meedoen.themes.values import colour, fonts, length

OWN = "--meedoen-"


@dataclass(frozen=True, slots=True)
class Role:
    """One of the dozen."""

    name: str
    reads: Callable[[str], str | None]
    """A value as we write it; None when it does not fit."""
    published: tuple[str, ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        """Where it is looked for, the first first."""
        return OWN + self.name, *self.published


ROLES = (
    Role(
        "font",
        fonts,
        (
            "--nl-paragraph-font-family",
            "--utrecht-document-font-family",
            "--utrecht-body-font-family",
            "--utrecht-root-font-family",
            "--utrecht-paragraph-font-family",
            "--ams-paragraph-font-family",
            "--ams-typography-font-family",
        ),
    ),
    Role(
        "background",
        colour,
        (
            "--utrecht-document-background-color",
            "--utrecht-body-background-color",
            "--utrecht-page-body-background-color",
            "--utrecht-page-background-color",
            "--utrecht-root-background-color",
            "--ams-page-background-color",
            "--ams-body-background-color",
        ),
    ),
    Role(
        "text",
        colour,
        (
            "--nl-paragraph-color",
            "--utrecht-document-color",
            "--utrecht-body-color",
            "--utrecht-page-body-color",
            "--utrecht-page-color",
            "--utrecht-root-color",
            "--ams-paragraph-color",
            "--ams-color-text",
        ),
    ),
    Role("link", colour, ("--nl-link-color", "--utrecht-link-color", "--ams-link-color", "--ams-links-color")),
    Role(
        "button-background",
        colour,
        (
            "--nl-button-primary-background-color",
            "--utrecht-button-primary-action-background-color",
            "--ams-button-primary-background-color",
        ),
    ),
    Role(
        "button-text",
        colour,
        (
            "--nl-button-primary-color",
            "--utrecht-button-primary-action-color",
            "--utrecht-button-color",
            "--ams-button-primary-color",
        ),
    ),
    Role(
        "border",
        colour,
        (
            "--nl-text-input-border-color",
            "--utrecht-textbox-border-color",
            "--utrecht-form-control-border-color",
            "--ams-text-input-border-color",
            "--ams-inputs-border-color",
        ),
    ),
    Role(
        "error",
        colour,
        (
            "--nl-form-field-error-message-color",
            "--utrecht-form-field-error-message-color",
            "--ams-error-message-color",
            "--ams-color-feedback-error",
        ),
    ),
    Role(
        "radius",
        length,
        ("--nl-button-border-radius", "--utrecht-button-border-radius", "--ams-button-border-radius"),
    ),
    Role(
        "focus",
        colour,
        (
            "--nl-link-focus-visible-background-color",
            "--utrecht-focus-background-color",
            "--utrecht-link-focus-background-color",
            "--utrecht-focus-outline-color",
        ),
    ),
    Role("accent", colour, ()),
)

FONT = 'system-ui, -apple-system, "Segoe UI", roboto, "Noto Sans", "Liberation Sans", arial, sans-serif'
RADIUS = "6px"
LIGHT: Mapping[str, str] = {
    "background": "#ffffff",
    "text": "#1b2326",
    "border": "#515c61",
    "error": "#8a4b00",
    "focus": "#ffbf47",
    "accent": "#0a5a66",
    "done": "#1c6b3c",
}
DARK: Mapping[str, str] = {
    "background": "#14191b",
    "text": "#e9eef0",
    "border": "#a9b6bb",
    "error": "#ffb968",
    "focus": "#ffbf47",
    "accent": "#84d0da",
    "done": "#7fd4a0",
}
"""Our own, as base.css has them, which a test compares."""
