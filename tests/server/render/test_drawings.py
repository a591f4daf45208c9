# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drawings: there for every name a type uses, silent, and without a style of their own."""

from __future__ import annotations

from meedoen.registry import Registry
from meedoen.render.drawings import DRAWINGS, icon, qr
from meedoen.render.examples import example
from meedoen.values import WHOLE, Control


def test_every_icon_that_a_form_asks_for_is_drawn(types: Registry) -> None:
    for installed in types.values():
        for name in installed.examples:
            settings = example(installed, name, "nl").view.settings
            for action in installed.type.actions:
                for field in action.form(settings, WHOLE).model_fields.values():
                    asked = [set(one.icons.values()) for one in field.metadata if isinstance(one, Control)]
                    assert all(names <= set(DRAWINGS) for names in asked)


def test_a_drawing_says_nothing_and_an_unknown_one_draws_nothing() -> None:
    assert all('aria-hidden="true"' in icon(name) for name in DRAWINGS)
    assert icon("no-such") == icon("") == ""


def test_a_qr_code_stands_in_a_page_as_it_is() -> None:
    drawn = qr("https://doemee.example/stad/fietspad")
    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert drawn != qr("https://doemee.example/stad/fietspaf")
