# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody wrote, whatever the type of widget: as he reads it by his receipt code, and staff at the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from meedoen.participation import signals
from meedoen.participation.views import Placed
from meedoen.render.compose import Composer
from meedoen.values import Control


class Wrote(Protocol):
    """A contribution, of whatever list it is a line."""

    @property
    def target(self) -> str:
        """What it is about."""

    @property
    def data(self) -> Mapping[str, Any]:
        """What it says, by field."""


def words_of(composer: Composer, placed: Placed | None, one: Wrote) -> str:
    """A line for each field; what he chose as he read it then, in the widget's language. `placed`: None where its type
    is not served here."""
    labels = _labels(composer, placed, one.target) if placed is not None else {}
    return "\n".join(labels.get((name, str(value))) or _text(value) for name, value in one.data.items() if value)


def title_of(data: Mapping[str, Any]) -> str:
    """The first line of it."""
    return next((str(value) for value in data.values() if value), "").partition("\n")[0]


def _text(value: object) -> str:
    return signals.words_of({"": value}) if isinstance(value, Mapping | list) else str(value)


def _labels(composer: Composer, placed: Placed, target: str) -> Mapping[tuple[str, str], str]:
    """Of each choice there is on this target: by field and value, what is read."""
    words = composer.words(placed.widget.spoken, placed.widget.type)
    return {
        (name, value): words.gettext(label)
        for action in placed.installed.type.actions
        for name, field in placed.form(action, target).model_fields.items()
        for control in field.metadata
        if isinstance(control, Control)
        for value, label in control.options
    }
