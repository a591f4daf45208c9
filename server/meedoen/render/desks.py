# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the template of a type's desk gets besides the frame of the console."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from meedoen.addresses import Query, with_query
from meedoen.participation.views import Placed
from meedoen.registry import desk_template
from meedoen.render.compose import Composer
from meedoen.render.console import ConsolePages, Frame
from meedoen.values import Ask
from meedoen.widget import Desk, View


def desk_page(
    composer: Composer,
    frame: Frame,
    placed: Placed,
    name: str,
    seen: View[Any],
    *,
    following: int,
    answers: Callable[[int], str],
) -> str:
    """The whole page. `following`: behind which number its list goes on, or 0; `answers`: where one is answered."""
    desk: Desk[Any] = placed.installed.type.desks[name]
    words = composer.words(frame.lang, placed.installed.type.name)
    place = composer.place(placed, frame.origin, Query(lang=frame.lang))
    ask, here = seen.ask, frame.path
    own: Mapping[str, object] = {
        "shell": "console/desk.html",
        "w": composer.face_of(placed, place, words),
        "view": seen,
        "zone": placed.widget.organisation.zone,
        "moment": seen.moment,
        "answer_url": answers,
        "narrowed": partial(_narrowed, here, ask.tag),
        "tags": [(label, _at(here, ask, tag=value), value == ask.tag) for value, label in desk.tags(placed.settings)],
        "all_tags": _at(here, ask, tag=""),
        "on": ask.over or next((part.label for part in seen.parts if part.key == ask.part), ask.part),
        "whole": here,
        "older": _at(here, ask, after=str(following)) if following else "",
    }
    return ConsolePages(composer).page(
        desk_template(name), frame, desk.title, in_type=placed.installed.type.name, **{**desk.show(seen).context, **own}
    )


def _narrowed(here: str, tag: str, over: str = "", part: str = "") -> str:
    return with_query(here, {"over": over, "part": part, "tag": tag})


def _at(here: str, ask: Ask, **more: str) -> str:
    return with_query(here, {"over": ask.over, "part": ask.part, "tag": ask.tag, **more})
